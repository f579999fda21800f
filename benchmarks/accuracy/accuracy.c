/* accuracy.c - how often the right compound comes first, by three scores on
 * the same queries, when nothing of the query's specimen may be found.
 *
 *     accuracy LIB PROCESSED RAW [SCORE...]
 *
 * LIB is a library of the spectra in PROCESSED; RAW are other spectra of the
 * same minerals, unprocessed, or "-". Only the scores that are named are
 * measured, else all. benchmarks/README.md says what the rows are. */
#include "collection.h"
#include "minerals.h"
#include "tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 512, TOP = 5, NEAR = 50, CANDIDATES = 200 };

static struct score {
    const char *name;
    vib_score score;
    bool measured;
} scores[] = {
    { "hqi", VIB_HQI, false },
    { "aligned", VIB_ALIGNED, false },
    { "embedding", VIB_EMBEDDING, false },
    { "embedding-aligned", VIB_EMBEDDING_ALIGNED, false },
    { "fused", VIB_FUSED, false },
};
enum { SCORES = sizeof scores / sizeof *scores, ALIGNED = 1, FUSED = 4 };

struct damage {
    const char *name;
    vib_harm harm;
    double amount;
};
static const struct damage damages[] = {
    { "shifted 5 cm^-1", VIB_HARM_SHIFT, 5 },
    { "SNR 20 dB", VIB_HARM_NOISE, 20 },
    { "SNR 10 dB", VIB_HARM_NOISE, 10 },
    { "fluorescence x10", VIB_HARM_FLUORESCENCE, 10 },
    { "half of the range missing", VIB_HARM_CUT, 0.5 },
    { "broadened by 19 cm^-1", VIB_HARM_BROADEN, 19 },
    { "ends filled with 0", VIB_HARM_PAD, 0.25 },
    { "wing of the laser x3", VIB_HARM_LASER, 3 }, /* which infrared has not */
};
enum { DAMAGES = sizeof damages / sizeof *damages };

/* The queries of one row of the table, borrowed from a collection. */
struct row {
    const char *name;
    const vib_spectrum **query; /* [n] */
    size_t n;
    const struct damage *damage; /* what is done to them, or NULL */
};

/* The places of right answers of a row. */
struct tally {
    size_t *rank[SCORES]; /* [n] from 0, or CLI_NO_RANK; not measured: NULL */
    size_t *compound;     /* [n] */
    size_t n;
    size_t candidates; /* right compound among the CANDIDATES nearest vectors */
    size_t names;      /* the same among as many compounds                    */
    size_t near;       /* the best by HQI is among the NEAR nearest vectors   */
};

/* A copy of points and metadata, damaged unless `damage` is NULL. */
static vib_spectrum damage_copy(const vib_spectrum *spectrum,
                                const struct damage *damage, uint64_t key)
{
    vib_spectrum copy = VIB_SPECTRUM_INIT;

    copy.x = must_allocate(spectrum->n, sizeof *copy.x);
    copy.y = must_allocate(spectrum->n, sizeof *copy.y);
    copy.n = spectrum->n;
    memcpy(copy.x, spectrum->x, spectrum->n * sizeof *copy.x);
    memcpy(copy.y, spectrum->y, spectrum->n * sizeof *copy.y);
    for (size_t i = 0; i < spectrum->field_count; i++)
        must(vib_spectrum_set(&copy, spectrum->fields[i].key,
                              spectrum->fields[i].value));
    if (damage)
        must(vib_spectrum_harm(&copy, damage->harm, damage->amount, key));
    return copy;
}

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
    memset(best, 0, n * sizeof *best);
    for (size_t s = 0; s < SCORES; s++) {
        if (!scores[s].measured)
            continue;
        how.score = scores[s].score;
        search(hits, db, queries, n, &how);
        for (size_t i = 0; i < n; i++) {
            size_t rank = rank_of(&hits[i], &queries[i]);

            tally->rank[s][tally->n + i] =
                rank < hits[i].count ? rank : CLI_NO_RANK;
            if (how.score == VIB_HQI && hits[i].count)
                best[i] = hits[i].hit[0].id;
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
    how.by_compound = true;
    search(nearest, db, queries, n, &how);
    for (size_t i = 0; i < n; i++) {
        tally->names += rank_of(&nearest[i], &queries[i]) < nearest[i].count;
        vib_hits_release(&nearest[i]);
    }
}

static struct tally tally_new(size_t n)
{
    struct tally tally = { .compound = must_allocate(n, sizeof(size_t)) };

    for (size_t s = 0; s < SCORES; s++)
        if (scores[s].measured)
            tally.rank[s] = must_allocate(n, sizeof(size_t));
    return tally;
}

static void tally_release(struct tally *tally)
{
    for (size_t s = 0; s < SCORES; s++)
        free(tally->rank[s]);
    free(tally->compound);
}

/* Append what was counted elsewhere; there is room. */
static void tally_add(struct tally *sum, const struct tally *more)
{
    size_t size = more->n * sizeof(size_t);

    for (size_t s = 0; s < SCORES; s++)
        if (scores[s].measured)
            memcpy(sum->rank[s] + sum->n, more->rank[s], size);
    memcpy(sum->compound + sum->n, more->compound, size);
    sum->n += more->n;
    sum->candidates += more->candidates;
    sum->names += more->names;
    sum->near += more->near;
}

/* ---- the table --------------------------------------------------------- */

static struct tally measure(const vib_db *db, const struct row *row,
                            const struct minerals *minerals)
{
    static vib_spectrum batch[BATCH];
    static uint64_t best[BATCH];
    struct tally tally = tally_new(row->n);

    for (size_t at = 0; at < row->n; at += BATCH) {
        size_t n = row->n - at < BATCH ? row->n - at : BATCH;

        for (size_t i = 0; i < n; i++) {
            batch[i] = damage_copy(row->query[at + i], row->damage, at + i);
            tally.compound[at + i] = minerals_place(minerals, &batch[i]);
        }
        count_compounds(&tally, best, db, batch, n);
        count_candidates(&tally, best, db, batch, n);
        tally.n += n;
        for (size_t i = 0; i < n; i++)
            vib_spectrum_release(&batch[i]);
    }
    return tally;
}

static double percent(size_t part, size_t n)
{
    return n ? 100.0 * (double)part / (double)n : 0;
}

/* How many right answers are before place `most`. */
static size_t count(const struct tally *tally, size_t score, size_t most)
{
    size_t sum = 0;

    for (size_t i = 0; i < tally->n; i++)
        sum += tally->rank[score][i] < most;
    return sum;
}

/* What fused gains on the best single HQI, with intervals over compounds. */
static void print_gain(const struct tally *tally,
                       const struct minerals *minerals)
{
    const cli_ranks ranks = { tally->rank[FUSED], tally->rank[ALIGNED],
                              tally->compound, tally->n, minerals->n };
    const cli_tally told = cli_tally_of(&ranks);
    static const size_t measures[] = { CLI_FIRST, CLI_FIFTH };

    for (size_t i = 0; i < 2; i++) {
        const cli_mean *gain = &told.gain[measures[i]];

        printf("\t%+.1f\t%.1f\t%.1f", 100 * gain->value,
               100 * gain->range[0], 100 * gain->range[1]);
    }
}

static bool has_gain(void)
{
    return scores[FUSED].measured && scores[ALIGNED].measured;
}

static void print_tally(const char *name, const struct tally *tally,
                        const struct minerals *minerals)
{
    size_t n = tally->n;

    printf("%s\t%zu", name, n);
    for (size_t s = 0; s < SCORES; s++)
        if (scores[s].measured)
            printf("\t%.1f\t%.1f", percent(count(tally, s, 1), n),
                   percent(count(tally, s, TOP), n));
    printf("\t%.1f\t%.1f", percent(tally->candidates, n),
           percent(tally->names, n));
    if (scores[0].measured)
        printf("\t%.1f", percent(tally->near, n));
    if (has_gain())
        print_gain(tally, minerals);
    printf("\n");
    fflush(stdout);
}

static void print_head(void)
{
    printf("queries\tn");
    for (size_t s = 0; s < SCORES; s++)
        if (scores[s].measured)
            printf("\t%s 1\t%s 5", scores[s].name, scores[s].name);
    printf("\tamong 200\t200 names%s", scores[0].measured ? "\thqi in 50" : "");
    printf("%s\n", has_gain() ? "\tgain1\tgain1_low\tgain1_high\tgain5\t"
                                "gain5_low\tgain5_high"
                              : "");
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

static void print_row(const vib_db *db, const struct row *row,
                      const struct minerals *minerals)
{
    struct tally tally = measure(db, row, minerals);

    print_tally(row->name, &tally, minerals);
    tally_release(&tally);
}

/* All are the known and the unseen. */
static void print_processed(const vib_db *db, const struct row *known,
                            const struct row *unseen,
                            const struct minerals *minerals)
{
    struct tally of_known = measure(db, known, minerals);
    struct tally of_unseen = measure(db, unseen, minerals);
    struct tally all = tally_new(known->n + unseen->n);

    tally_add(&all, &of_known);
    tally_add(&all, &of_unseen);
    print_tally("all", &all, minerals);
    print_tally(known->name, &of_known, minerals);
    print_tally(unseen->name, &of_unseen, minerals);
    tally_release(&all);
    tally_release(&of_unseen);
    tally_release(&of_known);
}

static size_t damages_of(const vib_db *db)
{
    vib_encoder_facts encoder;

    must(vib_db_encoder(&encoder, db));
    return strncmp(encoder.pipeline, "raman", 5) == 0 ? DAMAGES : DAMAGES - 1;
}

static void print_table(const vib_db *db, const struct collection *processed,
                        const struct collection *raw,
                        const struct minerals *minerals)
{
    struct row known = choose("known", processed, minerals, is_seen);
    struct row unseen = choose("unseen", processed, minerals,
                               mineral_is_unseen);
    struct row unprocessed = choose("raw", raw, minerals, any);
    size_t damage_count = damages_of(db);

    print_head();
    print_processed(db, &known, &unseen, minerals);
    if (unprocessed.n > 0)
        print_row(db, &unprocessed, minerals);
    for (size_t i = 0; i < damage_count; i++) {
        struct row damaged = unseen;

        damaged.name = damages[i].name;
        damaged.damage = &damages[i];
        print_row(db, &damaged, minerals);
    }
    free(known.query);
    free(unseen.query);
    free(unprocessed.query);
}

/* Choose the named scores; all, when none is. */
static bool choose_scores(char **names, int n)
{
    bool known = true;

    for (int i = 0; i < n && known; i++) {
        known = false;
        for (size_t s = 0; s < SCORES; s++)
            if (strcmp(names[i], scores[s].name) == 0)
                known = scores[s].measured = true;
    }
    for (size_t s = 0; s < SCORES && n == 0; s++)
        scores[s].measured = true;
    return known;
}

int main(int argc, char **argv)
{
    vib_db *db = NULL;
    struct collection processed, raw = { .n = 0 };
    struct minerals minerals;

    if (argc < 4 || !choose_scores(argv + 4, argc - 4)) {
        fprintf(stderr, "usage: accuracy LIB PROCESSED RAW|- [SCORE...]\n");
        return 2;
    }
    must(vib_db_open(&db, argv[1], VIB_READ));
    processed = collection_read(argv[2]);
    if (strcmp(argv[3], "-") != 0)
        raw = collection_read(argv[3]);
    minerals = minerals_read(db);
    print_table(db, &processed, &raw, &minerals);
    minerals_release(&minerals);
    collection_release(&raw);
    collection_release(&processed);
    vib_db_close(db);
    return 0;
}
