/* regions - how long a search takes that compares only parts of the axis, or
 * takes mixtures apart, in a library of 44,000: milliseconds by the clock, and
 * of all processors.
 *
 *     benchmarks/regions MODEL PATH LIB [SPECTRA]
 *
 * LIB, made when it is not there, holds SPECTRA [44000]: those in PATH again
 * and again, each time with other gains and noise. */
#include "collection.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SPECTRA = 44000, BATCH = 256, QUERIES = 15, TOGETHER = 3 };

static double now(clockid_t clock)
{
    struct timespec t;

    clock_gettime(clock, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A number from -1 to 1 that looks random. */
static double wobble(uint64_t i, uint64_t k)
{
    return sin((double)(i % 9973) * 12.9898 + (double)(k % 7919) * 78.233);
}

/* Spectrum i of the library: a spectrum of the collection, altered. */
static vib_spectrum alter(const struct collection *from, uint64_t i)
{
    const vib_spectrum *of = &from->spectra[i % from->n];
    vib_spectrum out = VIB_SPECTRUM_INIT;

    out.x = must_allocate(of->n, sizeof *out.x);
    out.y = must_allocate(of->n, sizeof *out.y);
    out.n = of->n;
    for (size_t k = 0; k < of->n; k++) {
        double gain = 1 + 0.3 * wobble(i, k / 100);

        out.x[k] = of->x[k];
        out.y[k] = of->y[k] * gain * (1 + 0.03 * wobble(i, k));
    }
    for (size_t f = 0; f < of->field_count; f++)
        must(vib_spectrum_set(&out, of->fields[f].key, of->fields[f].value));
    return out;
}

static void make_library(const char *path, const char *model,
                         const struct collection *from, uint64_t spectra)
{
    static vib_spectrum batch[BATCH];
    static vib_added added[BATCH];
    vib_encoder *encoder = NULL;
    vib_db *db = NULL;

    must(vib_encoder_open(&encoder, model));
    must(vib_db_create(path, encoder));
    must(vib_db_open(&db, path, VIB_WRITE));
    for (uint64_t i = 0; i < spectra; i += BATCH) {
        size_t n = spectra - i < BATCH ? (size_t)(spectra - i) : BATCH;

        for (size_t k = 0; k < n; k++)
            batch[k] = alter(from, i + k);
        must(vib_db_add(added, db, batch, n));
        for (size_t k = 0; k < n; k++)
            vib_spectrum_release(&batch[k]);
    }
    must(vib_db_index(db, NULL));
    vib_db_close(db);
    vib_encoder_close(encoder);
}

static int by_value(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;

    return (p > q) - (p < q);
}

/* How long the queries of one way took. */
struct times {
    double wall[QUERIES], work[QUERIES], start, begun;
    size_t n;
};

static void times_start(struct times *times)
{
    times->start = now(CLOCK_MONOTONIC);
    times->begun = now(CLOCK_PROCESS_CPUTIME_ID);
}

static void times_stop(struct times *times)
{
    times->wall[times->n] = 1000 * (now(CLOCK_MONOTONIC) - times->start);
    times->work[times->n++] =
        1000 * (now(CLOCK_PROCESS_CPUTIME_ID) - times->begun);
}

static void times_print(struct times *times, const char *name)
{
    qsort(times->wall, times->n, sizeof *times->wall, by_value);
    qsort(times->work, times->n, sizeof *times->work, by_value);
    printf("%-30s median %6.1f ms, of processors %6.1f ms; at most %.1f, "
           "%.1f\n", name, times->wall[times->n / 2],
           times->work[times->n / 2], times->wall[times->n - 1],
           times->work[times->n - 1]);
    fflush(stdout);
}

static void measure(const vib_db *db, const struct collection *from,
                    const char *name, const vib_search *how)
{
    struct times times = { .n = 0 };

    for (size_t i = 0; i < QUERIES; i++) {
        const vib_spectrum *query = &from->spectra[i * 97 % from->n];
        vib_hits hits = VIB_HITS_INIT;

        times_start(&times);
        must(vib_db_search(&hits, db, query, 1, how));
        times_stop(&times);
        vib_hits_release(&hits);
    }
    times_print(&times, name);
}

/* The sum of TOGETHER spectra, each as high as the first. */
static vib_spectrum mix(const struct collection *from, size_t i)
{
    vib_spectrum out = alter(from, i * 97 % from->n);

    for (size_t part = 1; part < TOGETHER; part++) {
        const vib_spectrum *of =
            &from->spectra[(i * 97 + part * 1013) % from->n];
        double high = 1e-9, own = 1e-9;

        for (size_t k = 0; k < of->n; k++)
            high = fmax(high, of->y[k]);
        for (size_t k = 0; k < out.n; k++)
            own = fmax(own, out.y[k]);
        for (size_t k = 0, at = 0; k < out.n; k++) {
            while (at + 1 < of->n && of->x[at] < out.x[k])
                at++;
            out.y[k] += of->y[at] * own / high;
        }
    }
    return out;
}

static void measure_mixtures(const vib_db *db, const struct collection *from)
{
    struct times times = { .n = 0 };
    vib_unmix how = VIB_UNMIX_DEFAULT;

    for (size_t i = 0; i < QUERIES; i++) {
        vib_spectrum query = mix(from, i);
        vib_mixture mixture = VIB_MIXTURE_INIT;

        times_start(&times);
        must(vib_db_unmix(&mixture, db, &query, &how));
        times_stop(&times);
        vib_mixture_release(&mixture);
        vib_spectrum_release(&query);
    }
    times_print(&times, "--mixture");
}

static void measure_all(const vib_db *db, const struct collection *from)
{
    static const vib_region range[] = { { -INFINITY, INFINITY, 0 },
                                        { 200, 1200, 1 } };
    static const vib_region excluded[] = { { 510, 530, 0 } };
    static const vib_region weight[] = { { 800, 1200, 2 } };
    static const struct {
        const char *name;
        const vib_region *regions;
        size_t count;
        double shift;
    } ways[] = { { "as it is", NULL, 0, 0 },
                 { "--range 200-1200", range, 2, 0 },
                 { "--exclude 510-530", excluded, 1, 0 },
                 { "--weight 800-1200=2", weight, 1, 0 },
                 { "--shift auto", NULL, 0, 10 } };

    for (int score = VIB_FUSED; score <= VIB_ALIGNED; score++)
        for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
            static const char *const scores[] = { "fused", "embedding", "hqi",
                                                  "aligned" };
            vib_search how = VIB_SEARCH_DEFAULT;
            char name[64];

            how.score = (vib_score)score;
            how.regions = ways[i].regions;
            how.region_count = ways[i].count;
            how.find_shift = ways[i].shift;
            snprintf(name, sizeof name, "%s, %s", scores[score], ways[i].name);
            measure(db, from, name, &how);
        }
}

int main(int argc, char **argv)
{
    struct collection from;
    uint64_t spectra = argc > 4 ? strtoul(argv[4], NULL, 10) : SPECTRA;
    vib_db *db = NULL;

    if (argc < 4 || argc > 5 || spectra == 0) {
        fprintf(stderr, "usage: regions MODEL PATH LIB [SPECTRA]\n");
        return 2;
    }
    from = collection_read(argv[2]);
    if (vib_db_open(&db, argv[3], VIB_READ) < 0) {
        make_library(argv[3], argv[1], &from, spectra);
        must(vib_db_open(&db, argv[3], VIB_READ));
    }
    measure_mixtures(db, &from);
    measure_all(db, &from);
    vib_db_close(db);
    collection_release(&from);
    return 0;
}
