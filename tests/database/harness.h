/* harness.h - runs worker.c and knows from its lines what must be in the
 * library, whatever became of it. */
#ifndef HARNESS_H
#define HARNESS_H

#include "sanitized.h"
#include "scene.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* More kills, more faults, longer runs: what a night has time for. */
static inline bool nightly(void)
{
    return getenv("VIB_NIGHTLY") != NULL;
}

/* ---- What must be there ------------------------------------------------ */

typedef enum ledger_state {
    LEDGER_NEVER,    /* not in the library, nor ever to be                   */
    LEDGER_ADDING,   /* it may be there, with all that were added beside it  */
    LEDGER_THERE,
    LEDGER_REMOVING, /* it may be gone                                       */
} ledger_state;

struct ledger_entry {
    ledger_state state;
    uint64_t id;
    uint64_t first; /* the first number of those it was added with */
    bool seen;
};

struct ledger {
    struct ledger_entry *entry; /* [count] by number */
    size_t count;
    uint64_t next;       /* the first number never used */
    size_t confirmed;    /* additions and removals      */
};

static inline struct ledger_entry *ledger_at(struct ledger *ledger,
                                             uint64_t number)
{
    if (number >= ledger->count) {
        size_t count = 2 * (size_t)number + 64;
        struct ledger_entry *grown = realloc(ledger->entry,
                                             count * sizeof *grown);

        cr_assert_not_null(grown);
        memset(grown + ledger->count, 0,
               (count - ledger->count) * sizeof *grown);
        ledger->entry = grown;
        ledger->count = count;
    }
    return &ledger->entry[number];
}

static inline struct ledger_entry *ledger_with_id(struct ledger *ledger,
                                                  uint64_t id)
{
    for (uint64_t number = 1; number < ledger->next; number++)
        if (ledger->entry[number].id == id &&
            ledger->entry[number].state != LEDGER_NEVER)
            return &ledger->entry[number];
    cr_assert_fail("no spectrum %llu was ever added", (unsigned long long)id);
    return NULL;
}

/* From now on so many numbers from `first` on are in this state. */
static inline void ledger_adding(struct ledger *ledger, uint64_t first,
                                 size_t n, uint64_t id)
{
    for (uint64_t i = 0; i < n; i++)
        *ledger_at(ledger, first + i) = (struct ledger_entry){
            id ? LEDGER_THERE : LEDGER_ADDING, id ? id + i : 0, first, false };
    if (first + n > ledger->next)
        ledger->next = first + n;
    ledger->confirmed += id != 0;
}

/* A call that failed left nothing behind. */
static inline void ledger_failed(struct ledger *ledger)
{
    for (uint64_t number = 1; number < ledger->next; number++) {
        struct ledger_entry *entry = &ledger->entry[number];

        if (entry->state == LEDGER_ADDING)
            entry->state = LEDGER_NEVER;
        else if (entry->state == LEDGER_REMOVING)
            entry->state = LEDGER_THERE;
    }
}

static inline void ledger_read(struct ledger *ledger, const char *line)
{
    unsigned long long a = 0, b = 0, c = 0;

    if (sscanf(line, "added %llu %llu %llu", &a, &b, &c) == 3) {
        ledger_adding(ledger, a, b, c);
    } else if (sscanf(line, "add %llu %llu", &a, &b) == 2) {
        ledger_adding(ledger, a, b, 0);
    } else if (sscanf(line, "removed %llu", &a) == 1) {
        ledger_with_id(ledger, a)->state = LEDGER_NEVER;
        ledger->confirmed++;
    } else if (sscanf(line, "remove %llu", &a) == 1) {
        ledger_with_id(ledger, a)->state = LEDGER_REMOVING;
    } else if (strncmp(line, "failed ", 7) == 0) {
        ledger_failed(ledger);
    } else {
        cr_assert_eq(strncmp(line, "did ", 4), 0, "\"%s\"", line);
    }
}

/* ---- What is there ----------------------------------------------------- */

static inline void tell_finding(uint64_t id, const char *what, void *payload)
{
    (void)payload;
    cr_expect(false, "%llu: %s", (unsigned long long)id, what);
}

/* Find each stored number, and see that it may be there. */
static inline void ledger_see(struct ledger *ledger, const vib_db *db)
{
    uint64_t id = 0;
    int more;

    while ((more = vib_db_next(&id, db)) > 0) {
        vib_spectrum fields = VIB_SPECTRUM_INIT;
        const char *number;
        struct ledger_entry *entry;

        OK(vib_db_fields(&fields, db, id));
        number = vib_spectrum_get(&fields, "number");
        cr_assert_not_null(number);
        entry = ledger_at(ledger, strtoull(number, NULL, 10));
        cr_expect_neq(entry->state, LEDGER_NEVER,
                      "spectrum %s is there and should not be", number);
        cr_expect(entry->state == LEDGER_ADDING || entry->id == id);
        entry->id = id;
        entry->seen = true;
        vib_spectrum_release(&fields);
    }
    cr_assert_eq(more, 0, "%s", vib_last_error());
}

/* What was under way is settled now: it happened, or it did not. */
static inline void ledger_settle(struct ledger *ledger)
{
    for (uint64_t number = 1; number < ledger->next; number++) {
        struct ledger_entry *entry = &ledger->entry[number];

        if (entry->state == LEDGER_THERE)
            cr_expect(entry->seen, "number %llu was confirmed and is lost",
                      (unsigned long long)number);
        if (entry->state == LEDGER_ADDING)
            cr_expect_eq(entry->seen, ledger->entry[entry->first].seen,
                         "one of those added together is there alone");
    }
    for (uint64_t number = 1; number < ledger->next; number++) {
        struct ledger_entry *entry = &ledger->entry[number];

        entry->state = entry->seen ? LEDGER_THERE : LEDGER_NEVER;
        entry->seen = false;
    }
}

/* Every spectrum that is there is the first answer to itself. */
static inline void ledger_search(const struct ledger *ledger, const vib_db *db)
{
    vib_search how = VIB_SEARCH_DEFAULT;

    how.k = 1;
    for (uint64_t number = 1; number < ledger->next; number++) {
        vib_hits hits = VIB_HITS_INIT;

        if (ledger->entry[number].state != LEDGER_THERE)
            continue;
        hits = scene_search(db, made_spectrum(number, 1), &how);
        cr_expect(hits.count == 1 &&
                  hits.hit[0].id == ledger->entry[number].id &&
                  hits.hit[0].embedding > 0.9999f,
                  "number %llu does not find itself",
                  (unsigned long long)number);
        vib_hits_release(&hits);
    }
}

/* A library that opens and in which nothing is wrong. */
static inline vib_db *open_sound(const char *path)
{
    vib_db *db = NULL;
    size_t found = 99;

    OK(vib_db_open(&db, path, VIB_WRITE));
    OK(vib_db_check(&found, db, tell_finding, NULL));
    cr_expect_eq(found, 0);
    return db;
}

/* In the folder of the library is nothing but the library: who was killed has
 * left nothing behind. */
static inline void expect_no_leftovers(const char *path)
{
    static const char *const files[] = { ".", "..", "data.mdb", "lock.mdb",
                                         "index.faiss" };
    DIR *folder = opendir(path);
    const struct dirent *entry;

    cr_assert_not_null(folder);
    while ((entry = readdir(folder))) {
        bool known = false;

        for (size_t i = 0; i < sizeof files / sizeof *files; i++)
            known |= strcmp(entry->d_name, files[i]) == 0;
        cr_expect(known, "%s was left behind", entry->d_name);
    }
    closedir(folder);
}

/* The library in `path` opens, is sound, and holds what the ledger says; a
 * backup beside it is whole, or not there. */
static inline void ledger_verify(struct ledger *ledger, const char *path)
{
    vib_db *db = open_sound(path);
    char backup[300];

    ledger_see(ledger, db);
    ledger_settle(ledger);
    ledger_search(ledger, db);
    vib_db_close(db);
    expect_no_leftovers(path);
    snprintf(backup, sizeof backup, "%s.backup/data.mdb", path);
    if (access(backup, F_OK) < 0)
        return;
    snprintf(backup, sizeof backup, "%s.backup", path);
    vib_db_close(open_sound(backup));
}

/* ---- Workers ----------------------------------------------------------- */

struct worker {
    pid_t process;
    int lines; /* its standard output */
    char rest[256];
    size_t size; /* of `rest`, read and not yet a whole line */
};

/* Start the worker with these arguments, argv[0] aside, and environment. */
static inline struct worker worker_start(char *const *argv,
                                         char *const *environment)
{
    posix_spawn_file_actions_t actions;
    struct worker worker = { .size = 0 };
    int ends[2];

    cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    cr_assert_eq(posix_spawn(&worker.process, VIB_WORKER, &actions, NULL, argv,
                             environment), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    worker.lines = ends[0];
    return worker;
}

/* A worker that changes the library, from the ledger's next number on. */
static inline struct worker worker_change(const struct ledger *ledger,
                                          const char *path, uint64_t seed,
                                          unsigned steps,
                                          char *const *environment)
{
    char words[3][32];
    char *argv[] = { (char[]){ "worker" }, (char[]){ "change" },
                     (char *)(uintptr_t)path, words[0], words[1], words[2],
                     NULL };

    snprintf(words[0], sizeof words[0], "%llu", (unsigned long long)seed);
    snprintf(words[1], sizeof words[1], "%llu",
             (unsigned long long)(ledger->next ? ledger->next : 1));
    snprintf(words[2], sizeof words[2], "%u", steps);
    return worker_start(argv, environment);
}

/* Its next line into `line` [256]; false at the end. */
static inline bool worker_line(struct worker *worker, char *line)
{
    char *end;

    while (!(end = memchr(worker->rest, '\n', worker->size))) {
        ssize_t n = read(worker->lines, worker->rest + worker->size,
                         sizeof worker->rest - worker->size);

        if (n <= 0)
            return false;
        worker->size += (size_t)n;
    }
    *end = 0;
    strcpy(line, worker->rest);
    worker->size -= (size_t)(end + 1 - worker->rest);
    memmove(worker->rest, end + 1, worker->size);
    return true;
}

/* Read at most so many lines into the ledger. */
static inline void worker_follow(struct worker *worker, struct ledger *ledger,
                                 size_t lines)
{
    char line[256];

    while (lines-- > 0 && worker_line(worker, line))
        ledger_read(ledger, line);
}

/* Read what is left; what it ended with: its status, or 1000 + a signal. */
static inline int worker_end(struct worker *worker, struct ledger *ledger)
{
    int status = 0;

    worker_follow(worker, ledger, SIZE_MAX);
    close(worker->lines);
    cr_assert_eq(waitpid(worker->process, &status, 0), worker->process);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

#endif
