#include "file.h"

#include "vibrary.h"

#include "scratch.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

TestSuite(file, .init = scratch_make, .fini = scratch_remove);

/* How many names are in the folder of the test. */
static int names(void)
{
    char command[128];
    FILE *pipe;
    int count = -1;

    snprintf(command, sizeof command, "ls -A %s | wc -l", scratch);
    pipe = popen(command, "r");
    cr_assert(pipe && fscanf(pipe, "%d", &count) == 1);
    pclose(pipe);
    return count;
}

Test(file, what_was_written_is_read)
{
    const char *path = scratch_path("a");
    vib_file file = VIB_FILE_INIT;

    cr_assert_eq(vib_file_replace(path, "one", 3), VIB_OK);
    cr_assert_eq(vib_file_replace(path, "other", 5), VIB_OK);
    cr_assert_eq(vib_file_open(&file, path), VIB_OK);
    cr_assert(file.size == 5 && memcmp(file.data, "other", 5) == 0);
    vib_file_close(&file);
    cr_assert(!file.data && file.size == 0);
    cr_assert_eq(names(), 1);
}

/* Small ones are read, others mapped. */
Test(file, is_read_whole_whatever_its_size)
{
    enum { MOST = (1 << 16) + 1 };
    const char *path = scratch_path("a");
    uint8_t *bytes = malloc(MOST);
    vib_file file = VIB_FILE_INIT;

    cr_assert(bytes);
    for (size_t i = 0; i < MOST; i++)
        bytes[i] = (uint8_t)(i * 7 + i / 256);
    for (size_t n = MOST - 2; n <= MOST; n++) {
        cr_assert_eq(vib_file_replace(path, bytes, n), VIB_OK);
        cr_assert_eq(vib_file_open(&file, path), VIB_OK);
        cr_assert(file.size == n && memcmp(file.data, bytes, n) == 0);
        vib_file_close(&file);
        cr_assert(!file.data && file.size == 0);
    }
    free(bytes);
}

Test(file, an_open_file_keeps_its_bytes_when_it_is_replaced)
{
    const char *path = scratch_path("a");
    vib_file file = VIB_FILE_INIT;

    vib_file_replace(path, "before", 6);
    cr_assert_eq(vib_file_open(&file, path), VIB_OK);
    vib_file_replace(path, "after!", 6);
    cr_assert_eq(memcmp(file.data, "before", 6), 0);
    vib_file_close(&file);
}

Test(file, an_empty_file_has_no_bytes)
{
    const char *path = scratch_path("empty");
    vib_file file = { (const uint8_t *)"x", 1 };

    cr_assert_eq(vib_file_replace(path, NULL, 0), VIB_OK);
    cr_assert_eq(vib_file_open(&file, path), VIB_OK);
    cr_assert_eq(file.size, 0);
    vib_file_close(&file);
}

Test(file, what_is_not_there_is_not_found)
{
    vib_file file = { NULL, 7 };

    cr_assert_eq(vib_file_open(&file, scratch_path("none")), VIB_NOT_FOUND);
    cr_assert(strstr(vib_last_error(), "none"), "%s", vib_last_error());
    cr_assert_eq(file.size, 7);
}

Test(file, a_folder_is_no_file)
{
    vib_file file = VIB_FILE_INIT;

    cr_assert_eq(vib_file_open(&file, scratch), VIB_BAD_ARG);
}

Test(file, a_place_that_does_not_exist_cannot_be_written)
{
    cr_assert_lt(vib_file_replace(scratch_path("no/such"), "x", 1), 0);
    cr_assert_eq(names(), 0);
}

static int write_then_fail(FILE *out, void *payload)
{
    fputs("half of it", out);
    *(int *)payload = 1;
    return VIB_STOPPED;
}

Test(file, a_writer_that_fails_leaves_what_was_there)
{
    const char *path = scratch_path("a");
    vib_file file = VIB_FILE_INIT;
    int called = 0;

    vib_file_replace(path, "old", 3);
    cr_assert_eq(vib_file_write(path, write_then_fail, &called),
                 VIB_STOPPED);
    cr_assert(called);
    cr_assert_eq(vib_file_open(&file, path), VIB_OK);
    cr_assert(file.size == 3 && memcmp(file.data, "old", 3) == 0);
    vib_file_close(&file);
    cr_assert_eq(names(), 1);
}

static int write_to_full_disk(FILE *out, void *payload)
{
    (void)payload;
    cr_assert(freopen("/dev/full", "w", out));
    fputs("more than there is room for", out);
    return VIB_OK;
}

Test(file, a_full_disk_is_told_and_leaves_what_was_there)
{
    const char *path = scratch_path("a");
    vib_file file = VIB_FILE_INIT;

    vib_file_replace(path, "old", 3);
    cr_assert_eq(vib_file_write(path, write_to_full_disk, NULL),
                 VIB_SYSTEM);
    cr_assert(strstr(vib_last_error(), "space"), "%s", vib_last_error());
    cr_assert_eq(vib_file_open(&file, path), VIB_OK);
    cr_assert_eq(file.size, 3);
    vib_file_close(&file);
    cr_assert_eq(names(), 1);
}

static int write_back_to_front(FILE *out, void *payload)
{
    (void)payload;
    fputs("xxx others", out);
    rewind(out);
    fputs("one", out);
    return VIB_OK;
}

Test(file, what_is_no_file_is_given_everything_in_the_end)
{
    char path[32], text[16] = "";
    int ends[2], called = 0;

    cr_assert_eq(pipe(ends), 0);
    snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
    cr_assert_eq(vib_file_write(path, write_then_fail, &called), VIB_STOPPED);
    cr_assert(called);
    cr_assert_eq(vib_file_write(path, write_back_to_front, NULL), VIB_OK, "%s",
                 vib_last_error());
    close(ends[1]);
    cr_assert_eq(read(ends[0], text, sizeof text), 10);
    cr_assert_str_eq(text, "one others");
    close(ends[0]);
    cr_assert_eq(names(), 0);
}

/* A device: it must not become a file, whoever runs the test. */
Test(file, a_full_device_is_told)
{
    int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    char path[32];

    if (fd < 0)
        cr_skip_test("there is no /dev/full here");
    snprintf(path, sizeof path, "/dev/fd/%d", fd);
    cr_assert_eq(vib_file_write(path, write_back_to_front, NULL), VIB_SYSTEM);
    cr_assert(strstr(vib_last_error(), "space"), "%s", vib_last_error());
    close(fd);
}

Test(file, a_new_one_has_the_usual_permissions_and_keeps_what_it_is_given)
{
    const char *path = scratch_path("a");
    struct stat facts;

    umask(027);
    vib_file_replace(path, "one", 3);
    cr_assert_eq(stat(path, &facts), 0);
    cr_expect_eq(facts.st_mode & 0777, 0640);
    cr_assert_eq(chmod(path, 0604), 0);
    vib_file_replace(path, "two", 3);
    cr_assert_eq(stat(path, &facts), 0);
    cr_expect_eq(facts.st_mode & 0777, 0604);
}
