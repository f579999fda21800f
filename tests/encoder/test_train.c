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

/* What the callback has seen, and when it asks to stop; 0: never. */
typedef struct watch {
    size_t stop_at, last, total, lines;
    char first[80]; /* line */
} watch;

static int observe(size_t done, size_t total, const char *line, void *payload)
{
    watch *seen = payload;

    seen->last = done;
    seen->total = total;
    if (line && seen->lines++ == 0)
        snprintf(seen->first, sizeof seen->first, "%s", line);
    return done > 0 && done == seen->stop_at;
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

/* Train on the library. */
static vib_encoder *train_by(const vib_training *options,
                             const vib_recipe *recipe)
{
    library from = LIBRARY_INIT;
    vib_encoder *made = NULL;

    cr_assert_eq(vib_train(&made, library_next, &from, options, recipe),
                 VIB_OK, "%s", vib_last_error());
    return made;
}

static vib_buffer bytes_of(vib_encoder *encoder)
{
    vib_buffer bytes = { .data = NULL };

    cr_assert_eq(vib_encoder_to_bytes(&bytes, encoder), VIB_OK);
    vib_encoder_close(encoder);
    return bytes;
}

/* The bytes of the model that the usual recipe makes. */
static vib_buffer train(const vib_training *options)
{
    return bytes_of(train_by(options, &vib_recipe_usual));
}

static bool tells(const vib_encoder *encoder, const char *words)
{
    vib_encoder_facts facts;

    vib_encoder_describe(&facts, encoder);
    return strstr(facts.provenance, words) != NULL;
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
    first = train(&options);
    for (int threads = 2; threads <= 4; threads += 2) {
        vib_set_threads(threads);
        other = train(&options);
        expect_equal(&first, &other);
    }
    vib_buffer_release(&first);
}

Test(train, another_seed_gives_other_weights)
{
    vib_training options = small();
    vib_buffer first, other;

    options.steps = 2;
    first = train(&options);
    options.seed = 2;
    other = train(&options);
    cr_assert(first.size != other.size ||
              memcmp(first.data, other.data, first.size) != 0);
    vib_buffer_release(&first);
    vib_buffer_release(&other);
}

Test(train, makes_retrieval_better)
{
    for (int real = 0; real < 2; real++) {
        library from = LIBRARY_INIT;
        vib_training options = small();
        vib_recipe drawn = vib_recipe_usual; /* a start that leaves room */
        vib_encoder_facts facts;
        vib_encoder *made = NULL;
        const char *line;
        double kept, start;

        drawn.examples = 0;
        options.steps = 120;
        cr_assert_eq(vib_train(&made, real ? library_next : NULL, &from,
                               &options, &drawn), VIB_OK);
        vib_encoder_describe(&facts, made);
        line = strstr(facts.provenance, "\nvalidation: ");
        cr_assert_eq(sscanf(line, " validation: %lf %% of %*d damaged spectra "
                            "find themselves (%lf", &kept, &start), 2);
        cr_assert(kept > start + 5, "%s", facts.provenance);
        vib_encoder_close(made);
    }
}

Test(train, tells_what_it_was_made_from)
{
    library from = LIBRARY_INIT;
    vib_training options = small();
    vib_encoder *made = NULL;

    from.broken = VIB_BAD_DATA;
    options.command = "vibrary train somewhere";
    options.steps = 2;
    cr_assert_eq(vib_encoder_train(&made, library_next, &from, &options),
                 VIB_OK);
    cr_assert(tells(made, "command: vibrary train somewhere\n"));
    cr_assert(tells(made, " held out, 4 skipped: flat, "));
    cr_assert(tells(made, "seed 1, 2 steps planned of 24 pairs"));
    vib_encoder_close(made);
}

/* No weight moves, so nothing gets better after the opening, 13 steps: at the
 * first validation 16 steps later, of one each other step, it is over. */
static vib_recipe idle(void)
{
    vib_recipe recipe = vib_recipe_usual;

    recipe.rate = 0;
    recipe.patience = 0.4;
    return recipe;
}

Test(train, stops_when_nothing_gets_better)
{
    vib_training options = small();
    vib_recipe recipe = idle();
    watch seen = { .stop_at = 0 };
    vib_encoder *made;

    options.steps = 40;
    options.progress = observe;
    options.payload = &seen;
    made = train_by(&options, &recipe);
    cr_assert(seen.last == 30 && seen.total == 40, "%zu", seen.last);
    cr_assert(tells(made, "\ncourse: 30 of 40 steps"));
    cr_assert(tells(made, "validation was no better for 16 steps"));
    vib_encoder_close(made);
}

Test(train, goes_on_to_the_end_when_patience_does)
{
    vib_training options = small();
    vib_recipe recipe = idle();
    vib_encoder *made;

    recipe.patience = 1;
    options.steps = 22;
    made = train_by(&options, &recipe);
    cr_assert(tells(made, "\ncourse: 22 of 22 steps"));
    vib_encoder_close(made);
}

/* Below zero, a temperature teaches that nothing resembles itself. */
Test(train, never_gives_less_than_it_began_with)
{
    vib_training options = small();
    vib_recipe inverse = vib_recipe_usual, none = vib_recipe_usual;
    vib_encoder *spoilt, *first;
    vib_encoder_facts a, b;

    inverse.temperature = -0.1;
    inverse.rate = 0.1;
    none.rate = 0;
    spoilt = train_by(&options, &inverse);
    vib_encoder_describe(&a, spoilt);
    cr_assert(tells(spoilt, "the first weights were kept"), "%s",
              a.provenance);
    first = train_by(&options, &none);
    vib_encoder_describe(&a, spoilt);
    vib_encoder_describe(&b, first);
    cr_assert_str_eq(a.identity, b.identity);
    vib_encoder_close(spoilt);
    vib_encoder_close(first);
}

Test(train, goes_on_after_a_stop_as_if_there_had_been_none)
{
    vib_training options = small();
    vib_buffer unbroken = train(&options), resumed;
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
    resumed = train(&options);
    cr_assert(seen.last == 12 && seen.total == 12);
    expect_equal(&unbroken, &resumed);
    vib_buffer_release(&unbroken);
    unlink(checkpoint);
}

/* Interrupted before the step at which patience ends, and at it. */
Test(train, loses_patience_after_a_stop_as_if_there_had_been_none)
{
    vib_training options = small();
    vib_recipe recipe = idle();
    vib_buffer unbroken, resumed;
    watch seen = { .stop_at = 0 };

    options.steps = 40;
    unbroken = bytes_of(train_by(&options, &recipe));
    options.checkpoint = checkpoint;
    options.progress = observe;
    options.payload = &seen;
    for (size_t stop = 21; stop <= 30; stop += 9) {
        library from = LIBRARY_INIT;
        vib_encoder *made = NULL;

        seen.stop_at = stop;
        cr_assert_eq(vib_train(&made, library_next, &from, &options, &recipe),
                     VIB_STOPPED);
        cr_assert_eq(seen.last, stop);
    }
    resumed = bytes_of(train_by(&options, &recipe));
    expect_equal(&unbroken, &resumed);
    vib_buffer_release(&unbroken);
    unlink(checkpoint);
}

Test(train, tells_how_far_it_is)
{
    vib_training options = small();
    watch seen = { .stop_at = 0 };
    vib_encoder *made = NULL;

    options.steps = 1;
    options.synthetic = 1;
    options.progress = observe;
    options.payload = &seen;
    cr_assert_eq(vib_encoder_train(&made, NULL, NULL, &options), VIB_OK);
    cr_assert(strstr(seen.first, "step 1 of 1, loss "), "%s", seen.first);
    vib_encoder_close(made);
    seen.lines = 0;
    made = train_by(&options, &vib_recipe_usual);
    cr_assert_str_eq(seen.first, "comparing 89 spectra");
    vib_encoder_close(made);
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

/* At a high rate the first step makes weights with which the second overflows;
 * at a higher one they are no numbers themselves. */
Test(train, breaks_down_with_the_step_and_the_layer)
{
    const struct { double rate; const char *what; } cases[] = {
        { 1e30, "training broke down at step 2 of 40: NaN or infinity in the "
                "output of block 1, first convolution; try another seed" },
        { 1e60, "training broke down at step 1 of 40: NaN or infinity in the "
                "weights of the stem; try another seed" }
    };

    for (size_t i = 0; i < 2; i++) {
        library from = LIBRARY_INIT;
        vib_recipe recipe = vib_recipe_usual;
        vib_training options = small();
        vib_encoder *made = NULL;

        recipe.rate = cases[i].rate;
        options.steps = 40;
        cr_assert_eq(vib_train(&made, library_next, &from, &options, &recipe),
                     VIB_BAD_DATA);
        cr_assert_str_eq(vib_last_error(), cases[i].what);
        cr_assert_null(made);
    }
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
