/* test_guard.c - pages that were lost are errors, wherever they are. */
#include "library.h"

#include <fcntl.h>

TestSuite(guard, .init = library_make, .fini = scratch_remove);

enum { VALUES = 300 };

/* Values so small that many are on one page. */
static void fill(void)
{
    vib_store *store = library_open(VIB_WRITE);
    vib_txn *txn = begin(store, VIB_WRITE);

    for (uint64_t id = 1; id <= VALUES; id++)
        cr_assert_eq(vib_put(txn, VIB_VECTORS, id, text("a small value")),
                     VIB_OK);
    cr_assert_eq(vib_txn_commit(txn), VIB_OK);
    vib_store_close(store);
}

/* Scan the table, going on after damage; how many values were read. */
static uint64_t scan(vib_store *store)
{
    vib_txn *txn = begin(store, VIB_READ);
    uint64_t id = 1, n = 0;
    vib_value value;

    while (id <= VALUES) {
        int rc = vib_scan(&id, &value, txn, VIB_VECTORS);

        if (rc == 0)
            break;
        if (rc < 0) {
            cr_assert_eq(rc, VIB_BAD_DATA, "%s", vib_last_error());
            cr_assert_eq(vib_txn_renew(txn), VIB_OK);
        } else {
            cr_expect(is_text(value, "a small value"));
            n++;
        }
        id++;
    }
    vib_txn_abort(txn);
    return n;
}

/* LMDB ends the process where it walks onto a page that is none. */
Test(guard, a_scan_goes_on_behind_a_page_of_zeros)
{
    static const char zeros[4096];
    char path[300], page[4096];
    struct stat facts;
    uint64_t least = VALUES;
    int fd;

    fill();
    snprintf(path, sizeof path, "%s/data.mdb", library);
    cr_assert_eq(stat(path, &facts), 0);
    fd = open(path, O_RDWR);
    for (off_t at = 2 * 4096; at < facts.st_size; at += 4096) {
        vib_store *store = NULL;

        cr_assert_eq(pread(fd, page, sizeof page, at), 4096);
        cr_assert_eq(pwrite(fd, zeros, sizeof zeros, at), 4096);
        if (vib_store_open(&store, library, VIB_READ) == VIB_OK) {
            uint64_t n = scan(store);

            least = n && n < least ? n : least;
        }
        vib_store_close(store);
        cr_assert_eq(pwrite(fd, page, sizeof page, at), 4096);
    }
    close(fd);
    cr_expect_lt(least, VALUES, "no page with values was lost");
    cr_expect_gt(least, VALUES / 2, "more was lost than a page");
}
