#include "crowd.h"

#include "collection.h"
#include "derived.h"
#include "index.h"
#include "measure.h"
#include "random.h"
#include "record.h"
#include "store.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    CLUSTER = 20,    /* members of a cluster at most; a cluster owns as many
                      * numbers in a row as it has members                  */
    MIXED = 3,       /* real vectors in a centre                            */
    BATCH = 20000,   /* vectors a transaction                               */
    DIMENSION = 512, /* floats of a vector at most                          */
    POINTS = 16,     /* of each spectrum in the library                     */
    HALVES = 32      /* of each profile                                     */
};

/* ---- real vectors ------------------------------------------------------ */

struct pattern pattern_make(const char *model, const char *path)
{
    struct collection from = collection_read(path);
    struct pattern pattern = { NULL, NULL, 0, 0 };
    vib_encoder *encoder = NULL;
    vib_encoder_facts facts;
    int *status = must_allocate(from.n, sizeof *status);

    must(vib_encoder_open(&encoder, model));
    vib_encoder_describe(&facts, encoder);
    pattern.dimension = facts.dimension;
    assert(facts.dimension <= DIMENSION);
    pattern.rows = must_allocate(from.n * facts.dimension, sizeof(float));
    must(vib_encoder_encode(pattern.rows, status, encoder, from.spectra,
                            from.n));
    for (size_t i = 0; i < from.n; i++)
        if (status[i] == VIB_OK)
            memmove(pattern.rows + pattern.n++ * facts.dimension,
                    pattern.rows + i * facts.dimension,
                    facts.dimension * sizeof(float));
    pattern.nearest = must_allocate(pattern.n, sizeof *pattern.nearest);
    nearest_cosines(pattern.nearest, pattern.rows, pattern.n, pattern.rows,
                    pattern.n, pattern.dimension);
    quantile(pattern.nearest, pattern.n, 0.5);
    free(status);
    vib_encoder_close(encoder);
    collection_release(&from);
    return pattern;
}

void pattern_release(struct pattern *pattern)
{
    free(pattern->rows);
    free(pattern->nearest);
}

void nearest_cosines(double *out, const float *rows, size_t n, const float *all,
                     size_t all_n, size_t dimension)
{
    uint64_t *ids = must_allocate(all_n, sizeof *ids);
    vib_neighbour *two = must_allocate(2 * n, sizeof *two);
    size_t *found = must_allocate(n, sizeof *found);

    must(vib_exact_search(two, found, all, ids, all_n, dimension, rows, n, 2));
    for (size_t i = 0; i < n; i++)
        out[i] = (double)two[2 * i + 1].score;
    free(ids);
    free(two);
    free(found);
}

/* ---- made-up ones ------------------------------------------------------ */

static void normalize(double *v, size_t n)
{
    double square = 0;

    for (size_t i = 0; i < n; i++)
        square += v[i] * v[i];
    for (size_t i = 0; i < n; i++)
        v[i] /= sqrt(square);
}

static const float *draw(const struct pattern *pattern, vib_random *random)
{
    return pattern->rows +
           vib_random_below(random, pattern->n) * pattern->dimension;
}

static void make_centre(double *out, const struct pattern *pattern,
                        vib_random *random)
{
    memset(out, 0, pattern->dimension * sizeof *out);
    for (int m = 0; m < MIXED; m++) {
        const float *real = draw(pattern, random);
        double weight = vib_random_uniform(random);

        for (size_t i = 0; i < pattern->dimension; i++)
            out[i] += weight * (double)real[i];
    }
    normalize(out, pattern->dimension);
}

/* A unit vector along which real vectors differ. */
static void make_direction(double *out, const struct pattern *pattern,
                           vib_random *random)
{
    memset(out, 0, pattern->dimension * sizeof *out);
    for (int m = 0; m < MIXED; m++) {
        const float *a = draw(pattern, random), *b = draw(pattern, random);

        for (size_t i = 0; i < pattern->dimension; i++)
            out[i] += (double)a[i] - (double)b[i];
    }
    normalize(out, pattern->dimension);
}

/* Two members at distance s from their centre, at right angles, have the cosine
 * 1 / (1 + s^2). */
static double draw_distance(const struct pattern *pattern, vib_random *random)
{
    double cosine = pattern->nearest[vib_random_below(random, pattern->n)];

    return sqrt(1 / fmin(fmax(cosine, 0.05), 0.999999) - 1);
}

/* The vector of a number, by the random numbers `own`. Each block of CLUSTER
 * numbers is cut in two clusters at a place of its own, so that they have 1 to
 * CLUSTER members. */
static void make_one(float *out, const struct pattern *pattern, uint64_t seed,
                     uint64_t number, vib_random own)
{
    uint64_t block = number / CLUSTER, member = number % CLUSTER;
    vib_random cut = vib_random_stream(seed, 0, block);
    bool second = member >= vib_random_below(&cut, CLUSTER) + 1;
    vib_random cluster = vib_random_stream(seed, 1, 2 * block + second);
    double centre[DIMENSION], direction[DIMENSION], distance;

    make_centre(centre, pattern, &cluster);
    distance = draw_distance(pattern, &cluster);
    make_direction(direction, pattern, &own);
    for (size_t i = 0; i < pattern->dimension; i++)
        centre[i] += distance * direction[i];
    normalize(centre, pattern->dimension);
    for (size_t i = 0; i < pattern->dimension; i++)
        out[i] = (float)centre[i];
}

void crowd_make(float *rows, const struct pattern *pattern, uint64_t seed,
                uint64_t first, size_t n)
{
#pragma omp parallel for
    for (size_t i = 0; i < n; i++)
        make_one(rows + i * pattern->dimension, pattern, seed, first + i,
                 vib_random_stream(seed, 2, first + i));
}

void crowd_unseen(float *rows, const struct pattern *pattern, uint64_t seed,
                  uint64_t all, size_t n)
{
#pragma omp parallel for
    for (size_t i = 0; i < n; i++) {
        vib_random own = vib_random_stream(seed, 3, i);
        uint64_t number = vib_random_below(&own, (size_t)all);

        make_one(rows + i * pattern->dimension, pattern, seed, number, own);
    }
}

/* ---- a library --------------------------------------------------------- */

static vib_spectrum make_spectrum(uint64_t number)
{
    vib_random random = vib_random_stream(3, 0, number);
    vib_spectrum spectrum = { must_allocate(POINTS, sizeof(double)),
                              must_allocate(POINTS, sizeof(double)), POINTS,
                              NULL, 0 };
    char text[32];

    for (size_t i = 0; i < POINTS; i++) {
        spectrum.x[i] = 100 + 80 * (double)i;
        spectrum.y[i] = floor(1000 * vib_random_uniform(&random));
    }
    snprintf(text, sizeof text, "compound %llu",
             (unsigned long long)(number / CLUSTER));
    must(vib_spectrum_set(&spectrum, VIB_KEY_NAME, text));
    must(vib_spectrum_set(&spectrum, VIB_KEY_LASER,
                          number % 4 ? "785" : "532"));
    return spectrum;
}

static void put_buffer(vib_txn *txn, vib_table table, uint64_t id,
                       vib_buffer *buffer)
{
    must(vib_put(txn, table, id, (vib_value){ buffer->data, buffer->size }));
    vib_buffer_release(buffer);
}

static void put_one(vib_txn *txn, const float *row, size_t dimension,
                    uint64_t number)
{
    vib_spectrum spectrum = make_spectrum(number);
    vib_buffer points = { 0 }, fields = { 0 };
    uint16_t halves[HALVES];
    vib_profile profile = { .value = halves, .length = HALVES };
    uint64_t id;

    for (size_t i = 0; i < HALVES; i++)
        halves[i] = (uint16_t)(0x3000 + (number * 31 + i * i * 97) % 0x800);
    must(vib_points_write(&points, &spectrum));
    must(vib_fields_write(&fields, &spectrum));
    must(vib_new_id(&id, txn));
    put_buffer(txn, VIB_SPECTRA, id, &points);
    put_buffer(txn, VIB_FIELDS, id, &fields);
    must(vib_content_put(txn, vib_content_hash(&spectrum), id));
    must(vib_vector_put(txn, 0, id, row, dimension));
    must(vib_profile_put(txn, 0, id, &profile));
    vib_spectrum_release(&spectrum);
}

static void make_empty(const char *path, const char *model)
{
    vib_encoder *encoder = NULL;

    must(vib_encoder_open(&encoder, model));
    must(vib_db_create(path, encoder));
    vib_encoder_close(encoder);
}

void crowd_library(const char *path, const char *model,
                   const struct pattern *pattern, uint64_t seed, size_t n)
{
    float *rows = must_allocate(BATCH * pattern->dimension, sizeof *rows);
    vib_store *store = NULL;

    make_empty(path, model);
    must(vib_store_open(&store, path, VIB_WRITE));
    for (size_t at = 0; at < n; at += BATCH) {
        size_t count = n - at < BATCH ? n - at : BATCH;
        vib_txn *txn = NULL;

        crowd_make(rows, pattern, seed, at, count);
        must(vib_txn_begin(&txn, store, VIB_WRITE));
        for (size_t i = 0; i < count; i++)
            put_one(txn, rows + i * pattern->dimension, pattern->dimension,
                    at + i);
        must(vib_txn_commit(txn));
    }
    vib_store_close(store);
    free(rows);
}
