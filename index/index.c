#include "index.h"

#include "bytes.h"
#include "engine.h"
#include "file.h"
#include "memory.h"
#include "ranking.h"
#include "status.h"
#include "threads.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>

struct vib_index {
    vib_engine *engine;
    uint64_t *ids; /* [count], of the engine's rows                          */
    size_t count, dimension;
    float longest;   /* the length of the longest row                        */
    bool gives_rows; /* the engine gives rows back                           */
    char factory[VIB_FACTORY_ROOM];
    char effort[VIB_FACTORY_ROOM]; /* of the search, as FAISS calls it       */
};

/* ---- Choosing ---------------------------------------------------------- */

enum { EXACT_FLOATS = 1 << 22, GRAPH_ROWS = 1000000 };

void vib_index_choose(char *factory, size_t room, size_t n, size_t dimension)
{
    if (n <= EXACT_FLOATS / (dimension ? dimension : 1))
        snprintf(factory, room, "Flat");
    else if (n <= GRAPH_ROWS)
        snprintf(factory, room, "HNSW32");
    else /* FAISS's guide: about 4 sqrt(n) cells                             */
        snprintf(factory, room, "IVF%.0f,SQ8", 4 * sqrt((double)n));
}

/* What to set before a search, by what the factory string holds: on clustered
 * vectors enough for a recall@10 above 0.99. */
static const char *effort_of(const char *factory)
{
    if (strstr(factory, "IVF") && strstr(factory, "HNSW"))
        return "nprobe=64,quantizer_efSearch=64";
    if (strstr(factory, "IVF") || strstr(factory, "IMI"))
        return "nprobe=64";
    return strstr(factory, "HNSW") ? "efSearch=64" : "";
}

/* ---- Building ---------------------------------------------------------- */

static float longest_row(const float *rows, size_t n, size_t dimension)
{
    float longest = 0;

    for (size_t i = 0; i < n; i++) {
        const float *row = rows + i * dimension;
        float square = vib_dot(row, row, dimension);

        longest = square > longest ? square : longest;
    }
    return sqrtf(longest);
}

/* Whether candidates can be scored again from the rows that are kept. */
static int try_rows(bool *gives, const vib_index *index)
{
    float *row = vib_new(index->dimension, sizeof *row);

    if (!row)
        return VIB_NO_MEMORY;
    *gives = index->count > 0 && vib_engine_row(row, index->engine, 0);
    free(row);
    return VIB_OK;
}

static int index_fill(vib_index *index, const float *rows, const uint64_t *ids)
{
    size_t n = index->count;
    int status;

    index->ids = vib_new(n, sizeof *ids);
    if (!index->ids)
        return VIB_NO_MEMORY;
    if (n > 0)
        memcpy(index->ids, ids, n * sizeof *ids);
    index->longest = longest_row(rows, n, index->dimension);
    status = vib_engine_build(&index->engine, index->factory, rows, n,
                              index->dimension);
    if (status == VIB_OK)
        status = vib_engine_set_effort(index->engine, index->effort);
    if (status == VIB_OK)
        status = try_rows(&index->gives_rows, index);
    return status;
}

int vib_index_build(vib_index **out, const char *factory, const float *rows,
                    const uint64_t *ids, size_t n, size_t dimension)
{
    vib_index *index;
    int status;

    if (strcasecmp(factory, "exact") == 0)
        factory = "Flat";
    if (strlen(factory) >= VIB_FACTORY_ROOM)
        return vib_fail(VIB_BAD_ARG, "a factory string of more than %d bytes",
                        VIB_FACTORY_ROOM - 1);
    index = vib_new(1, sizeof *index);
    if (!index)
        return VIB_NO_MEMORY;
    strcpy(index->factory, factory);
    strcpy(index->effort, effort_of(factory));
    index->count = n;
    index->dimension = dimension;
    status = index_fill(index, rows, ids);
    if (status == VIB_OK)
        *out = index;
    else
        vib_index_close(index);
    return status;
}

void vib_index_close(vib_index *index)
{
    if (!index)
        return;
    vib_engine_close(index->engine);
    free(index->ids);
    free(index);
}

const char *vib_index_factory(const vib_index *index)
{
    return index->factory;
}

size_t vib_index_count(const vib_index *index)
{
    return index->count;
}

size_t vib_index_dimension(const vib_index *index)
{
    return index->dimension;
}

/* ---- Searching --------------------------------------------------------- */

/* FAISS sums in an order that depends on the batch and breaks ties as it likes.
 * So it is asked for a few more than k, and these are scored by vib_dot() and
 * ranked here. Were the worst of them as good as the k-th, but for rounding,
 * rows outside might belong before it: then more are asked for. */
enum { SPARE = 8, QUERY_BLOCK = 256 };

/* Some queries, and how many candidates each is to get. */
typedef struct request {
    const vib_index *index;
    const float *queries; /* [n][dimension] */
    size_t n, k, wanted;
} request;

/* What FAISS answers, and room to score its rows. */
typedef struct candidates {
    int64_t *row;        /* [n][wanted]          */
    float *score;        /* [n][wanted]          */
    vib_neighbour *best; /* [n][wanted]          */
    float *kept;         /* [threads][dimension] */
} candidates;

static void candidates_free(candidates *c)
{
    free(c->row);
    free(c->score);
    free(c->best);
    free(c->kept);
}

static int candidates_make(candidates *c, request r)
{
    size_t threads = (size_t)vib_threads();

    *c = (candidates){
        .row = vib_new(r.n, r.wanted * sizeof *c->row),
        .score = vib_new(r.n, r.wanted * sizeof *c->score),
        .best = vib_new(r.n, r.wanted * sizeof *c->best),
        .kept = vib_new(threads, r.index->dimension * sizeof *c->kept),
    };
    if (c->row && c->score && c->best && c->kept)
        return VIB_OK;
    candidates_free(c);
    return VIB_NO_MEMORY;
}

/* How far a sum in another order may be from vib_dot()'s: each of its terms
 * takes part in at most `dimension` roundings (Higham 2002, eq. 3.5). */
static float rounding(const vib_index *index, const float *query)
{
    size_t n = index->dimension;
    float length = sqrtf(vib_dot(query, query, n)) * index->longest;

    return index->gives_rows ? (float)n * FLT_EPSILON * length : 0;
}

/* Rank the candidates of query q; how many there are. */
static size_t rank(candidates *c, request r, size_t q)
{
    const vib_index *index = r.index;
    size_t d = index->dimension, n = 0;
    const float *query = r.queries + q * d;
    float *kept = c->kept + (size_t)vib_thread_number() * d;
    vib_neighbour *best = c->best + q * r.wanted;

    for (size_t i = q * r.wanted; i < (q + 1) * r.wanted; i++) {
        float score = c->score[i];

        if (c->row[i] < 0 || (size_t)c->row[i] >= index->count)
            continue;
        if (index->gives_rows &&
            vib_engine_row(kept, index->engine, (size_t)c->row[i]))
            score = vib_dot(query, kept, d);
        best[n++] = (vib_neighbour){ index->ids[c->row[i]], score };
    }
    vib_ranking_sort(best, n);
    return n;
}

/* Whether n ranked candidates surely hold the k best of what FAISS can see. */
static bool is_sure(const vib_neighbour *best, size_t n, request r, size_t q)
{
    float margin;

    if (n < r.wanted || r.wanted == r.index->count || r.k == 0)
        return true;
    margin = rounding(r.index, r.queries + q * r.index->dimension);
    return best[n - 1].score + 2 * margin < best[r.k - 1].score;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Ask FAISS, rank, and tell which queries need more candidates: found is
 * SIZE_MAX for them. */
static int search_once(vib_neighbour *out, size_t *found, request r)
{
    size_t k = r.k;
    candidates c;
    int status = candidates_make(&c, r);

    if (status < 0)
        return status;
    status = vib_engine_search(c.row, c.score, r.index->engine, r.queries, r.n,
                               r.wanted);
    if (status < 0)
        goto out;
#pragma omp parallel for num_threads(vib_threads()) if (r.n > 1)
    for (size_t q = 0; q < r.n; q++) {
        const vib_neighbour *best = c.best + q * r.wanted;
        size_t n = rank(&c, r, q);

        found[q] = is_sure(best, n, r, q) ? smaller(n, k) : SIZE_MAX;
        memcpy(out + q * k, best, smaller(n, k) * sizeof *out);
    }
out:
    candidates_free(&c);
    return status;
}

static int search_block(vib_neighbour *out, size_t *found, request r)
{
    int status = search_once(out, found, r);

    for (size_t q = 0; q < r.n && status == VIB_OK; q++) {
        request more = r;

        more.queries += q * r.index->dimension;
        more.n = 1;
        while (status == VIB_OK && found[q] == SIZE_MAX) {
            more.wanted = smaller(2 * more.wanted, r.index->count);
            status = search_once(out + q * r.k, &found[q], more);
        }
    }
    return status;
}

int vib_index_search(vib_neighbour *out, size_t *found, const vib_index *index,
                     const float *queries, size_t n, size_t k)
{
    size_t d = index->dimension;
    size_t spare = k < SIZE_MAX - SPARE ? k + SPARE : k;
    request r = { index, queries, 0, k, smaller(spare, index->count) };
    int status = VIB_OK;

    if (index->count == 0 || k == 0) {
        memset(found, 0, n * sizeof *found);
        return VIB_OK;
    }
    for (size_t at = 0; at < n && status == VIB_OK; at += QUERY_BLOCK) {
        r.queries = queries + at * d;
        r.n = smaller(QUERY_BLOCK, n - at);
        status = search_block(out + at * k, found + at, r);
    }
    return status;
}

/* ---- The file ---------------------------------------------------------- */

/* Magic, version, stamp, dimension, longest row, factory, effort, ids, then
 * what FAISS writes, then the checksum of all before it. The numbers are
 * little-endian; store/FORMAT.md describes it beside the store. */
static const char magic[8] = "vibindex";
enum { FILE_VERSION = 1 };

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
    vib_put_u64(head, s->stamp->last_id);
    vib_put_u64(head, s->stamp->count);
    vib_put_u64(head, index->dimension);
    vib_put_floats(head, &index->longest, 1);
    vib_put_text(head, index->factory);
    vib_put_text(head, index->effort);
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
    vib_buffer head = { 0 };
    int status;

    head_put(&head, payload);
    fwrite(head.data, 1, head.size, file);
    status = head.failed ? VIB_NO_MEMORY : VIB_OK;
    vib_buffer_release(&head);
    if (status == VIB_OK)
        status = vib_engine_write(file, ((const saving *)payload)->index->engine);
    if (status == VIB_OK)
        status = checksum_append(file);
    return status;
}

int vib_index_save(const vib_index *index, const vib_stamp *stamp,
                   const char *path)
{
    saving all = { index, stamp };

    return vib_file_replace_by(path, file_write, &all);
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
    const uint8_t *library, *encoder;
    uint32_t version;

    vib_get_bytes(cursor, sizeof magic);
    version = vib_get_u32(cursor);
    if (version != FILE_VERSION)
        return vib_fail(VIB_BAD_DATA, "index of version %u; this program knows "
                        "%d", version, FILE_VERSION);
    library = vib_get_bytes(cursor, sizeof stamp->library);
    encoder = vib_get_bytes(cursor, sizeof stamp->encoder);
    if (!library || !encoder)
        return vib_fail(VIB_BAD_DATA, "the index is cut off");
    memcpy(stamp->library, library, sizeof stamp->library);
    memcpy(stamp->encoder, encoder, sizeof stamp->encoder);
    stamp->last_id = vib_get_u64(cursor);
    stamp->count = vib_get_u64(cursor);
    index->dimension = (size_t)vib_get_u64(cursor);
    vib_get_floats(&index->longest, cursor, 1);
    text_get(index->factory, cursor);
    text_get(index->effort, cursor);
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
    return vib_engine_set_effort(index->engine, index->effort);
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
    if (status == VIB_OK)
        status = try_rows(&index->gives_rows, index);
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
