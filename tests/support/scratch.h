/* scratch.h - a folder for the files of one test. */
#ifndef VIB_SCRATCH_H
#define VIB_SCRATCH_H

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static char scratch[64]; /* the folder, between scratch_make and _remove */

static inline void scratch_make(void)
{
    snprintf(scratch, sizeof scratch, "/tmp/vibrary-test-XXXXXX");
    cr_assert_not_null(mkdtemp(scratch));
    cr_assert_eq(chmod(scratch, 0755), 0); /* tests act as other users too */
}

static inline int scratch_unlink(const char *path, const struct stat *facts,
                                 int kind, struct FTW *walk)
{
    (void)facts;
    (void)kind;
    (void)walk;
    return remove(path);
}

static inline void scratch_remove(void)
{
    nftw(scratch, scratch_unlink, 16, FTW_DEPTH | FTW_PHYS);
}

/* The path of `name` in the folder; the last four stay valid. */
static inline const char *scratch_path(const char *name)
{
    static char paths[4][256];
    static int turn;

    turn = (turn + 1) % 4;
    snprintf(paths[turn], sizeof paths[turn], "%s/%s", scratch, name);
    return paths[turn];
}

#endif
