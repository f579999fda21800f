/* mixture.c - what a mixed spectrum is made of. */
#include "library.h"

#include "memory.h"
#include "mixture.h"
#include "pool.h"
#include "status.h"
#include "technique.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_CANDIDATES = 100 };

/* Chosen, as match/mixture.c's constants, on one half of RRUFF's minerals. */
static const double least_confidence = 0.4;

/* One call: everything it reads is of one committed state. */
struct unmix {
    const vib_db *db;
    const vib_unmix *how;
    vib_txn *txn;
    vib_view *view;
    vib_filter filter;
    vib_cards cards;
    vib_pool pool;
    vib_mix mix;
    float *block;   /* all these: */
    float *measured, *below, *mask; /* the query on the grid, split */
    float *weight, *weighted;       /* of it, and it times these    */
    float *rest, *scratch;
    double points;  /* that count in the last rest */
};

static int unmix_begin(struct unmix *call, const vib_db *db,
                       const vib_unmix *how)
{
    int rc;

    *call = (struct unmix){ .db = db, .how = how };
    rc = vib_txn_begin(&call->txn, db->store, VIB_READ);
    if (rc == VIB_OK)
        rc = vib_view_acquire(&call->view, db, call->txn);
    if (rc == VIB_OK && how->where) {
        rc = vib_filter_make(&call->filter, call->txn, how->where);
        call->cards.filter = &call->filter;
    }
    if (rc < 0)
        return rc;
    call->cards.txn = call->txn;
    call->cards.set = call->view->set.keys;
    call->cards.dimension = call->view->dimension;
    call->cards.pipeline = vib_encoder_pipeline(call->view->set.encoder);
    call->cards.length = call->cards.pipeline->length;
    return vib_pool_new(&call->pool, &call->cards, call->view,
                        2 * how->candidates * how->most);
}

static void unmix_end(struct unmix *call)
{
    free(call->block);
    vib_pool_release(&call->pool);
    vib_filter_release(&call->filter);
    vib_cards_release(&call->cards);
    vib_view_release(call->db, call->view);
    vib_txn_abort(call->txn);
}

static int read_query(struct unmix *call, const vib_spectrum *spectrum)
{
    const vib_pipeline *pipeline = call->cards.pipeline;
    size_t length = pipeline->length;
    int rc;

    call->block = vib_new(6 * length + VIB_MIX_SCRATCH(length),
                          sizeof *call->block);
    if (!call->block)
        return VIB_NO_MEMORY;
    call->measured = call->block;
    call->below = call->block + length;
    call->mask = call->block + 2 * length;
    call->weight = call->block + 3 * length;
    call->weighted = call->block + 4 * length;
    call->rest = call->block + 5 * length;
    call->scratch = call->block + 6 * length;
    rc = vib_technique_check(spectrum, pipeline->raman);
    if (rc == VIB_OK)
        rc = vib_pipeline_grid(call->measured, call->mask, pipeline, spectrum);
    if (rc < 0)
        return rc;
    vib_pool_split(call->measured, call->below, call->scratch, call->mask,
                   pipeline);
    vib_mix_weigh(call->weight, call->scratch, call->measured, call->mask,
                  length);
    for (size_t i = 0; i < length; i++)
        call->weighted[i] = call->weight[i] * call->measured[i];
    return VIB_OK;
}

/* What the pool holds now. */
static void renew_mix(struct unmix *call)
{
    size_t all = call->how->where ? call->filter.count : call->view->spectra;

    call->mix = (vib_mix){ .measured = call->weighted,
                           .weight = call->weight,
                           .reference = call->pool.reference,
                           .compound = call->pool.compound,
                           .length = call->cards.length,
                           .count = call->pool.count,
                           .end = call->cards.length,
                           .choices = (double)all };
    while (call->mix.end > 0 && !(call->weight[call->mix.end - 1] > 0))
        call->mix.end--;
    while (call->mix.first < call->mix.end &&
           !(call->weight[call->mix.first] > 0))
        call->mix.first++;
}

/* What a fit leaves, and how many points of it count. */
static void find_rest(struct unmix *call, const vib_mix_fit *fit)
{
    size_t length = call->cards.length;

    vib_mix_rest(call->rest, call->scratch, &call->mix, fit);
    call->points = vib_mix_points(call->rest, call->weight, length);
    for (size_t i = 0; i < length; i++)
        if (call->weight[i] > 0)
            call->rest[i] /= call->weight[i];
}

/* A part is added when the criterion says so and it is not more likely wrong
 * than this; the first whatever its chance. */
static bool is_worth_it(vib_mix_fit *more, const vib_mix_fit *fit,
                        struct unmix *call)
{
    size_t newest = more->count - 1;

    if (!vib_mix_worth(fit, more, call->points, &call->mix))
        return false;
    vib_mix_judge(more, call->scratch, &call->mix, newest);
    return newest == 0 || more->part[newest].confidence >= least_confidence;
}

/* Tell how likely the parts are, and drop those that are unlikely. */
static void judge_all(vib_mix_fit *fit, struct unmix *call)
{
    for (size_t i = 0; i < fit->count; i++)
        vib_mix_judge(fit, call->scratch, &call->mix, i);
    if (vib_mix_drop(fit, least_confidence))
        vib_mix_solve(fit, call->scratch, &call->mix);
    find_rest(call, fit);
}

/* Add parts while they are worth it. */
static int take_apart(vib_mix_fit *fit, struct unmix *call)
{
    renew_mix(call);
    vib_mix_solve(fit, call->scratch, &call->mix);
    find_rest(call, fit);
    while (fit->count < call->how->most) {
        vib_mix_fit more = *fit;
        int rc = vib_pool_gather(&call->pool, call->rest, call->mask,
                                 call->how->candidates);

        if (rc < 0)
            return rc;
        renew_mix(call);
        if (!vib_mix_grow(&more, call->scratch, &call->mix))
            break;
        find_rest(call, &more);
        if (!is_worth_it(&more, fit, call))
            break;
        *fit = more;
    }
    judge_all(fit, call);
    return VIB_OK;
}

/* ---- the answer ---------------------------------------------------------- */

static const char *name_of(const struct unmix *call, const vib_mix_part *part)
{
    const char *name = call->pool.name[part->reference];

    return name ? name : "";
}

/* Keep the measured points of `from` [length] in out; their sum. */
static double pack(float *out, const float *from, const struct unmix *call)
{
    double sum = 0;
    size_t n = 0;

    for (size_t i = 0; i < call->cards.length; i++)
        if (call->mask[i] > 0) {
            sum += (double)from[i];
            out[n++] = from[i];
        }
    return sum;
}

static int by_fraction(const void *a, const void *b)
{
    const vib_component *p = a, *q = b;

    return (p->fraction < q->fraction) - (p->fraction > q->fraction);
}

/* Room for the answer in one block, which `component` begins. */
static int make_room(vib_mixture *out, const vib_mix_fit *fit,
                     const struct unmix *call)
{
    size_t bytes = fit->count * sizeof(vib_component) + sizeof(float);
    size_t n = 0;
    char *block;

    for (size_t i = 0; i < call->cards.length; i++)
        n += call->mask[i] > 0;
    bytes += (4 + fit->count) * n * sizeof(float);
    for (size_t i = 0; i < fit->count; i++)
        bytes += strlen(name_of(call, &fit->part[i])) + 1;
    block = vib_new(bytes, 1);
    if (!block)
        return VIB_NO_MEMORY;
    *out = (vib_mixture){ .component = (vib_component *)block,
                          .count = fit->count,
                          .n = n };
    return VIB_OK;
}

static void write_parts(vib_mixture *out, float *to, char *text,
                        const vib_mix_fit *fit, struct unmix *call)
{
    double area[VIB_MIX_MOST] = { 0 }, whole = 0;

    for (size_t i = 0; i < fit->count; i++) {
        const vib_mix_part *part = &fit->part[i];
        size_t size = strlen(name_of(call, part)) + 1;

        vib_mix_column(call->scratch, &call->mix, part->reference, part->move);
        for (size_t k = 0; k < call->cards.length; k++)
            if (call->weight[k] > 0)
                call->scratch[k] *= (float)part->amount / call->weight[k];
        area[i] = pack(to, call->scratch, call);
        whole += area[i];
        out->component[i] = (vib_component){
            .id = call->pool.id[part->reference],
            .name = memcpy(text, name_of(call, part), size),
            .confidence = (float)part->confidence,
            .shift = (float)(part->move * call->cards.pipeline->step),
            .part = to,
        };
        to += out->n;
        text += size;
    }
    for (size_t i = 0; i < fit->count; i++)
        out->component[i].fraction =
            whole > 0 ? (float)(area[i] / whole) : 0;
    qsort(out->component, out->count, sizeof *out->component, by_fraction);
}

static int write_mixture(vib_mixture *out, const vib_mix_fit *fit,
                         struct unmix *call)
{
    const vib_pipeline *pipeline = call->cards.pipeline;
    float *x, *measured, *baseline, *sum, *parts;
    double square = 0, left = 0;
    int rc = make_room(out, fit, call);
    size_t n = out->n;

    if (rc < 0)
        return rc;
    x = (float *)(out->component + fit->count);
    measured = x + n;
    baseline = measured + n;
    sum = baseline + n;
    parts = sum + n;
    write_parts(out, parts, (char *)(parts + fit->count * n), fit, call);
    for (size_t i = 0, k = 0; i < pipeline->length; i++) {
        float above = call->measured[i], rest = call->rest[i];

        if (!(call->mask[i] > 0))
            continue;
        x[k] = (float)(pipeline->first + pipeline->step * (double)i);
        measured[k] = above + call->below[i];
        sum[k] = measured[k] - rest;
        baseline[k] = sum[k];
        for (size_t j = 0; j < fit->count; j++)
            baseline[k] -= parts[j * n + k];
        square += (double)above * (double)above;
        left += (double)rest * (double)rest;
        k++;
    }
    out->residual = square > 0 ? (float)(left / square) : 0;
    out->x = x;
    out->measured = measured;
    out->baseline = baseline;
    out->fit = sum;
    return VIB_OK;
}

int vib_db_unmix(vib_mixture *out, const vib_db *db,
                 const vib_spectrum *spectrum, const vib_unmix *options)
{
    vib_mixture mixture = VIB_MIXTURE_INIT;
    vib_mix_fit fit = { .count = 0 };
    struct unmix call;
    int rc;

    if (options->most < 1 || options->most > VIB_MIX_MOST)
        return vib_fail(VIB_BAD_ARG, "a mixture has 1 to %d components",
                        VIB_MIX_MOST);
    if (options->candidates < 1 || options->candidates > MOST_CANDIDATES)
        return vib_fail(VIB_BAD_ARG, "candidates are 1 to %d",
                        MOST_CANDIDATES);
    rc = unmix_begin(&call, db, options);
    if (rc == VIB_OK)
        rc = read_query(&call, spectrum);
    if (rc == VIB_OK)
        rc = take_apart(&fit, &call);
    if (rc == VIB_OK)
        rc = write_mixture(&mixture, &fit, &call);
    unmix_end(&call);
    if (rc == VIB_OK)
        *out = mixture;
    return rc;
}

void vib_mixture_release(vib_mixture *mixture)
{
    free(mixture->component);
    *mixture = (vib_mixture)VIB_MIXTURE_INIT;
}
