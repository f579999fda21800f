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
    for (size_t i = 0; i < blob->companion_count; i++)
        vib_blob_release(&blob->companions[i]);
    free(blob->companions);
    blob->companions = NULL;
    blob->companion_count = 0;
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

int vib_blob_join(vib_blob *blob, vib_blob *companion)
{
    size_t n = blob->companion_count;
    vib_blob *grown = vib_resize(blob->companions, n + 1, sizeof *grown);

    if (!grown) {
        vib_blob_release(companion);
        return VIB_NO_MEMORY;
    }
    grown[n] = *companion;
    *companion = (vib_blob)VIB_BLOB_INIT;
    blob->companions = grown;
    blob->companion_count++;
    return VIB_OK;
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
    *out = (vib_blob){ .path = copy, .data = buffer.data, .size = buffer.size,
                       .owned = buffer.data };
    return VIB_OK;
}
