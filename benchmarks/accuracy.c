/* accuracy.c - how often the right compound comes first, by three scores on
 * the same queries, when nothing of the query's specimen may be found.
 *
 *     accuracy LIB PROCESSED RAW
 *
 * LIB is a library of the spectra in PROCESSED; RAW are other spectra of the
 * same minerals, unprocessed. benchmarks/README.md says what the rows are. */
#include "collection.h"
#include "damage.h"
#include "minerals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 512, TOP = 5, NEAR = 50, CANDIDATES = 200 };

static const vib_score scores[] = { VIB_HQI, VIB_ALIGNED, VIB_EMBEDDING,
                                    VIB_FUSED };
enum { SCORES = sizeof scores / sizeof *scores };

/* The queries of one row of the table, borrowed from a collection. */
struct row {
    const char *name;
    const vib_spectrum **query; /* [n] */
    size_t n;
    const struct damage *damage; /* what is done to them, or NULL */
};

/* Right answers of a row: first, and among the first TOP. */
struct tally {
    size_t first[SCORES], top[SCORES];
    size_t candidates; /* right compound among the CANDIDATES nearest vectors */
    size_t near;       /* the best by HQI is among the NEAR nearest vectors   */
};

/* ---- one batch --------------------------------------------------------- */

/* The place of the query's compound among the hits, or their number. */
static size_t rank_of(const vib_hits *hits, const vib_spectrum *query)
{
    char wanted[MINERAL_NAME], name[MINERAL_NAME];
    size_t i = 0;

    mineral_key(wanted, vib_spectrum_get(query, VIB_KEY_NAME));
    for (; i < hits->count; i++) {
        mineral_key(name, hits->hit[i].name);
        if (strcmp(name, wanted) == 0)
            break;
    }
    return i;
}

static void search(vib_hits *hits, const vib_db *db,
                   const vib_spectrum *queries, size_t n,
                   const vib_search *how)
{
    must(vib_db_search(hits, db, queries, n, how));
    for (size_t i = 0; i < n; i++)
        if (hits[i].status < 0)
            fprintf(stderr, "%s: %s\n",
                    vib_spectrum_get(&queries[i], VIB_KEY_SOURCE),
                    hits[i].reason);
}

/* best [n] becomes the best spectrum by HQI of each query, 0 without one. */
static void count_compounds(struct tally *tally, uint64_t *best,
                            const vib_db *db, const vib_spectrum *queries,
                            size_t n)
{
    static vib_hits hits[BATCH];
    vib_search how = VIB_SEARCH_DEFAULT;

    how.k = TOP;
    how.by_compound = true;
    how.leave_out = VIB_KEY_SPECIMEN;
    for (size_t s = 0; s < SCORES; s++) {
        how.score = scores[s];
        search(hits, db, queries, n, &how);
        for (size_t i = 0; i < n; i++) {
            size_t rank = rank_of(&hits[i], &queries[i]);

            tally->first[s] += rank == 0 && hits[i].count > 0;
            tally->top[s] += rank < hits[i].count;
            if (scores[s] == VIB_HQI)
                best[i] = hits[i].count ? hits[i].hit[0].id : 0;
            vib_hits_release(&hits[i]);
        }
    }
}

static bool has_id(const vib_hits *hits, size_t n, uint64_t id)
{
    for (size_t i = 0; i < n && i < hits->count; i++)
        if (hits->hit[i].id == id)
            return true;
    return false;
}

/* What re-scoring can still find among the nearest vectors. */
static void count_candidates(struct tally *tally, const uint64_t *best,
                             const vib_db *db, const vib_spectrum *queries,
                             size_t n)
{
    static vib_hits nearest[BATCH];
    vib_search how = VIB_SEARCH_DEFAULT;

    how.leave_out = VIB_KEY_SPECIMEN;
    how.score = VIB_EMBEDDING;
    how.k = CANDIDATES;
    search(nearest, db, queries, n, &how);
    for (size_t i = 0; i < n; i++) {
        tally->candidates += rank_of(&nearest[i], &queries[i]) <
                             nearest[i].count;
        tally->near += has_id(&nearest[i], NEAR, best[i]);
        vib_hits_release(&nearest[i]);
    }
}

/* ---- the table --------------------------------------------------------- */

static struct tally measure(const vib_db *db, const struct row *row)
{
    static vib_spectrum batch[BATCH];
    static uint64_t best[BATCH];
    struct tally tally = { .near = 0 };

    for (size_t at = 0; at < row->n; at += BATCH) {
        size_t n = row->n - at < BATCH ? row->n - at : BATCH;

        for (size_t i = 0; i < n; i++)
            batch[i] = damage_copy(row->query[at + i], row->damage, at + i);
        count_compounds(&tally, best, db, batch, n);
        count_candidates(&tally, best, db, batch, n);
        for (size_t i = 0; i < n; i++)
            vib_spectrum_release(&batch[i]);
    }
    return tally;
}

static double percent(size_t part, size_t n)
{
    return n ? 100.0 * (double)part / (double)n : 0;
}

static void print_row(const vib_db *db, const struct row *row)
{
    struct tally tally = measure(db, row);

    printf("%s\t%zu", row->name, row->n);
    for (size_t s = 0; s < SCORES; s++)
        printf("\t%.1f\t%.1f", percent(tally.first[s], row->n),
               percent(tally.top[s], row->n));
    printf("\t%.1f\t%.1f\n", percent(tally.candidates, row->n),
           percent(tally.near, row->n));
    fflush(stdout);
}

/* ---- which queries ----------------------------------------------------- */

static bool any(const vib_spectrum *spectrum)
{
    (void)spectrum;
    return true;
}

static bool is_seen(const vib_spectrum *spectrum)
{
    return !mineral_is_unseen(spectrum);
}

/* The spectra that have a right answer and are `wanted`. */
static struct row choose(const char *name, const struct collection *from,
                         const struct minerals *minerals,
                         bool (*wanted)(const vib_spectrum *))
{
    struct row row = { .name = name };

    row.query = must_allocate(from->n, sizeof *row.query);
    for (size_t i = 0; i < from->n; i++)
        if (minerals_have(minerals, &from->spectra[i]) &&
            wanted(&from->spectra[i]))
            row.query[row.n++] = &from->spectra[i];
    return row;
}

static void print_table(const vib_db *db, const struct collection *processed,
                        const struct collection *raw,
                        const struct minerals *minerals)
{
    struct row rows[] = { choose("all", processed, minerals, any),
                   choose("known", processed, minerals, is_seen),
                   choose("unseen", processed, minerals, mineral_is_unseen),
                   choose("raw", raw, minerals, any) };
    enum { ROWS = sizeof rows / sizeof *rows, UNSEEN = 2 };

    printf("queries\tn\thqi 1\thqi 5\taligned 1\taligned 5\tembedding 1\t"
           "embedding 5\tfused 1\tfused 5\tamong 200\thqi in 50\n");
    for (size_t i = 0; i < ROWS; i++)
        print_row(db, &rows[i]);
    for (size_t i = 0; i < damage_count; i++) {
        struct row damaged = rows[UNSEEN];

        damaged.name = damages[i].name;
        damaged.damage = &damages[i];
        print_row(db, &damaged);
    }
    for (size_t i = 0; i < ROWS; i++)
        free(rows[i].query);
}

int main(int argc, char **argv)
{
    vib_db *db = NULL;
    struct collection processed, raw;
    struct minerals minerals;

    if (argc != 4) {
        fprintf(stderr, "usage: accuracy LIB PROCESSED RAW\n");
        return 2;
    }
    must(vib_db_open(&db, argv[1], VIB_READ));
    processed = collection_read(argv[2]);
    raw = collection_read(argv[3]);
    minerals = minerals_read(db);
    print_table(db, &processed, &raw, &minerals);
    minerals_release(&minerals);
    collection_release(&raw);
    collection_release(&processed);
    vib_db_close(db);
    return 0;
}
