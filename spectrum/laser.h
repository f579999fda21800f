/* laser.h - the excitation wavelength, where a file does not tell it. */
#ifndef VIB_LASER_H
#define VIB_LASER_H

#include <stddef.h>

/* The lines of lasers for Raman spectroscopy, nm, ascending; *count of them. */
const double *vib_laser_lines(size_t *count);

#endif
