/* Files that nobody writes by accident: each is refused or read, quickly and
 * without much memory. */
#include "parse.h"
#include "random.h"

#include <stdlib.h>

static const char *const seeds[] = {
    "##NAMES=A\n##RRUFFID=R050020-4\n##URL=u\n1.5, 2\n2.5, 3\n##END=\n",
    "##vibrary=1\n##a\\x3db=c\n1, 2\n2.5, -3e-7\n##END=\n",
    "Date: 1.2.2003\n#k=\tv\nnm;A;B\n1,5;2;3\n2,5;;4\n3,5;NA;5\n\nend\n",
    "name,100,101.5,103\nQuartz,1,2,3\n\"Cal,cite\",4,5,6\n",
    "Pixel;Raman Shift;Dark Subtracted #1;\n0; ;1,5\n1;-2,5;2\n2;3;4\n",
    "\t\t10\t20\t30\n0\t1\t5\t6\t7\n0\t2\t8\t9\t10\n",
    "\xff\xfe" "1\0\t\0" "2\0\n\0" "2",
};
static const size_t sizes[] = { 0, 0, 0, 0, 0, 0, 11 };
enum { SEEDS = sizeof seeds / sizeof *seeds };

static size_t seed_size(size_t i)
{
    return sizes[i] ? sizes[i] : strlen(seeds[i]);
}

Test(hostile, every_beginning_of_a_file_is_survived)
{
    for (size_t i = 0; i < SEEDS; i++)
        for (size_t n = 0; n <= seed_size(i); n++)
            survive(seeds[i], n);
}

Test(hostile, changed_bytes_are_survived)
{
    static const char spice[] = "0,;.\t \n\r#=\"-eE9\xff\0\xb5:";
    vib_random random = vib_random_stream(7, 8, 9);

    for (int i = 0; i < 2000; i++) {
        char bytes[200];
        size_t seed = vib_random_below(&random, SEEDS), n = seed_size(seed);

        memcpy(bytes, seeds[seed], n);
        for (size_t k = vib_random_below(&random, 6) + 1; k > 0; k--)
            bytes[vib_random_below(&random, n)] =
                spice[vib_random_below(&random, sizeof spice - 1)];
        survive(bytes, n);
    }
}

/* `unit` again and again, behind `start`. */
static size_t survive_repeated(const char *start, const char *unit, size_t n)
{
    size_t length = strlen(unit), used = strlen(start);
    char *bytes = malloc(used + n);
    size_t count;

    cr_assert(bytes);
    memcpy(bytes, start, used);
    while (used + length <= n) {
        memcpy(bytes + used, unit, length);
        used += length;
    }
    count = survive(bytes, used);
    free(bytes);
    return count;
}

Test(hostile, long_repetitions_are_survived)
{
    static const char *const units[] = {
        ",", ";", "\t", " ", "\n", "\r", "\r\n", "\"", "#", "=", "1", "1,",
        "1 ", "1\n", "1 2\n", "1 2\n\n", "1 2\na\n", "a=b\n", "a:b\n1 2\n",
        "a\n", "a,b\n", "1,2,3\n1,2\n", "NA,", "##a=b\n", "##", "1e9 ",
        "\"1\",", "a,1,2,3\n", "name,1,2,3\nA,1,2,3\n", "\xb5", "1;2;;;;\n"
    };

    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        survive_repeated("", units[i], 5000);
        survive_repeated("##NAMES=A\n", units[i], 5000);
        survive_repeated("name,1,2,4\nA,1,2,3\n", units[i], 5000);
        survive_repeated("nm,A\n1,2\n2,3\n", units[i], 5000);
    }
}

Test(hostile, a_table_that_ends_in_its_first_row_is_no_spectrum)
{
    static const char text[] = "\t\t10\t20\t30\n0\t1";

    cr_assert_mentions(refusal(text, strlen(text)), "no spectrum");
}

/* A header that each of many columns would have to carry. */
Test(hostile, a_header_times_its_columns_is_limited)
{
    size_t header = 100000, columns = 5000, used = 0;
    char *text = malloc(header + 3 * columns * 8 + 100);

    cr_assert(text);
    used += (size_t)sprintf(text, "key=");
    memset(text + used, 'v', header);
    used += header;
    text[used++] = '\n';
    for (int row = 0; row < 2; row++)
        for (size_t k = 0; k < columns; k++)
            used += (size_t)sprintf(text + used, "%d%c", row,
                                    k + 1 < columns ? ',' : '\n');
    cr_assert_mentions(refusal(text, used), "40 times the memory");
    free(text);
}

Test(hostile, too_many_header_lines_are_refused)
{
    size_t used = 0;
    char *text = malloc(200000);

    cr_assert(text);
    for (int i = 0; i < 5000; i++)
        used += (size_t)sprintf(text + used, "##key %d=value\n", i);
    used += (size_t)sprintf(text + used, "1, 2\n2, 3\n");
    memcpy(text, "##NAMES", 7);
    cr_assert_mentions(refusal(text, used), "4096");
    free(text);
}
