#include "file.h"

#include "memory.h"
#include "status.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static int map_descriptor(vib_file *out, int fd, const char *path)
{
    struct stat facts;
    void *data = NULL;

    if (fstat(fd, &facts) < 0)
        return vib_fail_errno("cannot read %s", path);
    if (!S_ISREG(facts.st_mode))
        return vib_fail(VIB_BAD_ARG, "%s is not a regular file", path);
    if (facts.st_size > 0) {
        data = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (data == MAP_FAILED)
            return vib_fail_errno("cannot read %s", path);
    }
    *out = (vib_file){ data, (size_t)facts.st_size };
    return VIB_OK;
}

int vib_file_open(vib_file *out, const char *path)
{
    int status, fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return vib_fail_errno("cannot open %s", path);
    status = map_descriptor(out, fd, path);
    close(fd);
    return status;
}

void vib_file_close(vib_file *file)
{
    if (file->data)
        munmap((void *)(uintptr_t)file->data, file->size);
    *file = (vib_file)VIB_FILE_INIT;
}

static int write_all(int fd, const uint8_t *data, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, data, n);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return -1;
        data += written;
        n -= (size_t)written;
    }
    return fsync(fd);
}

/* The rename itself is on disk once the folder is. */
static void sync_folder_of(const char *path)
{
    char *copy = vib_copy_text(path, strlen(path));
    int fd = copy ? open(dirname(copy), O_RDONLY | O_CLOEXEC) : -1;

    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(copy);
}

int vib_file_replace(const char *path, const void *data, size_t n)
{
    static const char suffix[] = ".XXXXXX";
    size_t length = strlen(path);
    char *beside = vib_new(length + sizeof suffix, 1);
    int fd = -1, status = VIB_NO_MEMORY;

    if (!beside)
        return status;
    memcpy(beside, path, length);
    memcpy(beside + length, suffix, sizeof suffix);
    fd = mkostemp(beside, O_CLOEXEC);
    if (fd < 0) {
        status = vib_fail_errno("cannot write %s", path);
        goto out;
    }
    if (write_all(fd, data, n) < 0 || fchmod(fd, 0644) < 0 ||
        rename(beside, path) < 0) {
        status = vib_fail_errno("cannot write %s", path);
        unlink(beside);
        goto out;
    }
    sync_folder_of(path);
    status = VIB_OK;
out:
    if (fd >= 0)
        close(fd);
    free(beside);
    return status;
}
