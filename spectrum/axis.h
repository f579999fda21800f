/* axis.h - an axis that can be trusted. */
#ifndef VIB_AXIS_H
#define VIB_AXIS_H

#include <stddef.h>

/* Make x [*n] strictly ascending, y with it, in place: points that are no
 * numbers or beyond 1e100 are dropped, a descending axis is turned round,
 * neighbours at the same x become one point of their mean. *n becomes what is
 * left. VIB_BAD_DATA, with the arrays unspecified: the axis turns back, more
 * than a tenth of it is repeated, or fewer than two points are left. */
int vib_axis_order(double *x, double *y, size_t *n);

#endif
