/* scale.c - a library of any size, beside FAISS driven directly on the same
 * vectors: building, opening, searching one by one and in batches, recall,
 * memory; and what one more spectrum costs.
 *
 *     scale VIBRARY MODEL ARCHIVE N FOLDER [keep]
 *
 * The vectors are made up after those of the spectra in ARCHIVE by MODEL
 * (crowd.h). The library is made in FOLDER, which must not be there; with
 * `keep` it stays, and one that such a run left there is measured as it is. */
#include "collection.h"
#include "crowd.h"
#include "index.h"
#include "library.h"
#include "measure.h"
#include "nearest.h"
#include "plain_faiss.h"
#include "threads.h"

#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    PATH = 256,
    SEED = 1,
    K = 10,
    QUERIES = 1000,
    ROUNDS = 7,       /* of each single query; the median counts */
    BATCH = 10000,    /* queries at once                         */
    BATCH_ROUNDS = 3,
    STEP = 256,       /* queries that vib_db_search takes at a time */
    ADDS = 21
};

struct bench {
    const char *vibrary, *model, *folder;
    bool keep, is_there; /* the folder stays; the library in it is an old one */
    char library[PATH], file[PATH];
    struct pattern pattern;
    size_t n, d;
    vib_db *db;
    vib_txn *txn;
    vib_view *view;
    plain_faiss *faiss;
    vib_db_facts facts;
    float *rows;              /* [n][d] */
    float *queries;           /* [BATCH][d] */
    double open_ours, open_faiss;
};

static void line(const char *what, double ours, double faiss, const char *unit)
{
    printf("%s\t%.4g\t", what, ours);
    if (faiss > 0)
        printf("%.4g\t%.2f\t%s\n", faiss, ours / faiss, unit);
    else
        printf("-\t-\t%s\n", unit);
    fflush(stdout);
}

/* ---- what commands take ------------------------------------------------ */

/* One that no run before has added. */
static void write_spectrum(const char *path, size_t number)
{
    FILE *file = fopen(path, "w");
    double height = 50 + fmod(now(), 1e4) * 1e-2;

    if (!file) {
        perror(path);
        exit(1);
    }
    for (int i = 0; i < 1000; i++) {
        double x = 150 + 1.5 * i, at = 300 + 13 * (double)number;

        fprintf(file, "%g\t%.3f\n", x,
                100 / (1 + pow((x - at) / 6, 2)) +
                    height / (1 + pow((x - 900 - at / 3) / 9, 2)));
    }
    fclose(file);
}

/* The median of commands on one new spectrum each. */
static struct cost run_each(struct bench *b, const char *verb)
{
    const char *command[] = { b->vibrary, verb, "-q", b->library, b->file,
                              NULL };
    struct cost costs[ADDS];

    for (size_t i = 0; i < ADDS; i++) {
        write_spectrum(b->file, i);
        costs[i] = run(command);
    }
    return median_cost(costs, ADDS);
}

static void tell(const char *what, struct cost cost, double unit,
                 const char *name)
{
    line(what, unit * cost.seconds, 0, name);
    line("  of the processor", unit * cost.processor, 0, name);
    line("  most memory", cost.megabytes, 0, "MB");
}

static void measure_commands(struct bench *b)
{
    const char *index[] = { b->vibrary, "index", "-q", b->library, NULL };

    if (!b->is_there)
        tell("vibrary index", run(index), 1, "s");
    tell("vibrary add of one, whole process", run_each(b, "add"), 1e3, "ms");
    tell("vibrary search of one, whole process", run_each(b, "search"), 1e3,
         "ms");
}

/* ---- both sides -------------------------------------------------------- */

static void open_ours(struct bench *b)
{
    double start = now();

    must(vib_db_open(&b->db, b->library, VIB_READ));
    must(vib_txn_begin(&b->txn, b->db->store, VIB_READ));
    must(vib_view_acquire(&b->view, b->db, b->txn));
    b->open_ours = now() - start;
    must(vib_db_describe(&b->facts, b->db));
}

/* The same kind, trained on as many of the same vectors, searched as hard. */
static void make_faiss(struct bench *b)
{
    size_t sample_n = vib_index_sample(b->facts.index, b->n);
    float *sample = must_allocate(sample_n * b->d, sizeof *sample);
    char path[PATH + 8];
    double start;

    b->rows = must_allocate(b->n * b->d, sizeof *b->rows);
    crowd_make(b->rows, &b->pattern, SEED, 0, b->n);
    for (size_t i = 0; i < sample_n; i++)
        memcpy(sample + i * b->d,
               b->rows + (size_t)((double)i * (double)b->n / (double)sample_n) *
                             b->d, b->d * sizeof *sample);
    start = now();
    b->faiss = plain_faiss_build(b->facts.index, b->facts.effort, sample,
                                 sample_n, b->rows, b->n, b->d);
    line("FAISS alone: training and filling", now() - start, 0, "s");
    free(sample);
    snprintf(path, sizeof path, "%s/plain", b->folder);
    plain_faiss_write(b->faiss, path);
    plain_faiss_close(b->faiss);
    start = now();
    b->faiss = plain_faiss_read(path, b->facts.effort);
    b->open_faiss = now() - start;
    remove(path);
    line("open, ready to search", 1e3 * b->open_ours, 1e3 * b->open_faiss,
         "ms");
}

static void ask_ours(vib_neighbour *out, size_t *found, const struct bench *b,
                     const float *queries, size_t n)
{
    vib_ask ask = { b->view, b->txn, NULL, queries, n, K, K };

    must(vib_nearest(out, found, &ask));
}

/* ---- answers ----------------------------------------------------------- */

static size_t count_among(const vib_neighbour *truth, const uint64_t *ids)
{
    size_t hits = 0;

    for (size_t i = 0; i < K; i++)
        for (size_t j = 0; j < K; j++)
            hits += truth[i].id == ids[j];
    return hits;
}

static void measure_recall(struct bench *b)
{
    static vib_neighbour truth[QUERIES * K], ours[QUERIES * K];
    static int64_t row[QUERIES * K];
    static float score[QUERIES * K];
    static size_t found[QUERIES];
    uint64_t *ids = must_allocate(b->n, sizeof *ids);
    size_t hits[2] = { 0, 0 };

    for (size_t i = 0; i < b->n; i++)
        ids[i] = i + 1;
    must(vib_exact_search(truth, found, b->rows, ids, b->n, b->d, b->queries,
                          QUERIES, K));
    free(ids);
    ask_ours(ours, found, b, b->queries, QUERIES);
    plain_faiss_search(row, score, b->faiss, b->queries, QUERIES, K);
    for (size_t q = 0; q < QUERIES; q++) {
        uint64_t named[2][K];

        for (size_t i = 0; i < K; i++) {
            named[0][i] = ours[q * K + i].id;
            named[1][i] = (uint64_t)row[q * K + i] + 1;
        }
        for (int side = 0; side < 2; side++)
            hits[side] += count_among(truth + q * K, named[side]);
    }
    line("recall@10", (double)hits[0] / (QUERIES * K),
         (double)hits[1] / (QUERIES * K), "of 1");
}

/* Stored vectors that are not their own nearest. */
static void measure_self_hits(struct bench *b)
{
    size_t missed = 0;

    for (size_t i = 0; i < QUERIES; i++) {
        size_t row = i * b->n / QUERIES, found;
        vib_neighbour out[K];

        ask_ours(out, &found, b, b->rows + row * b->d, 1);
        missed += found == 0 || out[0].id != row + 1;
    }
    line("stored vectors that do not find themselves first", (double)missed, 0,
         "of 1000");
}

/* ---- time -------------------------------------------------------------- */

/* In turns, so that whatever else the machine does slows both. */
static void measure_single(struct bench *b)
{
    static double ours[QUERIES], faiss[QUERIES];
    double p50[2];

    vib_set_threads(1);
    omp_set_num_threads(1);
    for (size_t q = 0; q < QUERIES; q++) {
        const float *query = b->queries + q * b->d;
        double a[ROUNDS], f[ROUNDS];

        for (int round = 0; round < ROUNDS; round++) {
            size_t turn = (q + (size_t)round * 137) % QUERIES;
            const float *other = b->queries + turn * b->d;
            vib_neighbour out[K];
            int64_t row[K];
            float score[K];
            size_t found;
            double start;

            /* a query between, so that neither side finds its data warm */
            ask_ours(out, &found, b, other, 1);
            start = now();
            plain_faiss_search(row, score, b->faiss, query, 1, K);
            f[round] = now() - start;
            plain_faiss_search(row, score, b->faiss, other, 1, K);
            start = now();
            ask_ours(out, &found, b, query, 1);
            a[round] = now() - start;
        }
        ours[q] = 1e3 * quantile(a, ROUNDS, 0.5);
        faiss[q] = 1e3 * quantile(f, ROUNDS, 0.5);
    }
    p50[0] = quantile(ours, QUERIES, 0.5);
    p50[1] = quantile(faiss, QUERIES, 0.5);
    line("one query, one thread, p50", p50[0], p50[1], "ms");
    line("one query, one thread, p99", quantile(ours, QUERIES, 0.99),
         quantile(faiss, QUERIES, 0.99), "ms");
}

static void measure_batch(struct bench *b, int threads)
{
    vib_neighbour *out = must_allocate((size_t)STEP * K, sizeof *out);
    int64_t *row = must_allocate((size_t)BATCH * K, sizeof *row);
    float *score = must_allocate((size_t)BATCH * K, sizeof *score);
    double ours[2][BATCH_ROUNDS], faiss[2][BATCH_ROUNDS];
    size_t found[STEP];
    char what[64];

    vib_set_threads(threads);
    omp_set_num_threads(threads);
    for (int round = 0; round < BATCH_ROUNDS; round++) {
        double start = now(), start_used = used();

        for (size_t at = 0; at < BATCH; at += STEP)
            ask_ours(out, found, b, b->queries + at * b->d,
                     BATCH - at < STEP ? BATCH - at : STEP);
        ours[0][round] = now() - start;
        ours[1][round] = used() - start_used;
        start = now();
        start_used = used();
        plain_faiss_search(row, score, b->faiss, b->queries, BATCH, K);
        faiss[0][round] = now() - start;
        faiss[1][round] = used() - start_used;
    }
    snprintf(what, sizeof what, "10,000 queries, %d thread%s", threads,
             threads > 1 ? "s" : "");
    line(what, quantile(ours[0], BATCH_ROUNDS, 0.5),
         quantile(faiss[0], BATCH_ROUNDS, 0.5), "s");
    line("  of the processor", quantile(ours[1], BATCH_ROUNDS, 0.5),
         quantile(faiss[1], BATCH_ROUNDS, 0.5), "s");
    free(out);
    free(row);
    free(score);
}

/* ---- all of it --------------------------------------------------------- */

static bool arguments_take(struct bench *b, int argc, char **argv)
{
    if (argc < 6 || argc > 7 || atoll(argv[4]) < 1000)
        return false;
    b->vibrary = argv[1];
    b->model = argv[2];
    b->n = (size_t)atoll(argv[4]);
    b->folder = argv[5];
    b->keep = argc == 7 && strcmp(argv[6], "keep") == 0;
    snprintf(b->library, PATH, "%s/scale.vib", b->folder);
    snprintf(b->file, PATH, "%s/one.txt", b->folder);
    b->is_there = b->keep && access(b->library, F_OK) == 0;
    return (argc == 6 || b->keep) &&
           (b->is_there || mkdir(b->folder, 0777) == 0);
}

static void print_quantiles(const char *what, double *cosines, size_t n)
{
    static const double at[] = { 0.05, 0.25, 0.5, 0.75, 0.95 };

    printf("# nearest other, cosine at 5, 25, 50, 75, 95 %%, %s:", what);
    for (size_t i = 0; i < sizeof at / sizeof *at; i++)
        printf(" %.3f", quantile(cosines, n, at[i]));
    printf("\n");
}

/* As many made-up vectors as there are real ones, beside these. */
static void compare_crowd(const struct pattern *pattern)
{
    float *rows = must_allocate(pattern->n * pattern->dimension, sizeof *rows);
    double *cosines = must_allocate(pattern->n, sizeof *cosines);

    crowd_make(rows, pattern, SEED, 0, pattern->n);
    nearest_cosines(cosines, rows, pattern->n, rows, pattern->n,
                    pattern->dimension);
    print_quantiles("real", pattern->nearest, pattern->n);
    print_quantiles("made up, as many", cosines, pattern->n);
    free(rows);
    free(cosines);
}

static void compare_all(const struct bench *b)
{
    double *cosines = must_allocate(QUERIES, sizeof *cosines);
    float *some = must_allocate((size_t)QUERIES * b->d, sizeof *some);

    for (size_t i = 0; i < QUERIES; i++)
        memcpy(some + i * b->d, b->rows + i * (b->n / QUERIES) * b->d,
               b->d * sizeof *some);
    nearest_cosines(cosines, some, QUERIES, b->rows, b->n, b->d);
    print_quantiles("made up, all", cosines, QUERIES);
    free(cosines);
    free(some);
}

/* In a process of its own: commands are to come from a small one. */
static void make_library(const struct bench *b, const char *archive)
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        struct pattern pattern = pattern_make(b->model, archive);

        compare_crowd(&pattern);
        crowd_library(b->library, b->model, &pattern, SEED, b->n);
        exit(0);
    }
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        exit(1);
}

static void measure(struct bench *b)
{
    printf("# %s, %s, %zu vectors of %zu floats\n", b->facts.index,
           b->facts.effort, b->n, b->d);
    make_faiss(b);
    compare_all(b);
    b->queries = must_allocate((size_t)BATCH * b->d, sizeof *b->queries);
    crowd_unseen(b->queries, &b->pattern, SEED, b->n, BATCH);
    measure_recall(b);
    measure_self_hits(b);
    measure_single(b);
    measure_batch(b, 1);
    measure_batch(b, 2);
}

static void release(struct bench *b)
{
    vib_view_release(b->db, b->view);
    vib_txn_abort(b->txn);
    vib_db_close(b->db);
    plain_faiss_close(b->faiss);
    free(b->rows);
    free(b->queries);
    pattern_release(&b->pattern);
}

int main(int argc, char **argv)
{
    struct bench b = { 0 };

    if (!arguments_take(&b, argc, argv)) {
        fprintf(stderr, "usage: scale VIBRARY MODEL ARCHIVE N NEW_FOLDER "
                        "[keep], N at least 1000\n");
        return 2;
    }
    if (!b.is_there)
        make_library(&b, argv[3]);
    printf("figure\tvibrary\tFAISS\tratio\tunit\n");
    fflush(stdout);
    measure_commands(&b);
    b.pattern = pattern_make(b.model, argv[3]);
    b.d = b.pattern.dimension;
    open_ours(&b);
    measure(&b);
    release(&b);
    if (!b.keep)
        remove_folder(b.folder);
    return 0;
}
