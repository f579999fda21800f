/* ticks.h - numbers that people like to read along an axis. */
#ifndef VIB_TICKS_H
#define VIB_TICKS_H

#include <stddef.h>

typedef struct vib_ticks {
    double first, step; /* tick i is at first + i step                 */
    size_t count;
    size_t parts;       /* small ticks divide a step into so many      */
    int decimals;       /* that tell one tick from the next            */
    double minor;       /* the lowest small tick within the range      */
    size_t minors;      /* how many small ticks there are, with large ones */
} vib_ticks;

/* At most `most` ticks, two or more where the range allows, within low < high,
 * at multiples of 1, 2 or 5 times a power of ten (after Heckbert 1990, "Nice
 * numbers for graph labels", Graphics Gems). No ticks where low < high does
 * not hold or the range is too narrow for a double to tell its parts. */
vib_ticks vib_ticks_make(double low, double high, size_t most);

/* The value of tick i, and of small tick i, exactly 0 where that is meant. */
double vib_tick(const vib_ticks *ticks, size_t i);
double vib_tick_minor(const vib_ticks *ticks, size_t i);

enum { VIB_TICK_TEXT = 32 };

/* The number of a tick as it is read: a true minus, no needless digits. */
void vib_tick_text(char text[VIB_TICK_TEXT], const vib_ticks *ticks,
                   double value);

#endif
