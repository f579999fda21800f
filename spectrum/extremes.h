/* extremes.h - the lesser and the larger of two numbers, neither of them NaN.
 * fmin() and fmax() leave open which of -0 and 0 they give; and they are calls,
 * where these are one instruction each. */
#ifndef VIB_EXTREMES_H
#define VIB_EXTREMES_H

static inline double vib_lesser(double a, double b)
{
    return a < b ? a : b;
}

static inline double vib_larger(double a, double b)
{
    return a > b ? a : b;
}

#endif
