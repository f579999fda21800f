#include "element.h"

#include <math.h>
#include <string.h>

/* A half of 16 bits (IEEE 754 binary16). */
static double half_value(unsigned bits)
{
    int exponent = (int)(bits >> 10 & 31);
    double mantissa = bits & 1023;
    double value = exponent == 31   ? NAN
                   : exponent == 0 ? ldexp(mantissa, -24)
                                   : ldexp(mantissa + 1024, exponent - 25);

    return bits >> 15 ? -value : value;
}

double vib_element_value(const uint8_t *at, vib_element e)
{
    uint64_t bits = 0;
    float single;
    double value;
    uint32_t low;

    for (size_t i = 0; i < e.size; i++)
        bits |= (uint64_t)at[e.big ? e.size - 1 - i : i] << 8 * i;
    if (e.kind == 'f' && e.size == 8) {
        memcpy(&value, &bits, sizeof value);
        return value;
    }
    if (e.kind == 'f' && e.size == 4) {
        low = (uint32_t)bits;
        memcpy(&single, &low, sizeof single);
        return single;
    }
    if (e.kind == 'f')
        return half_value((unsigned)bits);
    if (e.kind == 'i' && bits >> (8 * e.size - 1) & 1)
        return -(double)((~bits & (UINT64_MAX >> (64 - 8 * e.size))) + 1);
    return (double)bits;
}

/* values [n] from numbers of a C type, which need not be aligned. */
#define CONVERT(type)                                     \
    for (size_t i = 0; i < n; i++) {                      \
        type value;                                       \
        memcpy(&value, at + i * stride, sizeof value);    \
        values[i] = (double)value;                        \
    }

void vib_element_values(double *values, const uint8_t *at, vib_element e,
                        size_t step, size_t n)
{
    size_t stride = step * e.size;

    if (e.kind == 'f' && e.size == 8 && !e.big)
        CONVERT(double)
    else if (e.kind == 'f' && e.size == 4 && !e.big)
        CONVERT(float)
    else
        for (size_t i = 0; i < n; i++)
            values[i] = vib_element_value(at + i * stride, e);
}
