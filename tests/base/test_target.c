#include "target.h"

#include "vibrary.h"

#include "scratch.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

TestSuite(target, .init = scratch_make, .fini = scratch_remove);

/* Where writing to the path goes: a file that is called so, in the scratch
 * folder, and has these permissions. */
static void expect_file(const char *path, const char *name, mode_t mode)
{
    char *wanted = strdup(scratch_path(name));
    vib_target target;

    cr_assert_eq(vib_target_open(&target, path), VIB_OK, "%s",
                 vib_last_error());
    cr_expect_eq(target.fd, -1);
    cr_expect_str_eq(target.path, wanted);
    cr_expect_eq(target.mode, mode);
    vib_target_close(&target);
    free(wanted);
}

static void link_make(const char *to, const char *name)
{
    cr_assert_eq(symlink(to, scratch_path(name)), 0);
}

static void file_make(const char *name, mode_t mode)
{
    int fd = open(scratch_path(name), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

    cr_assert(fd >= 0 && fchmod(fd, mode) == 0 && close(fd) == 0);
}

Test(target, a_file_is_itself)
{
    file_make("a", 0640);
    expect_file(scratch_path("a"), "a", 0640);
    expect_file(scratch_path("new"), "new", 0);
}

Test(target, links_are_followed_also_to_what_is_not_there)
{
    char *absolute = strdup(scratch_path("b"));

    file_make("a", 0600);
    link_make("a", "b");
    link_make(absolute, "c");
    link_make("new", "d");
    expect_file(scratch_path("b"), "a", 0600);
    expect_file(scratch_path("c"), "a", 0600);
    expect_file(scratch_path("d"), "new", 0);
    free(absolute);
}

Test(target, a_link_in_the_folder_at_hand_is_followed)
{
    vib_target target;

    cr_assert_eq(chdir(scratch), 0);
    link_make("a", "b");
    cr_assert_eq(vib_target_open(&target, "b"), VIB_OK);
    cr_expect_str_eq(target.path, "a");
    vib_target_close(&target);
}

Test(target, links_in_a_circle_and_folders_are_refused)
{
    vib_target target = { NULL, 7, 7 };

    link_make("b", "a");
    link_make("a", "b");
    cr_expect_eq(vib_target_open(&target, scratch_path("a")), VIB_SYSTEM);
    cr_expect(strstr(vib_last_error(), strerror(ELOOP)), "%s",
              vib_last_error());
    cr_expect_eq(vib_target_open(&target, scratch), VIB_SYSTEM);
    cr_expect(strstr(vib_last_error(), strerror(EISDIR)), "%s",
              vib_last_error());
    cr_expect_eq(target.mode, 7);
}

/* A reader must be there, or opening a pipe would wait for one. */
Test(target, a_pipe_is_opened)
{
    const char *path = scratch_path("pipe");
    vib_target target;
    struct stat facts;
    int reader;

    cr_assert_eq(mkfifo(path, 0600), 0);
    reader = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    cr_assert_geq(reader, 0);
    cr_assert_eq(vib_target_open(&target, path), VIB_OK);
    cr_assert(fstat(target.fd, &facts) == 0 && S_ISFIFO(facts.st_mode));
    vib_target_close(&target);
    close(reader);
}

Test(target, a_file_that_is_open_is_written_to_where_it_is)
{
    int fd = open(scratch_path("a"), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    char path[32], text[8] = "";
    vib_target target;

    cr_assert_eq(write(fd, "one ", 4), 4);
    snprintf(path, sizeof path, "/dev/fd/%d", fd);
    link_make(path, "b");
    cr_assert_eq(vib_target_open(&target, scratch_path("b")), VIB_OK);
    cr_assert_geq(target.fd, 0);
    cr_assert_eq(write(target.fd, "two", 3), 3);
    vib_target_close(&target);
    cr_assert_eq(pread(fd, text, sizeof text, 0), 7);
    cr_expect_str_eq(text, "one two");
    close(fd);
}
