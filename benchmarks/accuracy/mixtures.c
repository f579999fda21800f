/* mixtures - how often the components of made mixtures of real spectra are
 * found, beside plain non-negative least squares over the best by HQI.
 *
 *     mixtures MODEL PATH LIB [MIXTURES [SEED]]
 *
 * Every second specimen of a mineral that has several goes into mixtures; all
 * others into LIB, which is made when it is not there. Mixtures of one, two and
 * three minerals, at 30, 20 and 10 dB, MIXTURES [100] of each kind. A part's
 * share is of the area above its own lowest point, over what all measured. An
 * odd SEED mixes one half of the minerals, on which the search was tuned; one
 * that 4 divides a quarter, on which the confidence was made to hold; any other
 * even one [2] the last quarter, on which nothing was fitted. */
#include "collection.h"
#include "measure.h"
#include "outcomes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NAMED = 8 }; /* parts that a mixture can be told to have */
enum { MOST = 3, TOP = 20, FIRST = 150, STEPS = 550, STEP = 2, BATCH = 256 };

/* A part below this share is not counted as found by the plain way: the share
 * that no part is below, and one that suits it better. */
enum { WAYS = 3 };
static const double plain_floor[WAYS - 1] = { 0.05, 0.2 };
static const char *const way_name[WAYS] = { "unmix", "plain, 5 %",
                                            "plain, 20 %" };

static uint64_t state = 2;

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
    bool mixed; /* kept for mixtures                         */
    bool drawn; /* and of the minerals that are mixed        */
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

/* Whether a mineral is mixed with this seed: of one half with an odd one, of
 * one quarter or the other with an even one (Bernstein's hash). */
static bool is_mixed_with(const char *name, uint64_t seed)
{
    uint32_t hash = 5381;

    for (; *name; name++)
        hash = hash * 33 + (unsigned char)*name;
    return (hash >> 3) % 2 == seed % 2 &&
           (seed % 2 == 1 || (hash >> 4) % 2 == seed / 2 % 2);
}

static struct entries sort_out(const struct collection *from, uint64_t seed)
{
    struct entries entries = {
        must_allocate(from->n, sizeof(struct entry)), from->n
    };
    size_t specimen = 0;

    for (size_t i = 0; i < from->n; i++)
        entries.item[i] = (struct entry){
            &from->spectra[i], field_of(&from->spectra[i], VIB_KEY_NAME),
            field_of(&from->spectra[i], VIB_KEY_SPECIMEN), false, false
        };
    qsort(entries.item, entries.n, sizeof *entries.item, by_name);
    for (size_t i = 1; i < entries.n; i++) {
        struct entry *own = &entries.item[i];

        if (strcmp(own->name, own[-1].name) != 0)
            specimen = 0;
        else if (strcmp(own->specimen, own[-1].specimen) != 0)
            specimen++;
        own->mixed = specimen % 2 == 1 && own->specimen[0];
        own->drawn = own->mixed && is_mixed_with(own->name, seed);
    }
    return entries;
}

static void make_library(const char *path, const char *model,
                         const struct entries *entries)
{
    vib_encoder *encoder = NULL;
    vib_db *db = NULL;
    static vib_added added[BATCH];
    static vib_spectrum batch[BATCH]; /* borrowed */
    size_t n = 0;

    must(vib_encoder_open(&encoder, model));
    must(vib_db_create(path, encoder));
    must(vib_db_open(&db, path, VIB_WRITE));
    for (size_t i = 0; i <= entries->n; i++) {
        if (n == BATCH || (i == entries->n && n > 0)) {
            must(vib_db_add(added, db, batch, n));
            n = 0;
        }
        if (i < entries->n && !entries->item[i].mixed)
            batch[n++] = *entries->item[i].spectrum;
    }
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

        if (!entry->drawn || has(made.name, made.count, entry->name) ||
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

static double share_of(const struct made *made, const char *name)
{
    for (size_t k = 0; k < made->count; k++)
        if (strcmp(made->name[k], name) == 0)
            return made->share[k];
    return -1;
}

/* By the best references of TOP compounds by HQI and a constant: out
 * [WAYS - 1], one for each least share. */
static void take_plainly(struct outcome *out, const vib_db *db,
                         const struct made *made)
{
    static double column[TOP + 1][STEPS];
    static char name[TOP][64];
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits = VIB_HITS_INIT;
    double x[TOP + 1] = { 0 }, y[STEPS], least = INFINITY, sum = 0;
    size_t n = 0;

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
    for (size_t k = 0; k < WAYS - 1; k++) {
        out[k] = (struct outcome){ .truths = made->count };
        for (size_t i = 0; i < n; i++)
            if (x[i] >= plain_floor[k] * sum && sum > 0) {
                out[k].answers++;
                out[k].right += share_of(made, name[i]) >= 0;
            }
    }
    vib_hits_release(&hits);
}

/* ---- counting ------------------------------------------------------------ */

/* What is measured over all kinds. */
struct account {
    struct outcomes way[WAYS]; /* of all mixtures, kind after kind */
    struct reliability reliability;
    double *wall, *processor; /* [way[0].n] seconds */
    double off;   /* sum of |fraction - share| of the right */
    size_t right;
};

/* A name that outlives a mixture: every reference is one of the entries. */
static const char *name_in(const struct entries *entries, const char *name)
{
    size_t i = 0;

    while (i + 1 < entries->n && strcmp(entries->item[i].name, name) != 0)
        i++;
    return entries->item[i].name;
}

static struct outcome take_apart(struct account *account, const vib_db *db,
                                 const struct entries *entries,
                                 const struct made *made)
{
    vib_unmix how = VIB_UNMIX_DEFAULT;
    vib_mixture mixture = VIB_MIXTURE_INIT;
    struct outcome outcome = { .truths = made->count };
    size_t at = account->way[0].n;
    double start = now(), processor = used();

    must(vib_db_unmix(&mixture, db, &made->spectrum, &how));
    account->wall[at] = now() - start;
    account->processor[at] = used() - processor;
    outcome.answers = mixture.count;
    for (size_t i = 0; i < mixture.count; i++) {
        const vib_component *component = &mixture.component[i];
        double share = share_of(made, component->name);

        reliability_add(&account->reliability, (double)component->confidence,
                        share >= 0, name_in(entries, component->name));
        if (share < 0)
            continue;
        outcome.right++;
        account->right++;
        account->off += fabs(share - (double)component->fraction);
    }
    vib_mixture_release(&mixture);
    return outcome;
}

/* The last `n` of what was counted. */
static struct outcomes last(const struct outcomes *all, size_t n)
{
    return (struct outcomes){ all->of + all->n - n, n };
}

static void print_row(const char *kind, const struct account *account,
                      size_t n)
{
    struct outcomes ours = last(&account->way[0], n);

    for (size_t w = 0; w < WAYS; w++) {
        struct outcomes own = last(&account->way[w], n);
        struct rates rates = rates_of(&own), ends[2];

        rates_interval(ends, &own);
        printf("%s\t%s\t%.1f\t%.0f..%.0f\t%.1f\t%.0f..%.0f\t%.1f\t%.1f",
               kind, way_name[w], rates.precision, ends[0].precision,
               ends[1].precision, rates.recall, ends[0].recall,
               ends[1].recall, rates.f1, rates.all_right);
        if (w > 0) {
            double gain[2];

            f1_gain_interval(gain, &ours, &own);
            printf("\t%+.1f..%+.1f", gain[0], gain[1]);
        }
        printf("\n");
    }
    fflush(stdout);
}

static void measure(struct account *account, const vib_db *db,
                    const struct entries *entries, size_t count,
                    double decibel, size_t mixtures)
{
    char kind[32];

    for (size_t i = 0; i < mixtures; i++) {
        struct made made = make_mixture(entries, count, decibel);
        struct outcome plain[WAYS - 1];
        struct outcomes *way = account->way;

        way[0].of[way[0].n] = take_apart(account, db, entries, &made);
        take_plainly(plain, db, &made);
        way[0].n++;
        for (size_t w = 1; w < WAYS; w++)
            way[w].of[way[w].n++] = plain[w - 1];
        vib_spectrum_release(&made.spectrum);
    }
    snprintf(kind, sizeof kind, "%zu, %g dB", count, decibel);
    print_row(kind, account, mixtures);
}

static void measure_all(const vib_db *db, const struct entries *entries,
                        size_t mixtures)
{
    struct account account = { .off = 0 };
    size_t n = MOST * 3 * mixtures;

    for (size_t w = 0; w < WAYS; w++)
        account.way[w].of = must_allocate(n, sizeof(struct outcome));
    account.reliability.of =
        must_allocate(n * MOST_NAMED, sizeof *account.reliability.of);
    account.reliability.name =
        must_allocate(entries->n, sizeof *account.reliability.name);
    account.wall = must_allocate(n, sizeof *account.wall);
    account.processor = must_allocate(n, sizeof *account.processor);
    printf("parts, noise\tway\tprecision\t95 %%\trecall\t95 %%\tF1\t"
           "all right\tunmix's F1 less this\n");
    for (size_t count = 1; count <= MOST; count++)
        for (int decibel = 30; decibel >= 10; decibel -= 10)
            measure(&account, db, entries, count, decibel, mixtures);
    print_row("all", &account, n);
    reliability_print(&account.reliability);
    printf("fractions of what is right off by %.3f\n",
           account.off / fmax(1, (double)account.right));
    printf("milliseconds: median %.1f by the clock, %.1f of processor; 95 %% "
           "within %.1f and %.1f\n",
           1000 * quantile(account.wall, n, 0.5),
           1000 * quantile(account.processor, n, 0.5),
           1000 * quantile(account.wall, n, 0.95),
           1000 * quantile(account.processor, n, 0.95));
    for (size_t w = 0; w < WAYS; w++)
        free(account.way[w].of);
    free(account.reliability.of);
    free(account.reliability.name);
    free(account.wall);
    free(account.processor);
}

int main(int argc, char **argv)
{
    struct collection from;
    struct entries entries;
    size_t mixtures = argc > 4 ? strtoul(argv[4], NULL, 10) : 100;
    vib_db *db = NULL;

    if (argc < 4 || argc > 6 || mixtures == 0) {
        fprintf(stderr, "usage: mixtures MODEL PATH LIB [MIXTURES [SEED]]\n");
        return 2;
    }
    if (argc == 6)
        state = strtoul(argv[5], NULL, 10);
    from = collection_read(argv[2]);
    entries = sort_out(&from, state);
    if (vib_db_open(&db, argv[3], VIB_READ) < 0) {
        make_library(argv[3], argv[1], &entries);
        must(vib_db_open(&db, argv[3], VIB_READ));
    }
    measure_all(db, &entries, mixtures);
    vib_db_close(db);
    free(entries.item);
    collection_release(&from);
    return 0;
}
