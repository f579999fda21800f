/* made.h - spectra made from a number: the same for the same number. */
#ifndef VIB_MADE_H
#define VIB_MADE_H

#include "random.h"
#include "vibrary.h"

#include <math.h>
#include <stdlib.h>

/* A tiny network, hardly trained: it learns in no time, and nothing much. */
static inline vib_training made_training(uint64_t seed)
{
    vib_training training = VIB_TRAINING_DEFAULT;

    training.pipeline = "raman grid=100:1300:4 despike=8 snip=20 "
                        "derivative=11,2";
    training.network = "resnet in=3x301 stem=4k5 blocks=4/2 kernel=3 head=4 "
                       "out=16";
    training.synthetic = 1;
    training.steps = 1;
    training.batch = 8;
    training.seed = seed;
    return training;
}

/* Spectrum number `which`: a few bands, the same for the same number. The
 * `version` of it has other heights and a little noise; 0 has neither. */
static inline vib_spectrum made_spectrum(uint64_t which, uint64_t version)
{
    enum { POINTS = 600, BANDS = 6 };
    vib_random bands = vib_random_stream(which, 0, 0);
    vib_random change = vib_random_stream(which, 1, version);
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;

    spectrum.x = calloc(POINTS, sizeof *spectrum.x);
    spectrum.y = calloc(POINTS, sizeof *spectrum.y);
    spectrum.n = POINTS;
    for (size_t i = 0; i < POINTS; i++) {
        spectrum.x[i] = 120 + 1.9 * (double)i;
        spectrum.y[i] = 10 + (version ? vib_random_normal(&change) : 0);
    }
    for (int band = 0; band < BANDS; band++) {
        double at = 150 + 1050 * vib_random_uniform(&bands);
        double width = 5 + 10 * vib_random_uniform(&bands);
        double height = 100 + 900 * vib_random_uniform(&bands);

        if (version)
            height *= exp(0.3 * vib_random_normal(&change));
        for (size_t i = 0; i < POINTS; i++) {
            double d = (spectrum.x[i] - at) / width;

            spectrum.y[i] += height / (1 + d * d);
        }
    }
    return spectrum;
}

#endif
