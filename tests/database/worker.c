/* worker.c - a process that works on a library and says what it does, for tests
 * that kill it, fail its writes, or run many of it.
 *
 *     worker change LIB SEED FIRST STEPS
 *
 * adds, removes, indexes, compacts, backs up and trains, STEPS times or (0) for
 * ever.
 * Spectra are made from numbers counted from FIRST, and carry theirs as field
 * "number". Each line on standard output is one write; harness.h reads them:
 *
 *     add NUMBER COUNT          about to add spectra of these numbers
 *     added NUMBER COUNT ID     they are stored, under ids from ID on
 *     remove ID                 about to remove
 *     removed ID                it is gone
 *     failed WHAT               the call failed; its message is on stderr
 *     did WHAT                  something that changes no spectrum was done
 *
 *     worker read LIB SECONDS
 *
 * searches and reads for so long, and ends with status 0 when every hit had
 * its record and no call failed. */
#include "made.h"

#include <stdarg.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 4, KEPT = 40 }; /* spectra added at once; that are kept */

struct work {
    const char *path;
    vib_db *db;
    vib_random random;
    uint64_t number; /* of the next spectrum */
};

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void say(const char *format, ...)
{
    char line[128];
    va_list values;
    int n;

    va_start(values, format);
    n = vsnprintf(line, sizeof line, format, values);
    va_end(values);
    if (write(STDOUT_FILENO, line, (size_t)n) != n)
        _exit(9);
}

/* A call that failed has changed nothing; what was opened before a failed write
 * may have to be opened again. */
static void tell(struct work *work, int rc, const char *what)
{
    if (rc == VIB_OK) {
        say("did %s\n", what);
        return;
    }
    fprintf(stderr, "%s: %s\n", what, vib_last_error());
    say("failed %s\n", what);
    vib_db_close(work->db);
    work->db = NULL;
    if (vib_db_open(&work->db, work->path, VIB_WRITE) < 0) {
        fprintf(stderr, "open: %s\n", vib_last_error());
        _exit(8);
    }
}

static void add(struct work *work)
{
    size_t n = 1 + vib_random_below(&work->random, MOST);
    vib_spectrum spectra[MOST];
    vib_added added[MOST];
    int rc = VIB_OK;

    say("add %llu %zu\n", (unsigned long long)work->number, n);
    for (size_t i = 0; i < n; i++) {
        char number[32];

        snprintf(number, sizeof number, "%llu",
                 (unsigned long long)work->number + i);
        spectra[i] = made_spectrum(work->number + i, 1);
        if (vib_spectrum_set(&spectra[i], "number", number) < 0)
            _exit(7);
    }
    rc = vib_db_add(added, work->db, spectra, n);
    if (rc == VIB_OK)
        say("added %llu %zu %llu\n", (unsigned long long)work->number, n,
            (unsigned long long)added[0].id);
    tell(work, rc, "add");
    work->number += n;
    for (size_t i = 0; i < n; i++)
        vib_spectrum_release(&spectra[i]);
}

/* Some stored id, evenly chosen; 0 when few are there. */
static uint64_t choose(struct work *work, uint64_t *count)
{
    uint64_t id = 0, chosen = 0, n = 0;

    while (vib_db_next(&id, work->db) > 0)
        if (vib_random_below(&work->random, ++n) == 0)
            chosen = id;
    *count = n;
    return chosen;
}

static void take(struct work *work)
{
    uint64_t count = 0, id = choose(work, &count);
    int rc;

    if (id == 0)
        return;
    say("remove %llu\n", (unsigned long long)id);
    rc = vib_db_remove(work->db, &id, 1);
    if (rc == VIB_OK)
        say("removed %llu\n", (unsigned long long)id);
    tell(work, rc, "remove");
}

static void reindex(struct work *work)
{
    static const char *const factory[] = { "Flat", "HNSW8,Flat", "exact" };

    tell(work, vib_db_index(work->db, factory[vib_random_below(&work->random,
                                                               3)]), "index");
}

/* A model file and a checkpoint beside the library: whole, or not there. */
static void train(struct work *work)
{
    vib_training training = made_training(2);
    vib_encoder *encoder = NULL;
    char model[300], checkpoint[300];
    int rc;

    snprintf(model, sizeof model, "%s.model", work->path);
    snprintf(checkpoint, sizeof checkpoint, "%s.checkpoint", work->path);
    training.checkpoint = checkpoint;
    training.steps = 4;
    rc = vib_encoder_train(&encoder, NULL, NULL, &training);
    if (rc == VIB_OK)
        rc = vib_encoder_save(encoder, model);
    vib_encoder_close(encoder);
    tell(work, rc, "train");
    if (rc == VIB_OK)
        unlink(checkpoint);
}

/* A copy beside the library, in the place of the last one: whole, or not
 * there. */
static void back_up(struct work *work)
{
    char path[256], file[300];

    snprintf(path, sizeof path, "%s.backup", work->path);
    snprintf(file, sizeof file, "%s/data.mdb", path);
    unlink(file);
    snprintf(file, sizeof file, "%s/lock.mdb", path);
    unlink(file);
    rmdir(path);
    tell(work, vib_db_backup(work->db, path), "backup");
}

static void compact(struct work *work)
{
    uint64_t before, after;

    tell(work, vib_db_compact(&before, &after, work->db), "compact");
}

static void step(struct work *work)
{
    uint64_t count = 0;

    choose(work, &count);
    switch (vib_random_below(&work->random, 10)) {
    case 9:
        compact(work);
        break;
    case 8:
        back_up(work);
        break;
    case 0:
        reindex(work);
        break;
    case 1:
        train(work);
        break;
    case 2:
    case 3:
        take(work);
        break;
    default:
        if (count < KEPT)
            add(work);
        else
            take(work);
    }
}

static int change(char **argv)
{
    unsigned long long steps = strtoull(argv[5], NULL, 10);
    struct work work = { .path = argv[2],
                  .random = vib_random_stream(strtoull(argv[3], NULL, 10), 0,
                                              0),
                  .number = strtoull(argv[4], NULL, 10) };

    if (vib_db_open(&work.db, work.path, VIB_WRITE) < 0) {
        fprintf(stderr, "open: %s\n", vib_last_error());
        return 1;
    }
    for (unsigned long long i = 0; steps == 0 || i < steps; i++)
        step(&work);
    vib_db_close(work.db);
    return 0;
}

/* Every hit has its record, and its name is the one in it. */
static int look(const vib_db *db, uint64_t number)
{
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_spectrum query = made_spectrum(number, 1);
    vib_hits hits = VIB_HITS_INIT;
    int rc = vib_db_search(&hits, db, &query, 1, &how);

    for (size_t i = 0; i < hits.count && rc == VIB_OK; i++)
        if (!(hits.hit[i].score >= -1.001f && hits.hit[i].score <= 1.001f))
            rc = VIB_BAD_DATA;
    vib_hits_release(&hits);
    vib_spectrum_release(&query);
    return rc;
}

/* One spectrum: what is listed may be removed before it is read, but is never
 * there in part. */
static int read_one(const vib_db *db, uint64_t *id)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int rc = vib_db_next(id, db);

    if (rc <= 0) {
        *id = 0;
        return rc;
    }
    rc = vib_db_get(&spectrum, db, *id);
    if (rc == VIB_OK && (!spectrum.n || !vib_spectrum_get(&spectrum, "number")))
        rc = VIB_BAD_DATA;
    vib_spectrum_release(&spectrum);
    return rc == VIB_NOT_FOUND ? VIB_OK : rc;
}

static void tell_finding(uint64_t id, const char *what, void *payload)
{
    (void)payload;
    fprintf(stderr, "%llu: %s\n", (unsigned long long)id, what);
}

/* Whatever is committed meanwhile, a check finds nothing wrong. */
static int check(const vib_db *db)
{
    size_t found = 0;
    int rc = vib_db_check(&found, db, tell_finding, NULL);

    return rc == VIB_OK && found ? VIB_BAD_DATA : rc;
}

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int reading(char **argv)
{
    double end = seconds() + strtod(argv[3], NULL);
    unsigned long long rounds = 0;
    vib_db *db = NULL;
    uint64_t id = 0;
    int rc = vib_db_open(&db, argv[2], VIB_READ);

    while (rc == VIB_OK && seconds() < end) {
        rc = look(db, 1 + rounds % 50);
        for (int i = 0; i < 5 && rc == VIB_OK; i++)
            rc = read_one(db, &id);
        if (rc == VIB_OK && rounds++ % 50 == 49)
            rc = check(db);
    }
    if (rc < 0)
        fprintf(stderr, "after %llu rounds: %s\n", rounds, vib_last_error());
    say("did %llu\n", rounds);
    vib_db_close(db);
    return rc < 0;
}

int main(int argc, char **argv)
{
    vib_set_threads(1);
    if (argc == 6 && strcmp(argv[1], "change") == 0)
        return change(argv);
    if (argc == 4 && strcmp(argv[1], "read") == 0)
        return reading(argv);
    return 2;
}
