/* What open handles see of what others commit. */
#include "scene.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

Test(view, an_open_reader_notices_what_is_added_and_removed)
{
    struct scene scene;
    vib_db *reader = NULL;
    uint64_t id = 1;

    scene_begin(&scene);
    scene_fill(scene.db, 3, 1);
    OK(vib_db_open(&reader, scene.path, VIB_READ));
    cr_expect_eq(scene_first(reader, scene_spectrum(1, 1), VIB_FUSED), 1);
    scene_add(scene.db, scene_spectrum(9, 1));
    cr_expect_eq(scene_first(reader, scene_spectrum(9, 1), VIB_FUSED), 4);
    OK(vib_db_remove(scene.db, &id, 1));
    cr_expect_neq(scene_first(reader, scene_spectrum(1, 1), VIB_FUSED), 1);
    vib_db_close(reader);
    scene_end(&scene);
}

Test(view, an_open_reader_notices_a_new_index)
{
    struct scene scene;
    vib_db *reader = NULL;
    vib_db_facts facts;

    scene_begin(&scene);
    scene_fill(scene.db, 20, 1);
    OK(vib_db_open(&reader, scene.path, VIB_READ));
    cr_expect_eq(scene_first(reader, scene_spectrum(1, 1), VIB_FUSED), 1);
    OK(vib_db_index(scene.db, "Flat"));
    OK(vib_db_describe(&facts, reader));
    cr_expect_eq(facts.indexed, 20);
    cr_expect_eq(scene_first(reader, scene_spectrum(1, 1), VIB_FUSED), 1);
    vib_db_close(reader);
    scene_end(&scene);
}

/* The other process: told the path through a pipe, as OpenMP's threads do not
 * survive a fork and so it must come before them. */
static int look_for_spectrum_2(int pipe)
{
    char path[sizeof((struct scene *)NULL)->path];
    vib_db *db = NULL;
    uint64_t id = 0;

    if (read(pipe, path, sizeof path) == (ssize_t)sizeof path &&
        vib_db_open(&db, path, VIB_READ) == VIB_OK)
        id = scene_first(db, scene_spectrum(2, 1), VIB_HQI);
    vib_db_close(db);
    return id == 2 ? 0 : 1;
}

Test(view, another_process_finds_what_was_confirmed)
{
    struct scene scene;
    pid_t child;
    int status, ends[2];

    cr_assert_eq(pipe(ends), 0);
    child = fork();
    if (child == 0)
        _exit(look_for_spectrum_2(ends[0]));
    scene_begin(&scene);
    scene_fill(scene.db, 3, 1);
    cr_assert_eq(write(ends[1], scene.path, sizeof scene.path),
                 (ssize_t)sizeof scene.path);
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    close(ends[0]);
    close(ends[1]);
    scene_end(&scene);
}

/* ---- many threads on one handle ---------------------------------------- */

struct reader {
    const vib_db *db;
    int wrong;
};

/* Each search must see a whole state: k hits that have a name each. */
static void *read_all_the_time(void *payload)
{
    struct reader *reader = payload;
    vib_search how = VIB_SEARCH_DEFAULT;

    for (uint64_t i = 0; i < 60; i++) {
        vib_spectrum query = scene_spectrum(i % 10 + 1, 1);
        vib_hits hits = VIB_HITS_INIT;

        if (vib_db_search(&hits, reader->db, &query, 1, &how) < 0 ||
            hits.count != how.k || hits.hit[0].id != i % 10 + 1)
            reader->wrong++;
        for (size_t k = 0; k < hits.count; k++)
            reader->wrong += strncmp(hits.hit[k].name, "compound", 8) != 0;
        vib_hits_release(&hits);
        vib_spectrum_release(&query);
    }
    return NULL;
}

Test(view, many_threads_search_one_handle_while_another_writes)
{
    enum { READERS = 4 };
    struct scene scene;
    vib_db *shared = NULL;
    pthread_t threads[READERS];
    struct reader readers[READERS];

    scene_begin(&scene);
    scene_fill(scene.db, 20, 1);
    OK(vib_db_open(&shared, scene.path, VIB_READ));
    for (int i = 0; i < READERS; i++) {
        readers[i] = (struct reader){ shared, 0 };
        pthread_create(&threads[i], NULL, read_all_the_time, &readers[i]);
    }
    for (uint64_t i = 21; i <= 40; i++) {
        uint64_t id = i;

        scene_add(scene.db, scene_named(i, 1, "compound", NULL));
        if (i % 3 == 0)
            OK(vib_db_remove(scene.db, &id, 1));
        if (i % 7 == 0)
            OK(vib_db_index(scene.db, i % 2 ? "Flat" : "exact"));
    }
    for (int i = 0; i < READERS; i++) {
        pthread_join(threads[i], NULL);
        cr_expect_eq(readers[i].wrong, 0);
    }
    vib_db_close(shared);
    scene_end(&scene);
}
