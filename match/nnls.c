#include "nnls.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Which columns take part, and where the search is. */
typedef struct state {
    const vib_normal *of;
    bool in[VIB_NNLS_MAX];   /* takes part                                  */
    bool out[VIB_NNLS_MAX];  /* never again: the others make it up          */
} state;

/* Least squares by the columns that take part, by Cholesky: z is 0 elsewhere.
 * A column without a part of its own is put out. */
static void solve(double *z, state *s)
{
    double l[VIB_NNLS_MAX][VIB_NNLS_MAX], v[VIB_NNLS_MAX];
    size_t at[VIB_NNLS_MAX], m = 0;

    memset(z, 0, VIB_NNLS_MAX * sizeof *z);
    for (size_t i = 0; i < s->of->n; i++) {
        double own = s->of->gram[i][i], sum = s->of->moment[i];

        if (!s->in[i])
            continue;
        for (size_t k = 0; k < m; k++) {
            l[m][k] = s->of->gram[i][at[k]];
            for (size_t j = 0; j < k; j++)
                l[m][k] -= l[m][j] * l[k][j];
            l[m][k] /= l[k][k];
            own -= l[m][k] * l[m][k];
            sum -= l[m][k] * v[k];
        }
        if (!(own > 1e-10 * s->of->gram[i][i])) {
            s->in[i] = false;
            s->out[i] = true;
            continue;
        }
        l[m][m] = sqrt(own);
        v[m] = sum / l[m][m];
        at[m++] = i;
    }
    while (m-- > 0) {
        z[at[m]] = v[m] / l[m][m];
        for (size_t k = 0; k < m; k++)
            v[k] -= l[m][k] * z[at[m]];
    }
}

/* Move x towards z as far as no amount becomes negative. False: all the way;
 * else those that have become 0 take no part any more. */
static bool step(double *x, const double *z, state *s)
{
    size_t first = VIB_NNLS_MAX;
    double share = 1;

    for (size_t i = s->of->free; i < s->of->n; i++)
        if (s->in[i] && z[i] <= 0) {
            double here = x[i] > 0 ? x[i] / (x[i] - z[i]) : 0;

            if (first == VIB_NNLS_MAX || here < share) {
                share = here;
                first = i;
            }
        }
    for (size_t i = 0; i < s->of->n; i++)
        x[i] += share * (z[i] - x[i]);
    for (size_t i = s->of->free; i < s->of->n; i++)
        if (s->in[i] && (i == first || x[i] <= 0)) {
            s->in[i] = false;
            x[i] = 0;
        }
    return first != VIB_NNLS_MAX;
}

/* The column out of which more would help most, or VIB_NNLS_MAX. */
static size_t steepest(const double *x, const state *s)
{
    size_t best = VIB_NNLS_MAX;
    double most = 1e-9; /* as a cosine with y: rounding is less */

    for (size_t i = s->of->free; i < s->of->n; i++) {
        double slope = s->of->moment[i];
        double scale = sqrt(s->of->gram[i][i] * s->of->square);

        for (size_t k = 0; k < s->of->n; k++)
            slope -= s->of->gram[i][k] * x[k];
        if (!s->in[i] && !s->out[i] && slope > most * scale) {
            most = slope / scale;
            best = i;
        }
    }
    return best;
}

static double left_over(const double *x, const vib_normal *normal)
{
    double left = normal->square;

    for (size_t i = 0; i < normal->n; i++) {
        double product = 0;

        for (size_t k = 0; k < normal->n; k++)
            product += normal->gram[i][k] * x[k];
        left += x[i] * (product - 2 * normal->moment[i]);
    }
    return fmax(0, left);
}

double vib_nnls(double *x, const vib_normal *normal)
{
    state s = { .of = normal };
    double at[VIB_NNLS_MAX] = { 0 }, z[VIB_NNLS_MAX];

    for (size_t i = 0; i < normal->free; i++)
        s.in[i] = true;
    /* Each column enters a few times at most; the limit is for rounding. */
    for (size_t turn = 0; turn < 4 * VIB_NNLS_MAX; turn++) {
        size_t enters;

        do
            solve(z, &s);
        while (step(at, z, &s));
        enters = steepest(at, &s);
        if (enters == VIB_NNLS_MAX)
            break;
        s.in[enters] = true;
    }
    memcpy(x, at, normal->n * sizeof *x);
    return left_over(at, normal);
}
