#include "parse.h"

static const char usual[] =
    "##NAMES=Adamite\n##RRUFFID=R040130\n##IDEAL CHEMISTRY=Zn^2+^_2_\n"
    "##SOURCE=Bob Downs\n##URL=rruff.info/R040130\n##STATUS=\n"
    "114.254, 0.000\r\n115.644, 61.037\r\n117.034, 1.115e+002\r\n##END=\r\n\n";

Test(rruff, keeps_every_header_line)
{
    vib_found found = parse(usual);
    const vib_spectrum *s = &found.spectra[0];

    cr_assert_eq(found.count, 1);
    cr_assert_eq(s->n, 3);
    cr_assert(s->x[0] == 114.254 && s->y[2] == 111.5);
    cr_expect_str_eq(field(s, "format"), "rruff");
    cr_expect_str_eq(field(s, "name"), "Adamite");
    cr_expect_str_eq(field(s, "names"), "Adamite");
    cr_expect_str_eq(field(s, "specimen"), "R040130");
    cr_expect_str_eq(field(s, "ideal chemistry"), "Zn^2+^_2_");
    cr_expect_str_eq(field(s, "url"), "rruff.info/R040130");
    cr_expect_str_eq(field(s, "x_unit"), "cm-1");
    cr_expect_str_eq(field(s, "original source"), "Bob Downs");
    cr_expect(vib_spectrum_get(s, "status"));
    cr_expect_null(vib_spectrum_get(s, "note"));
    vib_found_release(&found);
}

Test(rruff, reads_laser_and_technique_from_the_header)
{
    vib_found found = parse("##NAMES=A\n##RRUFFID=R050020-4\n"
                            "##FILETYPE=Raman RAW\n##RAMAN WAVELENGTH=514\n\n"
                            "1, 2\n2, 3\n##END=\n");
    const vib_spectrum *s = &found.spectra[0];

    cr_expect_str_eq(field(s, "laser"), "514");
    cr_expect_str_eq(field(s, "technique"), "raman");
    cr_expect_str_eq(field(s, "specimen"), "R050020");
    vib_found_release(&found);
}

Test(rruff, joins_a_header_line_that_was_broken)
{
    vib_found found = parse("##NAMES=A\n##ORIENTATION=parallel to c\n"
                            " mark to a [1 0 0]\n##OWNER=B\n1, 2\n2, 3\n"
                            "##END=\n");

    cr_expect_str_eq(field(&found.spectra[0], "orientation"),
                     "parallel to c\nmark to a [1 0 0]");
    vib_found_release(&found);
}

Test(rruff, says_where_a_line_is_broken)
{
    static const char text[] = "##NAMES=A\n1, 2\n2, 3\n3,\n";

    cr_assert_mentions(refusal(text, strlen(text)), "line 4");
}

Test(rruff, notes_that_the_end_is_missing)
{
    vib_found found = parse("##NAMES=A\n1, 2\n2, 3\n3, 4\n");

    cr_assert_mentions(field(&found.spectra[0], "note"), "cut short");
    vib_found_release(&found);
}

Test(rruff, reads_files_that_were_put_together)
{
    vib_found found = parse("##NAMES=A\n##RRUFFID=R040130\n1, 2\n2, 3\n##END=\n"
                            "\n##NAMES=B\n##RRUFFID=R050020-4\n4, 5\n5, 6\n");

    cr_assert_eq(found.count, 2);
    cr_expect_str_eq(field(&found.spectra[0], "name"), "A");
    cr_expect_str_eq(field(&found.spectra[0], "note"), "");
    cr_expect_str_eq(field(&found.spectra[1], "specimen"), "R050020");
    cr_expect(found.spectra[1].n == 2 && found.spectra[1].x[0] == 4);
    cr_assert_mentions(field(&found.spectra[1], "note"), "cut short");
    vib_found_release(&found);
}

Test(rruff, is_not_jcamp)
{
    vib_found found = parse("##TITLE=a\n##JCAMP-DX=4.24\n##RRUFFID=R1\n"
                            "##XYPOINTS=(XY..XY)\n1, 2\n2, 3\n##END=\n");

    cr_expect_str_eq(field(found.spectra, "format"), "jcamp");
    vib_found_release(&found);
}

Test(rruff, refuses_one_point)
{
    static const char text[] = "##NAMES=A\n1, 2\n##END=\n";

    cr_assert_mentions(refusal(text, strlen(text)), "1 points");
}
