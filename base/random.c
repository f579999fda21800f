#include "random.h"

#include <assert.h>
#include <math.h>

/* The finaliser of SplitMix64 (Steele, Lea, Flood 2014, OOPSLA): a bijection
 * of 64 bits in which every input bit reaches every output bit. */
static uint64_t mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static const uint64_t golden = 0x9e3779b97f4a7c15u; /* 2^64 / golden ratio */

vib_random vib_random_stream(uint64_t seed, uint64_t a, uint64_t b)
{
    uint64_t key = mix(seed + golden);

    key = mix(key ^ mix(a + 2 * golden));
    key = mix(key ^ mix(b + 3 * golden));
    return (vib_random){ key, 0 };
}

uint64_t vib_random_u64(vib_random *random)
{
    return mix(random->key + golden * ++random->counter);
}

double vib_random_uniform(vib_random *random)
{
    return (double)(vib_random_u64(random) >> 11) * 0x1p-53;
}

/* Box and Muller 1958; the second value is not kept, so that a draw costs the
 * same two counters always. */
double vib_random_normal(vib_random *random)
{
    double u = 1.0 - vib_random_uniform(random);
    double v = vib_random_uniform(random);

    return sqrt(-2.0 * log(u)) * cos(6.283185307179586 * v);
}

double vib_random_between(vib_random *random, double low, double high)
{
    return low + (high - low) * vib_random_uniform(random);
}

int vib_random_chance(vib_random *random, double p)
{
    return vib_random_uniform(random) < p;
}

size_t vib_random_below(vib_random *random, size_t n)
{
    assert(n > 0 && n <= UINT32_MAX);
    return (size_t)(((vib_random_u64(random) >> 32) * n) >> 32);
}

void vib_random_shuffle(uint32_t *order, size_t n, vib_random *random)
{
    for (size_t i = n; i > 1; i--) {
        size_t j = vib_random_below(random, i);
        uint32_t held = order[i - 1];

        order[i - 1] = order[j];
        order[j] = held;
    }
}
