/* test_compact.c - giving space back while others have the store open. */
#include "library.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>

TestSuite(compact, .init = library_make, .fini = scratch_remove);

static void compact(vib_store *store)
{
    cr_assert_eq(vib_store_compact(store), VIB_OK, "%s", vib_last_error());
}

static uint64_t bytes_of(vib_store *store)
{
    uint64_t bytes = 0;

    cr_assert_eq(vib_store_bytes(&bytes, store), VIB_OK);
    return bytes;
}

Test(compact, gives_back_what_was_removed_and_keeps_the_rest)
{
    static char block[100000];
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *txn = begin(store, VIB_WRITE);
    uint64_t id = 0, before;

    for (int i = 0; i < 50; i++) {
        cr_assert_eq(vib_new_id(&id, txn), VIB_OK);
        cr_assert_eq(vib_put(txn, VIB_SPECTRA, id,
                             (vib_value){ block, sizeof block }), VIB_OK);
    }
    cr_assert_eq(vib_txn_commit(txn), VIB_OK);
    store_text(store, 1, "kept");
    txn = begin(store, VIB_WRITE);
    for (id = 2; id <= 50; id++)
        cr_assert_eq(vib_delete(txn, VIB_SPECTRA, id), VIB_OK);
    cr_assert_eq(vib_txn_commit(txn), VIB_OK);
    before = bytes_of(store);
    compact(store);
    cr_expect_lt(bytes_of(store), before / 10);
    txn = begin(store, VIB_READ);
    cr_expect(sees(txn, 1, "kept"));
    cr_assert_eq(vib_last_id(&id, txn), VIB_OK);
    cr_expect_eq(id, 50, "an id would be given out again");
    vib_txn_abort(txn);
    vib_store_close(store);
}

Test(compact, keeps_the_identity_and_whatever_else_is_in_the_folder)
{
    vib_store *store = library_open(VIB_WRITE);
    uint8_t identity[16];
    struct stat facts;
    FILE *note;

    memcpy(identity, vib_store_library(store), sizeof identity);
    cr_assert_eq(chmod(library, 0750), 0);
    note = fopen(scratch_path("a.vib/note"), "w");
    cr_assert_not_null(note);
    fclose(note);
    compact(store);
    vib_store_close(store);
    store = library_open(VIB_READ);
    cr_expect_eq(memcmp(identity, vib_store_library(store), sizeof identity),
                 0);
    cr_expect_eq(access(scratch_path("a.vib/note"), F_OK), 0);
    cr_expect_eq(stat(library, &facts), 0);
    cr_expect_eq(facts.st_mode & 0777, 0750);
    vib_store_close(store);
}

Test(compact, a_state_that_is_being_read_stays)
{
    vib_store *store = library_open(VIB_WRITE), *reader;
    vib_txn *txn;

    store_text(store, 1, "before");
    reader = library_open(VIB_READ);
    txn = begin(reader, VIB_READ);
    compact(store);
    store_text(store, 1, "after");
    store_text(store, 1, "later");
    cr_expect(sees(txn, 1, "before"));
    vib_txn_abort(txn);
    txn = begin(reader, VIB_READ);
    cr_expect(sees(txn, 1, "later"));
    vib_txn_abort(txn);
    vib_store_close(reader);
    vib_store_close(store);
}

/* A process that has the library open and, each time it gets a byte, puts the
 * text under id 2 and answers; it ends when there are no more. */
struct peer {
    pid_t process;
    int ask, answer;
};

static void serve(int ask, int answer)
{
    vib_store *own = NULL;
    int status = vib_store_open(&own, library, VIB_WRITE);
    char byte = 'x';

    while (status == VIB_OK && write(answer, &byte, 1) == 1 &&
           read(ask, &byte, 1) == 1) {
        vib_txn *txn = NULL;

        status = vib_txn_begin(&txn, own, VIB_WRITE);
        if (status == VIB_OK && !sees(txn, 1, "there"))
            status = VIB_NOT_FOUND;
        if (status == VIB_OK)
            status = vib_put(txn, VIB_SPECTRA, 2, text("of another process"));
        if (status == VIB_OK)
            status = vib_txn_commit(txn);
    }
    _exit(status != VIB_OK);
}

static struct peer peer_start(void)
{
    int ask[2], answer[2];
    struct peer peer;
    char byte;

    cr_assert_eq(pipe2(ask, O_CLOEXEC), 0);
    cr_assert_eq(pipe2(answer, O_CLOEXEC), 0);
    peer.process = fork();
    if (peer.process == 0) {
        close(ask[1]);
        serve(ask[0], answer[1]);
    }
    close(ask[0]);
    close(answer[1]);
    peer.ask = ask[1];
    peer.answer = answer[0];
    cr_assert_eq(read(peer.answer, &byte, 1), 1);
    return peer;
}

static void peer_end(struct peer *peer)
{
    close(peer->ask);
    cr_expect_eq(child_result(peer->process), 0);
    close(peer->answer);
}

Test(compact, writers_of_other_processes_go_on_in_the_new_file)
{
    struct peer peer = peer_start();
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *txn;
    char byte;

    store_text(store, 1, "there");
    compact(store);
    cr_assert_eq(write(peer.ask, "x", 1), 1);
    cr_assert_eq(read(peer.answer, &byte, 1), 1);
    txn = begin(store, VIB_READ);
    cr_expect(sees(txn, 2, "of another process"));
    vib_txn_abort(txn);
    peer_end(&peer);
    vib_store_close(store);
}

/* It waits for the turn of a file that is another's by the time it comes. */
Test(compact, a_writer_that_waited_for_it_writes_to_the_new_file)
{
    struct peer peer = peer_start();
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *txn;
    char byte;

    store_text(store, 1, "there");
    for (int i = 0; i < 20; i++) {
        cr_assert_eq(write(peer.ask, "x", 1), 1);
        compact(store);
        cr_assert_eq(read(peer.answer, &byte, 1), 1);
        txn = begin(store, VIB_WRITE);
        cr_expect(sees(txn, 2, "of another process"));
        cr_assert_eq(vib_delete(txn, VIB_SPECTRA, 2), VIB_OK);
        cr_assert_eq(vib_txn_commit(txn), VIB_OK);
    }
    peer_end(&peer);
    vib_store_close(store);
}

Test(compact, a_library_that_was_renamed_is_not_taken_for_the_one_in_its_place)
{
    vib_store *store = library_open(VIB_WRITE), *other = NULL;
    vib_txn *txn;

    store_text(store, 1, "renamed");
    cr_assert_eq(rename(library, scratch_path("b.vib")), 0);
    store_text(store, 2, "written after");
    cr_assert_eq(vib_store_create(library, NULL, 0), VIB_OK);
    cr_expect_eq(vib_store_compact(store), VIB_NOT_FOUND);
    txn = begin(store, VIB_READ);
    cr_expect(sees(txn, 1, "renamed"));
    cr_expect(sees(txn, 2, "written after"));
    vib_txn_abort(txn);
    cr_assert_eq(vib_store_open(&other, library, VIB_READ), VIB_OK);
    txn = begin(other, VIB_READ);
    cr_expect_not(sees(txn, 1, "renamed"));
    vib_txn_abort(txn);
    vib_store_close(other);
    vib_store_close(store);
}

Test(compact, nothing_is_changed_where_a_folder_cannot_be_taken_along)
{
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *txn;

    store_text(store, 1, "kept");
    cr_assert_eq(mkdir(scratch_path("a.vib/folder"), 0777), 0);
    cr_expect_lt(vib_store_compact(store), 0);
    cr_expect_not_null(strstr(vib_last_error(), "folder"), "%s",
                       vib_last_error());
    txn = begin(store, VIB_READ);
    cr_expect(sees(txn, 1, "kept"));
    vib_txn_abort(txn);
    vib_store_close(store);
}
