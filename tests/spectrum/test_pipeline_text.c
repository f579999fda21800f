#include "pipeline.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

Test(pipeline_text, the_names_stand_for_lines_that_parse_back)
{
    static const char *const names[] = { "raman", "infrared" };

    for (size_t i = 0; i < 2; i++) {
        vib_pipeline named, parsed;
        char text[VIB_PIPELINE_TEXT], again[VIB_PIPELINE_TEXT];

        cr_assert_eq(vib_pipeline_parse(&named, names[i]), VIB_OK);
        vib_pipeline_format(text, &named);
        cr_assert_eq(vib_pipeline_parse(&parsed, text), VIB_OK, "%s", text);
        vib_pipeline_format(again, &parsed);
        cr_assert_str_eq(again, text);
        cr_assert_eq(named.raman, i == 0);
    }
}

Test(pipeline_text, every_number_is_read)
{
    vib_pipeline p;
    char text[VIB_PIPELINE_TEXT];
    const char *line =
        "raman grid=150.5:1200.5:1.5 despike=6.5 snip=33 derivative=9,3";

    cr_assert_eq(vib_pipeline_parse(&p, line), VIB_OK);
    cr_assert(p.raman && p.first == 150.5 && p.step == 1.5);
    cr_assert_eq(p.length, 701);
    cr_assert(p.despike == 6.5 && p.snip == 33);
    cr_assert(p.savgol_points == 9 && p.savgol_order == 3);
    vib_pipeline_format(text, &p);
    cr_assert_str_eq(text, line);
}

Test(pipeline_text, a_power_is_a_number_of_eighths_and_the_square_root_unsaid)
{
    static const char *const line =
        "infrared grid=400:4000:4 despike=0 snip=200 derivative=7,2";
    char with[VIB_PIPELINE_TEXT], text[VIB_PIPELINE_TEXT];
    vib_pipeline p;

    cr_assert_eq(vib_pipeline_parse(&p, line), VIB_OK);
    cr_assert_eq(p.power, 4);
    for (int power = 1; power <= 8; power++) {
        snprintf(with, sizeof with, "%s power=%g", line, power / 8.0);
        cr_assert_eq(vib_pipeline_parse(&p, with), VIB_OK, "%s", with);
        cr_assert_eq(p.power, power);
        vib_pipeline_format(text, &p);
        cr_assert_str_eq(text, power == 4 ? line : with);
    }
}

Test(pipeline_text, a_slit_is_the_last_word_and_none_unsaid)
{
    static const char *const lines[] = {
        "raman grid=100:3500:2 despike=8 snip=40 derivative=11,2",
        "raman grid=100:3500:2 despike=8 snip=40 derivative=11,2 slit=16",
        "raman grid=0:90:1 despike=8 snip=9 derivative=9,2 power=1 slit=7.5",
    };
    static const double slits[] = { 0, 16, 7.5 };
    char text[VIB_PIPELINE_TEXT];
    vib_pipeline p;

    for (size_t i = 0; i < 3; i++) {
        cr_assert_eq(vib_pipeline_parse(&p, lines[i]), VIB_OK);
        cr_assert_eq(p.slit, slits[i]);
        vib_pipeline_format(text, &p);
        cr_assert_str_eq(text, lines[i]);
    }
}

Test(pipeline_text, ends_stay_as_they_are_where_nothing_is_said)
{
    static const char *const lines[] = {
        "raman grid=100:3500:2 despike=8 snip=40 derivative=11,2",
        "raman grid=100:3500:2 despike=8 ends=1 snip=40 derivative=11,2",
        "infrared grid=0:90:1 despike=0 ends=2.5 snip=9 derivative=9,2 slit=7",
    };
    static const double ends[] = { 0, 1, 2.5 };
    char text[VIB_PIPELINE_TEXT];
    vib_pipeline p;

    for (size_t i = 0; i < 3; i++) {
        cr_assert_eq(vib_pipeline_parse(&p, lines[i]), VIB_OK);
        cr_assert_eq(p.ends, ends[i]);
        vib_pipeline_format(text, &p);
        cr_assert_str_eq(text, lines[i]);
    }
}

Test(pipeline_text, what_is_wrong_is_refused_and_nothing_changes)
{
    static const char *const bad[] = {
        "",
        "Raman",
        "raman ",
        "raman grid=100:3500:2",
        "raman grid=100:3501:2 despike=8 snip=20 derivative=11,2",
        "raman grid=3500:100:2 despike=8 snip=20 derivative=11,2",
        "raman grid=100:3500:0 despike=8 snip=20 derivative=11,2",
        "raman grid=0:90000:2 despike=8 snip=20 derivative=11,2",
        "raman grid=100:120:2 despike=8 snip=20 derivative=11,2",
        "raman grid=100:3500:2 despike=8 snip=1 derivative=11,2",
        "raman grid=100:3500:2 despike=8 snip=9000 derivative=11,2",
        "raman grid=100:3500:2 despike=8 snip=20 derivative=10,2",
        "raman grid=100:3500:2 despike=8 snip=20 derivative=65,2",
        "raman grid=100:3500:2 despike=8 snip=20 derivative=11,0",
        "raman grid=100:3500:2 despike=8 snip=20 derivative=11,11",
        "raman grid=100:3500:2 despike=8 snip=20 derivative=11,2 more",
        "raman grid=100:3500:2 despike=8 snip=20 derivative=11,2 power=0",
        "raman grid=100:3500:2 despike=8 snip=20 derivative=11,2 power=0.3",
        "raman grid=100:3500:2 despike=8 snip=20 derivative=11,2 power=1.125",
        "raman grid=100:3500:2 despike=8 snip=20 derivative=11,2 power=9e9",
        "raman grid=100:3500:2 despike=8 snip=20 derivative=11,2 power=",
        "raman grid=100:3500:2 despike=8 snip=20 derivative=11,2 slit=",
        "raman grid=100:3500:2 despike=8 snip=20 derivative=11,2 slit=0",
        "raman grid=100:3500:2 despike=8 snip=20 derivative=11,2 slit=101",
        "raman grid=100:3500:2 despike=8 snip=20 derivative=9,2 slit=8 power=1",
        "raman grid=100:3500:2 despike=8 ends=0 snip=20 derivative=11,2",
        "raman grid=100:3500:2 despike=8 ends= snip=20 derivative=11,2",
        "raman grid=100:3500:2 despike=8 snip=20 ends=1 derivative=11,2",
        "raman grid=100:3500:2 despike=-8 snip=20 derivative=11,2",
        "raman  grid=100:3500:2 despike=8 snip=20 derivative=11,2",
    };
    vib_pipeline p;

    memset(&p, 0x5a, sizeof p);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        vib_pipeline kept = p;

        cr_assert_eq(vib_pipeline_parse(&p, bad[i]), VIB_BAD_DATA, "%s",
                     bad[i]);
        cr_assert_eq(memcmp(&kept, &p, sizeof p), 0);
    }
    cr_assert(strstr(vib_last_error(), "grid="));
}
