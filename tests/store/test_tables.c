/* test_tables.c - keys and values in a transaction. */
#include "library.h"

static vib_store *store;
static vib_txn *txn;

static void store_make(void)
{
    library_make();
    store = library_open(VIB_WRITE);
    txn = begin(store, VIB_WRITE);
}

static void store_remove(void)
{
    vib_txn_abort(txn);
    vib_store_close(store);
    scratch_remove();
}

TestSuite(tables, .init = store_make, .fini = store_remove);

/* End the transaction and begin a reading one. */
static void read_on(void)
{
    cr_assert_eq(vib_txn_commit(txn), VIB_OK);
    cr_assert_eq(vib_txn_begin(&txn, store, VIB_READ), VIB_OK);
}

Test(tables, what_was_put_is_got)
{
    vib_value value = { 0 };

    cr_assert_eq(vib_put(txn, VIB_SPECTRA, 7, text("seven")), VIB_OK);
    cr_assert_eq(vib_put(txn, VIB_VECTORS, 7, text("vector")), VIB_OK);
    cr_assert_eq(vib_get(&value, txn, VIB_SPECTRA, 7), VIB_OK);
    cr_expect(is_text(value, "seven"));
    read_on();
    cr_assert_eq(vib_get(&value, txn, VIB_SPECTRA, 7), VIB_OK);
    cr_expect(is_text(value, "seven"));
    cr_assert_eq(vib_get(&value, txn, VIB_VECTORS, 7), VIB_OK);
    cr_expect(is_text(value, "vector"));
}

Test(tables, get_of_missing_id_is_not_found_and_says_so)
{
    vib_value value = { NULL, 17 };

    cr_assert_eq(vib_get(&value, txn, VIB_SPECTRA, 12345), VIB_NOT_FOUND);
    cr_expect_not_null(strstr(vib_last_error(), "no spectrum 12345"), "%s",
                       vib_last_error());
    cr_expect_eq(value.size, 17, "output touched");
}

Test(tables, put_replaces)
{
    vib_value value = { 0 };

    cr_assert_eq(vib_put(txn, VIB_FIELDS, 3, text("a")), VIB_OK);
    cr_assert_eq(vib_put(txn, VIB_FIELDS, 3, text("longer than a")), VIB_OK);
    cr_assert_eq(vib_get(&value, txn, VIB_FIELDS, 3), VIB_OK);
    cr_expect(is_text(value, "longer than a"));
}

Test(tables, values_may_be_empty)
{
    vib_value value = { "x", 1 };

    cr_assert_eq(vib_put(txn, VIB_SPECTRA, 1, (vib_value){ NULL, 0 }), VIB_OK);
    cr_assert_eq(vib_get(&value, txn, VIB_SPECTRA, 1), VIB_OK);
    cr_expect_eq(value.size, 0);
}

Test(tables, deleted_is_gone_and_a_second_delete_not_found)
{
    vib_value value;

    cr_assert_eq(vib_put(txn, VIB_SPECTRA, 5, text("five")), VIB_OK);
    cr_assert_eq(vib_delete(txn, VIB_SPECTRA, 5), VIB_OK);
    cr_expect_eq(vib_get(&value, txn, VIB_SPECTRA, 5), VIB_NOT_FOUND);
    cr_expect_eq(vib_delete(txn, VIB_SPECTRA, 5), VIB_NOT_FOUND);
    cr_expect_eq(vib_txn_commit(txn), VIB_OK, "not found spoils nothing");
    txn = NULL;
}

Test(tables, seek_walks_ids_in_the_order_of_numbers)
{
    static const uint64_t ids[] = { 300, 2, 256, 65536, 255, 1 };
    static const uint64_t sorted[] = { 1, 2, 255, 256, 300, 65536 };
    uint64_t id = 0;

    for (int i = 0; i < 6; i++)
        cr_assert_eq(vib_put(txn, VIB_SPECTRA, ids[i], text("x")), VIB_OK);
    for (int pass = 0; pass < 2; pass++) {
        id = 0;
        for (int i = 0; i < 6; i++, id++) {
            cr_assert_eq(vib_seek(&id, txn, VIB_SPECTRA), 1);
            cr_expect_eq(id, sorted[i]);
        }
        cr_expect_eq(vib_seek(&id, txn, VIB_SPECTRA), 0);
        cr_expect_eq(id, 65537, "output touched");
        read_on();
    }
}

Test(tables, scan_gives_each_value_with_its_id)
{
    vib_value value;
    char words[3][8] = { "one", "two", "four" };
    uint64_t ids[] = { 1, 2, 4 }, id = 0;

    for (int i = 0; i < 3; i++)
        cr_assert_eq(vib_put(txn, VIB_VECTORS, ids[i], text(words[i])), VIB_OK);
    read_on();
    for (int i = 0; i < 3; i++, id++) {
        cr_assert_eq(vib_scan(&id, &value, txn, VIB_VECTORS), 1);
        cr_expect_eq(id, ids[i]);
        cr_expect(is_text(value, words[i]));
    }
    cr_expect_eq(vib_scan(&id, &value, txn, VIB_VECTORS), 0);
}

Test(tables, scan_while_deleting_misses_nothing)
{
    vib_value value;
    uint64_t id = 0, seen = 0;

    for (uint64_t i = 1; i <= 500; i++)
        cr_assert_eq(vib_put(txn, VIB_VECTORS, i, text("some bytes")), VIB_OK);
    for (; vib_scan(&id, &value, txn, VIB_VECTORS) == 1; id++, seen++)
        cr_assert_eq(vib_delete(txn, VIB_VECTORS, id), VIB_OK);
    cr_expect_eq(seen, 500);
    cr_assert_eq(vib_table_count(&seen, txn, VIB_VECTORS), VIB_OK);
    cr_expect_eq(seen, 0);
}

Test(tables, facts_are_kept_by_name)
{
    vib_value value;

    cr_assert_eq(vib_put_fact(txn, "encoder", text("bytes")), VIB_OK);
    read_on();
    cr_assert_eq(vib_get_fact(&value, txn, "encoder"), VIB_OK);
    cr_expect(is_text(value, "bytes"));
    cr_expect_eq(vib_get_fact(&value, txn, "nothing"), VIB_NOT_FOUND);
    cr_expect_not_null(strstr(vib_last_error(), "no fact nothing"));
}

Test(tables, content_lists_ids_ascending_and_counts_beyond_the_room)
{
    vib_hash hash = vib_hash_bytes("points", 6);
    vib_hash other = vib_hash_bytes("others", 6);
    uint64_t ids[2] = { 0 };
    size_t count = 99;

    cr_assert_eq(vib_content_get(ids, 2, &count, txn, hash), VIB_OK);
    cr_expect_eq(count, 0);
    cr_assert_eq(vib_content_put(txn, hash, 300), VIB_OK);
    cr_assert_eq(vib_content_put(txn, hash, 2), VIB_OK);
    cr_assert_eq(vib_content_put(txn, hash, 77), VIB_OK);
    cr_assert_eq(vib_content_put(txn, other, 1), VIB_OK);
    cr_assert_eq(vib_content_get(ids, 2, &count, txn, hash), VIB_OK);
    cr_expect_eq(count, 3);
    cr_expect_eq(ids[0], 2);
    cr_expect_eq(ids[1], 77);
    cr_assert_eq(vib_content_delete(txn, hash, 2), VIB_OK);
    cr_expect_eq(vib_content_delete(txn, hash, 2), VIB_NOT_FOUND);
    cr_assert_eq(vib_content_get(ids, 2, &count, txn, hash), VIB_OK);
    cr_expect_eq(count, 2);
    cr_expect_eq(ids[0], 77);
    cr_expect_eq(ids[1], 300);
}

Test(tables, ids_start_at_one_and_are_never_given_again)
{
    uint64_t id = 0;

    cr_assert_eq(vib_last_id(&id, txn), VIB_OK);
    cr_expect_eq(id, 0);
    for (uint64_t i = 1; i <= 3; i++) {
        cr_assert_eq(vib_new_id(&id, txn), VIB_OK);
        cr_expect_eq(id, i);
        cr_assert_eq(vib_put(txn, VIB_SPECTRA, id, text("x")), VIB_OK);
    }
    cr_assert_eq(vib_delete(txn, VIB_SPECTRA, 3), VIB_OK);
    cr_assert_eq(vib_txn_commit(txn), VIB_OK);
    cr_assert_eq(vib_txn_begin(&txn, store, VIB_WRITE), VIB_OK);
    cr_assert_eq(vib_new_id(&id, txn), VIB_OK);
    cr_expect_eq(id, 4);
}

Test(tables, count_is_of_entries)
{
    uint64_t count = 0;

    for (uint64_t i = 0; i < 10; i++)
        cr_assert_eq(vib_put(txn, VIB_PROFILES, i, text("x")), VIB_OK);
    cr_assert_eq(vib_table_count(&count, txn, VIB_PROFILES), VIB_OK);
    cr_expect_eq(count, 10);
}

Test(tables, ids_in_order_fill_pages)
{
    uint64_t bytes = 0;
    char vector[512];

    memset(vector, 1, sizeof vector);
    for (uint64_t i = 1; i <= 2000; i++)
        cr_assert_eq(vib_put(txn, VIB_VECTORS, i,
                             (vib_value){ vector, sizeof vector }), VIB_OK);
    read_on();
    cr_assert_eq(vib_store_bytes(&bytes, store), VIB_OK);
    cr_expect_lt(bytes, 2000 * 512 * 5 / 4 + 100000, "%llu bytes",
                 (unsigned long long)bytes);
}

Test(tables, many_threads_get_from_one_reading_transaction)
{
    enum { N = 4000 };
    int wrong = 0;

    for (uint64_t i = 1; i <= N; i++)
        cr_assert_eq(vib_put(txn, VIB_FIELDS, i, (vib_value){ &i, sizeof i }),
                     VIB_OK);
    read_on();
#pragma omp parallel for num_threads(4) reduction(+ : wrong)
    for (uint64_t i = 1; i <= N; i++) {
        vib_value value;

        if (vib_get(&value, txn, VIB_FIELDS, i) < 0 ||
            memcmp(value.data, &i, sizeof i) != 0)
            wrong++;
    }
    cr_expect_eq(wrong, 0);
}
