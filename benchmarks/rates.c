/* rates - whether the share of wrong answers that is told of a batch is right.
 *
 *     benchmarks/rates LIB [SPLITS [SEED]]
 *
 * All spectra of the library that say their name and specimen are searched for
 * in it, their specimens hidden. Then, again and again, a random half of the
 * compounds is what is learned from, as in a calibration, and another half is
 * a batch of unknowns, of whose compounds a stated share is hidden, and of
 * which those without another specimen only come when they are. At each level
 * what is kept is compared with the truth; intervals are for compounds drawn
 * anew. Spectra that are stored under another name too are no unknowns and left
 * out.
 *
 * The other half is drawn in two ways. What the first half has not: nothing is
 * asked that was learned from, but where by chance few of the bad compounds
 * were learned from, all the more are asked for. Or whatever was learned from,
 * as a batch from elsewhere would be. */
#include "collection.h"

#include "random.h"
#include "selftest.h"
#include "vibrary.h"
#include "vibrary_confidence.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 128, LEVELS = 3, HIDDEN = 4, SAMPLES = 400, WAYS = 2 };

static const double levels[LEVELS] = { 0.01, 0.05, 0.10 };
static const double hidden[HIDDEN] = { 0, 0.05, 0.2, 0.35 };
static const char *const way_name[WAYS] = {
    "batches of all compounds that were not learned from",
    "batches drawn whatever was learned from"
};

/* ---- answers ----------------------------------------------------------- */

struct cases {
    vib_selftest test;
    char **specimen;  /* [test.n] */
    size_t *compound; /* [test.n] 0 .. compounds - 1 */
    size_t compounds;
};

static void add_case(struct cases *cases, const vib_spectrum *query,
                     const vib_hits *hits)
{
    size_t i = cases->test.n;

    if (hits->status < 0 || hits->count < 2)
        return;
    cases->test.item[i].name = strdup(vib_spectrum_get(query, VIB_KEY_NAME));
    cases->specimen[i] = strdup(vib_spectrum_get(query, VIB_KEY_SPECIMEN));
    cases->test.item[i].hits = *hits;
    cases->test.n++;
}

static void ask(struct cases *cases, const vib_db *db, vib_spectrum *queries,
                size_t n)
{
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits[BATCH];

    how.k = VIB_STANDING_NAMES;
    how.by_compound = true;
    how.leave_out = VIB_KEY_SPECIMEN;
    how.level = 0;
    must(vib_db_search(hits, db, queries, n, &how));
    for (size_t i = 0; i < n; i++) {
        add_case(cases, &queries[i], &hits[i]);
        vib_spectrum_release(&queries[i]);
    }
}

static void ask_all(struct cases *cases, const vib_db *db)
{
    vib_spectrum queries[BATCH];
    uint64_t id = 0;
    size_t n = 0;

    while (vib_db_next(&id, db) == 1) {
        queries[n] = (vib_spectrum)VIB_SPECTRUM_INIT;
        must(vib_db_get(&queries[n], db, id));
        if (vib_spectrum_get(&queries[n], VIB_KEY_NAME) &&
            vib_spectrum_get(&queries[n], VIB_KEY_SPECIMEN))
            n++;
        else
            vib_spectrum_release(&queries[n]);
        if (n == BATCH) {
            ask(cases, db, queries, n);
            n = 0;
        }
    }
    ask(cases, db, queries, n);
}

/* Number the compounds, and say which have another specimen. */
static void number(struct cases *cases)
{
    for (size_t i = 0; i < cases->test.n; i++) {
        vib_selftest_case *item = &cases->test.item[i];

        cases->compound[i] = SIZE_MAX;
        for (size_t k = 0; k < cases->test.n; k++) {
            if (strcmp(item->name, cases->test.item[k].name) != 0)
                continue;
            if (k < i && cases->compound[i] == SIZE_MAX)
                cases->compound[i] = cases->compound[k];
            item->shared = item->shared ||
                           strcmp(cases->specimen[i], cases->specimen[k]) != 0;
        }
        if (cases->compound[i] == SIZE_MAX)
            cases->compound[i] = cases->compounds++;
    }
}

/* ---- batches ----------------------------------------------------------- */

/* What each compound had a part in, over all splits. */
struct sums {
    double kept, wrong, estimated;
};

struct table {
    struct sums *sums[HIDDEN][LEVELS]; /* [compounds] */
    double batches, none[HIDDEN][LEVELS];
    double absent[HIDDEN], told[HIDDEN]; /* shares, summed */
};

struct batch {
    vib_chance *chances; /* [n] */
    bool *wrong, *keep;
    size_t *compound;
    size_t n;
};

/* The answer to a case, its own name hidden or not, goes into the batch. */
static void add_answer(struct batch *batch, const vib_confidence *confidence,
                       const struct cases *cases, size_t i, bool is_hidden)
{
    const vib_selftest_case *item = &cases->test.item[i];
    const vib_hit *first = NULL, *second = NULL;
    vib_signs signs;

    for (size_t k = 0; k < item->hits.count && !second; k++) {
        const vib_hit *hit = &item->hits.hit[k];

        if (is_hidden && strcmp(hit->name, item->name) == 0)
            continue;
        second = first ? hit : NULL;
        first = first ? first : hit;
    }
    if (!second || (!is_hidden && !item->shared))
        return;
    batch->wrong[batch->n] = strcmp(first->name, item->name) != 0;
    if (batch->wrong[batch->n] && vib_hit_is_query(first))
        return;
    signs = (vib_signs){ { first->score, first->embedding,
                           first->score - second->score } };
    batch->chances[batch->n] = vib_confidence_chance(confidence, &signs);
    batch->compound[batch->n++] = cases->compound[i];
}

static void try_level(struct table *table, const vib_trials *trials,
                      struct batch *batch, size_t share, size_t level)
{
    struct sums *sums = table->sums[share][level];
    vib_rate rate;

    must(vib_rate_keep(batch->keep, &rate, trials, batch->chances, batch->n,
                       levels[level]));
    for (size_t i = 0; i < batch->n; i++)
        if (batch->keep[i]) {
            sums[batch->compound[i]].kept++;
            sums[batch->compound[i]].wrong += batch->wrong[i];
            sums[batch->compound[i]].estimated += rate.wrong;
        }
    table->none[share][level] += rate.kept == 0;
    if (level == 0)
        table->told[share] += rate.absent;
}

/* Ask for the compounds of which asked[] is true, some of them hidden. */
static void try_batch(struct table *table, const vib_confidence *confidence,
                      const struct cases *cases, const bool *asked,
                      struct batch *batch, vib_random *random)
{
    bool *gone = must_allocate(cases->compounds, sizeof *gone);

    for (size_t share = 0; share < HIDDEN; share++) {
        double absent = 0;

        for (size_t c = 0; c < cases->compounds; c++)
            gone[c] = vib_random_chance(random, hidden[share]);
        batch->n = 0;
        for (size_t i = 0; i < cases->test.n; i++) {
            size_t c = cases->compound[i], before = batch->n;

            if (!asked[c])
                continue;
            add_answer(batch, confidence, cases, i, gone[c]);
            absent += gone[c] && batch->n > before;
        }
        table->absent[share] += absent / (double)batch->n;
        for (size_t level = 0; level < LEVELS; level++)
            try_level(table, &confidence->trials, batch, share, level);
    }
    free(gone);
}

/* Learn from the compounds of which half[] is true. */
static void learn(vib_confidence *out, const struct cases *cases,
                  const bool *half)
{
    vib_selftest learned = {
        must_allocate(cases->test.n, sizeof *learned.item), 0
    };

    for (size_t i = 0; i < cases->test.n; i++)
        if (half[cases->compound[i]])
            learned.item[learned.n++] = cases->test.item[i];
    must(vib_selftest_learn(out, &learned, NULL));
    must(vib_selftest_try(&out->trials, &learned));
    free(learned.item);
}

/* tables [WAYS] */
static void try_split(struct table *tables, const struct cases *cases,
                      struct batch *batch, vib_random *random)
{
    vib_confidence confidence = VIB_CONFIDENCE_INIT;
    bool *half = must_allocate(2 * cases->compounds, sizeof *half);
    bool *asked = half + cases->compounds;

    for (size_t c = 0; c < cases->compounds; c++)
        half[c] = vib_random_chance(random, 0.5);
    learn(&confidence, cases, half);
    for (size_t way = 0; way < WAYS; way++) {
        for (size_t c = 0; c < cases->compounds; c++)
            asked[c] = way == 0 ? !half[c] : vib_random_chance(random, 0.5);
        try_batch(&tables[way], &confidence, cases, asked, batch, random);
    }
    vib_confidence_release(&confidence);
    free(half);
}

/* ---- the table --------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;

    return (p > q) - (p < q);
}

/* The middle 95 % of the true share for compounds drawn anew. */
static void find_range(double range[2], const struct sums *sums, size_t n)
{
    vib_random random = vib_random_stream(2, 0, 0);
    double shares[SAMPLES];

    for (size_t s = 0; s < SAMPLES; s++) {
        double kept = 0, wrong = 0;

        for (size_t c = 0; c < n; c++) {
            const struct sums *one = &sums[vib_random_below(&random, n)];

            kept += one->kept;
            wrong += one->wrong;
        }
        shares[s] = kept > 0 ? wrong / kept : 0;
    }
    qsort(shares, SAMPLES, sizeof *shares, by_value);
    range[0] = shares[SAMPLES / 40];
    range[1] = shares[SAMPLES - 1 - SAMPLES / 40];
}

static void print_table(const struct table *table, size_t compounds)
{
    printf("absent  told  level   kept  none  estimated    true  factor  "
           "interval of true\n");
    for (size_t share = 0; share < HIDDEN; share++)
        for (size_t level = 0; level < LEVELS; level++) {
            const struct sums *sums = table->sums[share][level];
            struct sums all = { 0, 0, 0 };
            double range[2];

            for (size_t c = 0; c < compounds; c++) {
                all.kept += sums[c].kept;
                all.wrong += sums[c].wrong;
                all.estimated += sums[c].estimated;
            }
            find_range(range, sums, compounds);
            printf("%4.1f %%  %4.1f  %3.0f %%  %6.0f  %3.0f %%  %7.2f %%  "
                   "%5.2f %%  %6.2f  %.2f to %.2f\n",
                   100 * table->absent[share] / table->batches,
                   100 * table->told[share] / table->batches,
                   100 * levels[level], all.kept / table->batches,
                   100 * table->none[share][level] / table->batches,
                   100 * all.estimated / fmax(all.kept, 1),
                   100 * all.wrong / fmax(all.kept, 1),
                   all.wrong / fmax(all.estimated, 1e-9), 100 * range[0],
                   100 * range[1]);
        }
}

static void try_all(struct table *tables, const struct cases *cases,
                    size_t splits, uint64_t seed)
{
    size_t n = cases->test.n;
    struct batch batch = {
        .chances = must_allocate(n, sizeof *batch.chances),
        .wrong = must_allocate(n, sizeof *batch.wrong),
        .keep = must_allocate(n, sizeof *batch.keep),
        .compound = must_allocate(n, sizeof *batch.compound),
    };

    for (size_t split = 0; split < splits; split++) {
        vib_random random = vib_random_stream(seed, split, 0);

        try_split(tables, cases, &batch, &random);
    }
    free(batch.chances);
    free(batch.wrong);
    free(batch.keep);
    free(batch.compound);
}

static void table_begin(struct table *table, size_t compounds, size_t batches)
{
    *table = (struct table){ .batches = (double)batches };
    for (size_t share = 0; share < HIDDEN; share++)
        for (size_t level = 0; level < LEVELS; level++)
            table->sums[share][level] =
                must_allocate(compounds, sizeof *table->sums[share][level]);
}

static void table_end(struct table *table)
{
    for (size_t share = 0; share < HIDDEN; share++)
        for (size_t level = 0; level < LEVELS; level++)
            free(table->sums[share][level]);
}

static void cases_read(struct cases *cases, const vib_db *db)
{
    vib_db_facts facts;

    must(vib_db_describe(&facts, db));
    cases->test.item = must_allocate(facts.spectra, sizeof *cases->test.item);
    cases->specimen = must_allocate(facts.spectra, sizeof *cases->specimen);
    cases->compound = must_allocate(facts.spectra, sizeof *cases->compound);
    ask_all(cases, db);
    number(cases);
}

static void cases_release(struct cases *cases)
{
    for (size_t i = 0; i < cases->test.n; i++)
        free(cases->specimen[i]);
    free(cases->specimen);
    free(cases->compound);
    vib_selftest_release(&cases->test);
}

int main(int argc, char **argv)
{
    size_t splits = argc > 2 ? strtoul(argv[2], NULL, 10) : 100;
    uint64_t seed = argc > 3 ? strtoul(argv[3], NULL, 10) : 1;
    struct cases cases = { .compounds = 0 };
    struct table tables[WAYS];
    vib_db *db = NULL;

    if (argc < 2 || argc > 4 || splits < 1) {
        fprintf(stderr, "usage: rates LIB [SPLITS [SEED]]\n");
        return 2;
    }
    must(vib_db_open(&db, argv[1], VIB_READ));
    cases_read(&cases, db);
    printf("%zu spectra of %zu compounds, %zu splits\n", cases.test.n,
           cases.compounds, splits);
    for (size_t way = 0; way < WAYS; way++)
        table_begin(&tables[way], cases.compounds, splits);
    try_all(tables, &cases, splits, seed);
    for (size_t way = 0; way < WAYS; way++) {
        printf("\n%s\n", way_name[way]);
        print_table(&tables[way], cases.compounds);
        table_end(&tables[way]);
    }
    cases_release(&cases);
    vib_db_close(db);
    return 0;
}
