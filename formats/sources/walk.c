#include "walk.h"

#include "companion.h"
#include "folder.h"
#include "members.h"
#include "memory.h"
#include "status.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct vib_walk {
    const char *const *paths;
    size_t count, at;
    vib_folder *folder;   /* being walked, or NULL */
    vib_archive *archive; /* being read, or NULL   */
    size_t in_folder, in_archive; /* files they had so far */
    uint64_t passed; /* bytes, those of the archive being read not among them */
    uint64_t size;   /* of everything, when it was asked for */
    bool sized;
};

int vib_walk_open(vib_walk **out, const char *const *paths, size_t count)
{
    vib_walk *walk = vib_new(1, sizeof *walk);

    if (!walk)
        return VIB_NO_MEMORY;
    walk->paths = paths;
    walk->count = count;
    *out = walk;
    return VIB_OK;
}

void vib_walk_close(vib_walk *walk)
{
    if (!walk)
        return;
    vib_folder_close(walk->folder);
    vib_archive_close(walk->archive);
    free(walk);
}

/* A pipe or device, which has no size and cannot be mapped. */
static int read_stream(vib_blob *out, const char *path)
{
    int status, fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd < 0)
        return vib_fail_errno("cannot open %s", path);
    status = vib_blob_read(out, path, fd);
    close(fd);
    return status;
}

static bool is_given(const vib_walk *walk, const char *path)
{
    for (size_t i = 0; i < walk->count; i++)
        if (strcmp(walk->paths[i], path) == 0)
            return true;
    return false;
}

/* Map the file `path` with its companions; when it is one itself, its leader,
 * under the name that was given. 1, or 0 when that leader comes by itself. */
static int map_file(vib_blob *out, const vib_walk *walk, const char *path)
{
    char *leader = vib_leader_on_disk(path);
    vib_blob blob = VIB_BLOB_INIT;
    int status = 0;

    if (leader && (walk->folder || is_given(walk, leader)))
        goto out;
    status = vib_blob_map(&blob, leader ? leader : path);
    if (status == VIB_OK)
        status = vib_companions_map(&blob);
    if (status == VIB_OK && leader) {
        free(blob.path);
        blob.path = vib_copy_text(path, strlen(path));
        status = blob.path ? VIB_OK : VIB_NO_MEMORY;
    }
    if (status < 0) {
        vib_blob_release(&blob);
        goto out;
    }
    *out = blob;
    status = 1;
out:
    free(leader);
    return status;
}

static uint64_t size_of(const vib_blob *blob)
{
    uint64_t size = blob->size;

    for (size_t i = 0; i < blob->companion_count; i++)
        size += blob->companions[i].size;
    return size;
}

/* 1: the blob is a file to give. 0: it was an archive, now open. */
static int give_or_enter(vib_blob *blob, vib_walk *walk)
{
    uint64_t size = size_of(blob);
    int status = 1;

    walk->in_archive = 0;
    if (vib_archive_likely(blob->data, blob->size))
        status = vib_archive_open(&walk->archive, blob);
    else if (blob->size > VIB_BLOB_MOST)
        status = vib_fail(VIB_BAD_DATA, "%s: more than %zu MiB", blob->path,
                          VIB_BLOB_MOST >> 20);
    if (!walk->archive)
        walk->passed += size;
    if (status < 0)
        vib_blob_release(blob);
    return status;
}

static int start_path(vib_blob *out, vib_walk *walk, const char *path)
{
    struct stat facts;
    int status;

    walk->in_folder = 0;
    if (strcmp(path, "-") == 0) {
        status = vib_blob_read(out, path, STDIN_FILENO);
    } else if (stat(path, &facts) < 0) {
        return vib_fail_errno("cannot open %s", path);
    } else if (S_ISDIR(facts.st_mode)) {
        return vib_folder_open(&walk->folder, path);
    } else if (S_ISREG(facts.st_mode)) {
        status = map_file(out, walk, path);
        if (status == 0)
            return 0;
    } else {
        status = read_stream(out, path);
    }
    return status < 0 ? status : give_or_enter(out, walk);
}

static int next_in_folder(vib_blob *out, vib_walk *walk)
{
    char *path = NULL;
    int status = vib_folder_next(&path, walk->folder);

    if (status == 0) {
        vib_folder_close(walk->folder);
        walk->folder = NULL;
        if (walk->in_folder == 0)
            return vib_fail(VIB_NOT_FOUND, "%s: a folder without any file",
                            walk->paths[walk->at - 1]);
        return 0;
    }
    walk->in_folder++;
    if (status < 0)
        return status;
    status = map_file(out, walk, path);
    free(path);
    return status <= 0 ? status : give_or_enter(out, walk);
}

static int next_in_archive(vib_blob *out, vib_walk *walk)
{
    int status = vib_archive_next(out, walk->archive);

    if (status != 0) {
        walk->in_archive++;
        return status;
    }
    if (walk->in_archive == 0)
        status = vib_fail(VIB_NOT_FOUND, "%s: an archive without any file",
                          vib_archive_path(walk->archive));
    walk->passed += vib_archive_size(walk->archive);
    vib_archive_close(walk->archive);
    walk->archive = NULL;
    return status;
}

int vib_walk_next(vib_blob *out, vib_walk *walk)
{
    int status;

    do {
        if (walk->archive)
            status = next_in_archive(out, walk);
        else if (walk->folder)
            status = next_in_folder(out, walk);
        else if (walk->at < walk->count)
            status = start_path(out, walk, walk->paths[walk->at++]);
        else
            return 0;
    } while (status == 0);
    return status;
}

/* ---- How far it is ------------------------------------------------------ */

static uint64_t size_on_disk(const char *path)
{
    struct stat facts;

    return stat(path, &facts) == 0 && S_ISREG(facts.st_mode)
               ? (uint64_t)facts.st_size
               : 0;
}

static uint64_t size_of_folder(const char *path)
{
    vib_folder *folder = NULL;
    uint64_t size = 0;
    char *file = NULL;
    int status = vib_folder_open(&folder, path);

    while (status >= 0 && (status = vib_folder_next(&file, folder)) != 0) {
        if (status == 1) {
            size += size_on_disk(file);
            free(file);
        }
        status = 0;
    }
    vib_folder_close(folder);
    return size;
}

uint64_t vib_walk_size(vib_walk *walk)
{
    for (size_t i = 0; i < walk->count && !walk->sized; i++) {
        struct stat facts;

        if (strcmp(walk->paths[i], "-") == 0) {
            walk->size = 0;
            break;
        }
        if (stat(walk->paths[i], &facts) < 0)
            continue;
        if (!S_ISREG(facts.st_mode) && !S_ISDIR(facts.st_mode)) {
            walk->size = 0;
            break;
        }
        walk->size += S_ISDIR(facts.st_mode) ? size_of_folder(walk->paths[i])
                                             : size_on_disk(walk->paths[i]);
    }
    walk->sized = true;
    return walk->size;
}

uint64_t vib_walk_passed(const vib_walk *walk)
{
    return walk->passed +
           (walk->archive ? vib_archive_passed(walk->archive) : 0);
}
