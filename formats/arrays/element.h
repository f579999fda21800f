/* element.h - one number of an array, in any size and byte order. */
#ifndef VIB_ELEMENT_H
#define VIB_ELEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct vib_element {
    char kind;   /* 'f' IEEE 754, 'i' two's complement, 'u' without sign */
    size_t size; /* bytes: 1, 2, 4 or 8; of 'f' not 1                    */
    bool big;    /* the most significant byte comes first                */
} vib_element;

double vib_element_value(const uint8_t *at, vib_element e);

/* values [n] from numbers each of which stands `step` numbers behind the one
 * before. */
void vib_element_values(double *values, const uint8_t *at, vib_element e,
                        size_t step, size_t n);

#endif
