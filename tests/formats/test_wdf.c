/* Renishaw WiRE files, made small. */
#include "parse_made.h"
#include "wdf_made.h"

Test(wdf, reads_a_map_with_its_coordinates)
{
    vib_buffer file = make_map(2, 2);
    vib_found found = parse_made(&file);
    const vib_spectrum *s = found.spectra;

    cr_assert_eq(found.count, 2);
    cr_assert_eq(s[1].n, POINTS);
    cr_expect(s[1].x[0] == 1100.5 && s[1].x[2] == 1098.5, "file order");
    cr_expect(s[1].y[0] == 10 && s[1].y[2] == 12);
    cr_expect_str_eq(field(&s[0], "map_x"), "-100");
    cr_expect_str_eq(field(&s[1], "map_x"), "-90");
    cr_expect_str_eq(field(&s[1], "map_y"), "2.5", "0.0025 mm in um");
    cr_expect_str_eq(field(&s[1], "temperature"), "25.5 degC");
    cr_expect_str_eq(field(&s[0], "date"), "2022-08-22T11:50:17Z");
    cr_expect_str_eq(field(&s[1], "date"), "2022-08-22T11:50:19Z");
    cr_expect_str_eq(field(&s[0], "flags"), "");
    cr_expect_str_eq(field(&s[1], "flags"), "4");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

/* A streamline map goes down its columns, which chunk WMAP says by flag 2: the
 * coordinates of each spectrum are its own, whatever the order. */
Test(wdf, gives_each_spectrum_of_a_streamline_map_its_own_place)
{
    enum { COLUMN_MAJOR = 2, SIDE = 2 };
    vib_buffer file = make_map(4, 4);
    size_t x = chunk_at(&file, "ORGN") + 16 + 4 + 24, y = x + 4 * 8 + 24;
    size_t map = file.size;
    vib_found found;

    put_chunk(&file, "WMAP", 48);
    vib_put_u32(&file, COLUMN_MAJOR);
    pad_to(&file, map + 16 + 32);
    vib_put_u32(&file, SIDE);
    vib_put_u32(&file, SIDE);
    pad_to(&file, map + 16 + 48);
    for (size_t k = 0; k < 4; k++) {
        double place[] = { 100 * (double)(k / SIDE), 0.5 * (double)(k % SIDE) };

        set_bytes(&file, x + 8 * k, &place[0], 8);
        set_bytes(&file, y + 8 * k, &place[1], 8); /* mm */
    }
    found = parse_made(&file);
    cr_assert_eq(found.count, 4);
    cr_expect_str_eq(field(&found.spectra[1], "map_x"), "0");
    cr_expect_str_eq(field(&found.spectra[1], "map_y"), "500");
    cr_expect_str_eq(field(&found.spectra[2], "map_x"), "100");
    cr_expect_str_eq(field(&found.spectra[2], "map_y"), "0");
    cr_expect(found.spectra[2].y[0] == 20, "in the order of the file");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(wdf, reads_what_the_header_says)
{
    vib_buffer file = make_map(1, 1);
    vib_found found = parse_made(&file);
    const vib_spectrum *s = found.spectra;

    cr_expect_str_eq(field(s, "format"), "wdf");
    cr_expect_str_eq(field(s, "title"), "A map");
    cr_expect_str_eq(field(s, "x_unit"), "cm-1");
    cr_expect_str_eq(field(s, "y_unit"), "counts");
    cr_expect_str_eq(field(s, "laser"), "785.0156");
    cr_expect_str_eq(field(s, "technique"), "raman");
    cr_expect_str_eq(field(s, "measurement"), "map");
    cr_expect_str_eq(field(s, "software"), "WiRE 5.2.0.0");
    cr_expect_str_eq(field(s, "user"), "Raman");
    cr_expect_str_eq(field(s, "accumulations"), "4");
    cr_expect_str_eq(field(s, "comment"), "it is 5 \xc2\xb5", "Windows-1252");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(wdf, gives_only_what_was_collected_of_an_interrupted_map)
{
    vib_buffer file = make_map(4, 3);
    vib_found found = parse_made(&file);

    cr_assert_eq(found.count, 3);
    cr_expect(found.spectra[2].y[1] == 21);
    cr_expect_str_eq(field(&found.spectra[2], "map_x"), "-80");
    cr_expect_str_eq(field(&found.spectra[2], "note"), "");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(wdf, needs_neither_map_nor_origins)
{
    vib_buffer file = make_map(2, 2);
    vib_found found;

    file.size = chunk_at(&file, "ORGN");
    set_u32(&file, 92, 0);
    found = parse_made(&file);
    cr_assert_eq(found.count, 2);
    cr_expect_str_eq(field(&found.spectra[0], "map_x"), "");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(wdf, knows_an_axis_in_nm)
{
    vib_buffer file = make_map(1, 1);
    vib_found found;

    set_u32(&file, chunk_at(&file, "XLST") + 20, 3);
    found = parse_made(&file);
    cr_expect_str_eq(field(found.spectra, "x_unit"), "nm");
    cr_expect_str_eq(field(found.spectra, "technique"), "");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

/* One program says nothing about the axis and gives its unit as that of the
 * intensity. */
Test(wdf, takes_no_raman_shift_for_an_intensity)
{
    vib_buffer file = make_map(1, 1);
    vib_found found;

    set_u32(&file, 152, 1);
    set_u32(&file, chunk_at(&file, "XLST") + 20, 0);
    found = parse_made(&file);
    cr_expect_str_eq(field(found.spectra, "x_unit"), "cm-1");
    cr_expect_str_eq(field(found.spectra, "y_unit"), "a.u.");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(wdf, keeps_a_spectrum_of_zeros)
{
    vib_buffer file = make_map(2, 2);
    vib_found found;

    for (size_t i = 0; i < POINTS; i++)
        set_f32(&file, chunk_at(&file, "DATA") + 16 + 4 * i, 0);
    found = parse_made(&file);
    cr_assert_eq(found.count, 2);
    cr_expect(found.spectra[0].y[2] == 0);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

/* Not cut in DATA, but DATA shorter than the header says. */
Test(wdf, tells_how_many_spectra_are_there)
{
    vib_buffer file = make_map(3, 3);
    vib_found found;

    set_u64(&file, 64, 9);
    set_u64(&file, 72, 8);
    set_u32(&file, 92, 0);
    found = parse_made(&file);
    cr_assert_eq(found.count, 3);
    cr_assert_mentions(field(&found.spectra[0], "note"),
                       "cut short: 3 of 8 spectra");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(wdf, says_what_is_wrong)
{
    static const struct {
        size_t at;
        uint32_t value;
        const char *says;
    } cases[] = {
        { 72, 0, "no spectrum was collected" },
        { 72, 9, "room for 2 spectra and says that 9 were collected" },
        { 60, 4, "spectra of 4 points on an axis of 3" },
        { 60, 0xffffffff, "on an axis of 3" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        vib_buffer file = make_map(2, 2);

        set_u32(&file, cases[i].at, cases[i].value);
        cr_assert_mentions(refusal_of(&file), cases[i].says);
        vib_buffer_release(&file);
    }
}

Test(wdf, says_where_it_was_cut)
{
    static const struct {
        size_t n;
        const char *says;
    } cases[] = {
        { 300, "cut short: the header" },
        { 512, "XLST is missing" },
        { 530, "XLST is missing" },
    };
    vib_buffer file = make_map(2, 2);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_assert_mentions(refusal((char *)file.data, cases[i].n),
                           cases[i].says);
    cr_assert_mentions(refusal((char *)file.data,
                               chunk_at(&file, "XLST") + 30),
                       "room for 1 of 3 points");
    vib_buffer_release(&file);
}

Test(wdf, survives_damage)
{
    vib_buffer file = make_map(2, 2);

    survive_damage(&file);
    vib_buffer_release(&file);
}
