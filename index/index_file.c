/* index_file.c - an index on disk: one file, replaced at once, checked before
 * it is believed. store/FORMAT.md has the bytes. */
#include "index.h"

#include "bytes.h"
#include "file.h"
#include "index_parts.h"
#include "memory.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

static const char magic[8] = "vibindex";
enum { FILE_VERSION = 2 };

typedef struct saving {
    const vib_index *index;
    const vib_stamp *stamp;
} saving;

static void head_put(vib_buffer *head, const saving *s)
{
    const vib_index *index = s->index;

    vib_put_bytes(head, magic, sizeof magic);
    vib_put_u32(head, FILE_VERSION);
    vib_put_bytes(head, s->stamp->library, sizeof s->stamp->library);
    vib_put_bytes(head, s->stamp->encoder, sizeof s->stamp->encoder);
    vib_put_bytes(head, s->stamp->build, sizeof s->stamp->build);
    vib_put_u64(head, s->stamp->last_id);
    vib_put_u64(head, s->stamp->count);
    vib_put_u64(head, index->dimension);
    vib_put_floats(head, &index->longest, 1);
    vib_put_text(head, index->factory);
    vib_put_u32(head, index->effort);
    vib_put_u32(head, index->spare);
    vib_put_u32(head, index->trial);
    vib_put_floats(head, &index->recall, 1);
    vib_put_u64(head, index->count);
    for (size_t i = 0; i < index->count; i++)
        vib_put_u64(head, index->ids[i]);
}

/* Append the checksum of what the file holds so far. */
static int checksum_append(FILE *file)
{
    long size = fflush(file) == 0 ? ftell(file) : -1;
    uint64_t checksum;
    void *bytes;

    if (size <= 0)
        return vib_fail_errno("the index cannot be written");
    bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, fileno(file), 0);
    if (bytes == MAP_FAILED)
        return vib_fail_errno("the index cannot be read back");
    checksum = vib_checksum(bytes, (size_t)size);
    munmap(bytes, (size_t)size);
    fwrite(&checksum, sizeof checksum, 1, file);
    return VIB_OK;
}

static int file_write(FILE *file, void *payload)
{
    const saving *all = payload;
    vib_buffer head = { 0 };
    int status;

    head_put(&head, all);
    fwrite(head.data, 1, head.size, file);
    status = head.failed ? VIB_NO_MEMORY : VIB_OK;
    vib_buffer_release(&head);
    if (status == VIB_OK)
        status = vib_engine_write(file, all->index->engine);
    if (status == VIB_OK)
        status = checksum_append(file);
    return status;
}

int vib_index_save(const vib_index *index, const vib_stamp *stamp,
                   const char *path)
{
    saving all = { index, stamp };

    return vib_file_write(path, file_write, &all);
}

/* A text of the head into `text` [VIB_FACTORY_ROOM]. */
static void text_get(char *text, vib_cursor *cursor)
{
    size_t n = 0;
    const char *bytes = vib_get_text(&n, cursor);

    if (!bytes || n >= VIB_FACTORY_ROOM) {
        cursor->failed = true;
        return;
    }
    memcpy(text, bytes, n);
    text[n] = 0;
}

/* The ids, as many as are said to be there, and are. */
static int ids_get(vib_index *index, vib_cursor *cursor)
{
    uint64_t count = vib_get_u64(cursor);

    if (cursor->failed || count > (cursor->size - cursor->at) / 8)
        return vib_fail(VIB_BAD_DATA, "the index is cut off");
    index->count = (size_t)count;
    index->ids = vib_new(index->count, sizeof *index->ids);
    if (!index->ids)
        return VIB_NO_MEMORY;
    for (size_t i = 0; i < index->count; i++)
        index->ids[i] = vib_get_u64(cursor);
    return VIB_OK;
}

static int head_get(vib_index *index, vib_stamp *stamp, vib_cursor *cursor)
{
    const uint8_t *library, *encoder, *build;
    uint32_t version;

    vib_get_bytes(cursor, sizeof magic);
    version = vib_get_u32(cursor);
    if (version != FILE_VERSION)
        return vib_fail(VIB_BAD_DATA, "index of version %u; this program knows "
                        "%d", version, FILE_VERSION);
    library = vib_get_bytes(cursor, sizeof stamp->library);
    encoder = vib_get_bytes(cursor, sizeof stamp->encoder);
    build = vib_get_bytes(cursor, sizeof stamp->build);
    if (!library || !encoder || !build)
        return vib_fail(VIB_BAD_DATA, "the index is cut off");
    memcpy(stamp->library, library, sizeof stamp->library);
    memcpy(stamp->encoder, encoder, sizeof stamp->encoder);
    memcpy(stamp->build, build, sizeof stamp->build);
    stamp->last_id = vib_get_u64(cursor);
    stamp->count = vib_get_u64(cursor);
    index->dimension = (size_t)vib_get_u64(cursor);
    vib_get_floats(&index->longest, cursor, 1);
    text_get(index->factory, cursor);
    index->effort = vib_get_u32(cursor);
    index->spare = vib_get_u32(cursor);
    index->trial = vib_get_u32(cursor);
    vib_get_floats(&index->recall, cursor, 1);
    index->gives_rows = vib_kind_of(index->factory).whole;
    return ids_get(index, cursor);
}

/* What FAISS wrote; it must be of as many rows as the head says. */
static int engine_get(vib_index *index, const vib_cursor *cursor)
{
    size_t size = cursor->size - cursor->at;
    const uint8_t *bytes = cursor->data + cursor->at;
    FILE *file = size ? fmemopen((void *)(uintptr_t)bytes, size, "r") : NULL;
    int status;

    if (!file)
        return vib_fail(VIB_BAD_DATA, "the index is cut off");
    status = vib_engine_read(&index->engine, file);
    fclose(file);
    if (status < 0)
        return status;
    if (vib_engine_count(index->engine) != index->count ||
        vib_engine_dimension(index->engine) != index->dimension)
        return vib_fail(VIB_BAD_DATA, "the index contradicts itself");
    return vib_index_set_effort(index, index->effort);
}

/* FAISS trusts what it reads: nothing reaches it before the checksum holds. */
static int file_check(vib_cursor *cursor, const vib_file *file)
{
    size_t size = file->size - sizeof(uint64_t);
    uint64_t checksum;

    if (file->size < sizeof magic + sizeof checksum ||
        memcmp(file->data, magic, sizeof magic) != 0)
        return vib_fail(VIB_BAD_DATA, "no index of vibrary");
    memcpy(&checksum, file->data + size, sizeof checksum);
    if (checksum != vib_checksum(file->data, size))
        return vib_fail(VIB_BAD_DATA, "the index is damaged: its checksum does "
                        "not match");
    *cursor = (vib_cursor){ .data = file->data, .size = size };
    return VIB_OK;
}

static int file_parse(vib_index *index, vib_stamp *stamp, const vib_file *file)
{
    vib_cursor cursor;
    int status = file_check(&cursor, file);

    if (status == VIB_OK)
        status = head_get(index, stamp, &cursor);
    if (status == VIB_OK)
        status = engine_get(index, &cursor);
    return status;
}

int vib_index_load(vib_index **out, vib_stamp *stamp, const char *path)
{
    vib_file file = VIB_FILE_INIT;
    vib_stamp read = { 0 };
    vib_index *index = NULL;
    int status = vib_file_open(&file, path);

    if (status < 0)
        return status;
    index = vib_new(1, sizeof *index);
    status = index ? file_parse(index, &read, &file) : VIB_NO_MEMORY;
    vib_file_close(&file);
    if (status < 0) {
        vib_index_close(index);
        return status == VIB_NO_MEMORY ? status : vib_fail_prefix(status, path);
    }
    *out = index;
    *stamp = read;
    return VIB_OK;
}
