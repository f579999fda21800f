#include "apart.h"
#include "parse.h"
#include "status.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static int two(vib_found *out, const vib_input *input)
{
    for (int k = 0; k < 2; k++) {
        vib_spectrum s;

        cr_assert_eq(vib_points_new(&s, 3), VIB_OK);
        for (int i = 0; i < 3; i++) {
            s.x[i] = i + input->data[0];
            s.y[i] = k - 0.1 * i;
        }
        vib_spectrum_set(&s, "title", k ? "second" : "");
        if (vib_found_add(out, &s) < 0)
            return VIB_BAD_DATA;
    }
    fprintf(stderr, "this is not to be seen\n");
    return VIB_OK;
}

static int two_and_a_failure(vib_found *out, const vib_input *input)
{
    (void)two(out, input);
    return vib_fail(VIB_NOT_FOUND, "the third is missing");
}

static int two_and_a_crash(vib_found *out, const vib_input *input)
{
    (void)two(out, input);
    raise(SIGKILL);
    return VIB_OK;
}

static const uint8_t ten = 10;

typedef int parser(vib_found *out, const vib_input *input);

static int run(vib_found *found, parser *with)
{
    vib_input input = { .path = "f", .data = &ten, .size = 1 };

    vib_found_init(found, 1);
    return vib_apart_parse(found, &input, with);
}

Test(apart, gives_what_the_parser_found)
{
    vib_found found;

    cr_assert_eq(run(&found, two), VIB_OK, "%s", vib_last_error());
    cr_assert_eq(found.count, 2);
    cr_expect(found.spectra[1].x[2] == 12 && found.spectra[1].y[1] == 0.9);
    cr_expect_str_eq(field(&found.spectra[1], "title"), "second");
    vib_found_release(&found);
}

Test(apart, gives_the_failure_and_what_was_found_before)
{
    vib_found found;

    cr_assert_eq(run(&found, two_and_a_failure), VIB_NOT_FOUND);
    cr_expect_str_eq(vib_last_error(), "the third is missing");
    cr_expect_eq(found.count, 2);
    vib_found_release(&found);
}

Test(apart, survives_a_crash)
{
    vib_found found;

    cr_assert_eq(run(&found, two_and_a_crash), VIB_BAD_DATA);
    cr_assert_mentions(vib_last_error(), "did not end well");
    cr_expect_eq(found.count, 0);
    vib_found_release(&found);
}
