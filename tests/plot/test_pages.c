#include "drawn.h"
#include "made.h"

/* How many pages a PDF says it has. */
static int count_pages(const drawn *pdf)
{
    const char needle[] = "/Count ";
    char *at = memmem(pdf->bytes, pdf->size, needle, strlen(needle));

    cr_assert_not_null(at);
    return atoi(at + strlen(needle));
}

static drawn write_lines(size_t lines, const char *text)
{
    vib_pages *pages = NULL;
    drawn pdf;

    drawn_begin(&pdf);
    cr_assert_eq(vib_pages_open(&pages, pdf.file, "A report"), 0);
    cr_assert_eq(vib_pages_text(pages, 1, "A report"), 0);
    for (size_t i = 0; i < lines; i++)
        cr_assert_eq(vib_pages_text(pages, 0, text), 0);
    cr_assert_eq(vib_pages_close(pages), 0);
    drawn_end(&pdf);
    return pdf;
}

Test(pages, text_goes_on_on_the_next_page)
{
    drawn pdf = write_lines(20, "a line");

    cr_expect_eq(memcmp(pdf.bytes, "%PDF-", 5), 0);
    cr_expect_eq(count_pages(&pdf), 1);
    free(pdf.bytes);
    pdf = write_lines(100, "a line");
    cr_expect_eq(count_pages(&pdf), 2);
    free(pdf.bytes);
}

Test(pages, long_lines_are_broken_even_where_there_is_no_space)
{
    static char endless[600];
    drawn pdf;

    memset(endless, 'W', sizeof endless - 1);
    pdf = write_lines(60, endless);
    cr_expect_gt(count_pages(&pdf), 4);
    free(pdf.bytes);
    for (size_t i = 10; i < sizeof endless - 1; i += 10)
        endless[i] = ' ';
    pdf = write_lines(60, endless);
    cr_expect_gt(count_pages(&pdf), 4);
    free(pdf.bytes);
}

Test(pages, tables_and_pictures_take_their_room)
{
    vib_spectrum query = made_spectrum(3, 1);
    const vib_curve match = { &query, "itself", "score 1" };
    const vib_mirror what = {
        { &query, "unknown", NULL }, &match, NULL, 1,
        "raman grid=100:1300:4 despike=8 snip=20 derivative=11,2", NULL, 0, 0 };
    const vib_cell cells[] = { { "a & <b>", 1, false }, { "0.5", 1, true } };
    const vib_plot options = VIB_PLOT_DEFAULT;
    vib_pages *pages = NULL;
    drawn pdf;

    drawn_begin(&pdf);
    cr_assert_eq(vib_pages_open(&pages, pdf.file, "A report"), 0);
    for (int i = 0; i < 3; i++) {
        cr_assert_eq(vib_pages_match(pages, &what, &options), 0);
        cr_assert_eq(vib_pages_row(pages, cells, 2, i == 0), 0);
    }
    vib_pages_break(pages);
    vib_pages_break(pages); /* of an empty page: nothing */
    cr_assert_eq(vib_pages_text(pages, 2, "The end"), 0);
    cr_assert_eq(vib_pages_close(pages), 0);
    drawn_end(&pdf);
    cr_expect_eq(count_pages(&pdf), 3);
    free(pdf.bytes);
    vib_spectrum_release(&query);
}
