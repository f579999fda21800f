/* decimal.h - plain decimal numbers as text, the same in every locale. */
#ifndef VIB_DECIMAL_H
#define VIB_DECIMAL_H

#include <stdbool.h>

enum { VIB_DECIMAL_TEXT = 24 };

/* Read an unsigned number such as "532" or "2.5" at *text, correctly rounded,
 * and move *text behind it. False: there is none, or it has more than 15
 * digits; then nothing is changed. */
bool vib_decimal_read(double *value, const char **text);

/* Write 0 <= value < 1e9, to six decimals at most, without needless zeros. */
void vib_decimal_write(char text[VIB_DECIMAL_TEXT], double value);

#endif
