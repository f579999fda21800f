/* speed.c - how fast the command is on a real archive: import, one search as a
 * whole process, matching thousands; and whether every spectrum finds itself.
 *
 *     speed VIBRARY ARCHIVE [MODEL]
 *
 * VIBRARY is the command, MODEL the encoder for the library (as for
 * `vibrary init --model`). The library is made in a folder of its own below
 * /tmp and removed at the end. */
#include "collection.h"
#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEARCHES = 41, PATH = 256, BATCH = 512 };

/* Where things are. */
struct place {
    const char *vibrary, *archive, *model;
    char folder[32], library[PATH], query[PATH], answers[PATH];
};

/* ---- commands ---------------------------------------------------------- */

static struct cost make_library(const struct place *place)
{
    const char *init[] = { place->vibrary, "init", "-q", place->library,
                           place->model ? "--model" : NULL, place->model,
                           NULL };
    const char *add[] = { place->vibrary, "add", "-q", place->library,
                          place->archive, NULL };
    const char *index[] = { place->vibrary, "index", "-q", place->library,
                            NULL };
    struct cost added, indexed;

    run(init);
    added = run(add);
    indexed = run(index);
    added.seconds += indexed.seconds;
    if (indexed.megabytes > added.megabytes)
        added.megabytes = indexed.megabytes;
    return added;
}

/* Write stored spectrum `id` to a file of its own. */
static void write_query(const struct place *place, uint64_t id)
{
    vib_db *db = NULL;
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    FILE *file = fopen(place->query, "w");

    if (!file) {
        perror(place->query);
        exit(1);
    }
    must(vib_db_open(&db, place->library, VIB_READ));
    must(vib_db_get(&spectrum, db, id));
    must(vib_spectrum_write(file, &spectrum));
    fclose(file);
    vib_spectrum_release(&spectrum);
    vib_db_close(db);
}

/* The median of searches for spectra from all over the library. */
static struct cost search(const struct place *place, uint64_t stored)
{
    const char *command[] = { place->vibrary, "search", "-q", place->library,
                              place->query, NULL };
    struct cost costs[SEARCHES];

    for (size_t i = 0; i < SEARCHES; i++) {
        write_query(place, 1 + i * stored / SEARCHES);
        costs[i] = run(command);
    }
    return median_cost(costs, SEARCHES);
}

static struct cost match(const struct place *place)
{
    const char *command[] = { place->vibrary, "match", "-q", place->library,
                              place->archive, "-o", place->answers, NULL };

    return run(command);
}

/* ---- self-hits --------------------------------------------------------- */

static size_t read_batch(vib_spectrum *spectra, uint64_t *ids, uint64_t *last,
                         const vib_db *db)
{
    size_t n = 0;

    while (n < BATCH && vib_db_next(last, db) == 1) {
        spectra[n] = (vib_spectrum)VIB_SPECTRUM_INIT;
        must(vib_db_get(&spectra[n], db, *last));
        ids[n++] = *last;
    }
    return n;
}

/* How many of the stored spectra are their own first hit by this score. */
static size_t count_self_hits(size_t *stored, const vib_db *db,
                              vib_score score)
{
    static vib_spectrum spectra[BATCH];
    static vib_hits hits[BATCH];
    static uint64_t ids[BATCH];
    vib_search how = VIB_SEARCH_DEFAULT;
    uint64_t last = 0;
    size_t n, self = 0;

    how.k = 1;
    how.score = score;
    *stored = 0;
    while ((n = read_batch(spectra, ids, &last, db)) > 0) {
        must(vib_db_search(hits, db, spectra, n, &how));
        for (size_t i = 0; i < n; i++) {
            self += hits[i].count == 1 && hits[i].hit[0].id == ids[i];
            vib_hits_release(&hits[i]);
            vib_spectrum_release(&spectra[i]);
        }
        *stored += n;
    }
    return self;
}

static void print_self_hits(const struct place *place)
{
    static const struct {
        const char *name;
        vib_score score;
    } scores[] = { { "fused", VIB_FUSED },
                   { "embedding", VIB_EMBEDDING },
                   { "hqi", VIB_HQI },
                   { "aligned", VIB_ALIGNED } };
    vib_db *db = NULL;
    size_t stored;

    must(vib_db_open(&db, place->library, VIB_READ));
    for (size_t i = 0; i < sizeof scores / sizeof *scores; i++) {
        size_t self = count_self_hits(&stored, db, scores[i].score);

        printf("finds itself first, %s\t%zu of %zu\tall\n", scores[i].name,
               self, stored);
    }
    vib_db_close(db);
}

/* ---- all of it --------------------------------------------------------- */

static uint64_t count_stored(const struct place *place)
{
    vib_db_facts facts;
    vib_db *db = NULL;

    must(vib_db_open(&db, place->library, VIB_READ));
    must(vib_db_describe(&facts, db));
    vib_db_close(db);
    return facts.spectra;
}

static void print_figures(const struct place *place)
{
    struct cost cost = make_library(place);
    uint64_t stored = count_stored(place);

    printf("figure\tmeasured\tto reach\n");
    printf("import of %llu spectra\t%.1f s\tunder 10 s\n",
           (unsigned long long)stored, cost.seconds);
    printf("memory of the import\t%.0f MB\tunder 1024 MB\n", cost.megabytes);
    cost = search(place, stored);
    printf("one search, whole process\t%.1f ms\tunder 60 ms\n",
           1e3 * cost.seconds);
    printf("memory of a search\t%.0f MB\t-\n", cost.megabytes);
    cost = match(place);
    printf("match\t%.0f spectra/s\tat least 500/s\n",
           (double)stored / cost.seconds);
    printf("memory of the match\t%.0f MB\t-\n", cost.megabytes);
    print_self_hits(place);
}

int main(int argc, char **argv)
{
    struct place place = { .folder = "/tmp/vibrary-speed-XXXXXX" };

    if (argc != 3 && argc != 4) {
        fprintf(stderr, "usage: speed VIBRARY ARCHIVE [MODEL]\n");
        return 2;
    }
    place.vibrary = argv[1];
    place.archive = argv[2];
    place.model = argc == 4 ? argv[3] : NULL;
    if (!mkdtemp(place.folder)) {
        perror(place.folder);
        return 1;
    }
    snprintf(place.library, PATH, "%s/speed.vib", place.folder);
    snprintf(place.query, PATH, "%s/query.txt", place.folder);
    snprintf(place.answers, PATH, "%s/answers.tsv", place.folder);
    print_figures(&place);
    remove_folder(place.folder);
    return 0;
}
