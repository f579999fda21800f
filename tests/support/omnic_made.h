/* omnic_made.h - Thermo OMNIC files, small, with what real ones have. */
#ifndef VIB_OMNIC_MADE_H
#define VIB_OMNIC_MADE_H

#include "bytes_made.h"

enum { POINTS = 3, ENTRY = 16, LONG_ENTRY = 22, TABLE = 304 };
enum { PER_CM = 1, DATA_POINTS = 2, RAMAN_SHIFT = 32, ABSORBANCE = 17 };

static inline vib_buffer start(const char *magic, size_t entries, size_t size)
{
    vib_buffer file = { 0 };

    put_place(&file, magic, 30);
    put_place(&file, "A title \xb5m", 256);
    pad_to(&file, TABLE);
    set_u32(&file, 296, 3752637772);
    put_zeros(&file, entries * size);
    return file;
}

static inline vib_buffer start_spa(size_t entries)
{
    return start("Spectral Data File\r\n", entries, ENTRY);
}

/* Enter the block of this key that begins at `at` and ends with the file. */
static inline void enter(vib_buffer *file, unsigned key, size_t at)
{
    uint32_t count = file->data[294];
    size_t entry = TABLE + ENTRY * count;

    set_u32(file, entry, key);
    set_u32(file, entry + 2, (uint32_t)at);
    set_u32(file, entry + 6, (uint32_t)(file->size - at));
    set_u16(file, 294, count + 1);
}

static inline void put_header(vib_buffer *file, unsigned x_unit,
                              unsigned y_unit, const double ends[2])
{
    size_t at = file->size;

    put_zeros(file, 140);
    set_u32(file, at + 4, POINTS);
    set_u32(file, at + 8, x_unit);
    set_u32(file, at + 12, y_unit);
    set_f32(file, at + 16, ends[0]);
    set_f32(file, at + 20, ends[1]);
    set_u32(file, at + 36, 32);
    set_f32(file, at + 80, 15798.25);
    set_f32(file, at + 96, x_unit == RAMAN_SHIFT ? 9393.64 : 0);
}

static const double falling[] = { 3000, 1000 };

static inline void put_spectrum(vib_buffer *file, unsigned x_unit,
                                unsigned y_unit, double first)
{
    size_t at = file->size;

    put_header(file, x_unit, y_unit, falling);
    enter(file, 2, at);
    at = file->size;
    for (int i = 0; i < POINTS; i++)
        put_f32(file, first + i);
    enter(file, 3, at);
}

static inline void put_text(vib_buffer *file, unsigned key, const char *text)
{
    size_t at = file->size;

    put_place(file, text, strlen(text) + 1);
    enter(file, key, at);
}

/* An entry of the longer table: the block from `at` to the end. */
static inline void enter_long(vib_buffer *file, unsigned key, size_t at)
{
    uint32_t count = file->data[294];
    size_t entry = TABLE + LONG_ENTRY * count;

    set_u32(file, entry, key);
    set_u64(file, entry + 2, at);
    set_u32(file, entry + 10, (uint32_t)(file->size - at));
    set_u16(file, 294, count + 1);
}

/* `count` spectra 10 k, 10 k + 1, ...; the 16 bytes behind the last are
 * missing. */
static inline void put_records(vib_buffer *file, size_t count)
{
    size_t at = file->size;

    put_header(file, PER_CM, ABSORBANCE, falling);
    pad_to(file, at + 212);
    for (size_t k = 0; k < count; k++) {
        put_place(file, "bei 0,260 Min.", 84);
        for (size_t i = 0; i < POINTS; i++)
            put_f32(file, (double)(10 * k + i));
        put_zeros(file, k + 1 < count ? 16 : 0);
    }
    enter_long(file, 45, at);
}

static inline vib_buffer make_series(size_t count, bool map)
{
    vib_buffer file = start("Spectral Exte File\r\n", 3, LONG_ENTRY);
    size_t at = file.size;

    put_header(&file, PER_CM, ABSORBANCE, falling);
    pad_to(&file, at + 1030);
    set_f32(&file, at + 1002, 0.25);
    set_f32(&file, at + 1010, 0.5);
    set_u32(&file, at + 1026, (uint32_t)count);
    enter_long(&file, 2, at);
    at = file.size;
    put_u16(&file, (unsigned)count);
    put_zeros(&file, 4);
    for (size_t k = 0; k < count; k++) {
        put_f32(&file, -100 + (double)k);
        put_f32(&file, 7);
    }
    enter_long(&file, map ? 6 : 99, at);
    put_records(&file, count);
    return file;
}

#endif
