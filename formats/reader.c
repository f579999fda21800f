/* reader.c - the stream of spectra: files are read ahead in batches of bounded
 * size, parsed in parallel, and handed out in order. */
#include "reader.h"

#include "memory.h"
#include "origin.h"
#include "status.h"
#include "threads.h"
#include "walk.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH_FILES = 512, BATCH_BYTES = 32 << 20, MESSAGE = 512 };

/* One file on its way: its bytes, then its spectra, then perhaps a failure. */
typedef struct item {
    vib_blob blob;
    vib_found found;
    uint64_t end; /* bytes of the walk up to its end */
    int status;
    char message[MESSAGE];
} item;

struct vib_reader {
    vib_walk *walk;
    item *items; /* [BATCH_FILES], of which [count] are in use */
    size_t count, at;
    bool ended;     /* the walk has */
    uint64_t begin; /* bytes of the walk before items[at] */
};

int vib_reader_open(vib_reader **out, const char *const *paths, size_t count)
{
    vib_reader *reader = vib_new(1, sizeof *reader);
    int status = VIB_NO_MEMORY;

    if (!reader)
        return status;
    reader->items = vib_resize(NULL, BATCH_FILES, sizeof *reader->items);
    if (reader->items)
        status = vib_walk_open(&reader->walk, paths, count);
    if (status < 0) {
        vib_reader_close(reader);
        return status;
    }
    *out = reader;
    return VIB_OK;
}

static void release_items(vib_reader *reader)
{
    for (size_t i = 0; i < reader->count; i++) {
        vib_blob_release(&reader->items[i].blob);
        vib_found_release(&reader->items[i].found);
    }
    reader->count = reader->at = 0;
}

void vib_reader_close(vib_reader *reader)
{
    if (!reader)
        return;
    release_items(reader);
    vib_walk_close(reader->walk);
    free(reader->items);
    free(reader);
}

/* A failure stays with its file until its turn comes. */
static void keep_failure(item *it, int status)
{
    it->status = status;
    snprintf(it->message, sizeof it->message, "%s", vib_last_error());
}

static void collect_batch(vib_reader *reader)
{
    size_t bytes = 0;

    while (!reader->ended && reader->count < BATCH_FILES &&
           bytes < BATCH_BYTES) {
        item *it = &reader->items[reader->count];
        int status;

        *it = (item){ .blob = VIB_BLOB_INIT };
        status = vib_walk_next(&it->blob, reader->walk);
        if (status == 0) {
            reader->ended = true;
            break;
        }
        if (status < 0)
            keep_failure(it, status);
        bytes += it->blob.size;
        it->end = vib_walk_passed(reader->walk);
        reader->count++;
    }
}

static void parse_item(item *it)
{
    vib_input input = { it->blob.path, it->blob.data, it->blob.size,
                        it->blob.companions, it->blob.companion_count };
    size_t size = input.size;
    int status;

    for (size_t i = 0; i < input.companion_count; i++)
        size += input.companions[i].size;
    if (it->blob.packed)
        vib_found_init_unpacked(&it->found, size, it->blob.packed);
    else
        vib_found_init(&it->found, size);
    status = vib_formats_parse(&it->found, &input);
    if (status < 0)
        vib_fail_prefix(status, it->blob.path);
    if (vib_origin_set(&it->found, it->blob.path + it->blob.inner) < 0)
        status = VIB_NO_MEMORY;
    if (status < 0)
        keep_failure(it, status);
    if (it->found.series_count == 0) /* else its bytes are still needed */
        vib_blob_drop(&it->blob);
}

static void parse_batch(vib_reader *reader)
{
    size_t n = reader->count;

#pragma omp parallel for schedule(dynamic) num_threads(vib_threads()) if (n > 1)
    for (size_t i = 0; i < n; i++)
        if (reader->items[i].status == VIB_OK)
            parse_item(&reader->items[i]);
}

/* 1: the next spectrum of a file. 0: it has no more. */
static int next_of(vib_spectrum *out, item *it)
{
    int status = vib_found_next(out, &it->found);

    if (status > 0 &&
        vib_origin_given(out, &it->found, it->blob.path, it->blob.inner) < 0) {
        vib_spectrum_release(out);
        status = VIB_NO_MEMORY;
    }
    if (status >= 0)
        return status;
    it->status = VIB_OK; /* one failure is enough for a file */
    return vib_fail_prefix(status, it->blob.path);
}

/* What the file has left, after its spectra: its failure, or 0. */
static int end_of(item *it)
{
    vib_found_release(&it->found);
    vib_blob_drop(&it->blob);
    return it->status < 0 ? vib_fail(it->status, "%s", it->message) : 0;
}

int vib_reader_next(vib_spectrum *out, vib_reader *reader)
{
    for (;;) {
        item *it = &reader->items[reader->at];
        int status;

        if (reader->at == reader->count) {
            release_items(reader);
            collect_batch(reader);
            parse_batch(reader);
            if (reader->count == 0)
                return 0;
            continue;
        }
        status = next_of(out, it);
        if (status != 0)
            return status;
        reader->at++;
        reader->begin = it->end;
        status = end_of(it);
        if (status != 0)
            return status;
    }
}

double vib_reader_share(vib_reader *reader)
{
    const item *it = &reader->items[reader->at];
    double size = (double)vib_walk_size(reader->walk);
    double passed = (double)reader->begin, share;

    if (reader->at < reader->count && vib_found_count(&it->found) > 0)
        passed += (double)(it->end - reader->begin) *
                  (double)it->found.given /
                  (double)vib_found_count(&it->found);
    share = size > 0 ? passed / size : NAN;
    return share > 1 ? 1 : share;
}

int vib_spectrum_load(vib_spectrum *out, const char *path)
{
    vib_reader *reader = NULL;
    int status = vib_reader_open(&reader, &path, 1);

    if (status == VIB_OK)
        status = vib_reader_next(out, reader);
    if (status == 0)
        status = vib_fail(VIB_NOT_FOUND, "%s: no spectrum in it", path);
    vib_reader_close(reader);
    return status < 0 ? status : VIB_OK;
}
