#include "vibrary.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

/* A line from corner to corner. */
static char *draw(const vib_text_plot *options, size_t n)
{
    double x[100], y[100];
    vib_spectrum s = { x, y, 100, NULL, 0 };
    vib_curve curves[3] = { { &s, "up", NULL }, { &s, "again", NULL },
                            { &s, "thrice", NULL } };
    const vib_plot part = VIB_PLOT_DEFAULT;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    for (int i = 0; i < 100; i++) {
        x[i] = 100 + i;
        y[i] = i;
    }
    cr_assert_eq(vib_plot_text(out, curves, n, &part, options), 0);
    fclose(out);
    return text;
}

Test(dots, a_rising_line_in_ascii)
{
    char *text = draw(&(vib_text_plot){ 12, 3, false, false }, 1);

    cr_expect_str_eq(text, "up\n"
                           "        ..:'\n"
                           "   ...:''   \n"
                           ".:''        \n"
                           "+-----+-----\n"
                           "100  150    \n"
                           "wavenumber, cm-1\n", "%s", text);
    free(text);
}

Test(dots, nothing_is_drawn_where_nothing_was_measured)
{
    double x[60], y[60];
    vib_spectrum s = { x, y, 60, NULL, 0 };
    vib_curve curve = { &s, "gap", NULL };
    const vib_plot part = VIB_PLOT_DEFAULT;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    for (int i = 0; i < 60; i++) {
        x[i] = i < 30 ? 100 + i : 140 + i; /* up to 129, from 170 on */
        y[i] = i;
    }
    cr_assert_eq(vib_plot_text(out, &curve, 1, &part,
                               &(vib_text_plot){ 12, 3, false, false }), 0);
    fclose(out);
    cr_expect_str_eq(text, "gap\n"
                           "         .:'\n"
                           "  ..    ''  \n"
                           ".:'         \n"
                           "+-----+-----\n"
                           "100  150    \n"
                           "wavenumber, cm-1\n", "%s", text);
    free(text);
}

Test(dots, braille_has_the_width_that_was_asked_for)
{
    char *text = draw(&(vib_text_plot){ 40, 4, true, false }, 1);
    char *line = strchr(text, '\n') + 1;

    for (int row = 0; row < 4; row++) {
        size_t letters = 0, dots = 0;

        for (; *line != '\n'; line++) {
            letters += (*line & 0xc0) != 0x80;
            dots += (unsigned char)*line == 0xe2;
        }
        cr_expect_eq(letters, 40);
        cr_expect_geq(dots, 8);
        line++;
    }
    free(text);
}

Test(dots, colour_is_given_back)
{
    char *text = draw(&(vib_text_plot){ 40, 3, true, true }, 3);
    size_t on = 0, off = 0;

    for (char *p = text; (p = strstr(p, "\033[")) != NULL; p++)
        strncmp(p, "\033[0m", 4) == 0 ? off++ : on++;
    cr_expect_eq(on, 6);
    cr_expect_eq(off, 6);
    free(text);
    text = draw(&(vib_text_plot){ 40, 3, true, false }, 3);
    cr_expect_null(strchr(text, '\033'));
    free(text);
}

Test(dots, too_narrow_a_plot_is_refused)
{
    const vib_plot part = VIB_PLOT_DEFAULT;

    cr_expect_eq(vib_plot_text(NULL, NULL, 1, &part,
                               &(vib_text_plot){ 5, 3, true, false }),
                 VIB_BAD_ARG);
}
