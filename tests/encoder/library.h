/* library.h - a small library that does not exist, for tests that train: 24
 * compounds of six bands, four specimens of each, and some useless spectra. */
#ifndef LIBRARY_H
#define LIBRARY_H

#include "memory.h"
#include "random.h"
#include "vibrary.h"

#include <math.h>
#include <stdio.h>

enum { COMPOUNDS = 24, SPECIMENS = 4, USELESS = 3, POINTS = 400 };

#define SMALL_PIPELINE "raman grid=100:1380:8 despike=0 snip=40 derivative=5,2"
#define SMALL_NETWORK "stem=8k5 blocks=8/2,16/2 kernel=3 head=8 out=16"

typedef struct library {
    size_t at, end; /* the next spectrum; where to stop                      */
    int broken;     /* a status to give once, before the first; or 0         */
} library;
#define LIBRARY_INIT { 0, COMPOUNDS * SPECIMENS + USELESS, 0 }

static void fill(vib_spectrum *out, size_t compound, size_t specimen)
{
    vib_random bands = vib_random_stream(11, compound, 0);
    vib_random noise = vib_random_stream(12, compound, specimen);
    double centre[6], height[6];

    for (size_t k = 0; k < 6; k++) {
        centre[k] = vib_random_between(&bands, 150, 1350);
        height[k] = vib_random_between(&bands, 20, 100) *
                    exp(0.2 * vib_random_normal(&noise));
    }
    for (size_t i = 0; i < POINTS; i++) {
        double x = 100 + 3.25 * (double)i, y = vib_random_normal(&noise);

        for (size_t k = 0; k < 6; k++)
            y += height[k] / (1 + pow((x - centre[k]) / 12, 2));
        out->x[i] = x;
        out->y[i] = specimen < SPECIMENS ? y : 7;
    }
}

/* A vib_source. The useless ones, at the end, are flat. */
static int library_next(vib_spectrum *out, void *payload)
{
    library *from = payload;
    size_t compound = from->at / SPECIMENS, specimen = from->at % SPECIMENS;
    int broken = from->broken;
    char text[32];

    from->broken = 0;
    if (broken || from->at == from->end)
        return broken;
    from->at++;
    out->x = vib_new(POINTS, sizeof *out->x);
    out->y = vib_new(POINTS, sizeof *out->y);
    out->n = POINTS;
    fill(out, compound, compound < COMPOUNDS ? specimen : SPECIMENS);
    snprintf(text, sizeof text, "compound %zu", compound);
    vib_spectrum_set(out, VIB_KEY_NAME, text);
    snprintf(text, sizeof text, "S%zu-%zu", compound, specimen);
    vib_spectrum_set(out, VIB_KEY_SPECIMEN, text);
    return 1;
}

#endif
