#include "parse.h"

Test(found, drops_points_that_are_no_numbers_and_says_so)
{
    vib_found found = { .limit = 1 << 20 };
    vib_spectrum s = VIB_SPECTRUM_INIT;
    double y[] = { 1, NAN, 3, INFINITY, 5 };

    cr_assert_eq(vib_points_new(&s, 5), VIB_OK);
    for (int i = 0; i < 5; i++) {
        s.x[i] = i;
        s.y[i] = y[i];
    }
    cr_assert_eq(vib_found_add(&found, &s), VIB_OK);
    cr_assert_eq(found.spectra[0].n, 3);
    cr_expect(found.spectra[0].x[1] == 2 && found.spectra[0].y[2] == 5);
    cr_assert_mentions(field(&found.spectra[0], "note"), "2 points");
    cr_assert_null(s.x);
    vib_found_release(&found);
}

Test(found, keeps_an_odd_axis_and_says_so)
{
    static const struct {
        const char *text, *note;
    } cases[] = {
        { "1 2\n2 3\n3 4\n", "" },
        { "3 2\n2 3\n1 4\n", "" },
        { "1 2\n2 3\n2 4\n3 5\n", "the axis repeats at point 2" },
        { "1 2\n2 3\n1.5 4\n3 5\n", "the axis turns back at point 2" },
        { "3 2\n2 3\n2.5 4\n1 5\n", "the axis turns back at point 2" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        vib_found found = parse(cases[i].text);

        cr_expect_str_eq(field(&found.spectra[0], "note"), cases[i].note);
        cr_expect(found.spectra[0].n == (cases[i].note[0] ? 4 : 3));
        vib_found_release(&found);
    }
}

Test(found, refuses_fewer_than_two_points)
{
    vib_found found = { .limit = 1 << 20 };
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert_eq(vib_points_new(&s, 1), VIB_OK);
    cr_assert_eq(vib_found_add(&found, &s), VIB_BAD_DATA);
    cr_assert_null(s.x, "it was taken over");
    vib_found_release(&found);
}

Test(found, limits_memory)
{
    vib_found found;
    vib_spectrum s = VIB_SPECTRUM_INIT;
    size_t n = 0;

    vib_found_init(&found, 1);
    for (int status = VIB_OK; status == VIB_OK; n++) {
        cr_assert_eq(vib_points_new(&s, 1000), VIB_OK);
        for (int i = 0; i < 1000; i++)
            s.x[i] = i;
        status = vib_found_add(&found, &s);
    }
    cr_assert_mentions(vib_last_error(), "40 times");
    cr_expect(n > 150 && n < 170, "%zu spectra of 16 kB in 2.5 MiB", n);
    vib_found_release(&found);
}
