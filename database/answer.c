#include "answer.h"

#include "calibration.h"
#include "derived.h"
#include "fuse.h"
#include "memory.h"
#include "record.h"
#include "status.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void vib_query_release(vib_query *query)
{
    free(query->list);
    query->list = NULL;
    query->count = query->room = 0;
}

/* ---- candidates -------------------------------------------------------- */

/* Append spectrum `id`; one that is not stored is passed over. */
static int append(vib_query *query, vib_cards *cards, uint64_t id)
{
    void *list = query->list;
    size_t card = 0;
    int rc = vib_cards_find(&card, cards, id);

    if (rc < 0)
        return rc == VIB_NOT_FOUND ? VIB_OK : rc;
    rc = vib_reserve(&list, &query->room, query->count + 1,
                     sizeof *query->list);
    query->list = list;
    if (rc == VIB_OK)
        query->list[query->count++] =
            (vib_candidate){ .id = id, .card = card };
    return rc;
}

static const char *text_of(const char *text)
{
    return text ? text : "";
}

/* Say of the first candidates, which have the query's points, whether they
 * have its name too. */
static int mark_own(vib_query *query, vib_cards *cards)
{
    const char *name =
        text_of(vib_spectrum_get(query->spectrum, VIB_KEY_NAME));
    int rc = VIB_OK;

    for (size_t i = 0; i < query->count && rc == VIB_OK; i++) {
        vib_card *card = &cards->card[query->list[i].card];

        rc = vib_cards_describe(card, cards);
        if (rc == VIB_OK)
            query->list[i].own = 1 + (strcmp(text_of(card->name), name) == 0);
    }
    return rc;
}

static int append_own(vib_query *query, vib_cards *cards)
{
    vib_hash hash = vib_content_hash(query->spectrum);
    size_t count = 0, room;
    uint64_t *ids;
    int rc = vib_content_get(NULL, 0, &count, cards->txn, hash);

    if (rc < 0 || count == 0)
        return rc;
    room = count;
    ids = vib_new(room, sizeof *ids);
    rc = ids ? vib_content_get(ids, room, &count, cards->txn, hash)
             : VIB_NO_MEMORY;
    for (size_t i = 0; i < room && rc == VIB_OK; i++)
        rc = append(query, cards, ids[i]);
    free(ids);
    return rc == VIB_OK ? mark_own(query, cards) : rc;
}

/* The query's own are among its neighbours too. */
static bool is_own(const vib_query *query, size_t own, uint64_t id)
{
    for (size_t i = 0; i < own; i++)
        if (query->list[i].id == id)
            return true;
    return false;
}

int vib_query_gather(vib_query *query, vib_cards *cards,
                     const vib_neighbour *neighbours, size_t n)
{
    size_t own;
    int rc;

    query->count = 0;
    rc = append_own(query, cards);
    own = query->count;
    for (size_t i = 0; i < n && rc == VIB_OK; i++)
        if (!is_own(query, own, neighbours[i].id))
            rc = append(query, cards, neighbours[i].id);
    return rc;
}

/* ---- scores ------------------------------------------------------------ */

static float chosen_score(const vib_candidate *candidate, vib_score score)
{
    switch (score) {
    case VIB_EMBEDDING:
        return candidate->embedding;
    case VIB_HQI:
        return candidate->hqi;
    case VIB_ALIGNED:
        return candidate->aligned;
    case VIB_FUSED:
        return candidate->fused;
    case VIB_EMBEDDING_ALIGNED:
        return candidate->vectors;
    default:
        return candidate->measured;
    }
}

/* The inner product of unit vectors, rounding errors aside. */
static float cosine(const float *vector, const uint8_t *stored,
                    size_t dimension)
{
    float dot = vib_vector_dot(vector, stored, dimension);

    return dot > 1 ? 1 : dot < -1 ? -1 : dot;
}

/* By the vectors of all that was measured or, if `shared` is not NULL, with
 * that inner product in the place of theirs; what a move gains is added. */
static void compare(vib_candidate *out, const vib_query *query,
                    const vib_cards *cards, const float *shared)
{
    const vib_card *card = &cards->card[out->card];
    const vib_profile *own = query->profile, *other = &card->profile;
    size_t dimension = cards->dimension;
    float stay = cosine(query->vector, card->vector, dimension);
    float embedding[VIB_FUSE_MOVES] = {
        cosine(query->down, card->vector, dimension),
        stay,
        cosine(query->up, card->vector, dimension)
    };
    float hqi[VIB_HQI_MOVES];

    for (int i = 0; i < VIB_FUSE_MOVES && shared; i++)
        embedding[i] += *shared - stay;
    out->embedding = shared ? *shared : stay;
    out->hqi = vib_hqi(&out->overlap, own, other);
    vib_hqi_moves(hqi, own, other, out->hqi);
    out->aligned = vib_hqi_aligned(hqi);
    out->covered = out->overlap * (float)own->length / (float)other->length;
    out->fused = vib_fuse(embedding, hqi,
                          vib_fuse_weight(cards->pipeline->raman,
                                          shared ? 1 : out->covered)) *
                 vib_fuse_share(out->overlap);
    out->vectors = vib_fuse(embedding, hqi, 1) * vib_fuse_share(out->overlap);
}

static int by_rank(const void *a, const void *b)
{
    const vib_candidate *p = a, *q = b;

    if (p->own != q->own)
        return q->own - p->own;
    if (p->score > q->score || p->score < q->score)
        return p->score > q->score ? -1 : 1;
    return p->id < q->id ? -1 : p->id > q->id;
}

void vib_query_rank(vib_query *query, const vib_cards *cards, vib_score score)
{
    for (size_t i = 0; i < query->count; i++) {
        vib_candidate *candidate = &query->list[i];
        const vib_card *card = &cards->card[candidate->card];

        compare(candidate, query, cards, NULL);
        if (cards->measure)
            candidate->measured =
                vib_measure_compare(cards->measure, cards->pipeline,
                                    query->trace, &card->trace, cards->reach);
        candidate->score = chosen_score(candidate, score);
    }
    vib_query_sort(query);
}

void vib_query_rescore(const vib_query *query, vib_candidate *candidate,
                       const vib_cards *cards, vib_score score,
                       float embedding)
{
    compare(candidate, query, cards, &embedding);
    candidate->score = chosen_score(candidate, score);
}

void vib_query_sort(vib_query *query)
{
    if (query->count)
        qsort(query->list, query->count, sizeof *query->list, by_rank);
}

/* ---- hits -------------------------------------------------------------- */

/* A name is listed once; spectra without one count each for themselves. */
static bool has_name(const vib_query *query, const vib_cards *cards, size_t n,
                     const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(text_of(cards->card[query->list[i].card].name), name) == 0)
            return true;
    return false;
}

bool vib_query_hides(const vib_query *query, const vib_card *card,
                     const char *key)
{
    const char *value = key ? vib_spectrum_get(query->spectrum, key) : NULL;

    return value && card->left_out && strcmp(value, card->left_out) == 0;
}

/* Bring the candidates that become hits to the front of the list. */
static int choose(size_t *out, vib_query *query, vib_cards *cards,
                  const vib_search *how)
{
    size_t n = 0;

    for (size_t i = 0; i < query->count && n < how->k; i++) {
        vib_card *card = &cards->card[query->list[i].card];
        int rc = vib_cards_describe(card, cards);

        if (rc < 0)
            return rc;
        if (vib_query_hides(query, card, how->leave_out))
            continue;
        if (how->by_compound && card->name && card->name[0] &&
            has_name(query, cards, n, card->name))
            continue;
        query->list[n++] = query->list[i];
    }
    *out = n;
    return VIB_OK;
}

/* Take out, of the first n candidates, those that share nothing of the query's
 * range: no score says anything of them. How many are left. */
static size_t keep_shared(vib_query *query, size_t n)
{
    size_t kept = 0;

    for (size_t i = 0; i < n; i++)
        if (query->list[i].own || query->list[i].overlap > 0)
            query->list[kept++] = query->list[i];
    return kept;
}

/* Is the best answer of little that both measured? The spectra that the library
 * learned from how sure it can be share most of their ranges. What the user
 * leaves out of the query is not missed. */
static bool is_of_little(const vib_query *query)
{
    const vib_candidate *best = &query->list[0];

    return best->overlap < VIB_FUSE_LEAST ||
           (!query->weight && best->covered < VIB_FUSE_LEAST);
}

static void beware(vib_hits *hits, const vib_query *query)
{
    const vib_candidate *best = &query->list[0];
    bool wide = best->overlap < VIB_FUSE_LEAST;

    if (is_of_little(query))
        snprintf(hits->reason, sizeof hits->reason, "the %s only %.0f %% of "
                 "the %s range: how sure it is cannot be said",
                 wide ? "best answer shares" : "query covers",
                 100 * (double)(wide ? best->overlap : best->covered),
                 wide ? "query's" : "best answer's");
}

/* The first n candidates as hits; one block holds them and their names. */
static int write_hits(vib_query *query, const vib_cards *cards, size_t n)
{
    size_t bytes = n * sizeof *query->hits->hit;
    vib_hit *hit;
    char *text;

    for (size_t i = 0; i < n; i++)
        bytes += strlen(text_of(cards->card[query->list[i].card].name)) + 1;
    hit = vib_new(bytes, 1);
    if (!hit)
        return VIB_NO_MEMORY;
    text = (char *)(hit + n);
    for (size_t i = 0; i < n; i++) {
        const vib_candidate *from = &query->list[i];
        const char *name = text_of(cards->card[from->card].name);
        size_t size = strlen(name) + 1;

        hit[i] = (vib_hit){
            .id = from->id,
            .name = text,
            .score = from->score,
            .embedding = from->embedding,
            .hqi = from->hqi,
            .overlap = from->overlap,
            .aligned = from->aligned,
            .p = NAN,
        };
        memcpy(text, name, size);
        text += size;
    }
    query->hits->hit = hit;
    query->hits->count = n;
    query->hits->known = query->hits->right = NAN;
    if (n > 0)
        beware(query->hits, query);
    return VIB_OK;
}

int vib_query_pick(vib_query *query, vib_cards *cards, const vib_search *how,
                   const vib_confidence *confidence, bool last)
{
    vib_standings standings = { .n = 0 };
    size_t n = 0, shared;
    int rc = confidence ? vib_standings_find(&standings, query, cards,
                                             how->leave_out)
                        : VIB_OK;

    if (rc == VIB_OK)
        rc = choose(&n, query, cards, how);
    if (rc < 0)
        return rc;
    if (n < how->k && !last)
        return 0;
    shared = keep_shared(query, n);
    if (n > 0 && shared == 0 && query->patient && !last)
        return 0;
    rc = write_hits(query, cards, shared);
    if (rc < 0)
        return rc;
    if (n > 0 && shared == 0)
        snprintf(query->hits->reason, sizeof query->hits->reason,
                 "no reference%s covers any of its range",
                 last ? "" : " that looks like it");
    if (confidence && shared > 0 && !is_of_little(query))
        vib_standings_tell(query->hits, &standings, cards, confidence,
                           how->level);
    return 1;
}
