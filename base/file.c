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

/* The rename itself is on disk once the folder is. */
void vib_file_sync_folder(const char *path)
{
    char *copy = vib_copy_text(path, strlen(path));
    int fd = copy ? open(dirname(copy), O_RDONLY | O_CLOEXEC) : -1;

    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
    free(copy);
}

/* A new file beside `path`, for its owner to write; its name into *beside,
 * which free() frees. */
static int open_beside(FILE **out, char **beside, const char *path)
{
    static const char suffix[] = ".XXXXXX";
    size_t length = strlen(path);
    char *name = vib_new(length + sizeof suffix, 1);
    int fd;

    if (!name)
        return VIB_NO_MEMORY;
    memcpy(name, path, length);
    memcpy(name + length, suffix, sizeof suffix);
    fd = mkostemp(name, O_CLOEXEC);
    if (fd >= 0)
        *out = fdopen(fd, "w+");
    if (fd < 0 || !*out) {
        free(name);
        if (fd >= 0)
            close(fd);
        return vib_fail_errno("cannot write %s", path);
    }
    *beside = name;
    return VIB_OK;
}

int vib_file_replace_by(const char *path, vib_file_writer *write, void *payload)
{
    char *beside = NULL;
    FILE *file = NULL;
    int status = open_beside(&file, &beside, path);

    if (status < 0)
        return status;
    status = write(file, payload);
    if (status == VIB_OK &&
        (ferror(file) || fflush(file) != 0 || fsync(fileno(file)) < 0 ||
         fchmod(fileno(file), 0644) < 0 || rename(beside, path) < 0))
        status = vib_fail_errno("cannot write %s", path);
    if (status < 0)
        unlink(beside);
    else
        vib_file_sync_folder(path);
    fclose(file);
    free(beside);
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

    return vib_file_replace_by(path, write_bytes, &bytes);
}
