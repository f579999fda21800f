/* test_writer.c - one writer at a time: the next waits its turn, or is told
 * whose turn it is. */
#include "library.h"

#include <signal.h>

TestSuite(writer, .init = library_make, .fini = scratch_remove);

/* A child that writes: one transaction without end, or (busy) one after the
 * other. Ready when this returns. */
static pid_t start_writer(bool busy)
{
    int ready[2];
    char byte;
    pid_t child;

    cr_assert_eq(pipe(ready), 0);
    child = fork();
    if (child == 0) {
        vib_store *own = NULL;
        vib_txn *txn = NULL;
        int status = vib_store_open(&own, library, VIB_WRITE);

        if (status == VIB_OK)
            status = vib_txn_begin(&txn, own, VIB_WRITE);
        if (status < 0 || write(ready[1], "x", 1) != 1)
            _exit(1);
        while (busy && status == VIB_OK) {
            status = vib_put(txn, VIB_SPECTRA, 1, text("busy"));
            if (status == VIB_OK)
                status = vib_txn_commit(txn);
            if (status == VIB_OK)
                status = vib_txn_begin(&txn, own, VIB_WRITE);
        }
        pause();
        _exit(2);
    }
    close(ready[1]);
    cr_assert_eq(read(ready[0], &byte, 1), 1);
    return child;
}

static void kill_writer(pid_t child)
{
    kill(child, SIGKILL);
    cr_assert_eq(child_result(child), 1000 + SIGKILL);
}

Test(writer, who_waits_too_long_is_told_which_process_writes)
{
    pid_t child = start_writer(false);
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *txn = NULL;
    char process[32];

    snprintf(process, sizeof process, "process %ld,", (long)child);
    vib_set_patience(0.05);
    cr_expect_eq(vib_txn_begin(&txn, store, VIB_WRITE), VIB_BUSY);
    cr_expect_not_null(strstr(vib_last_error(), process), "%s",
                       vib_last_error());
    txn = begin(store, VIB_READ); /* readers never wait */
    vib_txn_abort(txn);
    kill_writer(child);
    store_text(store, 1, "after the other was killed");
    vib_store_close(store);
}

Test(writer, who_writes_all_the_time_keeps_no_one_out)
{
    pid_t child = start_writer(true);
    vib_store *store = library_open(VIB_WRITE);

    for (uint64_t id = 2; id < 12; id++)
        store_text(store, id, "in turn");
    kill_writer(child);
    vib_store_close(store);
}

Test(writer, a_second_transaction_beside_the_first_does_not_wait_for_ever)
{
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *first = begin(store, VIB_WRITE), *second = NULL;

    vib_set_patience(0);
    cr_expect_eq(vib_txn_begin(&second, store, VIB_WRITE), VIB_BUSY);
    cr_expect_not_null(strstr(vib_last_error(), "another thread"), "%s",
                       vib_last_error());
    vib_txn_abort(first);
    second = begin(store, VIB_WRITE);
    vib_txn_abort(second);
    vib_store_close(store);
}

/* What LMDB waits for must not be left behind by an opening that found no
 * turn: after a failure the turn is free again. */
Test(writer, a_turn_that_did_not_come_is_not_kept)
{
    pid_t child = start_writer(false);
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *txn = NULL;

    vib_set_patience(0.01);
    for (int i = 0; i < 3; i++)
        cr_expect_eq(vib_txn_begin(&txn, store, VIB_WRITE), VIB_BUSY);
    kill_writer(child);
    child = start_writer(false); /* would wait if it were kept */
    kill_writer(child);
    vib_store_close(store);
}
