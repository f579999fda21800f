/* found.h - the spectra found in one file, and the checks all of them pass. */
#ifndef VIB_FOUND_H
#define VIB_FOUND_H

#include "fields.h"
#include "text.h"
#include "vibrary.h"

#include <stddef.h>

/* Said by the reader about a spectrum that is odd but was kept as it is. */
#define VIB_KEY_NOTE "note"

/* No input makes memory grow beyond 64 times its size (a file below
 * VIB_MEMORY_FLOOR bytes counts as that): its spectra may take this multiple,
 * unpacking and reading it, while they work, no more than VIB_WORKING_FACTOR.
 * One limit for all formats. */
enum { VIB_MEMORY_FACTOR = 40, VIB_WORKING_FACTOR = 24,
       VIB_MEMORY_FLOOR = 1 << 16 };

/* More fields than this in one spectrum are refused. */
enum { VIB_FIELDS_MOST = 4096 };

/* Makes spectrum k of a series: the intensities and fields of its own of *out,
 * which has the axis and fields of the head; a head of no points leaves the
 * points to it too. Called once for each k from 0 on. */
typedef int vib_maker(vib_spectrum *out, void *file, size_t k);

/* Spectra that are made one by one when they are asked for: a map of any size
 * takes the memory of one. */
typedef struct vib_series {
    size_t count;
    vib_spectrum head;
    bool plain; /* the axis of the head needs no look at each */
    vib_maker *make;
    void *file;
} vib_series;

typedef struct vib_found {
    vib_spectrum *spectra; /* [count] */
    size_t count, capacity;
    size_t bytes, limit; /* of memory that the spectra hold, may hold */
    size_t working;      /* bytes that their reader may take meanwhile */
    size_t given;        /* by vib_found_next() */

    vib_series *series; /* [series_count], behind those spectra */
    size_t series_count, series_capacity;
    size_t at, made; /* the series that is being given, how many of it */
    size_t promised; /* spectra of all series */
    bool titled; /* those of a series have titles of their own */
} vib_found;

/* Room for what a file of `size` bytes may hold. */
void vib_found_init(vib_found *found, size_t size);

/* The same of a file that was unpacked from an archive of `packed` bytes: where
 * that is less, it counts. */
void vib_found_init_unpacked(vib_found *found, size_t size, size_t packed);

/* Room for what `size` bytes may hold, if that is more: for a header that tells
 * of a larger file. */
void vib_found_allow(vib_found *found, size_t size);

/* To how many bytes a file may unpack from an archive of `packed` bytes. */
size_t vib_found_unpacking_room(size_t packed);

void vib_found_release(vib_found *found);

/* Take *spectrum over and leave it empty, also on failure. Points without a
 * finite number are dropped and noted, as is an axis that turns back or
 * repeats. VIB_BAD_DATA: fewer than two points are left, or the memory limit
 * is reached. */
int vib_found_add(vib_found *found, vib_spectrum *spectrum);

/* As if the `count` spectra that `make` makes came behind all there are; the
 * memory limit is for all of them together, which bounds the time. Takes over
 * *head and `file`, which free() frees, also on failure; the bytes of the file
 * must outlive *found. VIB_NO_MEMORY; VIB_BAD_DATA: the heads reach the limit.
 */
int vib_found_series(vib_found *found, vib_spectrum *head, size_t count,
                     vib_maker *make, void *file);

/* How many spectra there are, made or not. */
size_t vib_found_count(const vib_found *found);

/* 1: *out, which must be empty, is the next spectrum, the caller's to release.
 * 0: there are no more. Negative: it cannot be made, nor those after it. */
int vib_found_next(vib_spectrum *out, vib_found *found);

/* How many points more its memory limit allows. */
size_t vib_found_room(const vib_found *found);

/* Append a point; capacity [2], at first 0, is how many x and y fit. */
int vib_point_add(vib_spectrum *out, size_t capacity[2], double x, double y);

/* An empty spectrum with room for n points. */
int vib_points_new(vib_spectrum *out, size_t n);

/* A spectrum with a copy of the axis and of the fields of `head`, intensities
 * still to be filled in: the next one of a file whose spectra share them. */
int vib_points_like(vib_spectrum *out, const vib_spectrum *head);

/* Give *spectrum a field from a file: `key` and `value` are trimmed. A key that
 * the library sets itself becomes "original ...", and a second value of a key
 * is added to the first as a new line, as long as it stays below 64 KiB; a tag
 * is a field each. */
int vib_field_add(vib_spectrum *spectrum, vib_span key, vib_span value);

/* As vib_spectrum_set() with a value that is not terminated. */
int vib_field_set(vib_spectrum *spectrum, const char *key, vib_span value);

/* Add a remark to field "note". */
int vib_note(vib_spectrum *spectrum, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
