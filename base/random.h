/* random.h - counter-based random numbers: a stream is a key, not a state that
 * threads share, so what is drawn does not depend on who draws first. */
#ifndef VIB_RANDOM_H
#define VIB_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* One stream. Equal keys give equal streams on every machine. */
typedef struct vib_random {
    uint64_t key, counter;
} vib_random;

/* The stream of item `b` of step `a` under `seed`. */
vib_random vib_random_stream(uint64_t seed, uint64_t a, uint64_t b);

uint64_t vib_random_u64(vib_random *random);
double vib_random_uniform(vib_random *random);  /* [0, 1)                   */
double vib_random_normal(vib_random *random);   /* mean 0, variance 1       */
double vib_random_between(vib_random *random, double low, double high);
int vib_random_chance(vib_random *random, double p); /* 1 with probability p */
size_t vib_random_below(vib_random *random, size_t n); /* 0 .. n-1; n > 0   */

/* Shuffle order [n] in place (Fisher and Yates). */
void vib_random_shuffle(uint32_t *order, size_t n, vib_random *random);

#endif
