/* opus_made.h - Bruker OPUS files, small, with what real ones have. */
#ifndef VIB_OPUS_MADE_H
#define VIB_OPUS_MADE_H

#include "bytes_made.h"

enum { POINTS = 4, ROOM = 12 }; /* blocks that the directory has room for */

/* Types of blocks: what data, of which channel. */
enum { SAMPLE = 1 << 2 | 3, REFERENCE = 2 << 2 | 3, RATIO = 3 << 2 | 3 };
enum { SPECTRUM = 1 << 10, INTERFEROGRAM = 2 << 10, ABSORBANCE = 4 << 10,
       TRANSMITTANCE = 5 << 10, RAMAN = 10 << 10 };
enum { STATUS = 1 << 4, INSTRUMENT = 2 << 4, ORIGIN = 10 << 4 };
enum { SERIES = 2 << 19, REPORT = 5 << 19, CHECKSUMMED = 1 << 30 };

static inline vib_buffer start(void)
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
static inline void enter(vib_buffer *file, uint32_t type, size_t at)
{
    uint32_t count = file->data[20];

    assert(count < ROOM);
    put_zeros(file, (4 - file->size % 4) % 4);
    set_u32(file, 24 + 12 * count, type);
    set_u32(file, 28 + 12 * count, (uint32_t)((file->size - at) / 4));
    set_u32(file, 32 + 12 * count, (uint32_t)at);
    set_u32(file, 20, count + 1);
}

static inline void put_name(vib_buffer *file, const char *name, unsigned type,
                     size_t size)
{
    put_place(file, name, 4);
    put_u16(file, type);
    put_u16(file, (unsigned)size / 2);
}

static inline void put_real(vib_buffer *file, const char *name, double value)
{
    put_name(file, name, 1, 8);
    vib_put_f64(file, value);
}

static inline void put_integer(vib_buffer *file, const char *name,
                               uint32_t value)
{
    put_name(file, name, 0, 4);
    vib_put_u32(file, value);
}

static inline void put_word(vib_buffer *file, const char *name,
                            const char *value)
{
    size_t size = strlen(value) / 2 * 2 + 2;

    put_name(file, name, 2, size);
    put_place(file, value, size);
}

/* The parameters of data of this type, scaled by `scale`. */
static inline void put_status(vib_buffer *file, uint32_t type, double scale)
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
static inline void put_data(vib_buffer *file, uint32_t type, double first)
{
    size_t at = file->size;

    for (int i = 0; i < POINTS + 1; i++)
        put_f32(file, first + i);
    enter(file, type, at);
}

static inline void put_spectrum(vib_buffer *file, uint32_t type, double first)
{
    put_data(file, type, first);
    put_status(file, type, 1);
}

static inline void put_origin(vib_buffer *file)
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
static inline vib_buffer make_file(void)
{
    vib_buffer file = start();

    put_spectrum(&file, SAMPLE | SPECTRUM, 10);
    put_spectrum(&file, RATIO | ABSORBANCE, 20);
    put_spectrum(&file, REFERENCE | SPECTRUM, 30);
    put_origin(&file);
    return file;
}

/* A series of `count` spectra: 10 k, 10 k + 1, ..., with a record of each. */
static inline vib_buffer make_series(uint32_t count)
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

#endif
