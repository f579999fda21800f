#include "mixture.h"

#include "nnls.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    TERMS = VIB_MIX_MOST + VIB_MIX_CURVE,
    FINALISTS = 12, /* references that are tried with moves                  */
    ROUNDS = 2,     /* of looking for better references                      */
    BAND = 8,       /* grid points for which the misfit of a band goes on    */
    LANES = 8       /* partial sums, added up in one order                   */
};

/* Another specimen's band is off by this share of its height; nothing below
 * this share of the highest is looked for. By trials on RRUFF, as BAND is:
 * benchmarks/accuracy/mixtures.c. */
static const double MISFIT = 0.15, FAINT = 0.01;

/* What a choice among many costs, between 0 and 1: gamma of Chen and Chen. */
static const double CHOOSING = 0.7;

/* Log of the odds that a part is right: a logistic regression on the 4,766
 * parts found in 2,790 mixtures of three quarters of RRUFF's minerals;
 * benchmarks/README.md tells how it does on the last quarter. */
static const struct {
    double constant, missed, alone, move;
} odds = { 1.77, 0.91, 4.43, -0.78 };

_Static_assert((int)TERMS <= (int)VIB_NNLS_MAX, "a mixture has too many terms");

static double dot(const float *a, const float *b, size_t n)
{
    double lane[LANES] = { 0 }, sum = 0;
    size_t i = 0;

    for (; i + LANES <= n; i += LANES)
        for (size_t k = 0; k < LANES; k++)
            lane[k] += (double)a[i + k] * (double)b[i + k];
    for (; i < n; i++)
        lane[0] += (double)a[i] * (double)b[i];
    for (size_t k = 0; k < LANES; k++)
        sum += lane[k];
    return sum;
}

void vib_mix_column(float *out, const vib_mix *mix, size_t reference, int move)
{
    const float *from = mix->reference + reference * mix->length;
    ptrdiff_t length = (ptrdiff_t)mix->length;

    memset(out, 0, mix->length * sizeof *out);
    for (ptrdiff_t i = (ptrdiff_t)mix->first; i < (ptrdiff_t)mix->end; i++) {
        ptrdiff_t at = i - move;

        out[i] = at < 0 || at >= length ? 0 : mix->weight[i] * from[at];
    }
}

static int by_size(const void *a, const void *b)
{
    const float *p = a, *q = b;

    return (*p > *q) - (*p < *q);
}

void vib_mix_weigh(float *weight, float *scratch, const float *measured,
                   const float *mask, size_t length)
{
    double noise, most = 0;
    size_t n = 0;

    for (size_t i = 0; i < length; i++)
        most = fmax(most, (double)measured[i]);
    for (size_t i = 1; i + 1 < length; i++)
        if (mask[i - 1] > 0 && mask[i] > 0 && mask[i + 1] > 0)
            scratch[n++] = fabsf(measured[i - 1] - 2 * measured[i] +
                                 measured[i + 1]);
    qsort(scratch, n, sizeof *scratch, by_size);
    noise = n ? 1.4826 / sqrt(6) * (double)scratch[n / 2] : 0;
    noise = fmax(noise, FAINT * most);
    for (size_t i = 0; i < length; i++) {
        double off = MISFIT * (double)measured[i];

        weight[i] = mask[i] > 0 && noise > 0
                        ? (float)(noise / sqrt(noise * noise + off * off))
                        : 0;
    }
}

/* ---- a system of columns ------------------------------------------------ */

/* The parabola, then parts: their columns are [normal.n][length] in `column`,
 * with room for one more. */
typedef struct terms {
    const vib_mix *mix;
    float *column;
    vib_normal normal;
} terms;

/* Over what was measured. */
static double product(const vib_mix *mix, const float *a, const float *b)
{
    return dot(a + mix->first, b + mix->first, mix->end - mix->first);
}

/* Take the column that stands behind the others into the system. */
static void take(terms *t)
{
    size_t length = t->mix->length, n = t->normal.n++;
    const float *own = t->column + n * length;

    for (size_t i = 0; i <= n; i++)
        t->normal.gram[i][n] = t->normal.gram[n][i] =
            product(t->mix, own, t->column + i * length);
    t->normal.moment[n] = product(t->mix, own, t->mix->measured);
}

static void take_reference(terms *t, size_t reference, int move)
{
    vib_mix_column(t->column + t->normal.n * t->mix->length, t->mix, reference,
                   move);
    take(t);
}

/* The system of all parts of a fit but `without`. */
static void begin(terms *t, float *scratch, const vib_mix *mix,
                  const vib_mix_fit *fit, size_t without)
{
    size_t length = mix->length;

    *t = (terms){ .mix = mix, .column = scratch };
    t->normal.square = product(mix, mix->measured, mix->measured);
    for (size_t k = 0; k < VIB_MIX_CURVE; k++) {
        float *own = scratch + k * length;

        for (size_t i = 0; i < length; i++) {
            double at = 2 * (double)i / (double)length - 1;

            own[i] = mix->weight[i] * (float)pow(at, (double)k);
        }
        take(t);
    }
    t->normal.free = VIB_MIX_CURVE;
    for (size_t i = 0; i < fit->count; i++)
        if (i != without)
            take_reference(t, fit->part[i].reference, fit->part[i].move);
}

void vib_mix_solve(vib_mix_fit *fit, float *scratch, const vib_mix *mix)
{
    double x[VIB_NNLS_MAX] = { 0 };
    terms t;

    begin(&t, scratch, mix, fit, fit->count);
    fit->left = vib_nnls(x, &t.normal);
    memcpy(fit->curve, x, sizeof fit->curve);
    for (size_t i = 0; i < fit->count; i++)
        fit->part[i].amount = x[VIB_MIX_CURVE + i];
}

/* ---- trials ------------------------------------------------------------- */

typedef struct trial {
    size_t reference;
    int move;
    double left;
} trial;

/* What is left with one more reference. */
static double try_one(terms *t, size_t reference, int move)
{
    double x[VIB_NNLS_MAX], left;

    take_reference(t, reference, move);
    left = vib_nnls(x, &t->normal);
    t->normal.n--;
    return left;
}

static bool is_used(const vib_mix *mix, const vib_mix_fit *fit, size_t without,
                    size_t reference)
{
    for (size_t i = 0; i < fit->count; i++)
        if (i != without && mix->compound[fit->part[i].reference] ==
                                mix->compound[reference])
            return true;
    return false;
}

/* The place of the same compound among trials [n], or n. */
static size_t place_of(const trial *best, size_t n, const vib_mix *mix,
                       size_t reference)
{
    size_t i = 0;

    while (i < n && mix->compound[best[i].reference] !=
                        mix->compound[reference])
        i++;
    return i;
}

/* Put a trial into the best [*n], at most FINALISTS, which are in order and of
 * a compound each. */
static void keep(trial *best, size_t *n, const vib_mix *mix, trial one)
{
    size_t at = place_of(best, *n, mix, one.reference);

    if (at == *n && *n < FINALISTS) {
        (*n)++;
    } else {
        at = at < *n ? at : FINALISTS - 1;
        if (one.left >= best[at].left)
            return;
    }
    for (; at > 0 && best[at - 1].left > one.left; at--)
        best[at] = best[at - 1];
    best[at] = one;
}

/* The best references for the place `at` of a fit, one of each compound, best
 * first: out [FINALISTS], each with its best move. */
static size_t find_best(trial *out, float *scratch, const vib_mix *mix,
                        const vib_mix_fit *fit, size_t at)
{
    trial plain[FINALISTS];
    size_t n = 0, count = 0;
    terms t;

    begin(&t, scratch, mix, fit, at);
    for (size_t i = 0; i < mix->count; i++)
        if (!is_used(mix, fit, at, i))
            keep(plain, &n, mix, (trial){ i, 0, try_one(&t, i, 0) });
    for (size_t i = 0; i < n; i++) {
        trial best = plain[i];

        for (int move = -VIB_MIX_SHIFT; move <= VIB_MIX_SHIFT; move++) {
            double left = move ? try_one(&t, best.reference, move) : best.left;

            if (left < best.left) {
                best.left = left;
                best.move = move;
            }
        }
        keep(out, &count, mix, best);
    }
    return count;
}

static bool place(vib_mix_fit *fit, float *scratch, const vib_mix *mix,
                  size_t at)
{
    trial best[FINALISTS];
    double before = fit->left;

    if (find_best(best, scratch, mix, fit, at) == 0 ||
        !(best[0].left < before * (1 - 1e-9)))
        return false;
    fit->part[at] = (vib_mix_part){ .reference = best[0].reference,
                                    .move = best[0].move };
    if (at == fit->count)
        fit->count++;
    vib_mix_solve(fit, scratch, mix);
    return true;
}

bool vib_mix_grow(vib_mix_fit *fit, float *scratch, const vib_mix *mix)
{
    vib_mix_fit next = *fit;
    bool moved = true;

    vib_mix_solve(&next, scratch, mix);
    if (fit->count == VIB_MIX_MOST || !place(&next, scratch, mix, fit->count))
        return false;
    for (int round = 0; round < ROUNDS && moved && next.count > 1; round++) {
        moved = false;
        for (size_t i = 0; i < next.count; i++)
            moved = place(&next, scratch, mix, i) || moved;
    }
    for (size_t i = 0; i < next.count; i++)
        if (!(next.part[i].amount > 0))
            return false;
    *fit = next;
    return true;
}

void vib_mix_rest(float *out, float *scratch, const vib_mix *mix,
                  const vib_mix_fit *fit)
{
    size_t length = mix->length;
    terms t;

    begin(&t, scratch, mix, fit, fit->count);
    for (size_t i = 0; i < length; i++) {
        double sum = 0;

        for (size_t k = 0; k < t.normal.n; k++)
            sum += (double)scratch[k * length + i] *
                   (k < VIB_MIX_CURVE ? fit->curve[k]
                                      : fit->part[k - VIB_MIX_CURVE].amount);
        out[i] = (float)((double)mix->measured[i] - sum);
    }
}

/* ---- how many, how sure -------------------------------------------------- */

double vib_mix_points(const float *rest, const float *weight, size_t length)
{
    double near = length ? dot(rest, rest + 1, length - 1) : 0;
    double square = dot(rest, rest, length), n = 0;
    double r = square > 0 ? fmax(0, near / square) : 0;

    for (size_t i = 0; i < length; i++)
        n += weight[i] > 0 ? 1 : 0;
    return fmax(2, n * fmax((1 - r) / (1 + r), 1.0 / BAND));
}

/* The gain of the log of the likelihood, twice. */
static double gain(double left_before, double left, double points,
                   const vib_mix *mix)
{
    double least = 1e-12 * product(mix, mix->measured, mix->measured);

    least = fmax(least, 1e-300);
    return points * log(fmax(left_before, least) / fmax(left, least));
}

static double price(double points, const vib_mix *mix)
{
    return 2 * log(points) + 2 * CHOOSING * log(fmax(mix->choices, 1));
}

bool vib_mix_worth(const vib_mix_fit *fit, const vib_mix_fit *more,
                   double points, const vib_mix *mix)
{
    return gain(fit->left, more->left, points, mix) > price(points, mix);
}

/* Of the whole square: what more would be left with the best other compound in
 * the place `at`, or nothing if there is none. t: the system without it. */
static double miss(terms *t, float *scratch, const vib_mix *mix,
                   const vib_mix_fit *fit, size_t at)
{
    size_t own = mix->compound[fit->part[at].reference], i = 0;
    double x[VIB_NNLS_MAX], left;
    trial best[FINALISTS];
    size_t n = find_best(best, scratch, mix, fit, at);

    while (i < n && mix->compound[best[i].reference] == own)
        i++;
    begin(t, scratch, mix, fit, at);
    left = i < n ? best[i].left : vib_nnls(x, &t->normal);
    return t->normal.square > 0 ? (left - fit->left) / t->normal.square : 0;
}

/* The share of a part that the others and the parabola do not make up. */
static double share_of_its_own(terms *t, const vib_mix_part *part)
{
    double x[VIB_NNLS_MAX], square, left;
    float *own = t->column + t->normal.n * t->mix->length;
    vib_normal rest = t->normal;

    vib_mix_column(own, t->mix, part->reference, part->move);
    for (size_t i = 0; i < rest.n; i++)
        rest.moment[i] = product(t->mix, own,
                                 t->column + i * t->mix->length);
    square = rest.square = product(t->mix, own, own);
    left = vib_nnls(x, &rest);
    return square > 0 ? left / square : 0;
}

void vib_mix_judge(vib_mix_fit *fit, float *scratch, const vib_mix *mix,
                   size_t at)
{
    vib_mix_part *part = &fit->part[at];
    double missed, alone, sum;
    terms t;

    missed = miss(&t, scratch, mix, fit, at);
    alone = share_of_its_own(&t, part);
    sum = odds.constant + odds.missed * log(fmax(missed, 1e-3)) +
          odds.alone * alone + odds.move * abs(part->move);
    part->confidence = 1 / (1 + exp(-sum));
}

bool vib_mix_drop(vib_mix_fit *fit, double least)
{
    size_t best = 0, kept = 0;

    for (size_t i = 1; i < fit->count; i++)
        if (fit->part[i].confidence > fit->part[best].confidence)
            best = i;
    if (fit->count > 0)
        fit->part[best].confidence = fmax(fit->part[best].confidence, least);
    for (size_t i = 0; i < fit->count; i++)
        if (fit->part[i].confidence >= least)
            fit->part[kept++] = fit->part[i];
    if (kept == fit->count)
        return false;
    fit->count = kept;
    return true;
}
