/* number.h - decimal numbers in text, the same in every locale. */
#ifndef VIB_NUMBER_H
#define VIB_NUMBER_H

enum { VIB_NUMBER_TEXT = 32 };

/* Read the number at `text`, which reaches to `end`, correctly rounded into
 * *out: digits with `point` ('.' or ',') anywhere among them, a sign before, an
 * exponent (E or D) behind. Returns where it ends, or NULL when there is none
 * or it has more than 1,000 characters. */
const char *vib_number_read(double *out, const char *text, const char *end,
                            char point);

/* Write so many significant digits at most, without zeros behind them. */
void vib_number_round(char text[VIB_NUMBER_TEXT], double value, int digits);

/* Write the fewest digits that read back as the same double. */
void vib_number_write(char text[VIB_NUMBER_TEXT], double value);

#endif
