/* binary.h - what the readers of binary files share: numbers and texts at a
 * place of bytes that may be hostile. All is little-endian. */
#ifndef VIB_BINARY_H
#define VIB_BINARY_H

#include "vibrary.h"

/* Some bytes of a file, borrowed. */
typedef struct vib_part {
    const uint8_t *at;
    size_t n;
} vib_part;

/* The `n` bytes of `whole` that begin at `at`. False, and *out untouched, when
 * they are not all there. */
bool vib_part_cut(vib_part *out, vib_part whole, uint64_t at, uint64_t n);

/* The same with as many of the `n` bytes as there are, perhaps none. */
vib_part vib_part_most(vib_part whole, uint64_t at, uint64_t n);

/* The number at byte `at`; 0 when it is not wholly inside. A reader cuts what
 * it needs to size first, so that no 0 stands for what is missing. */
unsigned vib_u8_at(vib_part part, size_t at);
unsigned vib_u16_at(vib_part part, size_t at);
uint32_t vib_u32_at(vib_part part, size_t at);
uint64_t vib_u64_at(vib_part part, size_t at);
double vib_f32_at(vib_part part, size_t at);
double vib_f64_at(vib_part part, size_t at);

/* How the numbers of an array are written. */
typedef enum vib_number_type {
    VIB_AS_I16, VIB_AS_U16, VIB_AS_I32, VIB_AS_U32, VIB_AS_F32, VIB_AS_F64
} vib_number_type;

size_t vib_number_size(vib_number_type type);

/* Fill values [n] from the beginning of `part`, which must hold them all. */
void vib_numbers_at(double *values, vib_part part, vib_number_type type,
                    size_t n);

/* Does `part` begin with this text? */
bool vib_part_begins(vib_part part, const char *text);

/* Give field `key` the text up to the first NUL, or to the end: UTF-8 or else
 * Windows-1252, trimmed. An empty text gives no field. */
int vib_field_text(vib_spectrum *spectrum, const char *key, vib_part text);

/* Give field `key` a number with so many significant digits (a float in a file
 * is good for 7); one that is not finite gives no field. */
int vib_field_number(vib_spectrum *spectrum, const char *key, double value,
                     int digits);

/* Give field `key` the time that is `seconds` after 1970 began, UTC, as ISO
 * 8601; one before 1950 or after 2150 is a mistake and gives no field. */
int vib_field_time(vib_spectrum *spectrum, const char *key, double seconds);

#endif
