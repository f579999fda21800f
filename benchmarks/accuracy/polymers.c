/* polymers.c - do vectors compare across instruments, weathering and growth on
 * the surface? One clean reference spectrum a polymer; all others are queries.
 *
 *     polymers MODEL PATH TECHNIQUE FOLDER
 *
 * PATH are spectra named PLACE_NUMBER-POLYMER_STATE_TECHNIQUE_ID.csv; clean is
 * state "nobio". Another choice of references ROUNDS times, each a library made
 * in FOLDER. benchmarks/README.md says more. */
#include "collection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { ROUNDS = 8, POLYMERS = 7 };

static const char *const polymers[POLYMERS] = { "HDPE", "LDPE", "PE", "PET",
                                                "PLA",  "PP",   "PS" };
static const vib_score scores[] = { VIB_HQI, VIB_ALIGNED, VIB_EMBEDDING,
                                    VIB_FUSED };
enum { SCORES = sizeof scores / sizeof *scores };

struct tally {
    size_t asked;
    size_t polymer[SCORES];  /* right name                                   */
    size_t material[SCORES]; /* right, or another polyethylene               */
};

/* ---- what the file names say ------------------------------------------- */

/* Field number `k` of the file name, counted from its end, into field [32]. */
static void part_from_end(char field[32], const vib_spectrum *spectrum,
                          size_t k)
{
    const char *name = vib_spectrum_get(spectrum, VIB_KEY_SOURCE);
    const char *end = name + strlen(name), *at;

    for (at = end; at > name; at--) {
        if (at[-1] != '_')
            continue;
        if (k-- == 0)
            break;
        end = at - 1;
    }
    snprintf(field, 32, "%.*s", (int)(end - at), at);
}

/* Names the polymer and, where the axis needs it, the laser. */
static void describe(vib_spectrum *spectrum)
{
    char specimen[32];
    const char *unit = vib_spectrum_get(spectrum, VIB_KEY_X_UNIT);
    const char *dash;

    part_from_end(specimen, spectrum, 3);
    dash = strrchr(specimen, '-');
    must(vib_spectrum_set(spectrum, VIB_KEY_NAME, dash ? dash + 1 : ""));
    if (unit && strcmp(unit, "nm") == 0)
        must(vib_spectrum_set(spectrum, VIB_KEY_LASER,
                              spectrum->x[0] < 700 ? "532.2" : "784.8"));
}

static bool is_named(const vib_spectrum *spectrum, const char *polymer)
{
    return strcmp(vib_spectrum_get(spectrum, VIB_KEY_NAME), polymer) == 0;
}

static bool is_clean(const vib_spectrum *spectrum)
{
    char state[32];

    part_from_end(state, spectrum, 2);
    return strcmp(state, "nobio") == 0;
}

/* Puts what is not of the technique out of the collection. */
static void keep_technique(struct collection *all, const char *technique)
{
    size_t kept = 0;

    for (size_t i = 0; i < all->n; i++) {
        char found[32];

        part_from_end(found, &all->spectra[i], 1);
        if (strcmp(found, technique) == 0) {
            describe(&all->spectra[i]);
            all->spectra[kept++] = all->spectra[i];
        } else {
            vib_spectrum_release(&all->spectra[i]);
        }
    }
    all->n = kept;
}

/* ---- a round ----------------------------------------------------------- */

/* Of the clean spectra of a polymer, in file order, one further along each
 * round; NULL when there is none. */
static const vib_spectrum *reference_of(const struct collection *all,
                                        const char *polymer, size_t round)
{
    const vib_spectrum *clean[1024];
    size_t n = 0;

    for (size_t i = 0; i < all->n && n < 1024; i++)
        if (is_named(&all->spectra[i], polymer) && is_clean(&all->spectra[i]))
            clean[n++] = &all->spectra[i];
    return n ? clean[round * n / ROUNDS] : NULL;
}

static vib_db *library_of(const char *folder, const vib_encoder *encoder,
                          const vib_spectrum *references, size_t n,
                          size_t round)
{
    vib_added added[POLYMERS];
    char path[4096];
    vib_db *db = NULL;

    snprintf(path, sizeof path, "%s/%zu.vib", folder, round);
    must(vib_db_create(path, encoder));
    must(vib_db_open(&db, path, VIB_WRITE));
    must(vib_db_add(added, db, references, n));
    for (size_t i = 0; i < n; i++)
        if (added[i].outcome != VIB_ADDED) {
            fprintf(stderr, "%s\n", added[i].reason);
            exit(1);
        }
    return db;
}

static bool is_polyethylene(const char *name)
{
    size_t n = strlen(name);

    return n >= 2 && strcmp(name + n - 2, "PE") == 0;
}

static void judge(struct tally *tally, size_t score, const vib_hits *hits,
                  const vib_spectrum *query)
{
    const char *found = hits->count ? hits->hit[0].name : "";
    const char *wanted = vib_spectrum_get(query, VIB_KEY_NAME);
    bool right = strcmp(found, wanted) == 0;

    tally->polymer[score] += right;
    tally->material[score] +=
        right || (is_polyethylene(found) && is_polyethylene(wanted));
}

static void play(struct tally *tally, const struct collection *all,
                 const vib_encoder *encoder, const char *folder, size_t round)
{
    vib_spectrum reference[POLYMERS]; /* borrowed, as are the queries */
    const vib_spectrum *chosen[POLYMERS];
    vib_spectrum *query = must_allocate(all->n, sizeof *query);
    vib_hits *hits = must_allocate(all->n, sizeof *hits);
    size_t references = 0, queries = 0;
    vib_db *db;

    for (size_t p = 0; p < POLYMERS; p++) {
        chosen[p] = reference_of(all, polymers[p], round);
        if (chosen[p])
            reference[references++] = *chosen[p];
    }
    for (size_t i = 0; i < all->n; i++) {
        bool is_reference = false;

        for (size_t p = 0; p < POLYMERS; p++)
            is_reference |= chosen[p] == &all->spectra[i];
        if (!is_reference)
            query[queries++] = all->spectra[i];
    }
    db = library_of(folder, encoder, reference, references, round);
    tally->asked += queries;
    for (size_t s = 0; s < SCORES; s++) {
        vib_search how = VIB_SEARCH_DEFAULT;

        how.k = 1;
        how.score = scores[s];
        must(vib_db_search(hits, db, query, queries, &how));
        for (size_t i = 0; i < queries; i++) {
            judge(tally, s, &hits[i], &query[i]);
            vib_hits_release(&hits[i]);
        }
    }
    vib_db_close(db);
    free(hits);
    free(query);
}

int main(int argc, char **argv)
{
    struct collection all;
    struct tally tally = { .asked = 0 };
    vib_encoder *encoder = NULL;

    if (argc != 5) {
        fprintf(stderr, "usage: polymers MODEL PATH TECHNIQUE FOLDER\n");
        return 2;
    }
    must(vib_encoder_open(&encoder, argv[1]));
    all = collection_read(argv[2]);
    keep_technique(&all, argv[3]);
    mkdir(argv[4], 0777);
    for (size_t round = 0; round < ROUNDS; round++)
        play(&tally, &all, encoder, argv[4], round);
    printf("right\tn\thqi\taligned\tembedding\tfused\npolymer\t%zu",
           tally.asked);
    for (size_t s = 0; s < SCORES; s++)
        printf("\t%.1f",
               100.0 * (double)tally.polymer[s] / (double)tally.asked);
    printf("\nmaterial\t%zu", tally.asked);
    for (size_t s = 0; s < SCORES; s++)
        printf("\t%.1f",
               100.0 * (double)tally.material[s] / (double)tally.asked);
    printf("\n");
    collection_release(&all);
    vib_encoder_close(encoder);
    return 0;
}
