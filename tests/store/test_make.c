/* test_make.c - copies of a store that is in use. */
#include "library.h"

TestSuite(make, .init = library_make, .fini = scratch_remove);

static vib_store *copy_open(void)
{
    vib_store *copy = NULL;

    cr_assert_eq(vib_store_open(&copy, scratch_path("b.vib"), VIB_WRITE),
                 VIB_OK, "%s", vib_last_error());
    return copy;
}

Test(make, a_copy_has_what_was_committed_and_nothing_else)
{
    vib_store *store = library_open(VIB_WRITE), *copy;
    vib_txn *writer, *txn;
    uint64_t id = 0;

    store_text(store, 1, "committed");
    writer = begin(store, VIB_WRITE);
    cr_assert_eq(vib_new_id(&id, writer), VIB_OK);
    cr_assert_eq(vib_put(writer, VIB_SPECTRA, 2, text("not yet")), VIB_OK);
    cr_assert_eq(vib_store_copy(store, scratch_path("b.vib")), VIB_OK, "%s",
                 vib_last_error());
    cr_assert_eq(vib_txn_commit(writer), VIB_OK);
    copy = copy_open();
    txn = begin(copy, VIB_READ);
    cr_expect(sees(txn, 1, "committed"));
    cr_expect_not(sees(txn, 2, "not yet"));
    cr_assert_eq(vib_last_id(&id, txn), VIB_OK);
    cr_expect_eq(id, 0);
    vib_txn_abort(txn);
    vib_store_close(copy);
    vib_store_close(store);
}

Test(make, a_copy_is_a_store_of_its_own)
{
    vib_store *store = library_open(VIB_WRITE), *copy;
    vib_txn *txn;

    store_text(store, 1, "one");
    cr_assert_eq(vib_store_copy(store, scratch_path("b.vib/")), VIB_OK);
    copy = copy_open();
    cr_expect_neq(memcmp(vib_store_library(store), vib_store_library(copy), 16),
                  0, "an index of the one would be taken for the other's");
    store_text(copy, 1, "two");
    txn = begin(store, VIB_READ);
    cr_expect(sees(txn, 1, "one"));
    vib_txn_abort(txn);
    vib_store_close(copy);
    vib_store_close(store);
}

Test(make, a_copy_leaves_out_what_was_freed)
{
    static char block[100000];
    vib_store *store = library_open(VIB_WRITE), *copy;
    vib_txn *txn = begin(store, VIB_WRITE);
    uint64_t before = 0, after = 0;

    for (uint64_t id = 1; id <= 50; id++)
        cr_assert_eq(vib_put(txn, VIB_SPECTRA, id,
                             (vib_value){ block, sizeof block }), VIB_OK);
    cr_assert_eq(vib_txn_commit(txn), VIB_OK);
    txn = begin(store, VIB_WRITE);
    for (uint64_t id = 2; id <= 50; id++)
        cr_assert_eq(vib_delete(txn, VIB_SPECTRA, id), VIB_OK);
    cr_assert_eq(vib_txn_commit(txn), VIB_OK);
    cr_assert_eq(vib_store_copy(store, scratch_path("b.vib")), VIB_OK);
    copy = copy_open();
    cr_assert_eq(vib_store_bytes(&before, store), VIB_OK);
    cr_assert_eq(vib_store_bytes(&after, copy), VIB_OK);
    cr_expect_lt(after, before / 10);
    vib_store_close(copy);
    vib_store_close(store);
}

Test(make, a_copy_goes_over_nothing)
{
    vib_store *store = library_open(VIB_READ);

    cr_expect_eq(vib_store_copy(store, library), VIB_EXISTS);
    cr_expect_eq(vib_store_copy(store, scratch_path("no/b.vib")),
                 VIB_NOT_FOUND);
    vib_store_close(store);
}
