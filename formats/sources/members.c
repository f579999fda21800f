#include "members.h"

#include "bytes.h"
#include "companion.h"
#include "found.h"
#include "memory.h"
#include "status.h"
#include "text.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Each search for a member by its name is a walk over the whole archive; which
 * names there are is found out once. */
enum { SEARCHES_MOST = 1000, NAMES_MOST = 1 << 20 };

/* All members together may unpack to so many times the archive: the most that
 * deflate gives. More are some that share their bytes, without end. */
enum { UNPACKED_MOST = 1032 };

struct vib_archive {
    vib_blob blob;
    struct archive *reader;
    bool done;
    uint64_t unpacked; /* bytes so far */
    size_t searches;   /* so far       */
    char **names;    /* [name_count], sorted, when they are known */
    size_t name_count;
    bool named;
};

bool vib_archive_is_npz(const uint8_t *data, size_t size)
{
    size_t length = size > 30 ? data[26] | (size_t)data[27] << 8 : 0;

    return length > 4 && size - 30 > length && memcmp(data, "PK\3\4", 4) == 0 &&
           memcmp(data + 30 + length - 4, ".npy", 4) == 0;
}

bool vib_archive_likely(const uint8_t *data, size_t size)
{
    static const struct {
        size_t at, n;
        const char *bytes;
    } magic[] = {
        { 0, 4, "PK\3\4" },
        { 0, 4, "PK\5\6" },
        { 0, 3, "\x1f\x8b\x08" },
        { 0, 4, "\x28\xb5\x2f\xfd" },
        { 0, 6, "7z\xbc\xaf\x27\x1c" },
        { 0, 6, "\xfd" "7zXZ" },
        { 0, 3, "BZh" },
        { 257, 5, "ustar" },
    };

    for (size_t i = 0; i < sizeof magic / sizeof *magic; i++)
        if (size >= magic[i].at + magic[i].n &&
            memcmp(data + magic[i].at, magic[i].bytes, magic[i].n) == 0)
            return !vib_archive_is_npz(data, size);
    return false;
}

static int start(struct archive *reader, const vib_blob *blob)
{
    /* Not all filters: some of the others run programs. */
    archive_read_support_filter_gzip(reader);
    archive_read_support_filter_bzip2(reader);
    archive_read_support_filter_xz(reader);
    archive_read_support_filter_zstd(reader);
    archive_read_support_format_zip(reader);
    archive_read_support_format_7zip(reader);
    archive_read_support_format_tar(reader);
    archive_read_support_format_raw(reader);
    if (archive_read_open_memory(reader, blob->data, blob->size) < ARCHIVE_WARN)
        return vib_fail(VIB_BAD_DATA, "%s: %s", blob->path,
                        archive_error_string(reader));
    return VIB_OK;
}

int vib_archive_open(vib_archive **out, vib_blob *blob)
{
    vib_archive *archive = vib_new(1, sizeof *archive);
    int status;

    if (!archive)
        return VIB_NO_MEMORY;
    archive->reader = archive_read_new();
    status = archive->reader ? start(archive->reader, blob)
                             : vib_fail(VIB_NO_MEMORY, "out of memory");
    if (status < 0) {
        vib_archive_close(archive);
        return status;
    }
    archive->blob = *blob;
    *blob = (vib_blob)VIB_BLOB_INIT;
    *out = archive;
    return VIB_OK;
}

const char *vib_archive_path(const vib_archive *archive)
{
    return archive->blob.path;
}

uint64_t vib_archive_size(const vib_archive *archive)
{
    return archive->blob.size;
}

uint64_t vib_archive_passed(const vib_archive *archive)
{
    la_int64_t bytes = archive_filter_bytes(archive->reader, -1);

    return bytes < 0                              ? 0
           : (uint64_t)bytes > archive->blob.size ? archive->blob.size
                                                  : (uint64_t)bytes;
}

void vib_archive_close(vib_archive *archive)
{
    if (!archive)
        return;
    archive_read_free(archive->reader);
    vib_blob_release(&archive->blob);
    for (size_t i = 0; i < archive->name_count; i++)
        free(archive->names[i]);
    free(archive->names);
    free(archive);
}

/* "archive:member" in UTF-8; the archive's own path for one that is only a
 * compressed file. */
static char *member_path(const vib_archive *archive,
                         struct archive_entry *entry)
{
    const char *own = archive->blob.path;
    const char *name = archive_entry_pathname_utf8(entry);
    vib_text text = { 0 };
    char *path;
    size_t size;

    if (archive_format(archive->reader) == ARCHIVE_FORMAT_RAW)
        return vib_copy_text(own, strlen(own));
    if (!name)
        name = archive_entry_pathname(entry);
    if (!name)
        name = "?";
    if (vib_text_open(&text, (const uint8_t *)name, strlen(name)) < 0)
        return NULL;
    size = strlen(own) + text.n + 2;
    path = vib_new(size, 1);
    if (path)
        snprintf(path, size, "%s:%.*s", own, (int)text.n, text.at);
    vib_text_close(&text);
    return path;
}

static bool is_hidden(const char *name)
{
    const char *slash = strrchr(name, '/');

    return (slash ? slash[1] : name[0]) == '.' ||
           strncmp(name, "__MACOSX/", 9) == 0;
}

static bool is_office_part(const char *name)
{
    return strcmp(name, "[Content_Types].xml") == 0 ||
           strcmp(name, "mimetype") == 0 || strncmp(name, "_rels/", 6) == 0 ||
           strncmp(name, "docProps/", 9) == 0;
}

static int too_large(const char *path, size_t most)
{
    if (most < VIB_BLOB_MOST)
        return vib_fail(VIB_BAD_DATA, "%s: unpacks to more than %d times its "
                        "archive: unpack it first", path, VIB_WORKING_FACTOR);
    return vib_fail(VIB_BAD_DATA, "%s: unpacks to more than %zu MiB", path,
                    VIB_BLOB_MOST >> 20);
}

/* Count what was unpacked; all together it may be too much. */
static int count_unpacked(vib_archive *archive, size_t n)
{
    size_t one = vib_found_unpacking_room(archive->blob.size);

    archive->unpacked += n;
    if (archive->unpacked / (UNPACKED_MOST / VIB_WORKING_FACTOR) < one)
        return VIB_OK;
    archive->done = true;
    return vib_fail(VIB_BAD_DATA, "%s: unpacks to more than %d times its size",
                    archive->blob.path, UNPACKED_MOST);
}

/* Other compressions of zip take as much memory as the archive says, up to
 * gigabytes for one of a few bytes, and to pass over such a member may be to
 * unpack it: it is the last. */
static int check_compression(vib_archive *archive, struct archive_entry *entry)
{
    static const char *const usual[] = { "(uncompressed)", "(deflation)",
                                         "(bzip)" };
    const char *name = archive_format_name(archive->reader);
    char *path;

    if (archive_format(archive->reader) != ARCHIVE_FORMAT_ZIP || !name)
        return VIB_OK;
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (strstr(name, usual[i]))
            return VIB_OK;
    archive->done = true;
    path = member_path(archive, entry);
    if (!path)
        return VIB_NO_MEMORY;
    vib_fail(VIB_BAD_DATA, "%s: %s: zip it by deflate, the usual way", path,
             name);
    free(path);
    return VIB_BAD_DATA;
}

/* At most `most` bytes; what the archive says about the size is believed only
 * when it is more. */
static int read_member(vib_buffer *out, vib_archive *archive,
                       struct archive_entry *entry, const char *path,
                       size_t most)
{
    uint8_t chunk[1 << 16];

    if (most > VIB_BLOB_MOST)
        most = VIB_BLOB_MOST;
    if (archive_entry_size(entry) > (la_int64_t)most)
        return too_large(path, most);
    for (;;) {
        la_ssize_t got = archive_read_data(archive->reader, chunk,
                                           sizeof chunk);
        int status = got > 0 ? count_unpacked(archive, (size_t)got) : VIB_OK;

        if (status < 0)
            return status;
        if (got == 0)
            return out->failed ? VIB_NO_MEMORY : VIB_OK;
        if (got < 0)
            return vib_fail(VIB_BAD_DATA, "%s: damaged archive: %s", path,
                            archive_error_string(archive->reader));
        if (out->size + (size_t)got > most)
            return too_large(path, most);
        vib_put_bytes(out, chunk, (size_t)got);
    }
}

/* The next entry worth reading: 1, 0 at the end, or negative. */
static int next_entry(struct archive_entry **entry, vib_archive *archive)
{
    while (!archive->done) {
        int code = archive_read_next_header(archive->reader, entry);
        const char *name;

        if (code < ARCHIVE_WARN || code == ARCHIVE_EOF)
            archive->done = true;
        if (code == ARCHIVE_EOF)
            break;
        if (code < ARCHIVE_WARN)
            return vib_fail(VIB_BAD_DATA, "%s: damaged archive: %s",
                            archive->blob.path,
                            archive_error_string(archive->reader));
        code = check_compression(archive, *entry);
        if (code < 0)
            return code;
        name = archive_entry_pathname(*entry);
        if (name && is_office_part(name)) {
            archive->done = true;
            return vib_fail(VIB_BAD_DATA, "%s: this is an office file: save "
                            "the table as csv", archive->blob.path);
        }
        if (archive_entry_filetype(*entry) == AE_IFREG &&
            !(name && is_hidden(name)))
            return 1;
    }
    return 0;
}

/* The next member, or the next called `wanted` if that is not NULL, of at most
 * `most` bytes. */
static int next_member(vib_blob *out, vib_archive *archive, const char *wanted,
                       size_t most)
{
    struct archive_entry *entry;
    vib_buffer buffer = { 0 };
    char *path = NULL;
    int status;

    while ((status = next_entry(&entry, archive)) == 1) {
        path = member_path(archive, entry);
        if (!path || !wanted || strcmp(path, wanted) == 0)
            break;
        free(path);
    }
    if (status <= 0)
        return status;
    status = path ? read_member(&buffer, archive, entry, path, most)
                  : VIB_NO_MEMORY;
    if (status == VIB_OK && vib_archive_likely(buffer.data, buffer.size))
        status = vib_fail(VIB_BAD_DATA, "%s: an archive inside an archive: "
                          "unpack the outer one", path);
    if (status < 0) {
        vib_buffer_release(&buffer);
        free(path);
        return status;
    }
    *out = (vib_blob){ .path = path, .data = buffer.data, .size = buffer.size,
                       .owned = buffer.data, .packed = archive->blob.size };
    if (archive_format(archive->reader) != ARCHIVE_FORMAT_RAW)
        out->inner = strlen(archive->blob.path) + 1;
    return 1;
}

/* Open the same bytes for a walk of its own. */
static int open_again(vib_archive **out, const vib_archive *archive)
{
    const char *own = archive->blob.path;
    vib_blob same = { .path = vib_copy_text(own, strlen(own)),
                      .data = archive->blob.data, .size = archive->blob.size };
    int status = same.path ? vib_archive_open(out, &same) : VIB_NO_MEMORY;

    vib_blob_release(&same);
    return status;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int list_names(vib_archive *archive, vib_archive *walk)
{
    struct archive_entry *entry;
    size_t capacity = 0;

    while (next_entry(&entry, walk) == 1 &&
           archive->name_count < NAMES_MOST) {
        void *block = archive->names;
        char *path = member_path(walk, entry);

        if (!path || vib_reserve(&block, &capacity, archive->name_count + 1,
                                 sizeof path) < 0) {
            free(path);
            return VIB_NO_MEMORY;
        }
        archive->names = block;
        archive->names[archive->name_count++] = path;
    }
    if (archive->name_count > 0)
        qsort(archive->names, archive->name_count, sizeof *archive->names,
              compare_names);
    return VIB_OK;
}

/* 1: the archive has a member called `path`. What is damaged in it, the walk
 * that reads its members tells. */
static int has_name(vib_archive *archive, const char *path)
{
    vib_archive *walk = NULL;
    int status = VIB_OK;

    if (!archive->named) {
        status = open_again(&walk, archive);
        if (status == VIB_OK)
            status = list_names(archive, walk);
        vib_archive_close(walk);
        archive->named = status == VIB_OK;
    }
    if (status < 0 || archive->name_count == 0)
        return status;
    return bsearch(&path, archive->names, archive->name_count,
                   sizeof *archive->names, compare_names) != NULL;
}

/* Find the member called `path`, of at most `most` bytes: 1 with it in *out,
 * or 0. */
static int find_member(vib_blob *out, vib_archive *archive, const char *path,
                       size_t most)
{
    vib_archive *again = NULL;
    int status = has_name(archive, path);

    if (status != 1)
        return status;
    if (archive->searches++ == SEARCHES_MOST)
        return vib_fail(VIB_BAD_DATA, "%s: more than %d spectra in several "
                        "files each: unpack it first", archive->blob.path,
                        SEARCHES_MOST);
    status = open_again(&again, archive);
    if (status == VIB_OK)
        status = next_member(out, again, path, most);
    vib_archive_close(again);
    return status;
}

/* 1: the archive holds a file that `member` is a companion of. */
static int has_leader(vib_archive *archive, const vib_blob *member)
{
    char *name;
    int status = 0;

    for (size_t k = 0; status == 0 &&
                       (name = vib_leader_name(member->path, k)) != NULL; k++) {
        status = has_name(archive, name);
        free(name);
    }
    return status;
}

/* `most`: bytes that all of them may have. */
static int join_companions(vib_blob *member, vib_archive *archive, size_t most)
{
    char *name;
    int status = VIB_OK;

    for (size_t k = 0; status >= 0 && (name = vib_companion_name(member->path,
                                                                 k)) != NULL;
         k++) {
        vib_blob companion = VIB_BLOB_INIT;

        status = find_member(&companion, archive, name, most);
        if (status == 1) {
            most -= companion.size;
            status = vib_blob_join(member, &companion);
        }
        free(name);
    }
    return status < 0 ? status : VIB_OK;
}

int vib_archive_next(vib_blob *out, vib_archive *archive)
{
    size_t most = vib_found_unpacking_room(archive->blob.size);
    vib_blob member = VIB_BLOB_INIT;
    int status;

    while ((status = next_member(&member, archive, NULL, most)) == 1) {
        status = has_leader(archive, &member);
        if (status == 0) {
            status = join_companions(&member, archive, most - member.size);
            break;
        }
        vib_blob_release(&member);
        if (status < 0)
            break;
    }
    if (!member.path)
        return status;
    if (status < 0) {
        vib_blob_release(&member);
        return status;
    }
    *out = member;
    return 1;
}
