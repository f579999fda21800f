/* test_faults.c - kills, full disks, damage, folders that may not be written:
 * what was committed is there, what was not is not. */
#include "library.h"

#include "random.h"
#include "sanitized.h"

#include <lmdb.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <time.h>

TestSuite(faults, .init = library_make, .fini = scratch_remove);

static char block[200000]; /* a large value */

/* ---- Kills ------------------------------------------------------------- */

/* Shared with a child that will be killed. */
typedef struct progress {
    volatile uint64_t committed;
} progress;

/* Commit for ever batches of three ids, each with a value in two tables. */
static void add_for_ever(progress *shared)
{
    vib_store *store = NULL;

    if (vib_store_open(&store, library, VIB_WRITE) < 0)
        _exit(1);
    for (;;) {
        vib_txn *txn = NULL;
        uint64_t id = 0;

        if (vib_txn_begin(&txn, store, VIB_WRITE) < 0)
            _exit(2);
        for (int i = 0; i < 3; i++)
            if (vib_new_id(&id, txn) < 0 ||
                vib_put(txn, VIB_SPECTRA, id, (vib_value){ block, 9000 }) < 0 ||
                vib_put(txn, VIB_VECTORS, id, (vib_value){ &id, 8 }) < 0)
                _exit(3);
        if (vib_txn_commit(txn) < 0)
            _exit(4);
        shared->committed = id;
    }
}

/* All that was committed is whole, and whole batches are there. */
static void check_whole(uint64_t committed)
{
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *txn = begin(store, VIB_READ);
    uint64_t id = 0, spectra = 0, vectors = 0, last = 0;
    vib_value value;
    int more;

    for (; (more = vib_scan(&id, &value, txn, VIB_SPECTRA)) == 1; id++) {
        cr_assert_eq(value.size, 9000);
        cr_assert_eq(vib_get(&value, txn, VIB_VECTORS, id), VIB_OK);
        cr_assert_eq(memcmp(value.data, &id, 8), 0);
        spectra++;
    }
    cr_assert_eq(more, 0, "%s", vib_last_error());
    cr_assert_eq(vib_table_count(&vectors, txn, VIB_VECTORS), VIB_OK);
    cr_assert_eq(vib_last_id(&last, txn), VIB_OK);
    cr_expect_geq(last, committed, "a committed batch is lost");
    cr_expect_eq(spectra, last);
    cr_expect_eq(vectors, last);
    cr_expect_eq(last % 3, 0, "a batch was torn");
    vib_txn_abort(txn);
    vib_store_close(store);
}

Test(faults, a_kill_at_any_moment_loses_nothing_that_was_committed)
{
    progress *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    vib_random random = vib_random_stream(1, 0, 0);

    cr_assert_neq(shared, MAP_FAILED);
    for (int kill_number = 0; kill_number < 20; kill_number++) {
        uint64_t before = shared->committed;
        struct timespec moment = { 0, 0 };
        pid_t child = fork();

        if (child == 0)
            add_for_ever(shared);
        for (int i = 0; i < 2000 && shared->committed == before; i++)
            nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
        moment.tv_nsec = (long)vib_random_below(&random, 3000000);
        nanosleep(&moment, NULL);
        kill(child, SIGKILL);
        cr_assert_eq(child_result(child), 1000 + SIGKILL);
        check_whole(shared->committed);
    }
    cr_expect_gt(shared->committed, 20, "nothing was tested");
    munmap(shared, sizeof *shared);
}

/* A child that opens the library, reads when it is to, and waits. */
static pid_t start_child(bool reading)
{
    int ready[2];
    char byte;
    pid_t child;

    cr_assert_eq(pipe(ready), 0);
    child = fork();
    if (child == 0) {
        vib_store *own = NULL;
        vib_txn *txn = NULL;

        if (vib_store_open(&own, library, VIB_READ) == VIB_OK &&
            (!reading || vib_txn_begin(&txn, own, VIB_READ) == VIB_OK))
            (void)!write(ready[1], "x", 1);
        pause();
    }
    cr_assert_eq(read(ready[0], &byte, 1), 1);
    return child;
}

static void kill_child(pid_t child)
{
    kill(child, SIGKILL);
    cr_assert_eq(child_result(child), 1000 + SIGKILL);
}

/* While some process has the library open, LMDB does not sweep by itself. */
Test(faults, the_slot_of_a_killed_reader_is_freed_by_the_next_writer)
{
    pid_t keeper = start_child(false);
    vib_store *store;
    MDB_env *raw = NULL;
    int dead = 99;

    kill_child(start_child(true));
    store = library_open(VIB_WRITE);
    store_text(store, 1, "one");
    vib_store_close(store);
    cr_assert_eq(mdb_env_create(&raw), 0);
    cr_assert_eq(mdb_env_open(raw, library, 0, 0666), 0);
    cr_assert_eq(mdb_reader_check(raw, &dead), 0);
    cr_expect_eq(dead, 0, "%d stale readers were left", dead);
    mdb_env_close(raw);
    kill_child(keeper);
}

/* ---- Full disks and large values --------------------------------------- */

Test(faults, a_library_outgrows_its_first_size_many_times)
{
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *txn = begin(store, VIB_WRITE), *reader = begin(store, VIB_READ);
    uint64_t bytes = 0;

    for (uint64_t id = 1; id <= 500; id++)
        cr_assert_eq(vib_put(txn, VIB_SPECTRA, id,
                             (vib_value){ block, sizeof block }), VIB_OK, "%s",
                     vib_last_error());
    cr_assert_eq(vib_txn_commit(txn), VIB_OK, "%s", vib_last_error());
    cr_assert_eq(vib_store_bytes(&bytes, store), VIB_OK);
    cr_expect_gt(bytes, 500 * sizeof block);
    vib_txn_abort(reader);
    vib_store_close(store);
}

/* In a child, whose files may not grow beyond 1 MB. */
static int fill_disk(void)
{
    struct rlimit limit = { 1 << 20, 1 << 20 };
    vib_store *store = NULL;
    vib_txn *txn = NULL;
    int status = vib_store_open(&store, library, VIB_WRITE);

    if (status < 0)
        return 1;
    store_text(store, 1, "kept");
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &limit);
    if (vib_txn_begin(&txn, store, VIB_WRITE) < 0)
        return 2;
    for (uint64_t id = 2; id <= 10; id++)
        if (vib_put(txn, VIB_SPECTRA, id,
                    (vib_value){ block, sizeof block }) < 0)
            return 3;
    if (vib_txn_commit(txn) != VIB_SYSTEM)
        return 4;
    if (!strstr(vib_last_error(), "nothing of this change was stored"))
        return 5;
    if (vib_txn_begin(&txn, store, VIB_READ) < 0)
        return 6; /* the handle goes on working */
    if (!sees(txn, 1, "kept") || sees(txn, 2, "") ||
        vib_get(&(vib_value){ 0 }, txn, VIB_SPECTRA, 5) != VIB_NOT_FOUND)
        return 7;
    vib_txn_abort(txn);
    vib_store_close(store);
    return 0;
}

Test(faults, a_full_disk_fails_the_commit_and_loses_nothing)
{
    vib_store *store;
    vib_txn *txn;
    pid_t child = fork();

    if (child == 0)
        _exit(fill_disk());
    cr_expect_eq(child_result(child), 0);
    store = library_open(VIB_WRITE);
    store_text(store, 2, "added when there was room again");
    txn = begin(store, VIB_READ);
    cr_expect(sees(txn, 1, "kept"));
    cr_expect(sees(txn, 2, "added when there was room again"));
    vib_txn_abort(txn);
    vib_store_close(store);
}

/* In a child with few addresses: its map is small, the library outgrows it. */
static int outgrow(int written, int wanted)
{
    struct rlimit limit = { (size_t)512 << 20, (size_t)512 << 20 };
    vib_store *store = NULL;
    vib_txn *txn = NULL;
    char byte = 0;

    setrlimit(RLIMIT_AS, &limit);
    if (vib_store_open(&store, library, VIB_WRITE) < 0)
        return 1;
    if (write(wanted, "x", 1) != 1 || read(written, &byte, 1) != 1)
        return 2;
    if (vib_txn_begin(&txn, store, VIB_READ) < 0)
        return 3;
    if (!sees(txn, 1000, "after the large ones"))
        return 4;
    vib_txn_abort(txn);
    vib_store_close(store);
    return 0;
}

Test(faults, another_process_may_outgrow_a_small_map)
{
    int to[2], from[2];
    vib_store *store;
    vib_txn *txn;
    pid_t child;
    char byte = 0;

    if (SANITIZED)
        cr_skip_test("AddressSanitizer needs more addresses than this gives");
    cr_assert_eq(pipe(to), 0);
    cr_assert_eq(pipe(from), 0);
    child = fork();
    if (child == 0)
        _exit(outgrow(to[0], from[1]));
    cr_assert_eq(read(from[0], &byte, 1), 1);
    store = library_open(VIB_WRITE);
    txn = begin(store, VIB_WRITE);
    for (uint64_t id = 1; id <= 800; id++)
        cr_assert_eq(vib_put(txn, VIB_SPECTRA, id,
                             (vib_value){ block, sizeof block }), VIB_OK);
    cr_assert_eq(vib_txn_commit(txn), VIB_OK);
    store_text(store, 1000, "after the large ones");
    vib_store_close(store);
    cr_assert_eq(write(to[1], "x", 1), 1);
    cr_expect_eq(child_result(child), 0);
}

/* ---- Damage ------------------------------------------------------------ */

/* The bytes of data.mdb; for change. */
static char *map_data(size_t *size)
{
    char path[300];
    struct stat facts;
    char *bytes;
    FILE *file;

    snprintf(path, sizeof path, "%s/data.mdb", library);
    file = fopen(path, "r+b");
    cr_assert_not_null(file);
    cr_assert_eq(fstat(fileno(file), &facts), 0);
    *size = (size_t)facts.st_size;
    bytes = mmap(NULL, *size, PROT_READ | PROT_WRITE, MAP_SHARED, fileno(file),
                 0);
    cr_assert_neq(bytes, MAP_FAILED);
    fclose(file);
    return bytes;
}

/* Flip a bit of every copy of `pattern`; how many there were. */
static int damage(const char *pattern)
{
    size_t size, n = strlen(pattern);
    char *bytes = map_data(&size);
    int copies = 0;

    for (size_t i = 0; i + n <= size; i++)
        if (memcmp(bytes + i, pattern, n) == 0) {
            bytes[i + n / 2] ^= 4;
            copies++;
        }
    munmap(bytes, size);
    return copies;
}

Test(faults, a_damaged_value_is_named_and_the_others_are_read)
{
    vib_store *store = library_open(VIB_WRITE);
    uint64_t id = 1;
    vib_value value;
    vib_txn *txn;

    store_text(store, 1, "the first");
    store_text(store, 2, "a value to be damaged");
    store_text(store, 3, "the third");
    vib_store_close(store);
    cr_assert_gt(damage("a value to be damaged"), 0);
    store = library_open(VIB_READ);
    txn = begin(store, VIB_READ);
    cr_expect_eq(vib_get(&value, txn, VIB_SPECTRA, 2), VIB_BAD_DATA);
    cr_expect_not_null(strstr(vib_last_error(), "spectrum 2 of"), "%s",
                       vib_last_error());
    cr_expect(sees(txn, 1, "the first"));
    cr_expect_eq(vib_scan(&id, &value, txn, VIB_SPECTRA), 1);
    id++;
    cr_expect_eq(vib_scan(&id, &value, txn, VIB_SPECTRA), VIB_BAD_DATA);
    cr_expect_eq(id, 2);
    id++;
    cr_expect_eq(vib_scan(&id, &value, txn, VIB_SPECTRA), 1);
    cr_expect(is_text(value, "the third"));
    vib_txn_abort(txn);
    vib_store_close(store);
}

Test(faults, a_value_under_the_key_of_another_is_damage)
{
    vib_store *store = library_open(VIB_WRITE);
    size_t size;
    char *bytes;
    vib_txn *txn;
    vib_value value;
    int swapped = 0;

    store_text(store, 0x4142434445464748, "under the first key");
    vib_store_close(store);
    bytes = map_data(&size);
    for (size_t i = 0; i + 8 <= size; i++)
        if (memcmp(bytes + i, "ABCDEFGH", 8) == 0) {
            bytes[i + 7] = 'I';
            swapped++;
        }
    munmap(bytes, size);
    cr_assert_gt(swapped, 0);
    store = library_open(VIB_READ);
    txn = begin(store, VIB_READ);
    cr_expect_eq(vib_get(&value, txn, VIB_SPECTRA, 0x4142434445464749),
                 VIB_BAD_DATA);
    vib_txn_abort(txn);
    vib_store_close(store);
}

/* LMDB writes no page that was taken and given back: the file would be shorter
 * than it says, like one that was cut off. */
Test(faults, pages_that_were_given_back_leave_a_whole_file)
{
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *txn;
    MDB_env *raw = NULL;
    MDB_envinfo info;
    uint64_t bytes = 0;

    for (int i = 0; i < 5; i++) /* free pages to reuse, but few in a row */
        store_text(store, 2, "a small value");
    txn = begin(store, VIB_WRITE);
    cr_assert_eq(vib_put(txn, VIB_SPECTRA, 3, text("another")), VIB_OK);
    cr_assert_eq(vib_put(txn, VIB_SPECTRA, 1,
                         (vib_value){ block, sizeof block }), VIB_OK);
    cr_assert_eq(vib_delete(txn, VIB_SPECTRA, 1), VIB_OK);
    cr_assert_eq(vib_txn_commit(txn), VIB_OK);
    cr_assert_eq(vib_store_bytes(&bytes, store), VIB_OK);
    vib_store_close(store);
    cr_assert_eq(mdb_env_create(&raw), 0);
    cr_assert_eq(mdb_env_open(raw, library, 0, 0666), 0);
    cr_assert_eq(mdb_env_info(raw, &info), 0);
    cr_expect_gt(info.me_last_pgno * 4096, sizeof block, "nothing was tested");
    cr_expect_geq(bytes, (info.me_last_pgno + 1) * 4096);
    mdb_env_close(raw);
}

/* A copy that was broken off: no crash, no wrong value. */
Test(faults, a_file_that_was_cut_off_gives_errors_only)
{
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *txn = begin(store, VIB_WRITE);
    char path[300];
    uint64_t bytes = 0;

    for (uint64_t id = 1; id <= 200; id++)
        cr_assert_eq(vib_put(txn, VIB_SPECTRA, id, (vib_value){ block, 5000 }),
                     VIB_OK);
    cr_assert_eq(vib_txn_commit(txn), VIB_OK);
    cr_assert_eq(vib_store_bytes(&bytes, store), VIB_OK);
    vib_store_close(store);
    snprintf(path, sizeof path, "%s/data.mdb", library);
    for (off_t size = (off_t)bytes; size >= 8192; size -= 4096 * 23 + 100) {
        uint64_t wrong = 0;
        vib_value value;

        cr_assert_eq(truncate(path, size), 0);
        if (vib_store_open(&store, library, VIB_READ) < 0)
            continue;
        txn = begin(store, VIB_READ);
        for (uint64_t id = 1; id <= 200; id++)
            if (vib_get(&value, txn, VIB_SPECTRA, id) == VIB_OK)
                wrong += value.size != 5000 ||
                         memcmp(value.data, block, 5000) != 0;
        cr_expect_eq(wrong, 0);
        vib_txn_abort(txn);
        vib_store_close(store);
    }
}

/* ---- Formats ----------------------------------------------------------- */

static void put_format(const char *magic, uint32_t version)
{
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *txn = begin(store, VIB_WRITE);
    vib_buffer bytes = { 0 };

    vib_put_bytes(&bytes, magic, strlen(magic));
    vib_put_u32(&bytes, version);
    vib_put_bytes(&bytes, vib_store_library(store), 16);
    cr_assert_eq(vib_put_fact(txn, "format",
                              (vib_value){ bytes.data, bytes.size }), VIB_OK);
    cr_assert_eq(vib_txn_commit(txn), VIB_OK);
    vib_buffer_release(&bytes);
    vib_store_close(store);
}

Test(faults, a_newer_format_is_refused_and_says_what_to_do)
{
    vib_store *store = NULL;

    put_format("vibrary\n", 2);
    cr_expect_eq(vib_store_open(&store, library, VIB_READ), VIB_BAD_DATA);
    cr_expect_not_null(strstr(vib_last_error(), "format 2, newer"), "%s",
                       vib_last_error());
    cr_expect_null(store);
}

Test(faults, another_programs_lmdb_is_no_library)
{
    vib_store *store = NULL;

    put_format("somebody", 1);
    cr_expect_eq(vib_store_open(&store, library, VIB_READ), VIB_BAD_DATA);
    cr_expect_not_null(strstr(vib_last_error(), "no vibrary library"), "%s",
                       vib_last_error());
}

Test(faults, any_lmdb_without_facts_is_no_library)
{
    vib_store *store = NULL;
    MDB_env *raw = NULL;
    MDB_txn *txn = NULL;
    MDB_dbi dbi;

    cr_assert_eq(mkdir(scratch_path("other"), 0777), 0);
    cr_assert_eq(mdb_env_create(&raw), 0);
    cr_assert_eq(mdb_env_open(raw, scratch_path("other"), 0, 0666), 0);
    cr_assert_eq(mdb_txn_begin(raw, NULL, 0, &txn), 0);
    cr_assert_eq(mdb_dbi_open(txn, NULL, 0, &dbi), 0);
    cr_assert_eq(mdb_put(txn, dbi, &(MDB_val){ 5, (void *)"facts" },
                         &(MDB_val){ 3, (void *)"abc" }, 0), 0);
    cr_assert_eq(mdb_txn_commit(txn), 0);
    mdb_env_close(raw);
    cr_expect_eq(vib_store_open(&store, scratch_path("other"), VIB_WRITE),
                 VIB_BAD_DATA);
    cr_expect_not_null(strstr(vib_last_error(), "no vibrary library"), "%s",
                       vib_last_error());
}

/* ---- Folders that may not be written ----------------------------------- */

/* Make the library unwritable, and this process one that may not write it. */
static int become_reader(void)
{
    char path[300];

    snprintf(path, sizeof path, "%s/data.mdb", library);
    if (chmod(path, 0444) < 0)
        return -1;
    snprintf(path, sizeof path, "%s/lock.mdb", library);
    if (chmod(path, 0444) < 0 || chmod(library, 0555) < 0)
        return -1;
    return geteuid() == 0 ? setuid(65534) : 0;
}

static int read_unwritable(void)
{
    vib_store *store = NULL;
    vib_txn *txn = NULL;
    int status;

    if (become_reader() < 0)
        return 1;
    if (vib_store_open(&store, library, VIB_WRITE) != VIB_READ_ONLY)
        return 2;
    if (!strstr(vib_last_error(), "a.vib"))
        return 3;
    if (vib_store_open(&store, library, VIB_READ) < 0)
        return 4;
    if (vib_txn_begin(&txn, store, VIB_READ) < 0)
        return 5;
    status = sees(txn, 1, "one") ? 0 : 6;
    vib_txn_abort(txn);
    vib_store_close(store);
    return status;
}

Test(faults, a_library_that_may_not_be_written_can_be_read)
{
    vib_store *store = library_open(VIB_WRITE);
    pid_t child;

    store_text(store, 1, "one");
    vib_store_close(store);
    child = fork();
    if (child == 0)
        _exit(read_unwritable());
    cr_expect_eq(child_result(child), 0);
    cr_assert_eq(chmod(library, 0777), 0);
}

/* A reader unknown to the writer is told when it was overtaken. */
static int be_overtaken(int changed, int ready)
{
    vib_store *store = NULL;
    vib_txn *txn = NULL;
    char byte = 0;

    if (become_reader() < 0)
        return 1;
    if (vib_store_open(&store, library, VIB_READ) < 0 ||
        vib_txn_begin(&txn, store, VIB_READ) < 0 || !sees(txn, 1, "one"))
        return 2;
    if (write(ready, "x", 1) != 1 || read(changed, &byte, 1) != 1)
        return 3;
    if (vib_get(&(vib_value){ 0 }, txn, VIB_SPECTRA, 1) != VIB_SYSTEM)
        return 4;
    vib_txn_abort(txn);
    if (vib_txn_begin(&txn, store, VIB_READ) < 0 || !sees(txn, 1, "two"))
        return 5;
    vib_txn_abort(txn);
    vib_store_close(store);
    return 0;
}

Test(faults, a_reader_without_lock_is_never_served_another_state)
{
    int to[2], from[2];
    char byte = 0;
    vib_store *store;
    pid_t child;

    if (geteuid() != 0)
        cr_skip_test("needs two users, so root");
    store = library_open(VIB_WRITE);
    store_text(store, 1, "one");
    cr_assert_eq(pipe(to), 0);
    cr_assert_eq(pipe(from), 0);
    child = fork();
    if (child == 0)
        _exit(be_overtaken(to[0], from[1]));
    cr_assert_eq(read(from[0], &byte, 1), 1);
    for (int i = 0; i < 3; i++)
        store_text(store, 1, "two");
    cr_assert_eq(write(to[1], "x", 1), 1);
    cr_expect_eq(child_result(child), 0);
    vib_store_close(store);
}
