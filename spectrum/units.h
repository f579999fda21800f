/* units.h - what the numbers of an axis mean, and the axis in cm^-1. */
#ifndef VIB_UNITS_H
#define VIB_UNITS_H

#include "vibrary.h"

typedef enum vib_unit {
    VIB_UNIT_UNKNOWN, /* nothing was said                                  */
    VIB_UNIT_PER_CM,  /* wavenumber or Raman shift, cm^-1                  */
    VIB_UNIT_NM,
    VIB_UNIT_UM,
    VIB_UNIT_EV,
    VIB_UNIT_OTHER    /* seconds, ppm, points, ...: not a spectrum for us  */
} vib_unit;

/* The unit that a text such as "cm-1", "1/CM", "Wavelength (nm)" names. */
vib_unit vib_unit_of(const char *text);

/* Fill axis [n] with the spectrum's axis in cm^-1, in file order: Raman shift
 * when `raman` is true, else wavenumber. An axis without unit is taken as
 * cm^-1. nm, um and eV become a shift by 1e7/laser - 1e7/nm; that needs field
 * "laser" (VIB_BAD_DATA says so). VIB_UNIT_OTHER is refused, as is an axis that
 * would be light of less than 100 nm: its unit is wrong. */
int vib_axis_per_cm(double *axis, const vib_spectrum *spectrum, bool raman);

/* What the intensity of an infrared spectrum is. */
typedef enum vib_ordinate {
    VIB_ORDINATE_UNKNOWN, /* absorbance, counts, or nothing was said: as is */
    VIB_TRANSMITTANCE,    /* a share of light: transmitted or reflected     */
    VIB_PERCENT_TRANSMITTANCE
} vib_ordinate;

/* The ordinate that a text such as "%T", "Transmittance" or "% Reflectance"
 * names; a mere "%" is one of these. */
vib_ordinate vib_ordinate_of(const char *text);

/* Make absorbance, log10(1/T), of y [n], the intensities of an infrared
 * spectrum, when its unit says that they are shares of light; else leave them.
 * A share below 1e-4 counts as that. "Transmittance" is meant in percent when
 * most of it is above 2. */
void vib_absorbance(double *y, const vib_spectrum *spectrum);

#endif
