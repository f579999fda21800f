/* JCAMP-DX: forms of numbers, tables, blocks, and what real files do wrong. */
#include "parse.h"

#define HEAD "##TITLE= t\n##JCAMP-DX= 4.24\n##DATA TYPE= RAMAN SPECTRUM\n" \
    "##XUNITS= 1/CM\n##YUNITS= COUNTS\n##XFACTOR= 1\n##YFACTOR= 1\n"
#define EVEN(first, last, n) HEAD "##FIRSTX= " first "\n##LASTX= " last \
    "\n##NPOINTS= " n "\n##XYDATA= (X++(Y..Y))\n"

/* Check the only spectrum of a text against ordinates [n]. */
static void check_y(const char *text, size_t n, const double *y)
{
    vib_found found = parse(text);
    const vib_spectrum *s = found.spectra;

    cr_assert_eq(found.count, 1, "%zu spectra", found.count);
    cr_assert_eq(s->n, n, "%zu points of \"%.60s\"", s->n, strchr(text, '('));
    for (size_t i = 0; i < n; i++)
        cr_expect_float_eq(s->y[i], y[i], 1e-12, "point %zu of %s: %g", i,
                           strchr(text, '('), s->y[i]);
    vib_found_release(&found);
}

static void check_x(const char *text, double first, double last)
{
    vib_found found = parse(text);
    const vib_spectrum *s = found.spectra;

    cr_expect_float_eq(s->x[0], first, 1e-9, "%g", s->x[0]);
    cr_expect_float_eq(s->x[s->n - 1], last, 1e-9, "%g", s->x[s->n - 1]);
    vib_found_release(&found);
}

static void check_note(const char *text, const char *part)
{
    vib_found found = parse(text);

    cr_assert_mentions(field(found.spectra, "note"), part);
    vib_found_release(&found);
}

/* The example of the standard, in each of its forms. */
Test(jcamp, all_forms_of_ordinates_say_the_same)
{
    static const char *const tables[] = {
        "400 10 11 11 11 9 -5 0 123\n",
        "400+10+11+11+11+9-5+0+123\n",
        "400A0A1A1A1Ie@A23\n",
        "400A0A1UIe@A23\n",
        "400A0J%%kj4NJ23\n408A23\n",
        "400A0J%Tkj4NJ23\n408A23\n",
    };
    static const double y[] = { 10, 11, 11, 11, 9, -5, 0, 123 };

    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char text[600];

        snprintf(text, sizeof text, "%s%s##END=\n", EVEN("400", "407", "8"),
                 tables[i]);
        check_y(text, 8, y);
    }
}

Test(jcamp, e_behind_an_abscissa_is_a_five)
{
    check_y(EVEN("400", "402", "3") "400E5F0e2\n##END=\n", 3,
            (double[]){ 55, 60, -52 });
    check_y(EVEN("400", "401", "2") "400E5\n401e5\n##END=\n", 2,
            (double[]){ 55, -55 });
}

Test(jcamp, e_in_a_line_of_nothing_but_numbers_is_an_exponent)
{
    check_y(EVEN("400", "402", "3") "4.00E02 1.5E1 -2E-1 3e+2\n##END=\n", 3,
            (double[]){ 15, -0.2, 300 });
    check_y(EVEN("400", "401", "2") "400E+00 5E5\n401 5E5\n##END=\n", 2,
            (double[]){ 5e5, 5e5 });
    check_y(EVEN("400", "401", "2") "400.5E+0A7\n401B\n##END=\n", 2,
            (double[]){ 17, 2 });
}

Test(jcamp, the_check_of_y_is_no_point)
{
    check_y(EVEN("1", "5", "5") "1A0JJ\n3A2JJ\n5A4\n##END=\n", 5,
            (double[]){ 10, 11, 12, 13, 14 });
}

Test(jcamp, a_failed_check_of_y_is_noted_and_no_more)
{
    check_note(EVEN("1", "4", "4") "1A0JJ\n3A5J\n##END=\n",
               "1 lines fail their check of y");
    check_y(EVEN("1", "4", "4") "1A0JJ\n3A5J\n##END=\n", 4,
            (double[]){ 10, 11, 12, 16 });
}

/* It counts what it repeats, so one S is nothing. */
Test(jcamp, a_duplicate_counts_the_first)
{
    check_y(EVEN("1", "7", "7") "1A0SA1UB0\n6%T\n##END=\n", 7,
            (double[]){ 10, 11, 11, 11, 20, 20, 20 });
    check_y(EVEN("1", "4", "4") "1A0JU\n##END=\n", 4,
            (double[]){ 10, 11, 12, 13 });
}

Test(jcamp, decimal_commas_are_known_from_firstx)
{
    static const double y[] = { 32822.795, 1647.796 };
    const char *table = "##XYPOINTS= (XY..XY)\n"
                        "176,36, 32822,795\n176,58, 1647,796\n##END=\n";
    char text[600];

    snprintf(text, sizeof text, HEAD "##FIRSTX= 176,36\n%s", table);
    check_y(text, 2, y);
    check_x(text, 176.36, 176.58);
    snprintf(text, sizeof text, HEAD "##FIRSTX= 176.36\n##NPOINTS= 2\n%s",
             table);
    check_y(text, 2, y);
    check_y(HEAD "##FIRSTX= 1\n##XYPOINTS= (XY..XY)\n1,2 3,4\n##END=\n", 2,
            (double[]){ 2, 4 });
    check_y(EVEN("400,5", "401,5", "2") "400,5 1,25 -3,5\n##END=\n", 2,
            (double[]){ 1.25, -3.5 });
}

Test(jcamp, comments_are_left_out_wherever_they_are)
{
    check_y("$$ before\n##TITLE= t $$ of it\n##JCAMP-DX= 5.00 $$ version\n"
            "##XYDATA= (X++(Y..Y)) $$ form\n$$ a line\n1 10 11 $$ 12 13\n"
            "$$ ## another\n3 12\n##END= $$ end\n\x1a", 3,
            (double[]){ 10, 11, 12 });
    check_y("##TITLE= t\n##XYPOINTS= (XY..XY)\n1,2 $$ 3,4\n$$\n5,6\n##END=",
            2, (double[]){ 2, 6 });
}

Test(jcamp, labels_are_known_however_they_are_written)
{
    vib_found found = parse(" ##Title= t\r\n ## j c a m p _ d x =4.24\r\n"
                            "##x-units=NANOMETERS\r\n##Y_Units= %T\r\n"
                            "##first/x= 500\r\n##LastX=502\r\n##NPoints=3\r\n"
                            "##xy-data=(X++(Y..Y))\r\n500 1 2 3\r\n");
    const vib_spectrum *s = found.spectra;

    cr_assert_eq(s->n, 3);
    cr_expect_float_eq(s->x[2], 502, 0);
    cr_expect_str_eq(field(s, "title"), "t");
    cr_expect_str_eq(field(s, "x_unit"), "NANOMETERS");
    cr_expect_str_eq(field(s, "y_unit"), "%T");
    vib_found_release(&found);
}

Test(jcamp, a_value_may_go_on_for_lines)
{
    vib_found found = parse(HEAD "##SAMPLING PROCEDURE= one $$ c\n  two\n\n"
                            "##.LASER= 532 nm\n##LASER WAVELENGTH= 785\n"
                            "##FORMAT= x\n##XYDATA= (X++(Y..Y))\n1 2 3\n");
    const vib_spectrum *s = found.spectra;

    cr_expect_str_eq(field(s, "SAMPLING PROCEDURE"), "one\n  two");
    cr_expect_str_eq(field(s, "technique"), "raman");
    cr_expect_str_eq(field(s, "laser"), "532");
    cr_expect_str_eq(field(s, "original FORMAT"), "x");
    cr_expect_str_eq(field(s, "format"), "jcamp");
    cr_expect_str_eq(field(s, "XFACTOR"), "");
    vib_found_release(&found);
}

Test(jcamp, the_points_are_believed_where_npoints_is_wrong)
{
    static const char *const numbers[] = { "3", "5", "100" };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char text[400];

        snprintf(text, sizeof text, "%s%s%s", HEAD "##FIRSTX= 10\n##LASTX= 16"
                 "\n##NPOINTS= ", numbers[i], "\n##XYDATA= (X++(Y..Y))\n"
                 "10 1 2\n14 3 4\n##END=\n");
        check_y(text, 4, (double[]){ 1, 2, 3, 4 });
        check_x(text, 10, 16);
        check_note(text, "NPOINTS");
    }
}

Test(jcamp, a_file_cut_short_keeps_its_axis)
{
    check_x(EVEN("10", "20", "6") "10 1 2\n14 3 4\n", 10, 16);
}

Test(jcamp, wrong_extremes_do_not_matter)
{
    check_y(HEAD "##MAXY= -7\n##MINY= 1e9\n##FIRSTY= 4\n##FIRSTX= 1\n"
            "##XYDATA= (X++(Y..Y))\n1 2 3\n##END=\n", 2, (double[]){ 2, 3 });
}

Test(jcamp, the_axis_is_firstx_to_lastx_not_the_rounded_abscissae)
{
    const char *text = EVEN("400.25", "403.4", "4") "400 1 2\n402 3 4\n";
    vib_found found = parse(text);

    cr_expect_float_eq(found.spectra->x[1], 401.3, 1e-12);
    vib_found_release(&found);
    check_x(text, 400.25, 403.4);
}

Test(jcamp, abscissae_that_count_points_are_not_believed)
{
    check_x(EVEN("16", "13", "4") "4 1 2\n2 3 4\n##END=\n", 16, 13);
}

Test(jcamp, without_firstx_and_lastx_the_abscissae_are_the_axis)
{
    const char *text = "##TITLE= t\n##DELTAX= -0.5\n##XFACTOR= 0.5\n"
                       "##XYDATA= (X++(Y..Y))\n8 1 2\n6 3 4\n##END=\n";

    check_x(text, 4, 2.5);
    check_x("##TITLE=\n##XYDATA= (X++(Y..Y))\n8 1 2\n6 3 4\n", 8, 5);
}

Test(jcamp, lines_that_run_against_the_header_are_believed)
{
    const char *text = EVEN("400", "403", "4") "403 1 2\n401 3 4\n##END=\n";

    check_x(text, 403, 400);
    check_note(text, "FIRSTX is 400, but the points begin at 403");
}

Test(jcamp, a_line_at_the_wrong_place_is_noted)
{
    check_note(EVEN("1", "12", "12")
               "1 1 2\n3 3 4\n9 5 6\n11 7 8\n##END=\n",
               "1 lines are not where their x says");
}

Test(jcamp, factors_are_applied)
{
    const char *text = "##TITLE= t\n##XFACTOR= 0.5\n##YFACTOR= 0.01\n"
                       "##FIRSTX= 10\n##LASTX= 11\n##NPOINTS= 2\n"
                       "##XYDATA= (X++(Y..Y))\n20A5B5\n##END=\n";

    check_x(text, 10, 11);
    check_y(text, 2, (double[]){ 0.15, 0.25 });
}

Test(jcamp, pairs_that_are_written_without_their_factor_are_known)
{
    const char *text = "##TITLE= t\n##XFACTOR= 0.5\n##YFACTOR= 0.1\n"
                       "##FIRSTX= 10\n##FIRSTY= 0.3\n"
                       "##XYPOINTS= (XY..XY)\n10, 3; 11, 4\n##END=\n";

    check_x(text, 10, 11);
    check_y(text, 2, (double[]){ 0.3, 0.4 });
}

Test(jcamp, a_table_is_read_as_its_form_says)
{
    const char *text = "##TITLE= t\n##DATA CLASS= PEAK TABLE\n##FIRSTX= 1\n"
                       "##LASTX= 9\n##XYDATA= (XY..XY)\n1, 5\n3, 6\n9, 7\n";
    vib_found found = parse(text);

    cr_expect_float_eq(found.spectra->x[1], 3, 0);
    vib_found_release(&found);
    check_y(text, 3, (double[]){ 5, 6, 7 });
}

Test(jcamp, peaks_are_parted_by_blanks_semicolons_and_lines)
{
    static const double y[] = { 2, 4, 6, 8 };

    check_y("##TITLE= t\n##PEAK TABLE= (XY..XY)\n1,2 3,4; 5 6\n7\t8\n", 4, y);
    check_y("##TITLE= t\n##PEAK TABLE= (XYW..XYW)\n"
            "1,2,9 3,4,9; 5,6;\n7,8,9\n", 4, y);
    check_y("##TITLE= t\n##PEAKTABLE= (XYM)\n1, 2, S\n3, 4, <a; b>\n"
            "5, 6,\n7, 8, 1.5\n", 4, y);
    check_y("##TITLE= t\n##PEAK TABLE= (XY..XY)\r1,2\r3,4\r5,6\r7,8\r##END=\r",
            4, y);
}

Test(jcamp, a_question_mark_is_no_point)
{
    check_y(EVEN("1", "4", "4") "1 5 ? 7\n4?\n##END=\n", 2,
            (double[]){ 5, 7 });
    check_note(EVEN("1", "4", "4") "1 5 ? 7\n4 8\n##END=\n",
               "1 points without a number");
    check_y("##TITLE= t\n##XYPOINTS= (XY..XY)\n1, 5; 2, ?; 3, 7\n", 2,
            (double[]){ 5, 7 });
}

#define MOL "##TITLE= mol\n##JCAMP-CS= 3.7\n##MOLFILE= (MOL)\n  2  1\n##END=\n"
#define SPECTRUM(title) "##TITLE= " title "\n##XYDATA= (X++(Y..Y))\n1 2 3\n" \
    "##END=\n"

Test(jcamp, blocks_nest)
{
    vib_found found = parse("##TITLE= all\n##DATA TYPE= LINK\n##BLOCKS= 3\n"
                            MOL "##TITLE= some\n##DATATYPE=LINK $$ c\n"
                            SPECTRUM("a") SPECTRUM("b") "##END=\n"
                            SPECTRUM("c") "##END=\n");

    cr_assert_eq(found.count, 3);
    cr_expect_str_eq(field(&found.spectra[0], "title"), "a");
    cr_expect_str_eq(field(&found.spectra[1], "title"), "b");
    cr_expect_str_eq(field(&found.spectra[2], "title"), "c");
    cr_expect_str_eq(field(&found.spectra[1], "collection"), "some");
    vib_found_release(&found);
}

Test(jcamp, a_block_without_end_ends_at_the_next)
{
    vib_found found = parse("##TITLE= a\n##PEAK TABLE= (XY..XY)\n1,2\n2,3\n"
                            "##TITLE= b\n##PEAK TABLE= (XY..XY)\n1,2\n2,3\n");

    cr_assert_eq(found.count, 2);
    vib_found_release(&found);
}

#define NTUPLES(type) "##TITLE= t\n##JCAMP-DX= 5.00\n##DATA TYPE= " type "\n" \
    "##NTUPLES= " type "\n##VAR_NAME= WAVENUMBER, REAL, IMAG, TIME\n" \
    "##SYMBOL= X, R, I, T\n##VAR_TYPE= INDEPENDENT, DEPENDENT, DEPENDENT, " \
    "PAGE\n##VAR_DIM= 3, 3, 3, 2\n##UNITS= 1/CM, ABSORBANCE, COUNTS, S\n" \
    "##FACTOR= 1, 0.5, 2, 1\n##FIRST= 400, 0, 0, 0\n##LAST= 402.4, 0, 0, 0\n"

Test(jcamp, each_page_of_ntuples_is_a_spectrum)
{
    vib_found found = parse(NTUPLES("INFRARED SPECTRUM")
                            "##PAGE= T=0.5 $$ first\n"
                            "##DATA TABLE= (X++(R..R)), XYDATA\n400B0B2B4\n"
                            "##PAGE= T=1\n##DATA TABLE= (X++(I..I)), XYDATA\n"
                            "400 1 2 3\n##END NTUPLES=\n##END=\n");
    const vib_spectrum *s = found.spectra;

    cr_assert_eq(found.count, 2);
    cr_expect_float_eq(s[0].y[2], 12, 0);
    cr_expect_float_eq(s[1].y[2], 6, 0);
    cr_expect_float_eq(s[1].x[2], 402.4, 0);
    cr_expect_str_eq(field(&s[0], "y_unit"), "ABSORBANCE");
    cr_expect_str_eq(field(&s[1], "y_unit"), "COUNTS");
    cr_expect_str_eq(field(&s[1], "x_unit"), "1/CM");
    cr_expect_str_eq(field(&s[0], "page"), "T=0.5");
    cr_expect_str_eq(field(&s[1], "variable"), "IMAG");
    cr_expect_str_eq(field(&s[1], "technique"), "infrared");
    vib_found_release(&found);
}

Test(jcamp, pages_of_pairs_are_read_and_those_of_one_point_passed_over)
{
    vib_found found = parse(NTUPLES("MASS SPECTRUM")
                            "##PAGE= T=1\n##DATA TABLE= (XR..XR), PEAKS\n1,2\n"
                            "##PAGE= T=2\n##DATA TABLE= (XR..XR), PEAKS\n"
                            "1,2; 5,6\n##END=\n");

    cr_assert_eq(found.count, 1);
    cr_expect_str_eq(field(found.spectra, "page"), "T=2");
    vib_found_release(&found);
}

static void check_refusal(const char *text, const char *part)
{
    cr_expect(strstr(refusal(text, strlen(text)), part), "\"%s\" of \"%.50s\"",
              vib_last_error(), text);
}

Test(jcamp, what_is_no_spectrum_is_refused_by_name)
{
    check_refusal(MOL, "a chemical structure only");
    check_refusal("##TITLE= t\n##JCAMP-DX= 5\n##PEAK ASSIGNMENTS= (XYA)\n"
                  "(1, 2, <a>)\n##END=\n", "peak assignments only");
    check_refusal("##TITLE= t\n##JCAMP-DX= 5\n##END=\n", "no table of data");
    check_refusal(NTUPLES("nD NMR SPECTRUM") "##PAGE= T=1\n"
                  "##DATA TABLE= (X++(R..R)), PROFILE\n1 2 3\n##END=\n",
                  "two-dimensional NMR");
    check_refusal("##TITLE= t\n##NUM DIM= 2\n##XYDATA= (X++(Y..Y))\n1 2 3\n",
                  "two-dimensional NMR");
}

Test(jcamp, what_is_wrong_is_told_with_its_line)
{
    check_refusal("##TITLE= t\n##XYDATA= (X++(Y..Y))\n1 2 3\n2 !\n",
                  "line 4: expected an ordinate, found \"!");
    check_refusal("##TITLE= t\r\n##XYDATA= (X++(Y..Y))\r\nabc\r\n",
                  "line 3: expected an abscissa, found \"abc");
    check_refusal("##TITLE= t\n##XYDATA= (X++(Y..Y))\n1S\n",
                  "line 3: nothing to repeat");
    check_refusal("##TITLE= t\n##XYPOINTS= (XY..XY)\n1,2\n3\n",
                  "line 4: an x without its y");
    check_refusal("##TITLE= t\n##XYPOINTS= (XY..XY)\n1,2\nabc\n",
                  "line 4: expected a number");
    check_refusal("##TITLE= t\n##XYDATA= 1 2 3\n", "line 2: a table of the");
    check_refusal("##TITLE= t\n##XYDATA= (X++(Y..Y))\n1 2\n",
                  "a spectrum of 1 points");
}

Test(jcamp, one_bad_table_does_not_hide_the_others)
{
    static const char text[] = SPECTRUM("a") "##TITLE= bad\n"
        "##XYDATA= (X++(Y..Y))\n1 !\n##END=\n" SPECTRUM("c");
    vib_found found;

    cr_expect_eq(parse_bytes(&found, text, strlen(text)), VIB_BAD_DATA);
    cr_expect_eq(found.count, 2);
    vib_found_release(&found);
}

Test(jcamp, duplicates_cannot_take_more_memory_than_the_limit)
{
    check_refusal(EVEN("1", "2", "2") "1A0s99999999999999999999\n",
                  "40 times the memory");
    check_refusal(EVEN("1", "2", "2") "1A0JZ00000\n", "40 times the memory");
}

static const char *const seeds[] = {
    EVEN("400", "407", "8") "400A0J%Tkj4NJ23\n408A23?\n##END=\n",
    "##TITLE= t\n##PEAK TABLE= (XYW..XYW)\n1,2,<a b>; 3,4\n$$\n5,6,7\n##END=",
    NTUPLES("X") "##PAGE= T=1\n##DATA TABLE= (X++(R..R)), X\n1 2e1 3\n##END=",
    "##TITLE= l\n##DATA TYPE= LINK\n" MOL SPECTRUM("a") "##END=\n",
};

Test(jcamp, every_beginning_of_a_file_is_survived)
{
    for (size_t i = 0; i < sizeof seeds / sizeof *seeds; i++)
        for (size_t n = 0; n <= strlen(seeds[i]); n++)
            survive(seeds[i], n);
}
