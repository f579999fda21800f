/* test_processes.c - one process changes a library while eight read it: every
 * answer is whole, of one state, and no one fails. */
#include "harness.h"

enum { READERS = 8 };

static struct worker start_reader(const char *path)
{
    char *argv[] = { (char[]){ "worker" }, (char[]){ "read" },
                     (char *)(uintptr_t)path,
                     nightly() ? (char[]){ "60" } : (char[]){ "4" }, NULL };

    return worker_start(argv, environ);
}

Test(processes, readers_never_see_a_change_in_part, .timeout = 600)
{
    struct ledger ledger = { .next = 1 }, none = { .next = 1 };
    struct worker readers[READERS], writer;
    struct scene scene;

    scene_begin(&scene);
    vib_db_close(scene.db);
    scene.db = NULL;
    writer = worker_change(&ledger, scene.path, 1, 0, environ);
    for (int i = 0; i < READERS; i++)
        readers[i] = start_reader(scene.path);
    for (int i = 0; i < READERS; i++)
        cr_expect_eq(worker_end(&readers[i], &none), 0, "reader %d failed", i);
    kill(writer.process, SIGKILL);
    cr_expect_eq(worker_end(&writer, &ledger), 1000 + SIGKILL);
    cr_expect_gt(ledger.confirmed, 0, "nothing was tested");
    fprintf(stderr, "%zu confirmed changes beside %d readers\n",
            ledger.confirmed, READERS);
    ledger_verify(&ledger, scene.path);
    free(ledger.entry);
    scene_end(&scene);
}
