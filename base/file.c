#include "file.h"

#include "bytes.h"
#include "memory.h"
#include "status.h"
#include "target.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file up to this size is read: mapping it takes longer than copying it. */
enum { SMALL = 1 << 16 };

static int map_descriptor(vib_file *out, int fd, size_t size)
{
    void *data = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);

    if (data == MAP_FAILED)
        return -1;
    *out = (vib_file){ data, size };
    return 0;
}

static int read_descriptor(vib_file *out, int fd, size_t size)
{
    uint8_t *data = malloc(size);
    size_t n = 0;
    ssize_t got = data ? 1 : -1;

    while (n < size && got > 0) {
        got = read(fd, data + n, size - n);
        if (got < 0 && errno == EINTR)
            got = 1;
        else if (got > 0)
            n += (size_t)got;
    }
    if (got < 0 || n == 0) {
        free(data);
        return got < 0 ? -1 : 0;
    }
    *out = (vib_file){ data, n };
    return 0;
}

static int take_descriptor(vib_file *out, int fd, const char *path)
{
    vib_file file = VIB_FILE_INIT;
    struct stat facts;
    size_t size;
    int failed = fstat(fd, &facts);

    if (failed == 0 && !S_ISREG(facts.st_mode))
        return vib_fail(VIB_BAD_ARG, "%s is not a regular file", path);
    size = failed == 0 ? (size_t)facts.st_size : 0;
    if (size > SMALL)
        failed = map_descriptor(&file, fd, size);
    else if (size > 0)
        failed = read_descriptor(&file, fd, size);
    if (failed)
        return vib_fail_errno("cannot read %s", path);
    *out = file;
    return VIB_OK;
}

int vib_file_open(vib_file *out, const char *path)
{
    int status, fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return vib_fail_errno("cannot open %s", path);
    status = take_descriptor(out, fd, path);
    close(fd);
    return status;
}

void vib_file_close(vib_file *file)
{
    if (file->size <= SMALL)
        free((void *)(uintptr_t)file->data);
    else
        munmap((void *)(uintptr_t)file->data, file->size);
    *file = (vib_file)VIB_FILE_INIT;
}

/* The rename itself is on disk once the folder is. */
int vib_file_sync_folder(const char *path)
{
    char *copy = vib_copy_text(path, strlen(path));
    int fd = copy ? open(dirname(copy), O_RDONLY | O_CLOEXEC) : -1;
    int failed = fd < 0 ? -1 : fsync(fd);

    if (fd >= 0)
        close(fd);
    free(copy);
    return failed;
}

/* A file that will be put in the place of `path`. Where the system can, it has
 * no name until it is whole: whoever is killed leaves nothing behind. */
struct beside {
    FILE *file;
    char *name; /* that it has or will have */
    bool named;
};

static int open_unnamed(const char *path)
{
    char *copy = vib_copy_text(path, strlen(path));
    int fd = -1;

    if (copy && access("/proc/self/fd", X_OK) == 0) /* to name it by */
        fd = open(dirname(copy), O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
    free(copy);
    return fd;
}

/* Letters in the place of the six X. */
static void letters_draw(char *name)
{
    uint8_t random[3] = { 0 };

    (void)getrandom(random, sizeof random, 0);
    vib_hex(name + strlen(name) - 6, random, sizeof random);
}

static int open_named(char *name)
{
    int fd, tries = 0;

    do {
        letters_draw(name);
        fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    } while (fd < 0 && errno == EEXIST && tries++ < 100);
    return fd;
}

/* `shown` is what messages call it. */
static int beside_open(struct beside *out, const char *path, const char *shown)
{
    static const char suffix[] = ".XXXXXX";
    size_t length = strlen(path);
    char *name = vib_new(length + sizeof suffix, 1);
    int fd;

    if (!name)
        return VIB_NO_MEMORY;
    memcpy(name, path, length);
    memcpy(name + length, suffix, sizeof suffix);
    fd = open_unnamed(path);
    out->named = fd < 0;
    if (out->named)
        fd = open_named(name);
    if (fd >= 0)
        out->file = fdopen(fd, "w+");
    if (fd < 0 || !out->file) {
        free(name);
        if (fd >= 0)
            close(fd);
        return vib_fail_errno("cannot write %s", shown);
    }
    out->name = name;
    return VIB_OK;
}

static int beside_name(struct beside *beside)
{
    char link[64];
    int tries = 0, failed;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fileno(beside->file));
    if (beside->named)
        return 0;
    do {
        letters_draw(beside->name);
        failed = linkat(AT_FDCWD, link, AT_FDCWD, beside->name,
                        AT_SYMLINK_FOLLOW);
    } while (failed < 0 && errno == EEXIST && tries++ < 100);
    beside->named = failed == 0;
    return failed;
}

/* By a new file, whose permissions are those of the old one if there is one. */
static int replace(const vib_target *target, const char *shown,
                   vib_file_writer *write, void *payload)
{
    struct beside beside = { NULL, NULL, false };
    const char *path = target->path;
    int status = beside_open(&beside, path, shown);
    FILE *file = beside.file;

    if (status < 0)
        return status;
    status = write(file, payload);
    if (status == VIB_OK &&
        (ferror(file) || fflush(file) != 0 || fsync(fileno(file)) < 0 ||
         (target->mode && fchmod(fileno(file), target->mode) < 0) ||
         beside_name(&beside) < 0 || rename(beside.name, path) < 0))
        status = vib_fail_errno("cannot write %s", shown);
    if (status < 0 && beside.named)
        unlink(beside.name);
    if (status == VIB_OK)
        vib_file_sync_folder(path);
    fclose(file);
    free(beside.name);
    return status;
}

/* All bytes of `from` into `fd`; -1, errno set, when that fails. */
static int pour(int fd, FILE *from)
{
    char block[1 << 14];
    size_t n;

    rewind(from);
    while ((n = fread(block, 1, sizeof block, from)) > 0)
        for (size_t at = 0; at < n;) {
            ssize_t put = write(fd, block + at, n - at);

            if (put < 0 && errno != EINTR)
                return -1;
            at += put > 0 ? (size_t)put : 0;
        }
    return ferror(from) ? -1 : 0;
}

/* Into what is open and no file of ours: at once, when all of it is there. */
static int pass_on(const vib_target *target, const char *shown,
                   vib_file_writer *write, void *payload)
{
    FILE *whole = tmpfile();
    int status;

    if (!whole)
        return vib_fail_errno("cannot make a temporary file for %s", shown);
    status = write(whole, payload);
    if (status == VIB_OK && (ferror(whole) || fflush(whole) != 0 ||
                             pour(target->fd, whole) < 0))
        status = vib_fail_errno("cannot write %s", shown);
    fclose(whole);
    return status;
}

int vib_file_write(const char *path, vib_file_writer *write, void *payload)
{
    vib_target target;
    int status = vib_target_open(&target, path);

    if (status < 0)
        return status;
    status = target.fd < 0 ? replace(&target, path, write, payload)
                           : pass_on(&target, path, write, payload);
    vib_target_close(&target);
    return status;
}

static int write_bytes(FILE *out, void *payload)
{
    const vib_file *bytes = payload;

    if (bytes->size > 0) /* else data may be NULL */
        fwrite(bytes->data, 1, bytes->size, out);
    return VIB_OK;
}

int vib_file_replace(const char *path, const void *data, size_t n)
{
    vib_file bytes = { data, n };

    return vib_file_write(path, write_bytes, &bytes);
}
