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

/* The excitation wavelength, nm, that a field "laser" says; false: none. */
bool vib_laser_text(double *nm, const char *text);

/* Fill axis [n] with the spectrum's axis in cm^-1, in file order: Raman shift
 * when `raman` is true, else wavenumber. An axis without unit is taken as
 * cm^-1. nm, um and eV become a shift by 1e7/laser - 1e7/nm; that needs field
 * "laser" (VIB_BAD_DATA says so). VIB_UNIT_OTHER is refused, as is an axis that
 * would be light of less than 100 nm: its unit is wrong. */
int vib_axis_per_cm(double *axis, const vib_spectrum *spectrum, bool raman);

/* What an intensity is. */
typedef enum vib_ordinate {
    VIB_ORDINATE_UNKNOWN, /* nothing was said that is known here            */
    VIB_INTENSITY,        /* counts, intensity: of Raman as of anything     */
    VIB_ABSORBED,         /* absorbance, log(1/R), Kubelka-Munk: bands rise */
    VIB_TRANSMITTANCE,    /* a share of light, transmitted or reflected     */
    VIB_PERCENT_TRANSMITTANCE
} vib_ordinate;

/* The ordinate that a text such as "%T", "Absorption (%)" or "% Reflectance"
 * names; a mere "%" is a share of light. NULL is as "". */
vib_ordinate vib_ordinate_of(const char *text);

/* What only an infrared spectrum has for an intensity: light that the sample
 * absorbed, transmitted or reflected. */
bool vib_ordinate_is_light(vib_ordinate ordinate);

/* Whether bands point down: transmittance and reflectance. */
bool vib_ordinate_dips(vib_ordinate ordinate);

/* Make absorbance, log10(1/T), of y [n], the intensities of an infrared
 * spectrum, when its unit says that they are shares of light; else leave them.
 * A share below 1e-4 counts as that. "Transmittance" is meant in percent when
 * most of it is above 2. */
void vib_absorbance(double *y, const vib_spectrum *spectrum);

#endif
