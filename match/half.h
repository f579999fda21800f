/* half.h - IEEE 754 half-precision floats: 11 bits of value in two bytes. */
#ifndef VIB_HALF_H
#define VIB_HALF_H

#include <stdint.h>

enum { VIB_HALF_NAN = 0x7e00 };

/* The nearest half float, ties to even; too large a value becomes infinite. */
uint16_t vib_half_of(float value);

/* The value of a half float. */
float vib_half_value(uint16_t half);

#endif
