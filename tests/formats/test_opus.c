/* Bruker OPUS files made here, small, with what real ones have. */
#include "bytes_made.h"

enum { POINTS = 4, ROOM = 12 }; /* blocks that the directory has room for */

/* Types of blocks: what data, of which channel. */
enum { SAMPLE = 1 << 2 | 3, REFERENCE = 2 << 2 | 3, RATIO = 3 << 2 | 3 };
enum { SPECTRUM = 1 << 10, INTERFEROGRAM = 2 << 10, ABSORBANCE = 4 << 10,
       TRANSMITTANCE = 5 << 10, RAMAN = 10 << 10 };
enum { STATUS = 1 << 4, INSTRUMENT = 2 << 4, ORIGIN = 10 << 4 };
enum { SERIES = 2 << 19, REPORT = 5 << 19, CHECKSUMMED = 1 << 30 };

static vib_buffer start(void)
{
    vib_buffer file = { 0 };

    vib_put_bytes(&file, "\x0a\x0a\xfe\xfe", 4);
    vib_put_f64(&file, 920622);
    vib_put_u32(&file, 24);
    vib_put_u32(&file, ROOM);
    vib_put_u32(&file, 0);
    put_zeros(&file, 12 * ROOM);
    return file;
}

/* Enter the block of this type that begins at `at` and ends with the file. */
static void enter(vib_buffer *file, uint32_t type, size_t at)
{
    uint32_t count = file->data[20];

    cr_assert_lt(count, ROOM);
    put_zeros(file, (4 - file->size % 4) % 4);
    set_u32(file, 24 + 12 * count, type);
    set_u32(file, 28 + 12 * count, (uint32_t)((file->size - at) / 4));
    set_u32(file, 32 + 12 * count, (uint32_t)at);
    set_u32(file, 20, count + 1);
}

static void put_name(vib_buffer *file, const char *name, unsigned type,
                     size_t size)
{
    put_place(file, name, 4);
    put_u16(file, type);
    put_u16(file, (unsigned)size / 2);
}

static void put_real(vib_buffer *file, const char *name, double value)
{
    put_name(file, name, 1, 8);
    vib_put_f64(file, value);
}

static void put_integer(vib_buffer *file, const char *name, uint32_t value)
{
    put_name(file, name, 0, 4);
    vib_put_u32(file, value);
}

static void put_word(vib_buffer *file, const char *name, const char *value)
{
    size_t size = strlen(value) / 2 * 2 + 2;

    put_name(file, name, 2, size);
    put_place(file, value, size);
}

/* The parameters of data of this type, scaled by `scale`. */
static void put_status(vib_buffer *file, uint32_t type, double scale)
{
    size_t at = file->size;

    put_integer(file, "DPF", 1);
    put_integer(file, "NPT", POINTS);
    put_real(file, "FXV", 4000);
    put_real(file, "LXV", 3997);
    put_real(file, "CSF", scale);
    put_word(file, "DAT", "06/02/2020");
    put_word(file, "TIM", "13:09:58.095 (GMT+1)");
    put_word(file, "DXU", "WN");
    put_name(file, "END", 0, 0);
    enter(file, type | STATUS, at);
}

/* Data of this type: first, first + 1, ...; one number more than points. */
static void put_data(vib_buffer *file, uint32_t type, double first)
{
    size_t at = file->size;

    for (int i = 0; i < POINTS + 1; i++)
        put_f32(file, first + i);
    enter(file, type, at);
}

static void put_spectrum(vib_buffer *file, uint32_t type, double first)
{
    put_data(file, type, first);
    put_status(file, type, 1);
}

static void put_origin(vib_buffer *file)
{
    size_t at = file->size;

    put_word(file, "SNM", "1mm\xb2 window");
    put_word(file, "CNM", "Ada");
    put_name(file, "END", 0, 0);
    enter(file, ORIGIN, at);
    at = file->size;
    put_word(file, "INS", "VERTEX 70");
    put_real(file, "RLW", 9394.9);
    put_name(file, "END", 0, 0);
    enter(file, INSTRUMENT, at);
}

/* Sample, reference and their ratio, in the order that OPUS writes. */
static vib_buffer make_file(void)
{
    vib_buffer file = start();

    put_spectrum(&file, SAMPLE | SPECTRUM, 10);
    put_spectrum(&file, RATIO | ABSORBANCE, 20);
    put_spectrum(&file, REFERENCE | SPECTRUM, 30);
    put_origin(&file);
    return file;
}

Test(opus, gives_the_ratio_before_the_single_channels)
{
    vib_buffer file = make_file();
    vib_found found = parse_made(&file);
    static const char *const blocks[] = { "a", "sm", "rf" };
    static const double first[] = { 20, 10, 30 };

    cr_assert_eq(found.count, 3);
    for (size_t k = 0; k < 3; k++) {
        cr_expect_str_eq(field(&found.spectra[k], "block"), blocks[k]);
        cr_expect(found.spectra[k].y[0] == first[k]);
    }
    cr_expect_str_eq(field(&found.spectra[0], "y_unit"), "absorbance");
    cr_expect_str_eq(field(&found.spectra[0], "technique"), "infrared");
    cr_expect_str_eq(field(&found.spectra[1], "y_unit"), "single channel");
    cr_expect_str_eq(field(&found.spectra[2], "y_unit"), "single channel");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, reads_axis_and_what_the_file_says)
{
    vib_buffer file = make_file();
    vib_found found = parse_made(&file);
    const vib_spectrum *s = found.spectra;

    cr_assert_eq(s->n, POINTS, "NPT is less than the block holds");
    cr_expect(s->x[0] == 4000 && s->x[1] == 3999 && s->x[3] == 3997);
    cr_expect(s->y[3] == 23);
    cr_expect_str_eq(field(s, "format"), "opus");
    cr_expect_str_eq(field(s, "x_unit"), "cm-1");
    cr_expect_str_eq(field(s, "title"), "1mm\xc2\xb2 window");
    cr_expect_str_eq(field(s, "operator"), "Ada");
    cr_expect_str_eq(field(s, "instrument"), "VERTEX 70");
    cr_expect_str_eq(field(s, "date"), "2020-02-06 13:09:58.095 (GMT+1)");
    cr_expect_str_eq(field(s, "laser"), "", "not for infrared");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, gives_raman_its_laser)
{
    vib_buffer file = start();
    vib_found found;

    put_spectrum(&file, RATIO | RAMAN, 1);
    put_origin(&file);
    found = parse_made(&file);
    cr_expect_str_eq(field(found.spectra, "technique"), "raman");
    cr_expect_str_eq(field(found.spectra, "laser"), "1064.407");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, scales_what_is_stored)
{
    vib_buffer file = start();
    vib_found found;

    put_data(&file, RATIO | TRANSMITTANCE, 8);
    put_status(&file, RATIO | TRANSMITTANCE, 0.25);
    found = parse_made(&file);
    cr_expect(found.spectra[0].y[0] == 2 && found.spectra[0].y[2] == 2.5);
    cr_expect_str_eq(field(found.spectra, "y_unit"), "transmittance");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, reads_integers)
{
    vib_buffer file = start();
    vib_found found;
    size_t at = file.size;

    for (uint32_t i = 0; i < POINTS; i++)
        vib_put_u32(&file, i - 1);
    enter(&file, RATIO | ABSORBANCE, at);
    at = file.size;
    put_status(&file, RATIO | ABSORBANCE, 1);
    set_u32(&file, at + 8, 2);
    found = parse_made(&file);
    cr_expect(found.spectra[0].y[0] == -1 && found.spectra[0].y[3] == 2);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

/* What OPUS made of the measured block stands behind it, without checksum; each
 * has parameters of its own. */
Test(opus, pairs_data_with_their_own_parameters)
{
    uint32_t type = RATIO | ABSORBANCE;
    vib_buffer file = start();
    vib_found found;

    put_data(&file, type | CHECKSUMMED, 1);
    put_status(&file, type | CHECKSUMMED, 10);
    put_data(&file, type, 2);
    put_status(&file, type, 100);
    found = parse_made(&file);
    cr_assert_eq(found.count, 2);
    cr_expect_str_eq(field(&found.spectra[0], "block"), "a");
    cr_expect(found.spectra[0].y[0] == 200);
    cr_expect_str_eq(field(&found.spectra[1], "block"), "a_1");
    cr_expect(found.spectra[1].y[0] == 10);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

/* Reports and peak tables carry the type of the spectrum they belong to. */
Test(opus, takes_no_report_for_a_spectrum)
{
    vib_buffer file = start();
    vib_found found;

    put_spectrum(&file, RATIO | ABSORBANCE, 1);
    put_data(&file, RATIO | ABSORBANCE | REPORT, 99);
    found = parse_made(&file);
    cr_expect_eq(found.count, 1);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, says_that_it_is_an_interferogram)
{
    vib_buffer file = start();

    put_spectrum(&file, SAMPLE | INTERFEROGRAM, 1);
    cr_assert_mentions(refusal_of(&file), "it is an interferogram");
    vib_buffer_release(&file);
}

Test(opus, leaves_out_interferograms_beside_spectra)
{
    vib_buffer file = make_file();
    vib_found found;

    put_spectrum(&file, SAMPLE | INTERFEROGRAM, 1);
    found = parse_made(&file);
    cr_expect_eq(found.count, 3);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, notes_a_derivative)
{
    uint32_t type = RATIO | ABSORBANCE | 2 << 17;
    vib_buffer file = start();
    vib_found found;

    put_spectrum(&file, type, 1);
    found = parse_made(&file);
    cr_assert_mentions(field(found.spectra, "note"), "second derivative");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

/* A series of `count` spectra: 10 k, 10 k + 1, ..., with a record of each. */
static vib_buffer make_series(uint32_t count)
{
    vib_buffer file = start();
    size_t at = file.size, info;

    vib_put_u32(&file, 0);
    vib_put_u32(&file, count);
    vib_put_u32(&file, 32);
    vib_put_u32(&file, 4 * POINTS);
    vib_put_u32(&file, 152);
    vib_put_u32(&file, 1);
    vib_put_u32(&file, 0);
    vib_put_u32(&file, count - 1);
    for (uint32_t k = 0; k < count; k++) {
        for (uint32_t i = 0; i < POINTS; i++)
            put_f32(&file, 10 * k + i);
        info = file.size;
        put_zeros(&file, 152);
        set_u64(&file, info + 104, UINT64_C(0x4000000000000000)); /* 2.0 */
        set_u64(&file, info + 144, UINT64_C(0x3ff8000000000000)); /* 1.5 */
    }
    enter(&file, RATIO | ABSORBANCE | SERIES, at);
    put_status(&file, RATIO | ABSORBANCE | SERIES, 1);
    return file;
}

Test(opus, reads_every_spectrum_of_a_series)
{
    vib_buffer file = make_series(3);
    vib_found found = parse_made(&file);

    cr_assert_eq(found.count, 3);
    cr_expect(found.spectra[2].y[1] == 42, "scaled by its own factor");
    cr_expect(found.spectra[2].x[3] == 3997);
    cr_expect_str_eq(field(&found.spectra[2], "seconds"), "1.5");
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, gives_what_is_there_of_a_series)
{
    vib_buffer file = make_series(3);
    vib_found found;

    set_u32(&file, 24 + 12 * ROOM + 4, 1000);
    cr_assert_lt(parse_bytes(&found, (char *)file.data, file.size), 0);
    cr_assert_mentions(vib_last_error(), "3 of the 1000 spectra");
    cr_expect_eq(found.count, 3);
    vib_found_release(&found);
    vib_buffer_release(&file);
}

Test(opus, says_what_is_wrong)
{
    vib_buffer file = start();

    cr_assert_mentions(refusal_of(&file), "no spectrum in it");
    put_data(&file, RATIO | ABSORBANCE, 1);
    cr_assert_mentions(refusal_of(&file), "\"a\" without its parameters");
    set_u32(&file, 20, 9999);
    cr_assert_mentions(refusal_of(&file), "a directory of 9999 blocks");
    vib_buffer_release(&file);
    file = start();
    put_spectrum(&file, RATIO | ABSORBANCE, 1);
    set_u32(&file, 28, 3);
    cr_assert_mentions(refusal_of(&file), "4 points in a block with room");
    vib_buffer_release(&file);
}

Test(opus, says_that_it_was_cut)
{
    vib_buffer file = start();

    put_spectrum(&file, RATIO | ABSORBANCE, 1);
    cr_assert_mentions(refusal((char *)file.data, 20), "cut short");
    cr_assert_mentions(refusal((char *)file.data, 60), "cut short");
    cr_assert_mentions(refusal((char *)file.data, 170), "cut short");
    cr_assert_mentions(refusal((char *)file.data, file.size - 4), "cut short");
    vib_buffer_release(&file);
}

Test(opus, survives_damage)
{
    vib_buffer file = make_file();
    vib_buffer series = make_series(2);

    survive_damage(&file);
    survive_damage(&series);
    vib_buffer_release(&file);
    vib_buffer_release(&series);
}
