#include "status.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>

Test(status, a_failure_returns_its_code_and_keeps_its_sentence)
{
    cr_assert_eq(vib_fail(VIB_BAD_DATA, "line %d of %s", 3, "a.txt"),
                 VIB_BAD_DATA);
    cr_assert_str_eq(vib_last_error(), "line 3 of a.txt");
}

Test(status, there_is_a_sentence_before_any_failure)
{
    cr_assert_not_null(vib_last_error());
    cr_assert_str_not_empty(vib_last_error());
}

Test(status, a_missing_file_is_not_found_and_all_else_the_system)
{
    errno = ENOENT;
    cr_assert_eq(vib_fail_errno("cannot open %s", "x"), VIB_NOT_FOUND);
    cr_assert(strstr(vib_last_error(), "cannot open x: "));
    errno = EACCES;
    cr_assert_eq(vib_fail_errno("cannot open %s", "x"), VIB_SYSTEM);
}

Test(status, a_prefix_goes_before_the_sentence)
{
    vib_fail(VIB_BAD_DATA, "too short");
    cr_assert_eq(vib_fail_prefix(VIB_BAD_DATA, "a.txt"), VIB_BAD_DATA);
    cr_assert_str_eq(vib_last_error(), "a.txt: too short");
}

Test(status, a_sentence_is_one_printable_line)
{
    vib_fail(VIB_BAD_DATA, "%s", "a\nb\tc\x1b[31m");
    cr_assert_str_eq(vib_last_error(), "a?b?c?[31m");
}

Test(status, a_long_sentence_is_cut)
{
    static char text[5000];

    memset(text, 'x', sizeof text - 1);
    vib_fail(VIB_BAD_DATA, "%s", text);
    cr_assert_lt(strlen(vib_last_error()), 1000);
    cr_assert_gt(strlen(vib_last_error()), 200);
}

static void *fail_elsewhere(void *unused)
{
    vib_fail(VIB_SYSTEM, "of another thread");
    return unused;
}

Test(status, each_thread_has_its_own_sentence)
{
    pthread_t other;

    vib_fail(VIB_BAD_ARG, "mine");
    cr_assert_eq(pthread_create(&other, NULL, fail_elsewhere, NULL), 0);
    cr_assert_eq(pthread_join(other, NULL), 0);
    cr_assert_str_eq(vib_last_error(), "mine");
}

Test(status, the_linked_version_is_that_of_the_header)
{
    cr_assert_str_eq(vib_version(), VIB_VERSION);
}
