/* SPC files made byte by byte after the description. */
#include "parse.h"

enum { NEW = 0x4b, BIG = 0x4c, OLD = 0x4d, FLOAT = 0x80 };
enum { SHORT = 1, MULTI = 4, LABELS = 0x20, XYXY = 0x40, XY = 0x80 };
enum { MOST = 4096 };

typedef struct made {
    uint8_t bytes[MOST];
    size_t n;
} made;

/* Put the lowest `size` bytes of a value at a place, in the file's order. */
static void put(made *file, size_t at, uint64_t value, size_t size)
{
    bool big = file->bytes[1] == BIG;

    cr_assert_leq(at + size, MOST);
    for (size_t i = 0; i < size; i++)
        file->bytes[at + (big ? size - 1 - i : i)] = (uint8_t)(value >> 8 * i);
    if (at + size > file->n)
        file->n = at + size;
}

static void put_f32(made *file, size_t at, float value)
{
    uint32_t bits;

    memcpy(&bits, &value, sizeof bits);
    put(file, at, bits, sizeof bits);
}

static void put_f64(made *file, size_t at, double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof bits);
    put(file, at, bits, sizeof bits);
}

/* A header of n points from 400 to 500, Raman shift against counts. */
static made header(unsigned version, unsigned flags, int exponent, uint32_t n)
{
    made file = { .bytes = { (uint8_t)flags, (uint8_t)version }, .n = 512 };

    put(&file, 3, (uint8_t)exponent, 1);
    put(&file, 4, n, 4);
    put_f64(&file, 8, 400);
    put_f64(&file, 16, 500);
    put(&file, 24, 1, 4);
    put(&file, 28, 13, 1);
    put(&file, 29, 4, 1);
    return file;
}

/* A subheader behind what there is; returns where its points go. */
static size_t subheader(made *file, int exponent, float z, uint32_t points)
{
    size_t at = file->n;

    put(file, at + 31, 0, 1);
    put(file, at + 1, (uint8_t)exponent, 1);
    put_f32(file, at + 4, z);
    put(file, at + 16, points, 4);
    return at + 32;
}

static void add_floats(made *file, size_t n, const float *values)
{
    for (size_t i = 0; i < n; i++)
        put_f32(file, file->n, values[i]);
}

static vib_found read_made(const made *file)
{
    vib_found found;
    int status = parse_bytes(&found, (const char *)file->bytes, file->n);

    cr_assert_eq(status, VIB_OK, "%s", vib_last_error());
    return found;
}

static void check_points(const vib_spectrum *s, size_t n, const double *x,
                         const double *y)
{
    cr_assert_eq(s->n, n, "%zu points", s->n);
    for (size_t i = 0; i < n; i++) {
        cr_expect_float_eq(s->x[i], x[i], 1e-12, "x[%zu] %g", i, s->x[i]);
        cr_expect_float_eq(s->y[i], y[i], 1e-12, "y[%zu] %g", i, s->y[i]);
    }
}

static made floats(unsigned version)
{
    made file = header(version, 0, FLOAT, 3);

    subheader(&file, 0, 0, 0);
    add_floats(&file, 3, (float[]){ 1.5f, -2, 7 });
    return file;
}

Test(spc, floats_in_either_order_of_bytes)
{
    static const unsigned versions[] = { NEW, BIG };

    for (size_t i = 0; i < 2; i++) {
        made file = floats(versions[i]);
        vib_found found = read_made(&file);

        check_points(found.spectra, 3, (double[]){ 400, 450, 500 },
                     (double[]){ 1.5, -2, 7 });
        cr_expect_str_eq(field(found.spectra, "format"), "spc");
        cr_expect_str_eq(field(found.spectra, "x_unit"), "Raman shift cm-1");
        cr_expect_str_eq(field(found.spectra, "y_unit"), "counts");
        cr_expect_str_eq(field(found.spectra, "technique"), "raman");
        vib_found_release(&found);
    }
}

Test(spc, integers_are_fractions_times_a_power_of_two)
{
    static const struct {
        unsigned version, flags;
        size_t size;
    } kinds[] = { { NEW, 0, 4 }, { BIG, 0, 4 }, { NEW, SHORT, 2 },
                  { BIG, SHORT, 2 } };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        made file = header(kinds[i].version, kinds[i].flags, 3, 2);
        size_t size = kinds[i].size, at = subheader(&file, 0, 0, 0);
        uint64_t half = (uint64_t)1 << (8 * size - 2); /* a quarter of 2^3 */
        vib_found found;

        put(&file, at, half, size);
        put(&file, at + size, 0 - half / 2, size);
        found = read_made(&file);
        check_points(found.spectra, 2, (double[]){ 400, 500 },
                     (double[]){ 2, -1 });
        vib_found_release(&found);
    }
}

Test(spc, each_spectrum_of_several_has_its_own_exponent)
{
    static const int exponents[] = { -1, 0, 2 };
    made file = header(NEW, MULTI, 5, 2);
    vib_found found;

    put(&file, 24, 3, 4);
    for (size_t k = 0; k < 3; k++) {
        size_t at = subheader(&file, exponents[k], (float)k / 2, 0);

        put(&file, at, 1u << 30, 4);
        put(&file, at + 4, 1u << 29, 4);
    }
    found = read_made(&file);
    cr_assert_eq(found.count, 3);
    check_points(&found.spectra[0], 2, (double[]){ 400, 500 },
                 (double[]){ 0.125, 0.0625 });
    check_points(&found.spectra[2], 2, (double[]){ 400, 500 },
                 (double[]){ 1, 0.5 });
    cr_expect_str_eq(field(&found.spectra[1], "z"), "0.5");
    vib_found_release(&found);
}

/* Six spectra in planes of three, 10 um apart both ways; only the header tells
 * where they are. */
Test(spc, counts_the_places_of_a_map_at_even_distances)
{
    enum { MICROMETRES = 2 };
    made file = header(NEW, MULTI, FLOAT, 2);
    vib_found found;

    put(&file, 24, 6, 4);
    put(&file, 30, MICROMETRES, 1);
    put_f32(&file, 312, 10);
    put(&file, 316, 2, 4);
    put_f32(&file, 320, 20);
    put(&file, 324, MICROMETRES, 1);
    for (size_t k = 0; k < 6; k++) {
        subheader(&file, 0, 0, 0);
        add_floats(&file, 2, (float[]){ 1, 2 });
    }
    found = read_made(&file);
    cr_assert_eq(found.count, 6);
    cr_expect_str_eq(field(&found.spectra[0], "map_x"), "0");
    cr_expect_str_eq(field(&found.spectra[2], "map_x"), "20");
    cr_expect_str_eq(field(&found.spectra[2], "map_y"), "0");
    cr_expect_str_eq(field(&found.spectra[4], "map_x"), "10");
    cr_expect_str_eq(field(&found.spectra[4], "map_y"), "20");
    cr_expect_str_eq(field(&found.spectra[4], "z"), "10");
    vib_found_release(&found);
}

/* WITec's files: steps of z and places along w are whatever was in memory; z
 * of each spectrum is right. */
Test(spc, does_not_believe_odd_steps)
{
    static const float steps[] = { NAN, INFINITY, 0, 7.1e-34f };

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        made file = header(NEW, MULTI, FLOAT, 2);
        vib_found found;

        put(&file, 24, 3, 4);
        put_f32(&file, 312, steps[i]);
        for (size_t k = 0; k < 3; k++) {
            size_t at = file.n;

            subheader(&file, 0, (float)k, 0);
            put_f32(&file, at + 8, 8.97e16f); /* the next z */
            put_f32(&file, at + 24, steps[3]);
            add_floats(&file, 2, (float[]){ 1, 2 });
        }
        found = read_made(&file);
        cr_assert_eq(found.count, 3);
        cr_expect_str_eq(field(&found.spectra[0], "z"), "0");
        cr_expect_str_eq(field(&found.spectra[1], "z"), "1");
        cr_expect_str_eq(field(&found.spectra[2], "z"), "2");
        cr_expect_str_eq(field(&found.spectra[2], "w"), "", "no planes");
        vib_found_release(&found);
    }
}

Test(spc, has_no_map_where_the_axes_are_no_lengths)
{
    made file = header(NEW, MULTI, FLOAT, 2);
    vib_found found;

    put(&file, 24, 2, 4);
    put(&file, 30, 4, 1); /* seconds */
    put(&file, 316, 2, 4);
    put_f32(&file, 320, 20);
    put(&file, 324, 2, 1);
    for (size_t k = 0; k < 2; k++) {
        subheader(&file, 0, 0, 0);
        add_floats(&file, 2, (float[]){ 1, 2 });
    }
    found = read_made(&file);
    cr_assert_eq(found.count, 2);
    cr_expect_str_eq(field(&found.spectra[1], "w"), "20");
    cr_expect_str_eq(field(&found.spectra[1], "map_x"), "");
    vib_found_release(&found);
}

Test(spc, floats_are_floats_where_the_subheader_is_all_zero)
{
    made file = header(NEW, MULTI, FLOAT, 2);
    vib_found found;

    put(&file, 24, 2, 4);
    for (size_t k = 0; k < 2; k++) {
        subheader(&file, 0, 0, 0);
        add_floats(&file, 2, (float[]){ 1, 2 });
    }
    found = read_made(&file);
    cr_assert_eq(found.count, 2);
    check_points(&found.spectra[1], 2, (double[]){ 400, 500 },
                 (double[]){ 1, 2 });
    vib_found_release(&found);
}

Test(spc, a_subheader_may_be_missing)
{
    made file = header(NEW, 0, FLOAT, 3);
    vib_found found;

    add_floats(&file, 3, (float[]){ 1, 2, 3 });
    found = read_made(&file);
    check_points(found.spectra, 3, (double[]){ 400, 450, 500 },
                 (double[]){ 1, 2, 3 });
    vib_found_release(&found);
}

Test(spc, no_spectra_means_one)
{
    made file = floats(NEW);
    vib_found found;

    put(&file, 24, 0, 4);
    found = read_made(&file);
    cr_expect_eq(found.count, 1);
    vib_found_release(&found);
}

Test(spc, one_axis_may_serve_all_and_may_descend)
{
    made file = header(NEW, XY | MULTI, FLOAT, 2);
    vib_found found;

    put(&file, 24, 2, 4);
    add_floats(&file, 2, (float[]){ 900, 300.5f });
    for (size_t k = 0; k < 2; k++) {
        subheader(&file, FLOAT, 0, 0);
        add_floats(&file, 2, (float[]){ 1, (float)k });
    }
    found = read_made(&file);
    cr_assert_eq(found.count, 2);
    check_points(&found.spectra[1], 2, (double[]){ 900, 300.5 },
                 (double[]){ 1, 1 });
    vib_found_release(&found);
}

Test(spc, each_spectrum_may_have_its_axis_and_a_directory_tells_where)
{
    made file = header(NEW, XY | XYXY | MULTI, FLOAT, 0);
    size_t at[2];
    vib_found found;

    put(&file, 24, 2, 4);
    for (size_t k = 2; k-- > 0;) { /* the second comes first */
        at[k] = file.n;
        subheader(&file, FLOAT, (float)k, (uint32_t)k + 2);
        for (size_t i = 0; i < 2 * (k + 2); i++)
            put_f32(&file, file.n, (float)(10 * k + i));
    }
    put(&file, 4, file.n, 4);
    for (size_t k = 0; k < 2; k++) {
        put(&file, file.n, at[k], 4);
        put(&file, file.n, 0, 8);
    }
    found = read_made(&file);
    cr_assert_eq(found.count, 2);
    check_points(&found.spectra[0], 2, (double[]){ 0, 1 },
                 (double[]){ 2, 3 });
    check_points(&found.spectra[1], 3, (double[]){ 10, 11, 12 },
                 (double[]){ 13, 14, 15 });
    vib_found_release(&found);
}

/* An old header, its first subheader included; points are words, the higher
 * first. */
static made old_header(unsigned flags, int exponent, size_t n)
{
    made file = { .bytes = { (uint8_t)flags, OLD }, .n = 224 };

    put(&file, 2, (uint16_t)exponent, 2);
    put_f32(&file, 4, (float)n);
    put_f32(&file, 8, 200);
    put_f32(&file, 12, 800);
    put(&file, 16, 3, 1);
    put(&file, 17, 2, 1);
    put(&file, 18, 1990, 2);
    put(&file, 20, 5, 1);
    put(&file, 21, 7, 1);
    memcpy(file.bytes + 64, "old one", 7);
    return file;
}

static void add_words(made *file, uint32_t value)
{
    put(file, file->n, value >> 16, 2);
    put(file, file->n, value & 0xffff, 2);
}

Test(spc, the_old_version_goes_on_to_the_end_of_the_file)
{
    made file = old_header(MULTI, 9, 2);
    vib_found found;

    for (int k = 0; k < 3; k++) {
        subheader(&file, k, (float)k, 0);
        add_words(&file, 0x40000000);
        add_words(&file, 0xe0000000);
    }
    found = read_made(&file);
    cr_assert_eq(found.count, 3);
    check_points(&found.spectra[2], 2, (double[]){ 200, 800 },
                 (double[]){ 1, -0.5 });
    cr_expect_str_eq(field(&found.spectra[2], "title"), "old one");
    cr_expect_str_eq(field(&found.spectra[2], "x_unit"), "nm");
    cr_expect_str_eq(field(&found.spectra[2], "date"), "1990-05-07T00:00");
    vib_found_release(&found);
}

Test(spc, the_old_version_has_one_exponent_for_one_spectrum)
{
    made file = old_header(SHORT, 2, 2);
    vib_found found;

    subheader(&file, 7, 0, 0);
    put(&file, file.n, 0x4000, 2);
    put(&file, file.n, 0x2000, 2);
    found = read_made(&file);
    cr_assert_eq(found.count, 1);
    check_points(found.spectra, 2, (double[]){ 200, 800 },
                 (double[]){ 1, 0.5 });
    vib_found_release(&found);
}

Test(spc, labels_stand_for_units)
{
    made file = floats(NEW);
    vib_found found;

    file.bytes[0] = LABELS;
    memcpy(file.bytes + 218, "Wavelength (nm)\0(arb)\0Time", 26);
    found = read_made(&file);
    cr_expect_str_eq(field(found.spectra, "x_unit"), "Wavelength (nm)");
    cr_expect_str_eq(field(found.spectra, "y_unit"), "(arb)");
    vib_found_release(&found);
}

static void add_log(made *file, uint32_t size)
{
    static const char text[] = "LASER WAVELENGTH=785\r\nfree words\r\n";
    size_t at = file->n;

    put(file, 248, at, 4);
    put(file, at + 63, 0, 1);
    put(file, at, size, 4);
    put(file, at + 8, 64, 4);
    memcpy(file->bytes + at + 64, text, sizeof text);
    file->n = at + 64 + sizeof text;
}

Test(spc, the_log_becomes_fields)
{
    static const uint32_t sizes[] = { 100, 0xffffffff };

    for (size_t i = 0; i < 2; i++) {
        made file = floats(NEW);
        vib_found found;

        add_log(&file, sizes[i]);
        found = read_made(&file);
        cr_expect_str_eq(field(found.spectra, "laser"), "785");
        cr_expect_str_eq(field(found.spectra, "log"), "free words");
        vib_found_release(&found);
    }
}

Test(spc, a_log_that_is_not_there_does_not_matter)
{
    made file = floats(NEW);
    vib_found found;

    put(&file, 248, 0xfffffff0, 4);
    found = read_made(&file);
    cr_expect_eq(found.count, 1);
    vib_found_release(&found);
}

Test(spc, an_interferogram_is_refused)
{
    made file = floats(NEW);

    put(&file, 29, 1, 1);
    cr_assert_mentions(refusal((char *)file.bytes, file.n),
                       "an interferogram");
}

Test(spc, what_only_has_the_name_is_refused_by_its_own)
{
    static const char ole2[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on";
    char bytes[4096] = { 1, 0, 1, 0 };
    vib_input esr = { .path = "x/a.SPC", .data = (const uint8_t *)bytes,
                      .size = sizeof bytes };
    vib_found found;

    cr_assert_mentions(refusal(ole2, sizeof ole2), "Shimadzu");
    cr_assert_mentions(refusal(bytes, sizeof bytes), "gamma");
    bytes[1] = 0x08;
    vib_found_init(&found, sizeof bytes);
    cr_assert_lt(vib_formats_parse(&found, &esr), 0);
    cr_assert_mentions(vib_last_error(), "ESR");
    vib_found_release(&found);
}

Test(spc, every_beginning_of_a_file_is_survived)
{
    made file = floats(NEW), old = old_header(MULTI, 9, 2);

    add_log(&file, 100);
    for (size_t n = 0; n <= file.n; n++)
        survive((char *)file.bytes, n);
    for (int k = 0; k < 2; k++) {
        subheader(&old, k, 0, 0);
        add_words(&old, 1);
        add_words(&old, 2);
    }
    for (size_t n = 0; n <= old.n; n++)
        survive((char *)old.bytes, n);
}

Test(spc, what_is_cut_short_is_said_to_be)
{
    made file = floats(NEW);

    cr_assert_mentions(refusal((char *)file.bytes, file.n - 1), "cut short");
}
