#include "train.h"

#include "bytes.h"
#include "encoder.h"
#include "library.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static char checkpoint[64];

/* Each test runs in a process of its own, all in one folder. */
static void name_file(void)
{
    snprintf(checkpoint, sizeof checkpoint, "test_train.%d", (int)getpid());
}

TestSuite(train, .init = name_file);

/* What the callback has seen, and when it asks to stop. */
typedef struct watch {
    size_t stop_at, last, total, lines;
} watch;

static int observe(size_t done, size_t total, const char *line, void *payload)
{
    watch *seen = payload;

    seen->last = done;
    seen->total = total;
    seen->lines += line != NULL;
    return done == seen->stop_at;
}

static vib_training small(void)
{
    vib_training options = VIB_TRAINING_DEFAULT;

    options.pipeline = SMALL_PIPELINE;
    options.network = SMALL_NETWORK;
    options.batch = 24;
    options.steps = 12;
    return options;
}

/* Train on the library, or on nothing; the model's bytes. */
static vib_buffer train(const vib_training *options, bool real)
{
    library from = LIBRARY_INIT;
    vib_buffer bytes = { .data = NULL };
    vib_encoder *made = NULL;
    int status = vib_encoder_train(&made, real ? library_next : NULL, &from,
                                   options);

    cr_assert_eq(status, VIB_OK, "%s", vib_last_error());
    cr_assert_eq(vib_encoder_to_bytes(&bytes, made), VIB_OK);
    vib_encoder_close(made);
    return bytes;
}

static void expect_equal(vib_buffer *a, vib_buffer *b)
{
    cr_assert_eq(a->size, b->size);
    cr_assert_arr_eq(a->data, b->data, a->size);
    vib_buffer_release(b);
}

Test(train, gives_the_same_weights_at_any_number_of_threads)
{
    vib_training options = small();
    vib_buffer first, other;

    vib_set_threads(1);
    first = train(&options, true);
    for (int threads = 2; threads <= 4; threads += 2) {
        vib_set_threads(threads);
        other = train(&options, true);
        expect_equal(&first, &other);
    }
    vib_buffer_release(&first);
}

Test(train, another_seed_gives_other_weights)
{
    vib_training options = small();
    vib_buffer first = train(&options, false), other;

    options.seed = 2;
    other = train(&options, false);
    cr_assert(first.size != other.size ||
              memcmp(first.data, other.data, first.size) != 0);
    vib_buffer_release(&first);
    vib_buffer_release(&other);
}

/* The share that the line beginning with `key` gives, per cent. */
static double share_in(const char *provenance, const char *key)
{
    const char *line = strstr(provenance, key);
    double step, share = NAN;

    cr_assert(line, "no %s in %s", key, provenance);
    sscanf(line + strlen(key), " step %lf, %lf", &step, &share);
    return share;
}

Test(train, makes_retrieval_better)
{
    for (int real = 0; real < 2; real++) {
        library from = LIBRARY_INIT;
        vib_training options = small();
        vib_encoder_facts facts;
        vib_encoder *made = NULL;

        options.steps = 60;
        options.batch = 24;
        cr_assert_eq(vib_encoder_train(&made, real ? library_next : NULL, &from,
                                       &options), VIB_OK);
        vib_encoder_describe(&facts, made);
        cr_assert(share_in(facts.provenance, "\nbest:") >
                  share_in(facts.provenance, "\nstart:") + 5,
                  "%s", facts.provenance);
        vib_encoder_close(made);
    }
}

Test(train, tells_what_it_was_made_from)
{
    library from = LIBRARY_INIT;
    vib_training options = small();
    vib_encoder_facts facts;
    vib_encoder *made = NULL;

    from.broken = VIB_BAD_DATA;
    options.command = "vibrary train somewhere";
    cr_assert_eq(vib_encoder_train(&made, library_next, &from, &options),
                 VIB_OK);
    vib_encoder_describe(&facts, made);
    cr_assert(strstr(facts.provenance, "command: vibrary train somewhere\n"));
    cr_assert(strstr(facts.provenance, " 4 skipped, fingerprint "),
              "%s", facts.provenance);
    cr_assert(strstr(facts.provenance, "seed 1, 12 steps of 24 pairs"));
    vib_encoder_close(made);
}

Test(train, goes_on_after_a_stop_as_if_there_had_been_none)
{
    vib_training options = small();
    vib_buffer unbroken = train(&options, true), resumed;
    watch seen = { .stop_at = 7 };

    options.checkpoint = checkpoint;
    options.progress = observe;
    options.payload = &seen;
    for (size_t stop = 5; stop < 12; stop += 5) {
        library from = LIBRARY_INIT;
        vib_encoder *made = NULL;

        seen.stop_at = stop;
        cr_assert_eq(vib_encoder_train(&made, library_next, &from, &options),
                     VIB_STOPPED);
        cr_assert_null(made);
        cr_assert_eq(seen.last, stop);
    }
    seen.stop_at = 0;
    resumed = train(&options, true);
    cr_assert(seen.last == 12 && seen.total == 12 && seen.lines > 0);
    expect_equal(&unbroken, &resumed);
    vib_buffer_release(&unbroken);
    unlink(checkpoint);
}

Test(train, refuses_the_checkpoint_of_another_training)
{
    vib_training options = small();
    watch seen = { .stop_at = 3 };
    library from = LIBRARY_INIT;
    vib_encoder *made = NULL;

    options.checkpoint = checkpoint;
    options.progress = observe;
    options.payload = &seen;
    vib_encoder_train(&made, library_next, &from, &options);
    seen.stop_at = 0;
    options.seed = 2;
    from = (library)LIBRARY_INIT;
    cr_assert_eq(vib_encoder_train(&made, library_next, &from, &options),
                 VIB_BAD_ARG);
    cr_assert(strstr(vib_last_error(), "other data or options"));
    options.seed = 1;
    options.steps = 13;
    from = (library)LIBRARY_INIT;
    cr_assert_eq(vib_encoder_train(&made, library_next, &from, &options),
                 VIB_BAD_ARG);
    cr_assert(strstr(vib_last_error(), "of 12 steps, not 13"));
    cr_assert_null(made);
    unlink(checkpoint);
}

Test(train, breaks_down_with_the_step_that_did_it)
{
    vib_recipe recipe = vib_recipe_usual;
    vib_training options = small();
    vib_encoder *made = NULL;

    recipe.rate = 1e30;
    recipe.clip = 1e30;
    options.steps = 40;
    cr_assert_eq(vib_train(&made, NULL, NULL, &options, &recipe),
                 VIB_BAD_DATA);
    cr_assert(strstr(vib_last_error(), "broke down at step"), "%s",
              vib_last_error());
    cr_assert_null(made);
}

Test(train, refuses_what_cannot_be)
{
    const vib_training usual = small();
    vib_training wrong[6] = { usual, usual, usual, usual, usual, usual };
    vib_encoder *made = NULL;

    wrong[0].batch = 1;
    wrong[1].synthetic = NAN;
    wrong[2].minutes = -1;
    wrong[3].pipeline = "no pipeline";
    wrong[4].network = "no network";
    wrong[5].network = "resnet in=3x99 stem=8k5 blocks=8 kernel=3 head=8 out=8";
    for (size_t i = 0; i < 6; i++) {
        cr_assert_lt(vib_encoder_train(&made, NULL, NULL, &wrong[i]), 0);
        cr_assert_null(made);
    }
}

Test(train, says_when_there_is_nothing_to_learn_from)
{
    library from = { COMPOUNDS * SPECIMENS, COMPOUNDS * SPECIMENS + 3, 0 };
    vib_training options = small();
    vib_encoder *made = NULL;

    cr_assert_eq(vib_encoder_train(&made, library_next, &from, &options),
                 VIB_BAD_DATA);
    cr_assert(strstr(vib_last_error(), "of 3 spectra none"), "%s",
              vib_last_error());
}

Test(train, stops_reading_when_the_source_says_so)
{
    library from = LIBRARY_INIT;
    vib_training options = small();
    vib_encoder *made = NULL;

    from.broken = VIB_STOPPED;
    cr_assert_eq(vib_encoder_train(&made, library_next, &from, &options),
                 VIB_STOPPED);
}
