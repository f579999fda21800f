/* spe.h - Princeton Instruments SPE files, as far as their reader is in several
 * files. */
#ifndef VIB_SPE_H
#define VIB_SPE_H

#include "binary.h"
#include "found.h"

enum { VIB_SPE_REGIONS = 64 };

/* A part of the sensor that was read out, in each frame. */
typedef struct vib_spe_region {
    size_t width, height; /* points of a row, rows                  */
    size_t stride;        /* bytes to the next region               */
    size_t x, binning;    /* first column of the sensor, columns a point */
} vib_spe_region;

/* How frames lie in a file, and the axis. Zero-initialise;
 * vib_spe_layout_release() frees. */
typedef struct vib_spe_layout {
    size_t frames, stride; /* bytes to the next frame */
    vib_number_type type;
    vib_spe_region region[VIB_SPE_REGIONS];
    size_t regions;
    double *wavelength; /* [wavelengths] in nm; owned */
    size_t wavelengths;
    size_t sensor_width; /* columns */
    vib_spectrum fields; /* of all spectra, no points */
} vib_spe_layout;

void vib_spe_layout_release(vib_spe_layout *layout);

/* Read the header of files up to version 2 into *out, which is the caller's to
 * release also on failure. */
int vib_spe_read_header(vib_spe_layout *out, vib_part header);

/* Read the XML at the end of files of version 3 likewise. */
int vib_spe_read_footer(vib_spe_layout *out, vib_part xml);

#endif
