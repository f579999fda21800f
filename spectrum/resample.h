/* resample.h - from any axis to an even grid. */
#ifndef VIB_RESAMPLE_H
#define VIB_RESAMPLE_H

#include <stdbool.h>
#include <stddef.h>

/* An even grid: point i is at first + i step, for i < length. */
typedef struct vib_grid {
    double first, step; /* cm^-1 */
    size_t length;
} vib_grid;

/* Put y [n] over the strictly ascending x [n], cm^-1, on a grid: value [length]
 * is the mean, over the cell of one step about each grid point, of the line
 * that joins the points. That keeps areas where the points are denser than the
 * grid and is linear interpolation where they are not. NAN: the points cover
 * less than half of the cell. Two neighbours do not cover what is between them
 * when that is a gap: over two steps wide and over four times as wide as is
 * usual around it, or over ten steps wide. */
void vib_resample(double *value, const vib_grid *grid, const double *x,
                  const double *y, size_t n);

/* Is the interval between points k and k + 1 of x [n], strictly ascending, over
 * four times as wide as is usual around it? */
bool vib_resample_gap(const double *x, size_t n, size_t k);

#endif
