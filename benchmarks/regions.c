/* regions - how long a search takes that compares only parts of the axis, in a
 * library of 44,000: milliseconds by the clock, and of all processors.
 *
 *     benchmarks/regions MODEL PATH LIB
 *
 * LIB, made when it is not there, holds the spectra in PATH again and again,
 * each time with other gains and noise. */
#include "collection.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SPECTRA = 44000, BATCH = 256, QUERIES = 15 };

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
                         const struct collection *from)
{
    static vib_spectrum batch[BATCH];
    static vib_added added[BATCH];
    vib_encoder *encoder = NULL;
    vib_db *db = NULL;

    must(vib_encoder_open(&encoder, model));
    must(vib_db_create(path, encoder));
    must(vib_db_open(&db, path, VIB_WRITE));
    for (uint64_t i = 0; i < SPECTRA; i += BATCH) {
        size_t n = SPECTRA - i < BATCH ? (size_t)(SPECTRA - i) : BATCH;

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

static void measure(const vib_db *db, const struct collection *from,
                    const char *name, const vib_search *how)
{
    double wall[QUERIES], work[QUERIES];

    for (size_t i = 0; i < QUERIES; i++) {
        const vib_spectrum *query = &from->spectra[i * 97 % from->n];
        vib_hits hits = VIB_HITS_INIT;
        double start = now(CLOCK_MONOTONIC);
        double begun = now(CLOCK_PROCESS_CPUTIME_ID);

        must(vib_db_search(&hits, db, query, 1, how));
        wall[i] = 1000 * (now(CLOCK_MONOTONIC) - start);
        work[i] = 1000 * (now(CLOCK_PROCESS_CPUTIME_ID) - begun);
        vib_hits_release(&hits);
    }
    qsort(wall, QUERIES, sizeof *wall, by_value);
    qsort(work, QUERIES, sizeof *work, by_value);
    printf("%-30s median %6.1f ms, of processors %6.1f ms\n", name,
           wall[QUERIES / 2], work[QUERIES / 2]);
    fflush(stdout);
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
    vib_db *db = NULL;

    if (argc != 4) {
        fprintf(stderr, "usage: regions MODEL PATH LIB\n");
        return 2;
    }
    from = collection_read(argv[2]);
    if (vib_db_open(&db, argv[3], VIB_READ) < 0) {
        make_library(argv[3], argv[1], &from);
        must(vib_db_open(&db, argv[3], VIB_READ));
    }
    measure_all(db, &from);
    vib_db_close(db);
    collection_release(&from);
    return 0;
}
