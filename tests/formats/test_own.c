#include "parse.h"

#include <stdio.h>
#include <stdlib.h>

/* What vib_spectrum_write() makes of it; to be freed. */
static char *written(const vib_spectrum *spectrum)
{
    char *text = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&text, &n);

    cr_assert(out);
    cr_assert_eq(vib_spectrum_write(out, spectrum), VIB_OK);
    fclose(out);
    return text;
}

static const char *const awkward[][2] = {
    { "name", "Quartz" },
    { "key=with=signs", "value=with=signs" },
    { "two\nlines", "a\nb\r\nc" },
    { "blanks", "  both sides  " },
    { "empty", "" },
    { "backslash \\", "\\x41 \\" },
    { "bytes", "\xff\xfe\x01\x7f" },
    { "micro", "\xc2\xb5m" },
    { "END", "not the end" },
    { "vibrary", "not the version" },
    { "note", "mine" },
    { "##", "## 1, 2" },
};
enum { AWKWARD = sizeof awkward / sizeof *awkward };

static void make(vib_spectrum *out)
{
    static const double x[] = { 100, 0.1, 1e-300, -4.9e-324, 1.0 / 3 };
    static const double y[] = { 1e308, 123456789.123456789, 2, 0, -1e22 };

    cr_assert_eq(vib_points_new(out, 5), VIB_OK);
    memcpy(out->x, x, sizeof x);
    memcpy(out->y, y, sizeof y);
    for (size_t i = 0; i < AWKWARD; i++)
        cr_assert_eq(vib_spectrum_set(out, awkward[i][0], awkward[i][1]),
                     VIB_OK);
}

Test(own, reads_back_what_was_written)
{
    vib_spectrum first = VIB_SPECTRUM_INIT;
    vib_found found;
    char *text;

    make(&first);
    text = written(&first);
    found = parse(text);
    cr_assert_eq(found.count, 1);
    cr_assert_eq(found.spectra[0].n, 5);
    cr_expect_arr_eq(found.spectra[0].x, first.x, 5 * sizeof(double));
    cr_expect_arr_eq(found.spectra[0].y, first.y, 5 * sizeof(double));
    for (size_t i = 0; i < AWKWARD; i++)
        if (strcmp(awkward[i][0], "note") != 0)
            cr_expect_str_eq(field(&found.spectra[0], awkward[i][0]),
                             awkward[i][1]);
    cr_expect_str_eq(field(&found.spectra[0], "format"), "vibrary");
    cr_assert_mentions(field(&found.spectra[0], "note"), "mine");
    vib_found_release(&found);
    vib_spectrum_release(&first);
    free(text);
}

Test(own, is_stable_when_written_again)
{
    vib_spectrum first = VIB_SPECTRUM_INIT;
    vib_found once, twice;
    char *text, *again, *third;

    make(&first);
    cr_assert_eq(vib_spectrum_set(&first, "source", "a.zip:b.txt#3"), VIB_OK);
    cr_assert_eq(vib_spectrum_set(&first, "format", "rruff"), VIB_OK);
    text = written(&first);
    once = parse(text);
    cr_expect_str_eq(field(&once.spectra[0], "original source"),
                     "a.zip:b.txt#3");
    again = written(&once.spectra[0]);
    twice = parse(again);
    third = written(&twice.spectra[0]);
    cr_expect_str_eq(again, third);
    vib_found_release(&once);
    vib_found_release(&twice);
    vib_spectrum_release(&first);
    free(text);
    free(again);
    free(third);
}

Test(own, is_plain_enough_for_other_readers)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;
    char *text;

    cr_assert_eq(vib_points_new(&s, 2), VIB_OK);
    s.x[0] = 1;
    s.x[1] = 2.5;
    s.y[1] = -0.1;
    cr_assert_eq(vib_spectrum_set(&s, "name", "Quartz"), VIB_OK);
    text = written(&s);
    cr_expect_str_eq(text, "##vibrary=1\n##name=Quartz\n1, 0\n2.5, -0.1\n"
                           "##END=\n");
    vib_spectrum_release(&s);
    free(text);
}

Test(own, does_not_write_a_point_that_is_no_number)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;
    FILE *out = tmpfile();

    cr_assert(out);
    cr_assert_eq(vib_points_new(&s, 2), VIB_OK);
    s.y[1] = NAN;
    cr_assert_eq(vib_spectrum_write(out, &s), VIB_BAD_ARG);
    cr_assert_mentions(vib_last_error(), "point 1");
    vib_spectrum_release(&s);
    fclose(out);
}

Test(own, tells_a_full_disk)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;
    FILE *out = fopen("/dev/full", "w");

    if (!out)
        cr_skip_test("there is no /dev/full");
    setvbuf(out, NULL, _IONBF, 0);
    cr_assert_eq(vib_points_new(&s, 2), VIB_OK);
    cr_assert_eq(vib_spectrum_write(out, &s), VIB_SYSTEM);
    vib_spectrum_release(&s);
    fclose(out);
}

Test(own, refuses_a_file_that_was_cut_short)
{
    static const char text[] = "##vibrary=1\n##name=A\n1, 2\n2, 3\n";

    cr_assert_mentions(refusal(text, strlen(text)), "cut short");
}

#define BLOCK(name, y) "##vibrary=1\n##name=" name "\n1, " y "\n2, 3\n##END=\n"

Test(own, reads_every_spectrum_of_a_file)
{
    vib_found found = parse(BLOCK("A", "5") "\n" BLOCK("B", "6")
                            BLOCK("C", "7") "\n");

    cr_assert_eq(found.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const vib_spectrum *s = &found.spectra[i];
        const char name[] = { (char)('A' + i), 0 };

        cr_expect_str_eq(field(s, "name"), name);
        cr_expect(s->n == 2 && s->x[1] == 2 && s->y[0] == 5 + (double)i);
    }
    vib_found_release(&found);
}

/* What was read before stays, and the file counts as not read. */
Test(own, tells_what_is_wrong_behind_the_first_spectrum)
{
    static const char *const files[][2] = {
        { BLOCK("A", "5") "##vibrary=1\n1, 2\n2, 3\n", "cut short" },
        { BLOCK("A", "5") "##vibrary=1\n1, 2\n2, 3\n" BLOCK("C", "7"),
          "cut short" },
        { BLOCK("A", "5") "3, 4\n4, 5\n", "line 6, behind ##END=" },
    };

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        vib_found found;

        cr_assert_eq(parse_bytes(&found, files[i][0], strlen(files[i][0])),
                     VIB_BAD_DATA);
        cr_assert_mentions(vib_last_error(), files[i][1]);
        cr_assert_eq(found.count, 1);
        cr_expect_str_eq(field(&found.spectra[0], "name"), "A");
        vib_found_release(&found);
    }
}

Test(own, keeps_a_key_that_comes_again)
{
    vib_found once = parse("##vibrary=1\n##tag=p\n##name=A\n##tag=q\n"
                           "1, 2\n2, 3\n##END=\n");
    const vib_spectrum *s = &once.spectra[0];
    char *text = written(s);

    cr_expect_str_eq(s->fields[0].value, "p");
    cr_expect_str_eq(s->fields[2].key, "tag");
    cr_expect_str_eq(s->fields[2].value, "q");
    cr_assert_mentions(text, "##tag=p\n##name=A\n##tag=q\n");
    vib_found_release(&once);
    free(text);
}

Test(own, keeps_a_long_note_beside_the_reader_s)
{
    char text[1100], note[1000];
    vib_found found;

    memset(note, 'n', sizeof note - 1);
    note[sizeof note - 1] = 0;
    snprintf(text, sizeof text, "##vibrary=1\n##note=%s\n1, 2\n1, 3\n##END=\n",
             note);
    found = parse(text);
    cr_assert_mentions(field(&found.spectra[0], "note"), note);
    cr_assert_mentions(field(&found.spectra[0], "note"), "; the axis repeats");
    vib_found_release(&found);
}
