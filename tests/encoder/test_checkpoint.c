#include "checkpoint.h"

#include "file.h"
#include "memory.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char path[64];

/* Each test runs in a process of its own, all in one folder. */
static void name_file(void)
{
    snprintf(path, sizeof path, "test_checkpoint.%d", (int)getpid());
}

TestSuite(checkpoint, .init = name_file);

static vib_learner learner_of(uint64_t seed)
{
    vib_shape shape;
    vib_learner learner;

    cr_assert_eq(vib_shape_parse(&shape, "resnet in=3x64 stem=4k3 blocks=4 "
                                         "kernel=3 head=4 out=8"), VIB_OK);
    cr_assert_eq(vib_learner_open(&learner, &shape, 4, seed), VIB_OK);
    return learner;
}

static vib_standing standing(void)
{
    return (vib_standing){
        .training = vib_hash_bytes("training", 8), .steps = 100, .step = 37,
        .loss = 1.25, .start = { 0.25, 0.5, 16, 8 },
        .best = { 0.75, 0.625, 16, 8 }, .best_step = 35, .better_step = 30
    };
}

static void expect_refused(int status, const char *why)
{
    vib_learner learner = learner_of(2), before = learner_of(2);
    vib_standing now = standing();

    now.step = 1;
    cr_assert_eq(vib_checkpoint_read(&now, &learner, path), status, "%s",
                 vib_last_error());
    cr_assert(strstr(vib_last_error(), why), "%s", vib_last_error());
    cr_assert_eq(now.step, 1);
    cr_assert_arr_eq(learner.state, before.state,
                     5 * learner.parameters.count * sizeof(real));
    vib_learner_release(&learner);
    vib_learner_release(&before);
}

Test(checkpoint, gives_back_what_was_written)
{
    vib_learner first = learner_of(1), second = learner_of(2);
    vib_standing was = standing(), now = standing();

    now.step = now.steps = now.best_step = now.better_step = 0;
    now.best.damaged = now.start.named = 0;
    cr_assert_eq(vib_checkpoint_write(path, &was, &first), VIB_OK);
    cr_assert_eq(vib_checkpoint_read(&now, &second, path), VIB_OK);
    cr_assert(now.step == 37 && now.steps == 100 && now.best_step == 35);
    cr_assert_eq(now.better_step, 30);
    cr_assert(now.best.damaged == 0.75 && now.start.named == 0.5);
    cr_assert(now.best.named_asked == 8 && now.loss == 1.25);
    cr_assert_arr_eq(first.state, second.state,
                     5 * first.parameters.count * sizeof(real));
    vib_learner_release(&first);
    vib_learner_release(&second);
    unlink(path);
}

Test(checkpoint, that_is_not_there_is_not_found)
{
    unlink(path);
    expect_refused(VIB_NOT_FOUND, path);
}

Test(checkpoint, of_another_training_is_refused)
{
    vib_learner learner = learner_of(1);
    vib_standing was = standing();

    was.training = vib_hash_bytes("another", 7);
    cr_assert_eq(vib_checkpoint_write(path, &was, &learner), VIB_OK);
    expect_refused(VIB_BAD_ARG, "other data or options");
    vib_learner_release(&learner);
    unlink(path);
}

Test(checkpoint, that_is_damaged_is_refused)
{
    vib_learner learner = learner_of(1);
    vib_standing was = standing();
    vib_file file = VIB_FILE_INIT;
    uint8_t *copy;
    size_t size;

    cr_assert_eq(vib_checkpoint_write(path, &was, &learner), VIB_OK);
    cr_assert_eq(vib_file_open(&file, path), VIB_OK);
    size = file.size;
    copy = vib_new(size, 1);
    memcpy(copy, file.data, size);
    vib_file_close(&file);
    for (size_t at = 0; at < size; at += size / 40) {
        copy[at] ^= 0x40;
        vib_file_replace(path, copy, size);
        expect_refused(VIB_BAD_DATA, path);
        copy[at] ^= 0x40;
        vib_file_replace(path, copy, at);
        expect_refused(VIB_BAD_DATA, path);
    }
    free(copy);
    vib_learner_release(&learner);
    unlink(path);
}
