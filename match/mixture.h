/* mixture.h - which few references a spectrum is made of, and how much of each.
 *
 * All spectra are intensities above their baselines on one grid, so that they
 * add up. What the baselines leave is a parabola of either sign. */
#ifndef VIB_MIXTURE_H
#define VIB_MIXTURE_H

#include <stdbool.h>
#include <stddef.h>

enum {
    VIB_MIX_MOST = 8,  /* parts                                              */
    VIB_MIX_CURVE = 3, /* terms of the parabola                              */
    VIB_MIX_SHIFT = 2  /* grid points a reference may be moved, either way   */
};

typedef struct vib_mix {
    const float *measured; /* [length] times the weights                     */
    const float *weight;   /* [length] as vib_mix_weigh() gives them         */
    const float *reference; /* [count][length], 0 where not measured         */
    const size_t *compound; /* [count] equal: not both in a mixture          */
    size_t length, count;
    size_t first, end;     /* weights are 0 before and from there on         */
    double choices;        /* references these were chosen from              */
} vib_mix;

typedef struct vib_mix_part {
    size_t reference;
    int move;          /* grid points up                                     */
    double amount;     /* times the reference                                */
    double confidence; /* 0 to 1, by vib_mix_judge()                         */
} vib_mix_part;

typedef struct vib_mix_fit { /* { .count = 0 }: nothing but the parabola */
    vib_mix_part part[VIB_MIX_MOST]; /* [count]                              */
    size_t count;
    double curve[VIB_MIX_CURVE];     /* on -1 to 1 over the grid             */
    double left;                     /* sum of squares                       */
} vib_mix_fit;

/* How much each point of a spectrum above its baseline says, 0 to 1: the noise,
 * estimated from second differences and at least a hundredth of the highest
 * band, over the square root of the sum of its square and that of what another
 * specimen's band is off by, a share of its height. 0 where `mask` is. weight
 * and scratch [length]. */
void vib_mix_weigh(float *weight, float *scratch, const float *measured,
                   const float *mask, size_t length);

/* Fit the parabola and the amounts of the parts that `fit` has. `scratch`, here
 * and below, holds VIB_MIX_SCRATCH(length) floats. */
#define VIB_MIX_SCRATCH(length) ((VIB_MIX_MOST + VIB_MIX_CURVE + 1) * (length))
void vib_mix_solve(vib_mix_fit *fit, float *scratch, const vib_mix *mix);

/* Add the reference that leaves least, then look for better ones in the place
 * of each part in turn. False, with `fit` as it was: none is of use. */
bool vib_mix_grow(vib_mix_fit *fit, float *scratch, const vib_mix *mix);

/* What is left of the measured, times the weights: out [length]. */
void vib_mix_rest(float *out, float *scratch, const vib_mix *mix,
                  const vib_mix_fit *fit);

/* How many independent points a rest has: n (1 - r) / (1 + r), r being the
 * correlation of neighbours (Bayley and Hammersley 1946, J. R. Stat. Soc.
 * Suppl. 8, 184), and at least n / 8. Misfits of bands count once, not once a
 * point. */
double vib_mix_points(const float *rest, const float *weight, size_t length);

/* Whether the part by which `more` exceeds `fit` is worth it, by the extended
 * Bayesian criterion (Chen and Chen 2008, Biometrika 95, 759): points times the
 * log of the ratio of what is left against 2 log(points) for its amount and
 * move and 2 gamma log(choices) for having been chosen, gamma 0.7. */
bool vib_mix_worth(const vib_mix_fit *fit, const vib_mix_fit *more,
                   double points, const vib_mix *mix);

/* How likely the part `at` is to be right: the more is left with any other
 * compound in its place, the more of it the other parts cannot make up, and the
 * less it had to be moved, the likelier (logistic regression on mixtures of
 * real spectra). */
void vib_mix_judge(vib_mix_fit *fit, float *scratch, const vib_mix *mix,
                   size_t at);

/* Drop parts less likely than `least`, but for the likeliest, which is given
 * this likelihood: of those the regression makes less of than 0.4, 0.48 were
 * right, since something is there. False: none. The amounts are then to be
 * found again. */
bool vib_mix_drop(vib_mix_fit *fit, double least);

/* A reference as a part of the fit, times the weights: out [length]. */
void vib_mix_column(float *out, const vib_mix *mix, size_t reference, int move);

#endif
