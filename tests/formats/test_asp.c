#include "parse.h"

static const char usual[] = "3\r\n3999.5\r\n650.5\r\n1\r\n2\r\n4\r\n0.005\r\n"
                            "-0.006\r\n1e-3\r\n";

Test(asp, reads_a_list_of_numbers)
{
    vib_found found = parse(usual);
    const vib_spectrum *s = found.spectra;

    cr_assert_eq(found.count, 1);
    cr_assert_eq(s->n, 3);
    cr_expect(s->x[0] == 3999.5 && s->x[1] == 2325 && s->x[2] == 650.5);
    cr_expect(s->y[0] == 0.005 && s->y[2] == 1e-3);
    cr_expect_str_eq(field(s, "format"), "asp");
    vib_found_release(&found);
}

Test(asp, says_what_is_missing)
{
    static const char *const cases[][2] = {
        { "3\n9\n1\n1\n2\n4\n1\n2\n", "2 of 3 points" },
        { "3\n9\n1\n1\n2\n4\n1\n2\n3\n4\n", "line 10: expected the end" },
        { "3\n9\n1\n1\n2\n4\n1\n2\nx\n", "line 9: expected a number" },
        { "9999999\n9\n1\n1\n2\n4\n1\n2\n", "as many as its first line" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_assert_mentions(refusal(cases[i][0], strlen(cases[i][0])),
                           cases[i][1]);
}

/* A column that is no such list is one without an axis. */
Test(asp, takes_no_other_column_of_numbers)
{
    static const char *const columns[] = {
        "1.5\n2.5\n3.5\n4.5\n5.5\n6.5\n7.5\n",
        "3\n9\n9\n1\n2\n4\n1\n2\n3\n",
        "3\n9\n1\n1.5\n2\n4\n1\n2\n3\n",
    };

    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        cr_assert_mentions(refusal(columns[i], strlen(columns[i])),
                           "an axis is missing");
}
