/* test_write_errors.c - full disks, failing ones, short writes, cuts of power,
 * under the store and the index file, at one place after the other: a call that
 * failed has changed nothing, and what was confirmed is there. */
#include "harness.h"

enum { ENVIRONMENT = 200, STEPS = 12 };

/* Ours, with the layer under the worker and one fault. */
struct surroundings {
    char preload[300], fault[64], mark[300];
    char *variable[ENVIRONMENT];
};

static void surround(struct surroundings *out, const char *kind, size_t at,
                     size_t count)
{
    static char no_order[] = "ASAN_OPTIONS=verify_asan_link_order=0";
    size_t n = 0;

    snprintf(out->preload, sizeof out->preload, "LD_PRELOAD=%s", VIB_FAULTS);
    snprintf(out->fault, sizeof out->fault, "VIB_FAULT=%s %zu %zu", kind, at,
             count);
    snprintf(out->mark, sizeof out->mark, "VIB_FAULT_MARK=%s",
             scratch_path("mark"));
    out->variable[n++] = out->preload;
    out->variable[n++] = out->fault;
    out->variable[n++] = out->mark;
    out->variable[n++] = no_order;
    for (size_t i = 0; environ[i] && n < ENVIRONMENT - 1; i++)
        if (strncmp(environ[i], "LD_PRELOAD=", 11) != 0 &&
            strncmp(environ[i], "ASAN_OPTIONS=", 13) != 0)
            out->variable[n++] = environ[i];
    out->variable[n] = NULL;
}

/* One run of the worker, each doing other things, with these calls failing;
 * false: there were not so many. */
static bool run(struct ledger *ledger, const char *library, const char *kind,
                size_t at, size_t count)
{
    static uint64_t seed;
    struct surroundings surroundings;
    struct worker worker;
    bool met;
    int end;

    surround(&surroundings, kind, at, count);
    worker = worker_change(ledger, library, ++seed, STEPS,
                           surroundings.variable);
    end = worker_end(&worker, ledger);
    met = remove(scratch_path("mark")) == 0;
    cr_expect_eq(end, met && strcmp(kind, "power") == 0 ? 1000 + SIGKILL : 0,
                 "%s fault at %zu ended with %d", kind, at, end);
    ledger_verify(ledger, library);
    return met;
}

/* The calls of a kind, so many in a row failing, from every place on (at night)
 * or from each stride-th. Says how many runs met a fault. */
static void sweep(const char *kind, size_t stride, size_t count)
{
    struct ledger ledger = { .next = 1 };
    struct scene scene;
    size_t met = 0, missed = 0;

    scene_begin(&scene);
    vib_db_close(scene.db);
    scene.db = NULL;
    if (nightly())
        stride = 1;
    else if (SANITIZED)
        stride *= 3;
    for (size_t at = 1; missed < 1; at += stride)
        if (run(&ledger, scene.path, kind, at, count))
            met++;
        else
            missed++;
    cr_expect_gt(met, 0, "no call of kind %s was met", kind);
    fprintf(stderr, "%s: %zu runs\n", kind, met);
    free(ledger.entry);
    scene_end(&scene);
}

Test(write_errors, a_full_disk_changes_nothing, .timeout = 3600)
{
    sweep("full", 31, 1);
    sweep("full", 61, 20);
}

Test(write_errors, failing_writes_change_nothing, .timeout = 3600)
{
    sweep("broken", 31, 1);
    sweep("broken", 61, 20);
    sweep("short", 31, 1);
}

Test(write_errors, failing_syncs_and_renames_change_nothing, .timeout = 3600)
{
    sweep("sync", 4, 1);
    sweep("sync", 5, 4);
    sweep("name", 1, 1);
}

Test(write_errors, a_cut_of_power_loses_nothing_confirmed, .timeout = 3600)
{
    sweep("power", 9, 1);
}
