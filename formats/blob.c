#include "blob.h"

#include "bytes.h"
#include "memory.h"
#include "status.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void vib_blob_drop(vib_blob *blob)
{
    vib_file_close(&blob->file);
    free(blob->owned);
    blob->owned = NULL;
    blob->data = NULL;
    blob->size = 0;
}

void vib_blob_release(vib_blob *blob)
{
    vib_blob_drop(blob);
    free(blob->path);
    blob->path = NULL;
}

int vib_blob_map(vib_blob *out, const char *path)
{
    vib_blob blob = VIB_BLOB_INIT;
    int status = vib_file_open(&blob.file, path);

    if (status < 0)
        return status;
    blob.data = blob.file.data;
    blob.size = blob.file.size;
    blob.path = vib_copy_text(path, strlen(path));
    if (!blob.path) {
        vib_blob_release(&blob);
        return VIB_NO_MEMORY;
    }
    *out = blob;
    return VIB_OK;
}

static int read_all(vib_buffer *buffer, const char *path, int fd)
{
    uint8_t chunk[1 << 16];

    for (;;) {
        ssize_t got = read(fd, chunk, sizeof chunk);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return vib_fail_errno("cannot read %s", path);
        if (got == 0)
            return buffer->failed ? VIB_NO_MEMORY : VIB_OK;
        if (buffer->size + (size_t)got > VIB_BLOB_MOST)
            return vib_fail(VIB_BAD_DATA, "%s: more than %zu MiB", path,
                            VIB_BLOB_MOST >> 20);
        vib_put_bytes(buffer, chunk, (size_t)got);
    }
}

int vib_blob_read(vib_blob *out, const char *path, int fd)
{
    vib_buffer buffer = { 0 };
    int status = read_all(&buffer, path, fd);
    char *copy = status < 0 ? NULL : vib_copy_text(path, strlen(path));

    if (!copy) {
        vib_buffer_release(&buffer);
        return status < 0 ? status : VIB_NO_MEMORY;
    }
    *out = (vib_blob){ copy, 0, buffer.data, buffer.size, VIB_FILE_INIT,
                       buffer.data };
    return VIB_OK;
}
