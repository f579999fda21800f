/* library.h - a store on disk, for the tests of a store. */
#ifndef VIB_TEST_LIBRARY_H
#define VIB_TEST_LIBRARY_H

#include "store.h"

#include "scratch.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *library; /* its path */

static inline void library_make(void)
{
    static char path[256];

    scratch_make();
    snprintf(path, sizeof path, "%s", scratch_path("a.vib"));
    library = path;
    cr_assert_eq(vib_store_create(library, NULL, 0), VIB_OK, "%s",
                 vib_last_error());
}

static inline vib_store *library_open(vib_mode mode)
{
    vib_store *store = NULL;

    cr_assert_eq(vib_store_open(&store, library, mode), VIB_OK, "%s",
                 vib_last_error());
    return store;
}

static inline vib_txn *begin(vib_store *store, vib_mode mode)
{
    vib_txn *txn = NULL;

    cr_assert_eq(vib_txn_begin(&txn, store, mode), VIB_OK, "%s",
                 vib_last_error());
    return txn;
}

static inline vib_value text(const char *s)
{
    return (vib_value){ s, strlen(s) };
}

static inline bool is_text(vib_value value, const char *s)
{
    return value.size == strlen(s) && memcmp(value.data, s, value.size) == 0;
}

/* Put and commit one value. */
static inline void store_text(vib_store *store, uint64_t id, const char *s)
{
    vib_txn *txn = begin(store, VIB_WRITE);

    cr_assert_eq(vib_put(txn, VIB_SPECTRA, id, text(s)), VIB_OK);
    cr_assert_eq(vib_txn_commit(txn), VIB_OK, "%s", vib_last_error());
}

/* Whether a transaction sees this text under this id. */
static inline bool sees(vib_txn *txn, uint64_t id, const char *s)
{
    vib_value value;

    return vib_get(&value, txn, VIB_SPECTRA, id) == VIB_OK && is_text(value, s);
}

/* What a child of fork() exited with; cr_assert must not be used in it. */
static inline int child_result(pid_t child)
{
    int result = 0;

    cr_assert_gt(child, 0);
    cr_assert_eq(waitpid(child, &result, 0), child);
    return WIFEXITED(result) ? WEXITSTATUS(result) : 1000 + WTERMSIG(result);
}

#endif
