#include "account.h"

#include "bytes.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* 400 of 2000 steps done; 100 of them, and 1200 still, after the opening. */
static vib_trainer trainer(void)
{
    static const vib_training options = VIB_TRAINING_DEFAULT;

    return (vib_trainer){
        .options = &options,
        .data = { .training = 1000, .count = 1100, .skipped = 7 },
        .teacher = { .rows = 250, .opening = 300, .synthetic = 0.6 },
        .patience = 800,
        .now = { .steps = 2000, .step = 400, .loss = 1.2345,
                 .start = { 0.25, 0.125, 100, 80 },
                 .best = { 0.875, 0.75, 100, 80 }, .best_step = 350 }
    };
}

static void expect_line(const vib_trainer *from, double left, const char *line)
{
    char text[VIB_ACCOUNT_LINE];

    vib_account_line(text, from, left);
    cr_assert_str_eq(text, line);
}

Test(account, line_tells_how_far_it_is)
{
    vib_trainer from = trainer();

    expect_line(&from, 700, "step 400 of 2000, epoch 10.0 of 170.0, "
                "loss 1.234, finds 87.5 % damaged, 75.0 % by name, "
                "12 min left");
}

Test(account, line_has_no_epochs_without_real_spectra)
{
    vib_trainer from = trainer();

    from.data.training = 0;
    from.now.best.named_asked = 0;
    expect_line(&from, 20, "step 400 of 2000, loss 1.234, "
                "finds 87.5 % damaged, 20 s left");
}

/* The record has these words. */
static void expect_words(const vib_trainer *from, const char *words)
{
    vib_buffer text = { .data = NULL };

    vib_account_record(&text, from);
    cr_assert(strstr((const char *)text.data, words), "%s", text.data);
    vib_buffer_release(&text);
}

Test(account, record_tells_what_was_left_out)
{
    vib_trainer from = trainer();

    expect_words(&from, "\ndata: 1000 spectra learned from, 100 held out, "
                 "7 skipped: flat, outside the axis, unreadable or of the "
                 "other technique\n");
}

Test(account, record_tells_why_training_ended)
{
    vib_trainer from = trainer();

    from.now.step = 1500;
    expect_words(&from, "\ncourse: 1500 of 2000 steps, to a loss of 1.2345; "
                 "stopped, as validation was no better for 800 steps; step "
                 "350 was kept\n");
    from.now.step = 2000;
    expect_words(&from, "\ncourse: 2000 of 2000 steps, to a loss of 1.2345; "
                 "step 350 was kept\n");
    from.now.best_step = 0;
    expect_words(&from, "; the first weights were kept, as none did better\n");
}

Test(account, record_tells_what_validation_gave)
{
    vib_trainer from = trainer();

    expect_words(&from, "\nvalidation: 87.50 % of 100 damaged spectra find "
                 "themselves (25.00 % at the start), 75.00 % of 80 find their "
                 "name (12.50 % at the start)\n");
    from.now.best.named_asked = 0;
    expect_words(&from, "find themselves (25.00 % at the start)\n");
}

/* Longer than any buffer here: it is all there. */
Test(account, record_keeps_the_whole_command)
{
    enum { LENGTH = 5000 };
    vib_training options = VIB_TRAINING_DEFAULT;
    vib_trainer from = trainer();
    char *command = malloc(LENGTH + 3);

    memset(command, 'x', LENGTH);
    memcpy(command + LENGTH, "y\n", 3);
    options.command = command;
    from.options = &options;
    command[LENGTH + 1] = '\0';
    expect_words(&from, "xy\nversion: ");
    free(command);
}
