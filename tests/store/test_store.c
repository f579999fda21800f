/* test_store.c - making, opening and sharing a store; its transactions. */
#include "library.h"

#include <errno.h>
#include <fcntl.h>

TestSuite(store, .init = library_make, .fini = scratch_remove);

/* ---- Making ------------------------------------------------------------ */

Test(store, what_is_made_holds_its_facts)
{
    const vib_fact facts[] = { { "encoder", text("weights") },
                               { "pipeline", text("grid") } };
    vib_store *store = NULL;
    vib_value value;
    vib_txn *txn;

    cr_assert_eq(vib_store_create(scratch_path("b.vib//"), facts, 2), VIB_OK);
    cr_assert_eq(vib_store_open(&store, scratch_path("b.vib"), VIB_READ),
                 VIB_OK);
    txn = begin(store, VIB_READ);
    cr_assert_eq(vib_get_fact(&value, txn, "pipeline"), VIB_OK);
    cr_expect(is_text(value, "grid"));
    vib_txn_abort(txn);
    vib_store_close(store);
}

Test(store, every_library_has_an_identity_of_its_own)
{
    vib_store *a = library_open(VIB_READ), *b = NULL;

    cr_assert_eq(vib_store_create(scratch_path("b.vib"), NULL, 0), VIB_OK);
    cr_assert_eq(vib_store_open(&b, scratch_path("b.vib"), VIB_READ), VIB_OK);
    cr_expect_neq(memcmp(vib_store_library(a), vib_store_library(b), 16), 0);
    vib_store_close(a);
    vib_store_close(b);
}

/* Entries of the scratch folder, but for "." and "..". */
static int entries(void)
{
    char command[128];
    int n = -1;
    FILE *pipe;

    snprintf(command, sizeof command, "ls -A %s | wc -l", scratch);
    pipe = popen(command, "r");
    cr_assert_eq(fscanf(pipe, "%d", &n), 1);
    pclose(pipe);
    return n;
}

Test(store, nothing_is_made_over_what_is_there)
{
    FILE *file = fopen(scratch_path("file"), "w");

    fclose(file);
    cr_expect_eq(vib_store_create(library, NULL, 0), VIB_EXISTS);
    cr_expect_not_null(strstr(vib_last_error(), "a.vib"));
    cr_expect_eq(vib_store_create(scratch_path("file"), NULL, 0), VIB_EXISTS);
    cr_expect_eq(entries(), 2, "something was left behind");
}

Test(store, an_empty_folder_may_become_a_library)
{
    cr_assert_eq(mkdir(scratch_path("empty"), 0777), 0);
    cr_expect_eq(vib_store_create(scratch_path("empty"), NULL, 0), VIB_OK);
}

Test(store, making_one_in_no_folder_is_not_found)
{
    cr_expect_eq(vib_store_create(scratch_path("no/b.vib"), NULL, 0),
                 VIB_NOT_FOUND);
}

/* ---- Opening ----------------------------------------------------------- */

static int open_status(const char *path)
{
    vib_store *store = NULL;
    int status = vib_store_open(&store, path, VIB_WRITE);

    if (status < 0)
        cr_assert_null(store);
    vib_store_close(store);
    return status;
}

static void write_file(const char *path, const char *bytes, size_t n)
{
    FILE *file = fopen(path, "wb");

    cr_assert_not_null(file);
    cr_assert_eq(fwrite(bytes, 1, n, file), n);
    fclose(file);
}

Test(store, what_is_no_library_is_told_apart_from_nothing)
{
    char junk[20000];

    memset(junk, 'x', sizeof junk);
    write_file(scratch_path("file"), junk, 10);
    cr_expect_eq(open_status(scratch_path("nothing")), VIB_NOT_FOUND);
    cr_expect_eq(open_status(scratch_path("file")), VIB_BAD_DATA);
    cr_assert_eq(mkdir(scratch_path("folder"), 0777), 0);
    cr_expect_eq(open_status(scratch_path("folder")), VIB_BAD_DATA);
    write_file(scratch_path("folder/data.mdb"), junk, 0);
    cr_expect_eq(open_status(scratch_path("folder")), VIB_BAD_DATA);
    write_file(scratch_path("folder/data.mdb"), junk, sizeof junk);
    cr_expect_eq(open_status(scratch_path("folder")), VIB_BAD_DATA);
    cr_expect_not_null(strstr(vib_last_error(), "no vibrary library"), "%s",
                       vib_last_error());
}

Test(store, a_library_may_be_opened_twice_in_one_process)
{
    vib_store *a = library_open(VIB_READ), *b = library_open(VIB_WRITE);
    vib_txn *txn;

    store_text(b, 1, "one");
    txn = begin(a, VIB_READ);
    cr_expect(sees(txn, 1, "one"));
    vib_txn_abort(txn);
    vib_store_close(b);
    txn = begin(a, VIB_READ);
    cr_expect(sees(txn, 1, "one"), "closing one closed the other");
    vib_txn_abort(txn);
    cr_expect_eq(vib_txn_begin(&txn, a, VIB_WRITE), VIB_READ_ONLY);
    vib_store_close(a);
}

Test(store, a_moved_library_opens_where_it_is_now)
{
    vib_store *store;

    store = library_open(VIB_WRITE);
    store_text(store, 1, "one");
    vib_store_close(store);
    cr_assert_eq(rename(library, scratch_path("moved")), 0);
    cr_expect_eq(open_status(library), VIB_NOT_FOUND);
    cr_expect_eq(open_status(scratch_path("moved")), VIB_OK);
}

/* ---- Transactions ------------------------------------------------------ */

Test(store, a_reader_keeps_its_state_while_a_writer_commits)
{
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *old, *new, *writer;

    store_text(store, 1, "before");
    old = begin(store, VIB_READ);
    writer = begin(store, VIB_WRITE);
    cr_assert_eq(vib_put(writer, VIB_SPECTRA, 1, text("after")), VIB_OK);
    cr_expect(sees(old, 1, "before"), "uncommitted");
    cr_assert_eq(vib_txn_commit(writer), VIB_OK);
    new = begin(store, VIB_READ);
    cr_expect(sees(old, 1, "before"), "committed");
    cr_expect(sees(new, 1, "after"));
    for (int i = 0; i < 20; i++)
        store_text(store, 1, "much later");
    cr_expect(sees(old, 1, "before"), "twenty commits later");
    vib_txn_abort(old);
    vib_txn_abort(new);
    vib_store_close(store);
}

Test(store, an_aborted_change_leaves_no_trace)
{
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *txn = begin(store, VIB_WRITE);
    uint64_t id = 0;

    cr_assert_eq(vib_new_id(&id, txn), VIB_OK);
    cr_assert_eq(vib_put(txn, VIB_SPECTRA, id, text("x")), VIB_OK);
    vib_txn_abort(txn);
    txn = begin(store, VIB_READ);
    cr_expect_eq(vib_seek(&id, txn, VIB_SPECTRA), 0);
    cr_assert_eq(vib_last_id(&id, txn), VIB_OK);
    cr_expect_eq(id, 0);
    vib_txn_abort(txn);
    vib_txn_abort(NULL);
    vib_store_close(store);
}

/* ---- Processes --------------------------------------------------------- */

Test(store, what_one_process_commits_another_sees)
{
    vib_store *store = library_open(VIB_READ);
    vib_txn *old = begin(store, VIB_READ), *new;
    pid_t child = fork();

    if (child == 0) {
        vib_store *own = NULL;
        vib_txn *txn = NULL;
        int status = vib_store_open(&own, library, VIB_WRITE);

        if (status == VIB_OK)
            status = vib_txn_begin(&txn, own, VIB_WRITE);
        if (status == VIB_OK)
            status = vib_put(txn, VIB_SPECTRA, 9, text("nine"));
        if (status == VIB_OK)
            status = vib_txn_commit(txn);
        vib_store_close(own);
        vib_store_close(store); /* the parent's: must do no harm */
        _exit(-status);
    }
    cr_assert_eq(child_result(child), 0);
    new = begin(store, VIB_READ);
    cr_expect(sees(new, 9, "nine"));
    cr_expect_not(sees(old, 9, "nine"));
    vib_txn_abort(old);
    vib_txn_abort(new);
    vib_store_close(store);
}

Test(store, a_handle_from_before_fork_is_refused)
{
    vib_store *store = library_open(VIB_WRITE);
    pid_t child = fork();

    if (child == 0) {
        vib_txn *txn = NULL;

        _exit(-vib_txn_begin(&txn, store, VIB_READ));
    }
    cr_expect_eq(child_result(child), -VIB_BAD_ARG);
    vib_store_close(store);
}

/* Were LMDB opened twice here, closing one would drop the locks of both: the
 * child would take itself for the only user, and overwrite what is read. */
Test(store, closing_one_handle_does_not_expose_the_readers_of_another)
{
    vib_store *a = library_open(VIB_WRITE);
    vib_txn *old;
    pid_t child;

    store_text(a, 1, "before");
    old = begin(a, VIB_READ);
    vib_store_close(library_open(VIB_READ));
    child = fork();
    if (child == 0) {
        vib_store *own = NULL;
        int status = vib_store_open(&own, library, VIB_WRITE);

        for (int i = 0; i < 10 && status == VIB_OK; i++) {
            vib_txn *txn = NULL;

            status = vib_txn_begin(&txn, own, VIB_WRITE);
            if (status == VIB_OK)
                status = vib_put(txn, VIB_SPECTRA, 1, text("after!"));
            if (status == VIB_OK)
                status = vib_txn_commit(txn);
        }
        vib_store_close(own);
        _exit(-status);
    }
    cr_assert_eq(child_result(child), 0);
    cr_expect(sees(old, 1, "before"));
    vib_txn_abort(old);
    vib_store_close(a);
}

/* Four processes add ids; all are different and all are there. */
Test(store, writers_wait_for_one_another)
{
    enum { CHILDREN = 4, EACH = 10 };
    pid_t child[CHILDREN];
    vib_store *store;
    vib_txn *txn;
    uint64_t count = 0, last = 0;

    for (int c = 0; c < CHILDREN; c++) {
        child[c] = fork();
        if (child[c] == 0) {
            vib_store *own = NULL;
            int status = vib_store_open(&own, library, VIB_WRITE);

            for (int i = 0; i < EACH && status == VIB_OK; i++) {
                uint64_t id;

                status = vib_txn_begin(&txn, own, VIB_WRITE);
                if (status == VIB_OK)
                    status = vib_new_id(&id, txn);
                if (status == VIB_OK)
                    status = vib_put(txn, VIB_SPECTRA, id, text("x"));
                if (status == VIB_OK)
                    status = vib_txn_commit(txn);
            }
            vib_store_close(own);
            _exit(-status);
        }
    }
    for (int c = 0; c < CHILDREN; c++)
        cr_expect_eq(child_result(child[c]), 0);
    store = library_open(VIB_READ);
    txn = begin(store, VIB_READ);
    cr_assert_eq(vib_table_count(&count, txn, VIB_SPECTRA), VIB_OK);
    cr_assert_eq(vib_last_id(&last, txn), VIB_OK);
    cr_expect_eq(count, CHILDREN * EACH);
    cr_expect_eq(last, CHILDREN * EACH);
    vib_txn_abort(txn);
    vib_store_close(store);
}
