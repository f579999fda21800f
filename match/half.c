/* half.c - IEEE 754 half-precision floats. */
#include "half.h"

#include <math.h>
#include <string.h>

enum { BIAS_GAP = (127 - 15) << 23 }; /* between the two exponents, in place */

uint16_t vib_half_of(float value)
{
    uint32_t bits, sign, half;

    memcpy(&bits, &value, sizeof bits);
    sign = bits >> 16 & 0x8000u;
    bits &= 0x7fffffffu;
    if (bits > 0x7f800000u)
        return VIB_HALF_NAN;
    if (bits >= 0x477ff000u) /* 65520, halfway to the first that is too large */
        return (uint16_t)(sign | 0x7c00u);
    if (bits < 0x38800000u) { /* below 2^-14 steps are 2^-24 */
        half = (uint32_t)lrintf(fabsf(value) * 0x1p24f);
        return (uint16_t)(sign | half);
    }
    bits += 0xfffu + (bits >> 13 & 1u);
    return (uint16_t)(sign | (bits - BIAS_GAP) >> 13);
}

float vib_half_value(uint16_t half)
{
    uint32_t sign = (uint32_t)(half & 0x8000u) << 16;
    uint32_t bits = (uint32_t)(half & 0x7fffu) << 13;
    float value;

    if ((half & 0x7c00u) == 0x7c00u) {
        bits = sign | 0x7f800000u | bits;
        memcpy(&value, &bits, sizeof value);
        return value;
    }
    memcpy(&value, &bits, sizeof value);
    value *= 0x1p112f; /* the exponent's bias made up for, denormals too */
    return sign ? -value : value;
}
