#include "folder.h"

#include "memory.h"
#include "status.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEEPEST = 64 };

/* One folder being read: what is in it, and how far we are. */
typedef struct frame {
    char *path;
    struct dirent **entries;
    int count, at;
} frame;

struct vib_folder {
    frame frames[DEEPEST];
    int depth;
};

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void pop(vib_folder *folder)
{
    frame *top = &folder->frames[--folder->depth];

    for (int i = 0; i < top->count; i++)
        free(top->entries[i]);
    free(top->entries);
    free(top->path);
}

/* A library is a folder, too: that of an LMDB. */
static bool is_library(const frame *f)
{
    for (int i = 0; i < f->count; i++)
        if (strcmp(f->entries[i]->d_name, "data.mdb") == 0)
            return true;
    return false;
}

/* Go into the folder `path`, which is taken over. */
static int push(vib_folder *folder, char *path)
{
    frame *top = folder->frames + folder->depth;
    int status;

    if (folder->depth == DEEPEST) {
        status = vib_fail(VIB_BAD_DATA, "%s: folders more than %d deep", path,
                          DEEPEST);
        free(path);
        return status;
    }
    *top = (frame){ .path = path };
    top->count = scandir(path, &top->entries, is_visible, by_name);
    if (top->count < 0) {
        status = vib_fail_errno("cannot read folder %s", path);
        free(path);
        return status;
    }
    folder->depth++;
    if (!is_library(top))
        return VIB_OK;
    status = vib_fail(VIB_BAD_DATA, "%s: a library; make a file of its "
                      "spectra by 'vibrary export %s --all -o FILE'", path,
                      path);
    pop(folder);
    return status;
}

static char *join(const char *folder, const char *name)
{
    size_t n = strlen(folder), size = n + strlen(name) + 2;
    char *path = vib_new(size, 1);

    if (path)
        snprintf(path, size, "%s%s%s", folder,
                 n > 0 && folder[n - 1] == '/' ? "" : "/", name);
    return path;
}

int vib_folder_open(vib_folder **out, const char *path)
{
    vib_folder *folder = vib_new(1, sizeof *folder);
    char *copy = folder ? vib_copy_text(path, strlen(path)) : NULL;
    int status = copy ? push(folder, copy) : VIB_NO_MEMORY;

    if (status < 0) {
        free(folder);
        return status;
    }
    *out = folder;
    return VIB_OK;
}

/* What to do with one entry: 1 a file, 0 nothing, negative a failure. */
static int visit(char **path, vib_folder *folder, char *name)
{
    struct stat facts;
    int status = 0;

    if (lstat(name, &facts) < 0)
        status = vib_fail_errno("cannot read %s", name);
    else if (S_ISDIR(facts.st_mode))
        return push(folder, name);
    else if (stat(name, &facts) < 0)
        status = vib_fail_errno("cannot read %s", name);
    else if (S_ISREG(facts.st_mode))
        status = 1;
    if (status == 1)
        *path = name;
    else
        free(name);
    return status;
}

int vib_folder_next(char **path, vib_folder *folder)
{
    while (folder->depth > 0) {
        frame *top = &folder->frames[folder->depth - 1];
        char *name;
        int status;

        if (top->at == top->count) {
            pop(folder);
            continue;
        }
        name = join(top->path, top->entries[top->at++]->d_name);
        status = name ? visit(path, folder, name) : VIB_NO_MEMORY;
        if (status != 0)
            return status;
    }
    return 0;
}

void vib_folder_close(vib_folder *folder)
{
    if (!folder)
        return;
    while (folder->depth > 0)
        pop(folder);
    free(folder);
}
