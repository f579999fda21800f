#include "held.h"

#include "memory.h"
#include "status.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *vib_held_path(const char *path)
{
    size_t room = strlen(path) + sizeof "/" VIB_INDEX_FILE;
    char *file = vib_new(room, 1);

    if (file)
        snprintf(file, room, "%s/" VIB_INDEX_FILE, path);
    return file;
}

int vib_held_mark(vib_file_mark *out, const char *path)
{
    char *file = vib_held_path(path);
    struct stat status;
    int rc = file ? VIB_OK : VIB_NO_MEMORY;

    if (!file)
        return rc;
    *out = (vib_file_mark){ .present = false };
    if (stat(file, &status) == 0)
        *out = (vib_file_mark){ true, status.st_dev, status.st_ino,
                                status.st_size, status.st_mtim };
    else if (errno != ENOENT)
        rc = vib_fail_errno("cannot look at %s", file);
    free(file);
    return rc;
}

bool vib_held_same(const vib_file_mark *a, const vib_file_mark *b)
{
    if (!a->present || !b->present)
        return a->present == b->present;
    return a->device == b->device && a->inode == b->inode &&
           a->size == b->size && a->modified.tv_sec == b->modified.tv_sec &&
           a->modified.tv_nsec == b->modified.tv_nsec;
}

static void refuse(vib_held *held, const char *trouble)
{
    vib_index_close(held->index);
    held->index = NULL;
    snprintf(held->trouble, sizeof held->trouble, "%s", trouble);
}

static int load_file(vib_held *held, const char *file, const uint8_t *library,
                     const uint8_t *encoder)
{
    int rc = vib_index_load(&held->index, &held->stamp, file);

    if (rc == VIB_NOT_FOUND) /* taken away since it was looked at */
        return VIB_OK;
    if (rc == VIB_NO_MEMORY)
        return rc;
    if (rc < 0)
        refuse(held, "the index file is damaged");
    else if (memcmp(held->stamp.library, library, 16))
        refuse(held, "the index file is of another library");
    else if (memcmp(held->stamp.encoder, encoder, 16))
        refuse(held, "the index file is of another encoder");
    return VIB_OK;
}

int vib_held_load(vib_held **out, const char *path, const uint8_t *library,
                  const uint8_t *encoder)
{
    vib_held *held = vib_new(1, sizeof *held);
    char *file = vib_held_path(path);
    int rc = held && file ? vib_held_mark(&held->mark, path) : VIB_NO_MEMORY;

    if (rc == VIB_OK && held->mark.present)
        rc = load_file(held, file, library, encoder);
    free(file);
    if (rc < 0) {
        vib_held_free(held);
        return rc;
    }
    held->users = 1;
    *out = held;
    return VIB_OK;
}

void vib_held_free(vib_held *held)
{
    if (!held)
        return;
    vib_index_close(held->index);
    free(held);
}
