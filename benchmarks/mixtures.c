/* mixtures - how often the components of made mixtures of real spectra are
 * found, beside plain non-negative least squares over the best by HQI.
 *
 *     benchmarks/mixtures MODEL PATH LIB [MIXTURES]
 *
 * Every second specimen of a mineral that has several goes into mixtures; all
 * others into LIB, which is made when it is not there. Mixtures of one, two and
 * three minerals, at 30, 20 and 10 dB, MIXTURES [40] of each kind. A part's
 * share is of the area above its own lowest point, over what all measured. */
#include "collection.h"
#include "measure.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 3, TOP = 20, FIRST = 150, STEPS = 550, STEP = 2, BATCH = 256 };

/* A part below this share is not counted as found by the plain way. */
static const double plain_floor = 0.05;

static uint64_t state = 1;

/* A number from 0 to 1 (Knuth's MMIX constants). */
static double random_number(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) * 0x1p-53;
}

static double random_normal(void)
{
    double radius = sqrt(-2 * log(1 - random_number()));

    return radius * cos(6.283185307179586 * random_number());
}

static const char *field_of(const vib_spectrum *spectrum, const char *key)
{
    const char *value = vib_spectrum_get(spectrum, key);

    return value ? value : "";
}

/* ---- what goes where ----------------------------------------------------- */

struct entry {
    const vib_spectrum *spectrum;
    const char *name, *specimen;
    bool mixed; /* kept for mixtures */
};

struct entries {
    struct entry *item; /* [n] by name, then specimen */
    size_t n;
};

static int by_name(const void *a, const void *b)
{
    const struct entry *p = a, *q = b;
    int names = strcmp(p->name, q->name);

    return names ? names : strcmp(p->specimen, q->specimen);
}

static struct entries sort_out(const struct collection *from)
{
    struct entries entries = {
        must_allocate(from->n, sizeof(struct entry)), from->n
    };
    size_t specimen = 0;

    for (size_t i = 0; i < from->n; i++)
        entries.item[i] = (struct entry){
            &from->spectra[i], field_of(&from->spectra[i], VIB_KEY_NAME),
            field_of(&from->spectra[i], VIB_KEY_SPECIMEN), false
        };
    qsort(entries.item, entries.n, sizeof *entries.item, by_name);
    for (size_t i = 1; i < entries.n; i++) {
        struct entry *own = &entries.item[i];

        if (strcmp(own->name, own[-1].name) != 0)
            specimen = 0;
        else if (strcmp(own->specimen, own[-1].specimen) != 0)
            specimen++;
        own->mixed = specimen % 2 == 1 && own->specimen[0];
    }
    return entries;
}

static void make_library(const char *path, const char *model,
                         const struct entries *entries)
{
    vib_encoder *encoder = NULL;
    vib_db *db = NULL;
    vib_added added;

    must(vib_encoder_open(&encoder, model));
    must(vib_db_create(path, encoder));
    must(vib_db_open(&db, path, VIB_WRITE));
    for (size_t i = 0; i < entries->n; i++)
        if (!entries->item[i].mixed)
            must(vib_db_add(&added, db, entries->item[i].spectrum, 1));
    must(vib_db_index(db, NULL));
    vib_db_close(db);
    vib_encoder_close(encoder);
}

/* ---- mixtures ------------------------------------------------------------ */

/* The mean of the points about each grid point; false: not all measured. */
static bool put_on_grid(double y[STEPS], const vib_spectrum *from)
{
    double count[STEPS] = { 0 };

    memset(y, 0, STEPS * sizeof *y);
    for (size_t i = 0; i < from->n; i++) {
        double at = (from->x[i] - FIRST) / STEP + 0.5;

        if (at >= 0 && at < STEPS) {
            y[(size_t)at] += from->y[i];
            count[(size_t)at]++;
        }
    }
    for (size_t i = 0; i < STEPS; i++) {
        if (!(count[i] > 0))
            return false;
        y[i] /= count[i];
    }
    return true;
}

static bool unit_area(double y[STEPS], const vib_spectrum *from)
{
    double least = INFINITY, area = 0;

    if (!put_on_grid(y, from))
        return false;
    for (size_t i = 0; i < STEPS; i++)
        least = fmin(least, y[i]);
    for (size_t i = 0; i < STEPS; i++)
        area += y[i] -= least;
    for (size_t i = 0; i < STEPS && area > 0; i++)
        y[i] /= area;
    return area > 0;
}

struct made {
    vib_spectrum spectrum;
    const char *name[MOST]; /* [count] */
    double share[MOST];
    size_t count;
};

static bool has(const char *const *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* Shares of at least a tenth. */
static void draw_shares(double share[MOST], size_t count)
{
    double sum = 0;

    for (size_t k = 0; k < count; k++)
        sum += share[k] = -log(1 - random_number());
    for (size_t k = 0; k < count; k++)
        share[k] = 0.1 + (1 - 0.1 * (double)count) * share[k] / sum;
    if (count == 1)
        share[0] = 1;
}

static void add_noise(vib_spectrum *spectrum, double decibel)
{
    double square = 0, sigma;

    for (size_t i = 0; i < STEPS; i++)
        square += spectrum->y[i] * spectrum->y[i];
    sigma = sqrt(square / STEPS) * pow(10, -decibel / 20);
    for (size_t i = 0; i < STEPS; i++)
        spectrum->y[i] += sigma * random_normal();
}

static struct made make_mixture(const struct entries *entries, size_t count,
                                double decibel)
{
    struct made made = { .count = 0 };

    made.spectrum.x = must_allocate(STEPS, sizeof(double));
    made.spectrum.y = must_allocate(STEPS, sizeof(double));
    made.spectrum.n = STEPS;
    draw_shares(made.share, count);
    for (size_t i = 0; i < STEPS; i++)
        made.spectrum.x[i] = FIRST + STEP * (double)i;
    while (made.count < count) {
        size_t which = (size_t)(random_number() * (double)entries->n);
        const struct entry *entry = &entries->item[which];
        double y[STEPS];

        if (!entry->mixed || has(made.name, made.count, entry->name) ||
            !unit_area(y, entry->spectrum))
            continue;
        for (size_t i = 0; i < STEPS; i++)
            made.spectrum.y[i] += made.share[made.count] * y[i];
        made.name[made.count++] = entry->name;
    }
    add_noise(&made.spectrum, decibel);
    return made;
}

/* ---- the plain way ------------------------------------------------------- */

/* Projected coordinate descent to the solution of non-negative least squares:
 * slow, and not the library's. x [n]. */
static void plain_nnls(double *x, const double (*column)[STEPS], size_t n,
                       const double *y)
{
    double rest[STEPS];

    memcpy(rest, y, sizeof rest);
    for (int sweep = 0; sweep < 500; sweep++)
        for (size_t k = 0; k < n; k++) {
            double slope = 0, square = 0, before = x[k];

            for (size_t i = 0; i < STEPS; i++) {
                slope += column[k][i] * rest[i];
                square += column[k][i] * column[k][i];
            }
            x[k] = square > 0 ? fmax(0, before + slope / square) : 0;
            for (size_t i = 0; i < STEPS; i++)
                rest[i] -= (x[k] - before) * column[k][i];
        }
}

/* Names with at least plain_floor of the area, by the best references of TOP
 * compounds by HQI and a constant; how many. */
static size_t take_plainly(char (*names)[64], const vib_db *db,
                           const struct made *made)
{
    static double column[TOP + 1][STEPS];
    static char name[TOP][64];
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits = VIB_HITS_INIT;
    double x[TOP + 1] = { 0 }, y[STEPS], least = INFINITY, sum = 0;
    size_t n = 0, found = 0;

    how.k = TOP;
    how.score = VIB_HQI;
    how.by_compound = true;
    must(vib_db_search(&hits, db, &made->spectrum, 1, &how));
    for (size_t i = 0; i < hits.count; i++) {
        vib_spectrum reference = VIB_SPECTRUM_INIT;

        must(vib_db_get(&reference, db, hits.hit[i].id));
        if (unit_area(column[n], &reference))
            snprintf(name[n++], sizeof *name, "%s", hits.hit[i].name);
        vib_spectrum_release(&reference);
    }
    for (size_t i = 0; i < STEPS; i++) {
        least = fmin(least, made->spectrum.y[i]);
        column[n][i] = 1.0 / STEPS;
    }
    for (size_t i = 0; i < STEPS; i++)
        y[i] = made->spectrum.y[i] - least;
    plain_nnls(x, (const double (*)[STEPS])column, n + 1, y);
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    for (size_t i = 0; i < n; i++)
        if (x[i] >= plain_floor * sum && sum > 0)
            strcpy(names[found++], name[i]);
    vib_hits_release(&hits);
    return found;
}

/* ---- counting ------------------------------------------------------------ */

struct tally {
    size_t truths, answers, right, exact, mixtures;
    double off;                    /* sum of |fraction - share| of the right */
    size_t sure, sure_right;       /* confidence 0.9 and above               */
};

static double share_of(const struct made *made, const char *name)
{
    for (size_t k = 0; k < made->count; k++)
        if (strcmp(made->name[k], name) == 0)
            return made->share[k];
    return -1;
}

static void count_ours(struct tally *tally, const struct made *made,
                       const vib_mixture *mixture)
{
    size_t right = 0;

    for (size_t i = 0; i < mixture->count; i++) {
        const vib_component *component = &mixture->component[i];
        double share = share_of(made, component->name);
        bool sure = component->confidence >= 0.9f;

        tally->sure += sure;
        tally->sure_right += sure && share >= 0;
        right += share >= 0;
        if (share >= 0)
            tally->off += fabs(share - (double)component->fraction);
    }
    tally->truths += made->count;
    tally->answers += mixture->count;
    tally->right += right;
    tally->exact += right == made->count && right == mixture->count;
    tally->mixtures++;
}

static void count_plain(struct tally *tally, const struct made *made,
                        char (*names)[64], size_t n)
{
    size_t right = 0;

    for (size_t i = 0; i < n; i++)
        right += share_of(made, names[i]) >= 0;
    tally->truths += made->count;
    tally->answers += n;
    tally->right += right;
    tally->exact += right == made->count && right == n;
    tally->mixtures++;
}

static void print(const char *way, const struct tally *t)
{
    printf("  %-8s precision %5.1f %%, recall %5.1f %%, all right %5.1f %%",
           way, 100 * (double)t->right / fmax(1, (double)t->answers),
           100 * (double)t->right / (double)t->truths,
           100 * (double)t->exact / (double)t->mixtures);
}

static double times[4096];
static size_t timed;

static void measure(const vib_db *db, const struct entries *entries,
                    size_t count, double decibel, size_t mixtures)
{
    struct tally ours = { 0 }, plain = { 0 };
    vib_unmix how = VIB_UNMIX_DEFAULT;

    for (size_t i = 0; i < mixtures; i++) {
        struct made made = make_mixture(entries, count, decibel);
        vib_mixture mixture = VIB_MIXTURE_INIT;
        static char names[TOP][64];
        double start = now();

        must(vib_db_unmix(&mixture, db, &made.spectrum, &how));
        if (timed < sizeof times / sizeof *times)
            times[timed++] = now() - start;
        count_ours(&ours, &made, &mixture);
        count_plain(&plain, &made, names, take_plainly(names, db, &made));
        vib_mixture_release(&mixture);
        vib_spectrum_release(&made.spectrum);
    }
    printf("%zu of a mixture, %g dB\n", count, decibel);
    print("unmix", &ours);
    printf(", fractions off by %.3f; sure of %zu, %.1f %% right\n",
           ours.off / fmax(1, (double)ours.right), ours.sure,
           100 * (double)ours.sure_right / fmax(1, (double)ours.sure));
    print("plain", &plain);
    printf("\n");
    fflush(stdout);
}

int main(int argc, char **argv)
{
    struct collection from;
    struct entries entries;
    size_t mixtures = argc == 5 ? strtoul(argv[4], NULL, 10) : 40;
    vib_db *db = NULL;

    if (argc < 4 || argc > 5 || mixtures == 0) {
        fprintf(stderr, "usage: mixtures MODEL PATH LIB [MIXTURES]\n");
        return 2;
    }
    from = collection_read(argv[2]);
    entries = sort_out(&from);
    if (vib_db_open(&db, argv[3], VIB_READ) < 0) {
        make_library(argv[3], argv[1], &entries);
        must(vib_db_open(&db, argv[3], VIB_READ));
    }
    for (size_t count = 1; count <= MOST; count++)
        for (int decibel = 30; decibel >= 10; decibel -= 10)
            measure(db, &entries, count, decibel, mixtures);
    printf("median %.1f ms, 95 %% within %.1f ms\n",
           1000 * quantile(times, timed, 0.5),
           1000 * quantile(times, timed, 0.95));
    vib_db_close(db);
    free(entries.item);
    collection_release(&from);
    return 0;
}
