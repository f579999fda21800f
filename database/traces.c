#include "traces.h"

#include "library.h"
#include "memory.h"
#include "threads.h"

#include <stdlib.h>

/* Grid lengths a thread needs: the grid and what a trace takes. */
enum { SCRATCH = VIB_TRACE_SCRATCH(1) + 2 };

/* What was stored could be put on the grid once, so that it can be again. */
static int make_trace(vib_card *card, const vib_cards *cards, float *scratch)
{
    size_t length = cards->length;
    float *intensity = scratch, *mask = scratch + length;
    vib_gridded gridded = { intensity, mask, mask };
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int rc = vib_read_fields(&spectrum, cards->txn, card->id);

    if (rc == VIB_OK)
        rc = vib_read_points(&spectrum, cards->txn, card->id);
    if (rc == VIB_OK)
        rc = vib_pipeline_grid(intensity, mask, cards->pipeline, &spectrum);
    if (rc == VIB_OK)
        card->halves = vib_new(length, sizeof *card->halves);
    if (rc == VIB_OK && !card->halves)
        rc = VIB_NO_MEMORY;
    if (rc == VIB_OK)
        card->trace = vib_trace_make(card->halves, mask + length,
                                     cards->measure->trace, cards->pipeline,
                                     &gridded);
    vib_spectrum_release(&spectrum);
    return rc;
}

/* The places of cards without a trace, each once; *count of them. */
static int list_untraced(size_t **out, size_t *count, const vib_query *queries,
                         size_t n, vib_cards *cards)
{
    size_t *list = vib_new(cards->count, sizeof *list);

    if (!list)
        return VIB_NO_MEMORY;
    *count = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < queries[i].count; k++) {
            size_t at = queries[i].list[k].card;

            if (!cards->card[at].traced)
                list[(*count)++] = at;
            cards->card[at].traced = true;
        }
    *out = list;
    return VIB_OK;
}

int vib_traces_make(const vib_query *queries, size_t n, vib_cards *cards)
{
    size_t each = SCRATCH * cards->length, count = 0;
    float *scratch =
        vib_new_aligned((size_t)vib_threads() * each, sizeof *scratch);
    size_t *list = NULL, failed = SIZE_MAX;
    int rc = scratch ? list_untraced(&list, &count, queries, n, cards)
                     : VIB_NO_MEMORY;

    if (rc < 0)
        goto out;
#pragma omp parallel for num_threads(vib_threads()) schedule(dynamic, 8)
    for (size_t i = 0; i < count; i++)
        if (make_trace(&cards->card[list[i]], cards,
                       scratch + (size_t)vib_thread_number() * each) < 0) {
#pragma omp atomic write
            failed = i;
        }
    if (failed != SIZE_MAX) /* again, for the message of this thread */
        rc = make_trace(&cards->card[list[failed]], cards, scratch);
out:
    free(list);
    free(scratch);
    return rc;
}
