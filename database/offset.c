#include "offset.h"

#include "fuse.h"
#include "memory.h"
#include "units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* By trials on RRUFF: what a grid point costs, and what a move must gain. */
static const float penalty = 0.004f, worth = 0.01f;

enum { NEAREST = 100 }; /* candidates of each vector */

/* Drop the candidates that the search hides. */
static int hide(vib_query *query, vib_cards *cards, const char *leave_out)
{
    size_t kept = 0;

    for (size_t i = 0; i < query->count; i++) {
        vib_card *card = &cards->card[query->list[i].card];
        int rc = vib_cards_describe(card, cards);

        if (rc < 0)
            return rc;
        if (!vib_query_hides(query, card, leave_out))
            query->list[kept++] = query->list[i];
    }
    query->count = kept;
    return VIB_OK;
}

/* Candidates of one query from the lists of its three vectors, which may have
 * some in common: list [VIB_FUSE_MOVES][room]. */
static int gather(vib_query *query, vib_cards *cards, vib_neighbour *list,
                  const size_t *found, size_t room, const char *leave_out)
{
    size_t n = 0;
    int rc;

    for (size_t move = 0; move < VIB_FUSE_MOVES; move++)
        for (size_t k = 0; k < found[move]; k++)
            list[n++] = list[move * room + k];
    rc = vib_query_gather(query, cards, list, n);
    return rc == VIB_OK && leave_out ? hide(query, cards, leave_out) : rc;
}

int vib_offset_gather(vib_query *queries, size_t n, vib_cards *cards,
                      const vib_view *view, const char *leave_out)
{
    size_t dimension = cards->dimension, rows = n * VIB_FUSE_MOVES;
    size_t all = cards->filter ? cards->filter->count : view->spectra;
    size_t room = all < NEAREST ? all : NEAREST;
    float *vectors = vib_new_aligned(rows * dimension, sizeof *vectors);
    vib_neighbour *list = vib_new(rows * room, sizeof *list);
    size_t *found = vib_new(rows, sizeof *found);
    int rc = vectors && list && found ? VIB_OK : VIB_NO_MEMORY;

    for (size_t i = 0; i < n && rc == VIB_OK; i++) {
        const float *of[VIB_FUSE_MOVES] = { queries[i].down, queries[i].vector,
                                            queries[i].up };

        for (size_t k = 0; k < VIB_FUSE_MOVES; k++)
            memcpy(vectors + (i * VIB_FUSE_MOVES + k) * dimension, of[k],
                   dimension * sizeof *vectors);
    }
    if (rc == VIB_OK)
        rc = vib_nearest(list, found,
                         &(vib_ask){ .view = view,
                                     .txn = cards->txn,
                                     .filter = cards->filter,
                                     .vectors = vectors,
                                     .n = rows,
                                     .room = room,
                                     .least = 1 });
    for (size_t i = 0; i < n && rc == VIB_OK; i++)
        rc = gather(&queries[i], cards, list + i * VIB_FUSE_MOVES * room,
                    found + i * VIB_FUSE_MOVES, room, leave_out);
    free(vectors);
    free(list);
    free(found);
    return rc;
}

/* The best of all candidates' correlations with the query moved up by `move`
 * points; *which has it. */
static float best_at(size_t *which, const vib_query *query,
                     const vib_cards *cards, ptrdiff_t move)
{
    float best = -1;

    for (size_t i = 0; i < query->count; i++) {
        const vib_card *card = &cards->card[query->list[i].card];
        float r = vib_profile_compare(NULL, VIB_LIKE_PEARSON, query->profile,
                                      &card->profile, move);

        if (r > best) {
            best = r;
            *which = i;
        }
    }
    return best - penalty * fabsf((float)move);
}

/* How far beside `move` one candidate would correlate best, in points. */
static double between(const vib_query *query, const vib_card *card,
                      ptrdiff_t move)
{
    double r[3], bend;

    for (ptrdiff_t k = 0; k < 3; k++)
        r[k] = (double)vib_profile_compare(NULL, VIB_LIKE_PEARSON,
                                           query->profile, &card->profile,
                                           move + k - 1);
    bend = r[0] - 2 * r[1] + r[2];
    return bend < 0 ? fmax(-0.5, fmin(0.5, 0.5 * (r[0] - r[2]) / bend)) : 0;
}

float vib_offset_of(const vib_query *query, const vib_cards *cards,
                    double most)
{
    double step = cards->pipeline->step;
    ptrdiff_t far = (ptrdiff_t)lround(most / step), at = 0;
    size_t which = 0, best_which = 0;
    float stay = best_at(&best_which, query, cards, 0), best = stay;

    if (query->count == 0)
        return 0;
    for (ptrdiff_t move = -far; move <= far; move++) {
        float r = best_at(&which, query, cards, move);

        if (r > best) {
            best = r;
            at = move;
            best_which = which;
        }
    }
    if (best < stay + worth)
        return 0;
    return (float)(-step * ((double)at +
                            between(query,
                                    &cards->card[query->list[best_which].card],
                                    at)));
}

int vib_offset_undo(vib_spectrum *out, const vib_spectrum *spectrum, bool raman,
                    double offset)
{
    vib_spectrum copy = VIB_SPECTRUM_INIT;
    int rc = VIB_OK;

    copy.x = vib_new(spectrum->n, sizeof *copy.x);
    copy.y = vib_new(spectrum->n, sizeof *copy.y);
    if (!copy.x || !copy.y)
        rc = VIB_NO_MEMORY;
    if (rc == VIB_OK)
        rc = vib_axis_per_cm(copy.x, spectrum, raman);
    for (size_t i = 0; i < spectrum->n && rc == VIB_OK; i++) {
        copy.x[i] -= offset;
        copy.y[i] = spectrum->y[i];
        copy.n = i + 1;
    }
    for (size_t i = 0; i < spectrum->field_count && rc == VIB_OK; i++)
        rc = vib_spectrum_set(&copy, spectrum->fields[i].key,
                              spectrum->fields[i].value);
    if (rc == VIB_OK)
        rc = vib_spectrum_set(&copy, VIB_KEY_X_UNIT, "cm-1");
    if (rc < 0) {
        vib_spectrum_release(&copy);
        return rc;
    }
    *out = copy;
    return VIB_OK;
}
