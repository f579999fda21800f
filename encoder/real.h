/* real.h - the number the network computes in. Everything that includes this
 * is compiled for float, and once more for double so that the gradients can be
 * checked against finite differences (tests/encoder). */
#ifndef VIB_REAL_H
#define VIB_REAL_H

#ifndef VIB_REAL
#define VIB_REAL float
#endif

typedef VIB_REAL real;

#endif
