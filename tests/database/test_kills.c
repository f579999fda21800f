/* test_kills.c - a process that works on a library is killed again and again:
 * what it confirmed is there, what it had not finished is there or not, and
 * nothing is half there. */
#include "harness.h"

#include <time.h>

/* After some lines, at some moment of what follows them. */
static void kill_somewhere(struct worker *worker, struct ledger *ledger,
                           vib_random *random)
{
    struct timespec moment = { 0, 0 };

    worker_follow(worker, ledger, vib_random_below(random, 12));
    moment.tv_nsec = (long)vib_random_below(random, 3000000);
    nanosleep(&moment, NULL);
    kill(worker->process, SIGKILL);
    cr_expect_eq(worker_end(worker, ledger), 1000 + SIGKILL);
}

/* A model beside the library is whole, or not there. */
static void check_model(const struct scene *scene)
{
    vib_encoder *encoder = NULL;
    char path[128];
    int rc;

    snprintf(path, sizeof path, "%s.model", scene->path);
    rc = vib_encoder_open(&encoder, path);
    cr_expect(rc == VIB_OK || rc == VIB_NOT_FOUND, "%s", vib_last_error());
    vib_encoder_close(encoder);
}

Test(kills, lose_nothing_that_was_confirmed, .timeout = 3600)
{
    int kills = nightly() ? 1000 : SANITIZED ? 15 : 50;
    vib_random random = vib_random_stream(4, 0, 0);
    struct ledger ledger = { .next = 1 };
    struct scene scene;

    scene_begin(&scene);
    vib_db_close(scene.db); /* each look begins as after a restart */
    scene.db = NULL;
    for (int i = 0; i < kills; i++) {
        struct worker worker = worker_change(&ledger, scene.path, (uint64_t)i,
                                             0, environ);

        kill_somewhere(&worker, &ledger, &random);
        ledger_verify(&ledger, scene.path);
        check_model(&scene);
    }
    cr_expect_gt(ledger.confirmed, (size_t)kills, "hardly anything was tested");
    fprintf(stderr, "%d kills, %zu confirmed changes\n", kills,
            ledger.confirmed);
    free(ledger.entry);
    scene_end(&scene);
}
