#include "parse.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<LSX_Data>\n" \
    "<LSX_Tree Format=\"9\" ID=\"0x69746164\" Size=\"12\">\n" \
    "<LSX Format=\"7\" ID=\"0x6D707974\">SpIm</LSX>\n" \
    "<LSX Format=\"8\" ID=\"0x6C7469D9\">my line</LSX>\n"
#define INTENSITY "<LSX Format=\"9\" ID=\"0x0\" Size=\"4\">" \
    "<LSX Format=\"7\" ID=\"0x6D707974\">Intens</LSX>" \
    "<LSX Format=\"7\" ID=\"0x7C696E75\">Cnt/sec</LSX></LSX>\n"
#define SPECTRAL "<LSX Format=\"9\" ID=\"0x1\" Size=\"4\">" \
    "<LSX Format=\"6\" ID=\"0x7D6CD4DB\" Size=\"3\">\n537.361 536.918\n" \
    "536.474\n</LSX><LSX Format=\"7\" ID=\"0x6D707974\">Spectr</LSX>" \
    "<LSX Format=\"7\" ID=\"0x7C696E75\">nm</LSX></LSX>\n"
#define PLACE "<LSX Format=\"9\" ID=\"0x2\" Size=\"4\">" \
    "<LSX Format=\"6\" ID=\"0x7D6CD4DB\" Size=\"2\">0 0.5 </LSX>" \
    "<LSX Format=\"7\" ID=\"0x6D707974\">Y</LSX></LSX>\n"
#define DATA(axes) "<LSX Format=\"9\" ID=\"0x7A74D9D6\" Size=\"1\">" \
    "<LSX Format=\"9\" ID=\"0x7B697861\" Size=\"4\">" axes "</LSX></LSX>\n"
#define LASER "<LSX Format=\"9\" ID=\"0x6D7361DE\" Size=\"5\">" \
    "<LSX Format=\"7\" ID=\"0x6D6D616E\">Laser (nm)</LSX>" \
    "<LSX Format=\"7\" ID=\"0x7D6C61DB\">633 </LSX>" \
    "<LSX Format=\"5\" ID=\"0x8736F70\">632.817</LSX></LSX>\n" \
    "<LSX Format=\"9\" ID=\"0x6EDE5114\" Size=\"2\">" \
    "<LSX Format=\"5\" ID=\"0x7D6C61DB\">-118.94</LSX>" \
    "<LSX Format=\"7\" ID=\"0x6D6D616E\">Detector temperature (\xc2\xb0" \
    "C)</LSX></LSX>\n"
#define ROWS "</LSX_Tree><LSX_Matrix Format=\"6\" ID=\"0x7D6CD4DB\">\n" \
    "<LSX_Row Format=\"6\" Index=\"0\" Size=\"3\">\n1614 1317\n1140 " \
    "</LSX_Row>\n<LSX_Row Format=\"6\" Index=\"1\">1 2 3</LSX_Row>\n" \
    "</LSX_Matrix></LSX_Data>\n"

static const char line[] = HEAD DATA(INTENSITY SPECTRAL PLACE) LASER ROWS;

Test(labspec_xml, reads_the_rows_of_a_line_in_their_order)
{
    vib_found found = parse(line);
    const vib_spectrum *s = &found.spectra[1];

    cr_assert_eq(found.count, 2);
    cr_assert(s->n == 3 && s->x[0] == 537.361 && s->x[2] == 536.474);
    cr_assert(s->y[0] == 1 && found.spectra[0].y[2] == 1140);
    cr_expect_str_eq(field(s, "format"), "labspec-xml");
    cr_expect_str_eq(field(s, "title"), "my line");
    cr_expect_str_eq(field(s, "map_y"), "0.5");
    cr_expect_str_eq(field(s, "x_unit"), "nm");
    cr_expect_str_eq(field(s, "y_unit"), "Cnt/sec");
    cr_expect_str_eq(field(s, "Detector temperature (\xc2\xb0" "C)"),
                     "-118.94");
    vib_found_release(&found);
}

/* The name of the laser is rounded. */
Test(labspec_xml, takes_the_laser_to_all_digits)
{
    vib_found found = parse(line);

    cr_expect_str_eq(field(&found.spectra[0], "laser"), "632.817");
    cr_expect_str_eq(field(&found.spectra[0], "Laser (nm)"), "633");
    vib_found_release(&found);
}

Test(labspec_xml, says_what_is_wrong)
{
    static const struct {
        const char *text, *part;
    } wrong[] = {
        { HEAD DATA(INTENSITY) ROWS, "without a spectral axis" },
        { HEAD ROWS, "without a spectral axis" },
        { HEAD DATA(INTENSITY SPECTRAL) "</LSX_Tree></LSX_Data>",
          "does not fit 0" },
        { HEAD DATA(INTENSITY SPECTRAL) "</LSX_Tree><LSX_Matrix Format=\"6\">"
          "<LSX_Row Format=\"6\">1 2</LSX_Row></LSX_Matrix></LSX_Data>",
          "does not fit 2" },
        { HEAD "</LSX>", "line 6: mismatched tag" },
        { HEAD "<LSX Format=\"6\" ID=\"1\">1 2x</LSX></LSX_Tree></LSX_Data>",
          "line 6: expected a number" },
        { HEAD "<LSX_Row Format=\"6\">1 2 3</LSX_Row>" DATA(INTENSITY SPECTRAL)
          ROWS, "line 6: a row of intensities outside" },
        { HEAD DATA(INTENSITY SPECTRAL) "</LSX_Tree><LSX_Matrix Format=\"6\">"
          "</LSX_Matrix><LSX_Row Format=\"6\">1 2 3</LSX_Row></LSX_Data>",
          "line 12: a row of intensities outside" },
        { "<!DOCTYPE a [<!ENTITY b \"cc\">]>\n<LSX_Data>&b;</LSX_Data>",
          "document type" },
    };

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_assert_mentions(refusal(wrong[i].text, strlen(wrong[i].text)),
                           wrong[i].part);
}

Test(labspec_xml, refuses_a_thousand_elements_in_one_another)
{
    char text[20000] = "<LSX_Data>";

    for (int i = 0; i < 1000; i++)
        strcat(text, "<LSX Format='9'>");
    cr_assert_mentions(refusal(text, strlen(text)), "32 elements");
}

Test(labspec_xml, survives_every_truncation)
{
    for (size_t n = 0; n < sizeof line - 1; n++) {
        vib_found found;

        cr_assert_lt(parse_bytes(&found, line, n), n + 2 < sizeof line ? 0 : 1);
        vib_found_release(&found);
    }
}
