/* despike.h - cosmic rays out, narrow lines left alone. */
#ifndef VIB_DESPIKE_H
#define VIB_DESPIKE_H

#include <stddef.h>

/* Replace spikes in y [n] by the line between their neighbours and return how
 * many points that were. x [n] is strictly ascending, cm^-1; all are numbers.
 *
 * A spike stands out of its surroundings by `threshold` robust standard
 * deviations of the first differences (Whitaker and Hayes 2018, Chemom.
 * Intell. Lab. Syst. 179, 82), is at most three points wide, and rises or
 * falls by four fifths of its height in one step. The last keeps real lines: a
 * Gaussian sampled by only two points a full width at half height, and so the
 * narrowest line an instrument can resolve, takes at most three quarters of
 * its height in a step.
 *
 * Nothing is touched where points are 4 cm^-1 or more apart, nor when one point
 * in a hundred would be: those are lines sampled too coarsely, not accidents.
 * `scratch` holds n doubles. */
size_t vib_despike(double *y, double *scratch, const double *x, size_t n,
                   double threshold);

#endif
