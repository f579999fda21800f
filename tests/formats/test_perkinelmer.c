/* PerkinElmer files, made small. */
#include "parse_made.h"
#include "perkinelmer_made.h"

Test(perkinelmer, reads_a_spectrum)
{
    vib_buffer file = make_spectrum("A");
    vib_found found = parse_made(&file);
    const vib_spectrum *s = found.spectra;

    cr_assert_eq(found.count, 1);
    cr_assert_eq(s->n, POINTS);
    cr_expect(s->x[0] == 4000 && s->x[1] == 3500 && s->x[2] == 3000);
    cr_expect(s->y[0] == 0.5 && s->y[2] == 2.5);
    cr_expect_str_eq(field(s, "format"), "perkinelmer");
    cr_expect_str_eq(field(s, "title"), "Spectrum at 5673,-2148 \xc2\xb5m");
    cr_expect_str_eq(field(s, "name"), "strip01");
    cr_expect_str_eq(field(s, "file"), "C:\\a.sp");
    cr_expect_str_eq(field(s, "x_unit"), "cm-1");
    cr_expect_str_eq(field(s, "y_unit"), "absorbance");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(perkinelmer, keeps_other_units_as_they_are)
{
    vib_buffer file = make_spectrum("%T");
    vib_found found = parse_made(&file);

    cr_expect_str_eq(field(found.spectra, "y_unit"), "%T");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(perkinelmer, reads_an_image_with_its_coordinates)
{
    vib_buffer file = make_image(2, 2);
    vib_found found = parse_made(&file);
    const vib_spectrum *s = &found.spectra[3];

    cr_assert_eq(found.count, 4);
    cr_expect(s->x[1] == 3500 && s->y[1] == 31);
    cr_expect_str_eq(field(s, "map_x"), "17530");
    cr_expect_str_eq(field(s, "map_y"), "2774");
    cr_expect_str_eq(field(&found.spectra[1], "map_y"), "2749");
    cr_expect_str_eq(field(s, "x_unit"), "cm-1");
    cr_expect_str_eq(field(s, "y_unit"), "%T");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(perkinelmer, gives_what_is_there_of_an_image)
{
    vib_buffer file = make_image(2, 2);
    vib_found found;

    cr_assert_lt(parse_bytes(&found, (char *)file.data, file.size - 1), 0);
    cr_assert_mentions(vib_last_error(), "cut short: 3 spectra are there");
    cr_expect_eq(found.count, 3);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(perkinelmer, says_what_is_wrong)
{
    vib_buffer file = make_spectrum("A");
    uint8_t *count = memmem(file.data, file.size, "\x75\x8b", 2);

    cr_assert(count);
    cr_assert_mentions(refusal((char *)file.data, file.size - 1), "cut short");
    cr_assert_mentions(refusal((char *)file.data, 60), "cut short");
    count[8] = 9;
    cr_assert_mentions(refusal_of(&file), "3 of 9 points");
    count[6] = 0;
    cr_assert_mentions(refusal_of(&file), "no axis");
    memcpy(file.data + 4, "3D something", 12);
    cr_assert_mentions(refusal_of(&file), "of another kind");
    vib_buffer_release(&file);
}

Test(perkinelmer, survives_damage)
{
    vib_buffer file = make_spectrum("A");
    vib_buffer image = make_image(2, 2);

    survive_damage(&file);
    survive_damage(&image);
    vib_buffer_release(&file);
    vib_buffer_release(&image);
}

/* Containers in containers, without end. */
Test(perkinelmer, survives_deep_nesting)
{
    vib_buffer deep = { 0 };

    put_place(&deep, "PEPE2D constant interval DataSet file", 44);
    put_u16(&deep, 120);
    vib_put_u32(&deep, 6 + 6 * 20000);
    put_u16(&deep, 35711);
    vib_put_u32(&deep, 6 * 20000);
    for (uint32_t i = 0; i < 20000; i++) {
        put_u16(&deep, 121);
        vib_put_u32(&deep, 6 * (19999 - i));
    }
    cr_assert_mentions(refusal_of(&deep), "no axis");
    vib_buffer_release(&deep);
}
