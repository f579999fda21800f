#include "parse.h"
#include "status.h"

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

/* 1 MB that came of 100 kB counts as 100 kB, of which unpacking has used 1 MB;
 * 100 kB of a large archive as 100 kB. */
Test(found, limits_memory_by_what_was_packed)
{
    vib_found plain, found;

    vib_found_init(&plain, 100000);
    vib_found_init_unpacked(&found, 1000000, 100000);
    cr_expect_eq(found.limit, plain.limit);
    cr_expect_eq(found.working, plain.working - 1000000);
    vib_found_init_unpacked(&found, 100000, 1000000);
    cr_expect_eq(found.limit, plain.limit);
    vib_found_init_unpacked(&found, 100000000, 100000);
    cr_expect_eq(found.working, 0);
    cr_expect_eq(vib_found_unpacking_room(100000), plain.working);
}

enum { MADE = 5, BROKEN = 3 };

/* Spectrum k has the intensities k, k + 1 and, in the second, one that is none;
 * spectrum BROKEN cannot be made if the payload says so. */
static int make_one(vib_spectrum *out, void *payload, size_t k)
{
    const bool *breaks = payload;

    for (size_t i = 0; i < out->n; i++)
        out->y[i] = k == 1 && i == 1 ? NAN : (double)(k + i);
    return *breaks && k == BROKEN ? vib_fail(VIB_BAD_DATA, "broken") : VIB_OK;
}

static vib_found series(bool breaks, size_t points)
{
    vib_found found;
    vib_spectrum head = VIB_SPECTRUM_INIT;
    bool *payload = malloc(sizeof *payload);

    cr_assert(payload);
    *payload = breaks;
    cr_assert_eq(vib_points_new(&head, points), VIB_OK);
    for (size_t i = 0; i < points; i++)
        head.x[i] = (double)i;
    cr_assert_eq(vib_spectrum_set(&head, "a", "b"), VIB_OK);
    vib_found_init(&found, 1);
    cr_assert_eq(vib_found_series(&found, &head, MADE, make_one, payload),
                 VIB_OK);
    cr_assert_null(head.x);
    cr_assert_eq(vib_found_count(&found), MADE);
    return found;
}

/* One spectrum that is there, then two series. */
Test(found, series_follow_one_another)
{
    vib_found found = series(false, 3);
    vib_spectrum s = VIB_SPECTRUM_INIT, head = VIB_SPECTRUM_INIT;
    bool *payload = calloc(1, sizeof *payload);

    cr_assert_eq(vib_points_new(&head, 2), VIB_OK);
    head.x[1] = 1;
    cr_assert_eq(vib_found_series(&found, &head, 1, make_one, payload), VIB_OK);
    cr_assert_eq(vib_points_new(&s, 4), VIB_OK);
    for (size_t i = 0; i < 4; i++)
        s.x[i] = (double)i;
    cr_assert_eq(vib_found_add(&found, &s), VIB_OK);
    cr_assert_eq(vib_found_count(&found), MADE + 2);
    for (size_t k = 0; k < MADE + 2; k++) {
        cr_assert_eq(vib_found_next(&s, &found), 1);
        cr_expect_eq(s.n, k == 0 ? 4 : k == 2 || k == MADE + 1 ? 2 : 3);
        cr_expect(s.y[0] == (k == 0 || k > MADE ? 0 : (double)k - 1));
        vib_spectrum_release(&s);
    }
    cr_assert_eq(vib_found_next(&s, &found), 0);
    vib_found_release(&found);
}

Test(found, a_series_is_made_one_by_one)
{
    vib_found found = series(false, 3);
    vib_spectrum s = VIB_SPECTRUM_INIT;

    for (size_t k = 0; k < MADE; k++) {
        cr_assert_eq(vib_found_next(&s, &found), 1);
        cr_assert_eq(s.n, k == 1 ? 2 : 3);
        cr_expect(s.x[s.n - 1] == 2 && s.y[s.n - 1] == (double)k + 2);
        cr_expect_str_eq(field(&s, "a"), "b");
        cr_expect_eq(*field(&s, "note") != 0, k == 1);
        vib_spectrum_release(&s);
    }
    cr_assert_eq(vib_found_next(&s, &found), 0);
    vib_found_release(&found);
}

Test(found, a_series_ends_where_it_cannot_be_made)
{
    vib_found found = series(true, 3);
    vib_spectrum s = VIB_SPECTRUM_INIT;

    for (size_t k = 0; k < BROKEN; k++) {
        cr_assert_eq(vib_found_next(&s, &found), 1);
        vib_spectrum_release(&s);
    }
    cr_assert_eq(vib_found_next(&s, &found), VIB_BAD_DATA);
    cr_assert_null(s.x);
    cr_assert_eq(vib_found_next(&s, &found), 0);
    vib_found_release(&found);
}

Test(found, the_memory_limit_is_for_a_whole_series)
{
    size_t all = VIB_MEMORY_FLOOR * VIB_MEMORY_FACTOR / 16;
    vib_found found = series(false, all / 4); /* the head counts, too */
    vib_spectrum s = VIB_SPECTRUM_INIT;

    for (int k = 0; k < 2; k++) {
        cr_assert_eq(vib_found_next(&s, &found), 1);
        vib_spectrum_release(&s);
    }
    cr_assert_eq(vib_found_next(&s, &found), VIB_BAD_DATA);
    cr_assert_mentions(vib_last_error(), "40 times");
    vib_found_release(&found);
}
