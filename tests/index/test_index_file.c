/* test_index_file.c - an index on disk: all of it, or an error. */
#include "index.h"

#include "clusters.h"
#include "scratch.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { N = 400, D = 16, K = 5 };

static float *rows;
static uint64_t *ids;
static const vib_stamp stamp = { "library........", "encoder........",
                                 "build..........", 77, N };

static void rows_make(void)
{
    scratch_make();
    rows = clusters_make(N, D, 0.5, 1);
    ids = ids_make(N);
}

static void rows_free(void)
{
    free(rows);
    free(ids);
    scratch_remove();
}

TestSuite(index_file, .init = rows_make, .fini = rows_free);

static void save(const char *factory)
{
    vib_index *index = NULL;

    cr_assert_eq(vib_index_build(&index, factory, rows, ids, N, D), VIB_OK);
    cr_assert_eq(vib_index_save(index, &stamp, scratch_path("index")), VIB_OK,
                 "%s", vib_last_error());
    vib_index_close(index);
}

static size_t file_read(uint8_t **bytes)
{
    FILE *file = fopen(scratch_path("index"), "rb");
    size_t room = 1 << 20, n;

    *bytes = malloc(room);
    n = fread(*bytes, 1, room, file);
    fclose(file);
    return n;
}

static void file_write(const uint8_t *bytes, size_t n)
{
    FILE *file = fopen(scratch_path("index"), "wb");

    cr_assert_eq(fwrite(bytes, 1, n, file), n);
    fclose(file);
}

static int load(void)
{
    vib_index *index = NULL;
    vib_stamp read = { 0 };
    int status = vib_index_load(&index, &read, scratch_path("index"));

    if (status < 0)
        cr_assert_null(index);
    vib_index_close(index);
    return status;
}

Test(index_file, a_loaded_index_answers_as_the_saved_one)
{
    static const char *const kinds[] = { "Flat", "HNSW32", "IVF8,SQ8" };

    for (int kind = 0; kind < 3; kind++) {
        vib_index *built = NULL, *loaded = NULL;
        vib_neighbour before[K], after[K];
        vib_stamp read = { 0 };
        vib_index_facts facts;
        size_t found = 0;

        cr_assert_eq(vib_index_build(&built, kinds[kind], rows, ids, N, D),
                     VIB_OK);
        cr_assert_eq(vib_index_save(built, &stamp, scratch_path("index")),
                     VIB_OK, "%s", vib_last_error());
        cr_assert_eq(vib_index_load(&loaded, &read, scratch_path("index")),
                     VIB_OK, "%s", vib_last_error());
        cr_expect_eq(memcmp(&read, &stamp, sizeof read), 0);
        vib_index_describe(&facts, loaded);
        cr_expect_str_eq(facts.factory, kinds[kind]);
        cr_expect_eq(facts.count, N);
        for (int q = 0; q < 50; q++) {
            vib_index_search(before, &found, built, rows + q * D, 1, K,
                             NULL);
            vib_index_search(after, &found, loaded, rows + q * D, 1, K,
                             NULL);
            for (size_t i = 0; i < K; i++) {
                cr_assert_eq(before[i].id, after[i].id);
                cr_assert_eq(before[i].score, after[i].score);
            }
        }
        vib_index_close(built);
        vib_index_close(loaded);
    }
}

Test(index_file, a_flipped_bit_anywhere_is_bad_data)
{
    uint8_t *bytes;
    size_t n;

    save("Flat");
    n = file_read(&bytes);
    for (size_t at = 0; at < n; at += at < 120 ? 1 : 997) {
        bytes[at] ^= 0x10;
        file_write(bytes, n);
        cr_assert_eq(load(), VIB_BAD_DATA, "byte %zu", at);
        bytes[at] ^= 0x10;
    }
    file_write(bytes, n);
    cr_expect_eq(load(), VIB_OK);
    free(bytes);
}

Test(index_file, cut_off_anywhere_is_bad_data)
{
    uint8_t *bytes;
    size_t n;

    save("HNSW32");
    n = file_read(&bytes);
    for (size_t size = 0; size < n; size += size < 120 ? 3 : 2999) {
        file_write(bytes, size);
        cr_assert_eq(load(), VIB_BAD_DATA, "%zu bytes", size);
    }
    free(bytes);
}

Test(index_file, a_missing_file_is_not_found_and_a_folder_no_index)
{
    cr_expect_eq(load(), VIB_NOT_FOUND);
    cr_assert_eq(mkdir(scratch_path("index"), 0777), 0);
    cr_expect_eq(load(), VIB_BAD_ARG);
}

Test(index_file, a_failed_save_leaves_the_old_file_alone)
{
    vib_index *index = NULL;
    uint8_t *before, *after;
    size_t n;

    save("Flat");
    n = file_read(&before);
    cr_assert_eq(vib_index_build(&index, "Flat", rows, ids, 7, D), VIB_OK);
    cr_expect_lt(vib_index_save(index, &stamp, scratch_path("no/index")), 0);
    cr_expect_not_null(strstr(vib_last_error(), "no/index"));
    cr_assert_eq(file_read(&after), n);
    cr_expect_eq(memcmp(before, after, n), 0);
    vib_index_close(index);
    free(before);
    free(after);
}

/* In a child, whose files may not grow beyond some size. */
Test(index_file, a_full_disk_fails_the_save_and_loses_nothing)
{
    int result;
    pid_t child;

    save("Flat");
    child = fork();
    if (child == 0) {
        struct rlimit limit = { 4096, 4096 };
        vib_index *index = NULL;
        int status;

        signal(SIGXFSZ, SIG_IGN);
        vib_index_build(&index, "Flat", rows, ids, N, D);
        setrlimit(RLIMIT_FSIZE, &limit);
        status = vib_index_save(index, &stamp, scratch_path("index"));
        _exit(status == VIB_SYSTEM ? 0 : 1);
    }
    cr_assert_eq(waitpid(child, &result, 0), child);
    cr_expect_eq(result, 0);
    cr_expect_eq(load(), VIB_OK);
}
