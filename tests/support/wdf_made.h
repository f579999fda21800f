/* wdf_made.h - Renishaw WiRE files, small, with what real ones have. */
#ifndef VIB_WDF_MADE_H
#define VIB_WDF_MADE_H

#include "bytes_made.h"

enum { POINTS = 3, ORIGINS = 5 };

static inline void put_chunk(vib_buffer *file, const char *name, size_t size)
{
    vib_put_bytes(file, name, 4);
    vib_put_u32(file, 0);
    vib_put_u64(file, 16 + size);
}

static inline void put_header(vib_buffer *file, size_t capacity,
                              size_t collected)
{
    put_chunk(file, "WDF1", 496);
    pad_to(file, 512);
    set_u32(file, 60, POINTS);
    set_u64(file, 64, capacity);
    set_u64(file, 72, collected);
    set_u32(file, 80, 4);
    set_u32(file, 88, POINTS);
    set_u32(file, 92, ORIGINS);
    set_bytes(file, 96, "WiRE", 4);
    set_u16(file, 120, 5);
    set_u16(file, 122, 2);
    set_u32(file, 132, 3);
    set_u64(file, 136, UINT64_C(133056426175172206));
    set_u32(file, 152, 6);
    set_f32(file, 156, 12738.599609375);
    set_bytes(file, 208, "Raman", 5);
    set_bytes(file, 240, "A map", 5);
}

static inline void put_list(vib_buffer *file, uint32_t type, uint32_t unit,
                     const char *label)
{
    vib_put_u32(file, type);
    vib_put_u32(file, unit);
    put_place(file, label, 16);
}

static inline void put_origins(vib_buffer *file, size_t capacity)
{
    put_chunk(file, "ORGN", 4 + ORIGINS * (24 + 8 * capacity));
    vib_put_u32(file, ORIGINS);
    put_list(file, 0x80000003, 5, "X");
    for (size_t k = 0; k < capacity; k++)
        vib_put_f64(file, -100 + 10 * (double)k);
    put_list(file, 0x80000004, 8, "Y");
    for (size_t k = 0; k < capacity; k++)
        vib_put_f64(file, 0.0025);
    put_list(file, 11, 24, "Time");
    for (size_t k = 0; k < capacity; k++)
        vib_put_u64(file, UINT64_C(133056426175172206) + 20000000 * k);
    put_list(file, 9, 21, "Temperature");
    for (size_t k = 0; k < capacity; k++)
        vib_put_f64(file, 25.5);
    put_list(file, 17, 0, "Flags");
    for (size_t k = 0; k < capacity; k++)
        vib_put_u64(file, k == 1 ? 4 : 0);
}

/* A map as WiRE writes one: the axis descends, and spectrum k has the
 * intensities 10 k, 10 k + 1, ... */
static inline vib_buffer make_map(size_t capacity, size_t collected)
{
    vib_buffer file = { 0 };

    put_header(&file, capacity, collected);
    put_chunk(&file, "DATA", 4 * POINTS * capacity);
    for (size_t k = 0; k < capacity; k++)
        for (size_t i = 0; i < POINTS; i++)
            put_f32(&file, k < collected ? (double)(10 * k + i) : 0);
    put_chunk(&file, "YLST", 12);
    vib_put_u32(&file, 4);
    vib_put_u32(&file, 16);
    put_f32(&file, 23);
    put_chunk(&file, "XLST", 8 + 4 * POINTS);
    vib_put_u32(&file, 1);
    vib_put_u32(&file, 1);
    for (size_t i = 0; i < POINTS; i++)
        put_f32(&file, 1100.5 - (double)i);
    put_origins(&file, capacity);
    put_chunk(&file, "TEXT", 9);
    vib_put_bytes(&file, "it is 5 \xb5", 9);
    assert(!file.failed);
    return file;
}

/* Where the chunk called `name` begins. */
static inline size_t chunk_at(const vib_buffer *file, const char *name)
{
    uint8_t *at = memmem(file->data, file->size, name, 4);

    assert(at);
    return (size_t)(at - file->data);
}

#endif
