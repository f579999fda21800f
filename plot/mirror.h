/* mirror.h - an unknown and what was found for it, on any canvas. */
#ifndef VIB_MIRROR_H
#define VIB_MIRROR_H

#include "canvas.h"

/* As vib_plot_match(), filling the canvas. */
int vib_mirror_draw(const vib_canvas *canvas, const vib_mirror *what,
                    const vib_plot *options);

/* Points that a picture with n matches is high unless one chooses. */
double vib_mirror_height(size_t n);

#endif
