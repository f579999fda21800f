/* search.c - the references nearest to some unknowns. */
#include "library.h"

#include "answer.h"
#include "calibration.h"
#include "memory.h"
#include "nearest.h"
#include "offset.h"
#include "prepare.h"
#include "regions.h"
#include "survey.h"
#include "status.h"
#include "threads.h"
#include "traces.h"
#include "window.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    WIDER = 4,           /* how much more is looked at when it was too few  */
    REGIONS = 10,        /* and where only parts of the axis count          */
    MANY = 50,           /* spectra for each candidate: a large library     */
    MOST = 1 << 20,      /* candidates that may be multiplied               */
    NEIGHBOURS = 1 << 20 /* kept at a time: bounds the memory of a step     */
};

/* One call: everything it reads is of one committed state. */
struct search {
    const vib_db *db;
    vib_search how;    /* k is at most what the library holds */
    vib_txn *txn;
    vib_view *view;
    vib_filter filter; /* what how.where asks for */
    size_t all;        /* spectra to look at      */
    vib_cards cards;
    vib_survey survey; /* loaded when it is needed */
    vib_asking asking;
    float *weight;     /* what asking.weight borrows */
    vib_confidence confidence; /* empty: none */
};

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* ---- one step ---------------------------------------------------------- */

/* Whether vectors take part of what the query and a candidate share alone. */
static bool by_shared(vib_score score)
{
    return score == VIB_FUSED || score == VIB_EMBEDDING_ALIGNED;
}

/* Enough for k hits most times; names and what is left out take more. Where
 * profiles are compared, more candidates cost little. */
static size_t first_width(const vib_search *how)
{
    size_t width = how->by_compound || how->leave_out ? how->k * 8 : how->k;
    size_t candidates = how->candidates;

    if (how->region_count && by_shared(how->score) && candidates < MOST)
        candidates *= REGIONS;
    return how->score != VIB_EMBEDDING && width < candidates ? candidates
                                                             : width;
}

/* What is looked at for a query: the nearest `width` by vector or, when that
 * would be all, and when vectors are not to be asked, the best `width` by HQI
 * of everything stored. */
struct step {
    size_t width;
    bool survey;         /* ask the profiles, not the vectors */
    size_t least;        /* of which so many must be found    */
    size_t room;         /* neighbours for each query         */
    size_t group;        /* queries at a time                 */
    vib_neighbour *list; /* [group][room]                     */
    size_t *found;       /* [group]                           */
};

/* Asking all profiles is quick. */
static bool is_small(const struct search *search)
{
    return search->view->spectra / MANY <= search->how.candidates;
}

/* The vectors of references are of all that was measured: where only a part
 * counts they are a poor way to find candidates. While that is quick all
 * profiles are asked; in a large library ten times as many vectors. */
static bool asks_profiles(const struct search *search)
{
    const vib_search *how = &search->how;
    bool few = is_small(search);

    if (how->score == VIB_HQI || how->score == VIB_ALIGNED)
        return true;
    return search->weight && how->score != VIB_EMBEDDING &&
           (few || !by_shared(how->score));
}

static int step_new(struct step *out, const struct search *search,
                    size_t width)
{
    size_t all = search->all;
    struct step step = { .width = smaller(width, all) };
    bool first = width == first_width(&search->how);

    step.survey = asks_profiles(search) || step.width == all;
    step.room = step.survey ? all : step.width;
    step.least = first ? search->how.k : step.width;
    step.group = smaller(VIB_BATCH, NEIGHBOURS / (step.room + 1) + 1);
    step.list = vib_new(step.group * step.room, sizeof *step.list);
    step.found = vib_new(step.group, sizeof *step.found);
    *out = step;
    return step.list && step.found ? VIB_OK : VIB_NO_MEMORY;
}

static void step_release(struct step *step)
{
    free(step->list);
    free(step->found);
}

/* Whether candidates are found by the best of small moves. Where parts of the
 * axis count, all profiles are asked however many there are: once each. */
static bool forgives_moves(const struct search *search)
{
    vib_score score = search->how.score;

    return score == VIB_ALIGNED || (score != VIB_HQI && !search->weight);
}

static int ask_profiles(struct step *step, struct search *search,
                        const vib_query *queries, size_t n)
{
    const vib_profile *profiles[VIB_BATCH];
    vib_survey *survey = &search->survey;
    int rc = VIB_OK;

    if (!survey->id)
        rc = vib_survey_load(survey, &search->cards);
    if (rc < 0)
        return rc;
    if (survey->count != step->room)
        return vib_fail(VIB_BAD_DATA,
                        "%s has %zu vectors and %zu profiles: check it",
                        search->db->path, step->room, survey->count);
    for (size_t i = 0; i < n; i++) {
        profiles[i] = queries[i].profile;
        step->found[i] = step->width;
    }
    vib_survey_search(step->list, survey, profiles, n, step->width,
                      forgives_moves(search));
    return VIB_OK;
}

static int ask_vectors(struct step *step, const struct search *search,
                       const vib_query *queries, size_t n)
{
    size_t dimension = search->cards.dimension;
    float *vectors = vib_new_aligned(n * dimension, sizeof *vectors);
    int rc;

    if (!vectors)
        return VIB_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        memcpy(vectors + i * dimension, queries[i].vector,
               dimension * sizeof *vectors);
    rc = vib_nearest(step->list, step->found,
                     &(vib_ask){ .view = search->view,
                                 .txn = search->txn,
                                 .filter = search->cards.filter,
                                 .vectors = vectors,
                                 .n = n,
                                 .room = step->room,
                                 .least = step->least });
    free(vectors);
    return rc;
}

static int rank_windows(struct search *search, vib_query *queries, size_t n)
{
    vib_cuts *cuts = NULL;
    int rc = vib_view_take_cuts(&cuts, search->db, search->view);

    if (rc == VIB_OK)
        rc = vib_window_rank(queries, n, &search->cards, cuts,
                             search->how.score);
    if (rc == VIB_OK)
        vib_view_give_cuts(search->db, search->view, cuts);
    else
        vib_cuts_free(cuts);
    return rc;
}

/* Make and rank the candidates of queries [n], at most a group. Reading is
 * done here, by the one thread that may use the transaction. */
static int rank_group(struct step *step, struct search *search,
                      vib_query *queries, size_t n)
{
    int rc = step->survey ? ask_profiles(step, search, queries, n)
                        : ask_vectors(step, search, queries, n);

    for (size_t i = 0; i < n && rc == VIB_OK; i++)
        rc = vib_query_gather(&queries[i], &search->cards,
                              step->list + i * step->room, step->found[i]);
    if (rc == VIB_OK && search->cards.measure)
        rc = vib_traces_make(queries, n, &search->cards);
    if (rc < 0)
        return rc;
#pragma omp parallel for num_threads(vib_threads()) schedule(dynamic)
    for (size_t i = 0; i < n; i++)
        vib_query_rank(&queries[i], &search->cards, search->how.score);
    return by_shared(search->how.score) ? rank_windows(search, queries, n)
                                        : VIB_OK;
}

/* Answer what can be answered of queries [*n]; the others move to the front,
 * and *n is how many they are. */
static int take_step(size_t *n, vib_query *queries, struct search *search,
                     struct step *step)
{
    const vib_confidence *confidence =
        search->confidence.queries ? &search->confidence : NULL;
    bool last = step->width == search->all;
    size_t open = 0;

    for (size_t at = 0; at < *n; at += step->group) {
        size_t end = smaller(*n, at + step->group);
        int rc = rank_group(step, search, queries + at, end - at);

        for (size_t i = at; i < end && rc >= 0; i++) {
            vib_query query = queries[i];

            rc = vib_query_pick(&query, &search->cards, &search->how,
                                confidence, last);
            vib_query_release(&query);
            queries[i].list = NULL;
            queries[i].count = queries[i].room = 0;
            if (rc == 0)
                queries[open++] = query;
        }
        if (rc < 0)
            return rc;
    }
    *n = open;
    return VIB_OK;
}

/* ---- a batch of queries ------------------------------------------------ */

static int answer(vib_query *queries, size_t n, struct search *search)
{
    size_t open = n;
    int rc = VIB_OK;

    for (size_t width = first_width(&search->how); open > 0 && rc == VIB_OK;
         width *= WIDER) {
        struct step step;

        rc = step_new(&step, search, width);
        if (rc == VIB_OK)
            rc = take_step(&open, queries, search, &step);
        step_release(&step);
    }
    for (size_t i = 0; i < n; i++)
        vib_query_release(&queries[i]);
    return rc;
}

/* The queries that can be searched, in queries [return value]; the others say
 * so in their hits. */
static size_t make_queries(vib_query *queries, vib_hits *hits,
                           const vib_prepared *prepared,
                           const vib_spectrum *const *spectra, size_t n)
{
    size_t usable = 0;

    for (size_t i = 0; i < n; i++) {
        hits[i].status = prepared->status[i];
        memcpy(hits[i].reason, prepared->reason[i], VIB_REASON);
        if (prepared->status[i] == VIB_OK)
            queries[usable++] = (vib_query){
                .spectrum = spectra[i],
                .vector = prepared->vectors + i * prepared->dimension,
                .down = prepared->moved[0] + i * prepared->dimension,
                .up = prepared->moved[1] + i * prepared->dimension,
                .profile = &prepared->profiles[i],
                .trace = &prepared->traces[i],
                .hits = &hits[i],
            };
    }
    return usable;
}

/* Prepare spectra [n] and do `work` with the queries they become. */
typedef int batch_work(vib_query *queries, size_t n, struct search *search);

static int with_queries(vib_hits *hits, struct search *search,
                        const vib_spectrum *const *spectra, size_t n,
                        batch_work *work)
{
    vib_query queries[VIB_BATCH];
    vib_prepared prepared = VIB_PREPARED_INIT;
    int rc = vib_prepare_queries(&prepared, search->view->set.encoder, spectra,
                                 n, &search->asking);

    if (rc == VIB_OK) {
        size_t usable = make_queries(queries, hits, &prepared, spectra, n);

        for (size_t i = 0; i < usable; i++) {
            queries[i].weight = search->weight;
            queries[i].patient = is_small(search);
        }
        rc = work(queries, usable, search);
    }
    vib_prepared_release(&prepared);
    return rc;
}

static int find_shifts(vib_query *queries, size_t n, struct search *search)
{
    int rc = vib_offset_gather(queries, n, &search->cards, search->view,
                               search->how.leave_out);

#pragma omp parallel for num_threads(vib_threads()) schedule(dynamic)
    for (size_t i = 0; i < (rc == VIB_OK ? n : 0); i++)
        queries[i].hits->shift = vib_offset_of(&queries[i], &search->cards,
                                               search->how.find_shift);
    for (size_t i = 0; i < n; i++)
        vib_query_release(&queries[i]);
    return rc;
}

/* Copies without the shift take the places, in spectra [n], of those that have
 * one; undone [n] owns them. */
static int undo_shifts(vib_spectrum *undone, const vib_spectrum **spectra,
                       vib_hits *hits, struct search *search, size_t n)
{
    bool raman = search->cards.pipeline->raman;
    int rc = with_queries(hits, search, spectra, n, find_shifts);

    for (size_t i = 0; i < n && rc == VIB_OK; i++) {
        double shift = (double)hits[i].shift;

        if (fabs(shift) > 0)
            rc = vib_offset_undo(&undone[i], spectra[i], raman, shift);
        if (fabs(shift) > 0 && rc == VIB_OK)
            spectra[i] = &undone[i];
    }
    return rc;
}

static int search_batch(vib_hits *hits, struct search *search,
                        const vib_spectrum *spectra, size_t n)
{
    const vib_spectrum *pointers[VIB_BATCH];
    vib_spectrum undone[VIB_BATCH];
    int rc = VIB_OK;

    for (size_t i = 0; i < n; i++) {
        pointers[i] = &spectra[i];
        undone[i] = (vib_spectrum)VIB_SPECTRUM_INIT;
    }
    if (search->how.find_shift > 0 && search->all > 0)
        rc = undo_shifts(undone, pointers, hits, search, n);
    if (rc == VIB_OK)
        rc = with_queries(hits, search, pointers, n, answer);
    for (size_t i = 0; i < n; i++)
        vib_spectrum_release(&undone[i]);
    return rc;
}

/* ---- the call ---------------------------------------------------------- */

static int weigh_regions(struct search *search, const vib_search *options)
{
    const vib_pipeline *pipeline = search->cards.pipeline;
    int rc;

    if (options->region_count == 0)
        return VIB_OK;
    search->weight = vib_new(pipeline->length, sizeof *search->weight);
    if (!search->weight)
        return VIB_NO_MEMORY;
    rc = vib_regions_weigh(search->weight, pipeline, options->regions,
                           options->region_count);
    search->asking.weight = search->weight;
    search->asking.graded = rc > 0;
    return rc < 0 ? rc : VIB_OK;
}

static int apply_where(struct search *search)
{
    int rc;

    search->all = search->view->spectra;
    if (!search->how.where)
        return VIB_OK;
    rc = vib_filter_make(&search->filter, search->txn, search->how.where);
    search->all = search->filter.count;
    search->cards.filter = &search->filter;
    return rc;
}

static int search_begin(struct search *search, const vib_db *db,
                        const vib_search *options)
{
    const vib_pipeline *pipeline;
    int rc;

    *search = (struct search){ .db = db, .how = *options };
    rc = vib_txn_begin(&search->txn, db->store, VIB_READ);
    if (rc == VIB_OK)
        rc = vib_view_acquire(&search->view, db, search->txn);
    if (rc == VIB_OK)
        rc = apply_where(search);
    if (rc < 0)
        return rc;
    search->how.k = smaller(options->k, search->all);
    pipeline = vib_encoder_pipeline(search->view->set.encoder);
    search->cards.txn = search->txn;
    search->cards.set = search->view->set.keys;
    search->cards.dimension = search->view->dimension;
    search->cards.length = pipeline->length;
    search->cards.pipeline = pipeline;
    search->cards.leave_out = options->leave_out;
    search->cards.reach = fmin(options->reach, 100);
    search->how.find_shift = fmin(options->find_shift, 50);
    search->cards.measure = vib_measure_of(options->score);
    search->asking.measure = search->cards.measure;
    if (options->score == VIB_FUSED && options->level > 0 &&
        options->region_count == 0)
        rc = vib_calibration_load(&search->confidence,
                                  &(vib_calibration){ .usable = false },
                                  search->txn);
    return rc < 0 ? rc : weigh_regions(search, options);
}

static void search_end(struct search *search)
{
    vib_confidence_release(&search->confidence);
    free(search->weight);
    vib_survey_release(&search->survey);
    vib_filter_release(&search->filter);
    vib_cards_release(&search->cards);
    vib_view_release(search->db, search->view);
    vib_txn_abort(search->txn);
}

int vib_db_search(vib_hits *out, const vib_db *db, const vib_spectrum *queries,
                  size_t n, const vib_search *options)
{
    vib_hits *hits = vib_new(n, sizeof *hits);
    struct search search;
    int rc;

    assert(options->score < VIB_SCORES);
    if (!hits)
        return VIB_NO_MEMORY;
    rc = search_begin(&search, db, options);
    for (size_t i = 0; i < n && rc == VIB_OK; i += VIB_BATCH)
        rc = search_batch(hits + i, &search, queries + i,
                          smaller(VIB_BATCH, n - i));
    search_end(&search);
    if (rc == VIB_OK)
        memcpy(out, hits, n * sizeof *hits);
    for (size_t i = 0; i < n && rc < 0; i++)
        vib_hits_release(&hits[i]);
    free(hits);
    return rc;
}

void vib_hits_release(vib_hits *hits)
{
    free(hits->hit);
    *hits = (vib_hits)VIB_HITS_INIT;
}
