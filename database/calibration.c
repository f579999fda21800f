#include "calibration.h"

#include "library.h"
#include "memory.h"
#include "status.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is kept ------------------------------------------------------ */

enum { VERSION = 3, MEASURES = 12 };

/* The state of the library that a calibration is of. */
struct state {
    uint64_t last_id, spectra;
};

static int read_state(struct state *out, vib_txn *txn)
{
    int rc = vib_last_id(&out->last_id, txn);

    return rc < 0 ? rc : vib_table_count(&out->spectra, txn, VIB_SPECTRA);
}

/* How many were added and removed between two states, at most. */
static uint64_t changes(const struct state *before, const struct state *now)
{
    uint64_t added = now->last_id - before->last_id;
    uint64_t kept = now->spectra > added ? now->spectra - added : 0;

    return added + (before->spectra > kept ? before->spectra - kept : 0);
}

static void measures_write(float out[MEASURES], const vib_calibration *from)
{
    const double values[MEASURES] = {
        from->coverage,          from->set_size,
        from->auroc,             from->false_alarms,
        from->hqi_auroc,         from->hqi_false_alarms,
        from->coverage_range[0], from->coverage_range[1],
        from->auroc_gain[0],     from->auroc_gain[1],
        from->alarms_gain[0],    from->alarms_gain[1],
    };

    for (size_t i = 0; i < MEASURES; i++)
        out[i] = (float)values[i];
}

static void measures_read(vib_calibration *out, const float from[MEASURES])
{
    double *const values[MEASURES] = {
        &out->coverage,          &out->set_size,
        &out->auroc,             &out->false_alarms,
        &out->hqi_auroc,         &out->hqi_false_alarms,
        &out->coverage_range[0], &out->coverage_range[1],
        &out->auroc_gain[0],     &out->auroc_gain[1],
        &out->alarms_gain[0],    &out->alarms_gain[1],
    };

    for (size_t i = 0; i < MEASURES; i++)
        *values[i] = (double)from[i];
}

int vib_calibration_put(vib_txn *txn, const vib_confidence *confidence,
                        const vib_calibration *measured)
{
    float measures[MEASURES];
    vib_buffer bytes = { NULL, 0, 0, false };
    struct state state;
    int rc = read_state(&state, txn);

    measures_write(measures, measured);
    vib_put_u32(&bytes, VERSION);
    vib_put_u64(&bytes, state.last_id);
    vib_put_u64(&bytes, state.spectra);
    vib_put_floats(&bytes, measures, MEASURES);
    vib_confidence_write(&bytes, confidence);
    if (rc == VIB_OK)
        rc = bytes.failed ? VIB_NO_MEMORY
                          : vib_put_fact(txn, VIB_FACT_CALIBRATION,
                                         (vib_value){ bytes.data, bytes.size });
    vib_buffer_release(&bytes);
    return rc;
}

/* Why what is kept may not be believed, or "". */
static void judge(vib_calibration *out, const vib_confidence *confidence,
                  uint64_t changed, uint64_t spectra)
{
    out->queries = confidence->queries;
    out->compounds = confidence->compounds;
    out->stale = changed > spectra / 10;
    if (out->queries < VIB_FEWEST_QUERIES ||
        out->compounds < VIB_FEWEST_COMPOUNDS)
        snprintf(out->why, sizeof out->why, "%" PRIu64 " spectra of %" PRIu64
                 " compounds have another specimen of the same name; it takes "
                 "%d of %d", out->queries, out->compounds, VIB_FEWEST_QUERIES,
                 VIB_FEWEST_COMPOUNDS);
    else if (out->stale)
        snprintf(out->why, sizeof out->why, "%" PRIu64 " spectra were added or "
                 "removed since; 'vibrary index' calibrates anew", changed);
    out->usable = out->why[0] == '\0';
}

static int parse(vib_confidence *confidence, vib_calibration *out,
                 vib_value value, const struct state *now)
{
    vib_cursor cursor = { value.data, value.size, 0, false };
    float measures[MEASURES];
    struct state then;
    int rc;

    if (vib_get_u32(&cursor) != VERSION) {
        snprintf(out->why, sizeof out->why, "the calibration is of another "
                 "version; 'vibrary index' makes a new one");
        return VIB_OK;
    }
    then.last_id = vib_get_u64(&cursor);
    then.spectra = vib_get_u64(&cursor);
    vib_get_floats(measures, &cursor, MEASURES);
    measures_read(out, measures);
    rc = vib_confidence_read(confidence, &cursor);
    if (rc == VIB_OK)
        judge(out, confidence, changes(&then, now), then.spectra);
    return rc;
}

int vib_calibration_load(vib_confidence *confidence, vib_calibration *out,
                         vib_txn *txn)
{
    vib_confidence read = VIB_CONFIDENCE_INIT;
    vib_calibration calibration = { .usable = false };
    struct state now;
    vib_value value;
    int rc = read_state(&now, txn);

    if (rc == VIB_OK)
        rc = vib_get_fact(&value, txn, VIB_FACT_CALIBRATION);
    if (rc == VIB_NOT_FOUND || (rc == VIB_OK && value.size == 0)) {
        snprintf(calibration.why, sizeof calibration.why,
                 "it has not been calibrated; 'vibrary index' does it");
        rc = VIB_OK;
    } else if (rc == VIB_OK) {
        rc = parse(&read, &calibration, value, &now);
    }
    if (rc == VIB_OK)
        *out = calibration;
    if (rc == VIB_OK && calibration.usable) {
        *confidence = read;
        return VIB_OK;
    }
    vib_confidence_release(&read);
    return rc;
}

int vib_db_calibration(vib_calibration *out, const vib_db *db)
{
    vib_confidence confidence = VIB_CONFIDENCE_INIT;
    vib_txn *txn = NULL;
    int rc = vib_txn_begin(&txn, db->store, VIB_READ);

    if (rc == VIB_OK)
        rc = vib_calibration_load(&confidence, out, txn);
    vib_txn_abort(txn);
    vib_confidence_release(&confidence);
    return rc;
}

int vib_db_keep(bool *keep, vib_kept *out, const vib_db *db,
                const vib_answer *answers, size_t n, double level)
{
    vib_confidence confidence = VIB_CONFIDENCE_INIT;
    vib_calibration calibration = { .usable = false };
    vib_chance *chances = vib_new(n, sizeof *chances);
    vib_rate rate;
    vib_txn *txn = NULL;
    int rc = chances ? vib_txn_begin(&txn, db->store, VIB_READ)
                     : VIB_NO_MEMORY;

    if (rc == VIB_OK)
        rc = vib_calibration_load(&confidence, &calibration, txn);
    vib_txn_abort(txn);
    if (rc == VIB_OK && !calibration.usable)
        rc = vib_fail(VIB_NOT_FOUND, "how many answers are wrong cannot be "
                      "said: %s", calibration.why);
    for (size_t i = 0; i < n && rc == VIB_OK; i++)
        chances[i] = (vib_chance){ answers[i].known, answers[i].right };
    if (rc == VIB_OK)
        rc = vib_rate_keep(keep, &rate, &confidence.trials, chances, n, level);
    if (rc == VIB_OK)
        *out = (vib_kept){ rate.kept, rate.wrong, { rate.low, rate.high },
                           rate.absent, rate.least };
    vib_confidence_release(&confidence);
    free(chances);
    return rc;
}

/* ---- telling ----------------------------------------------------------- */

static const char *name_of(const vib_cards *cards, size_t card)
{
    return cards->card[card].name ? cards->card[card].name : "";
}

/* The place of this name; spectra without one count each for themselves. */
static size_t find_name(const vib_standings *standings, const vib_cards *cards,
                        size_t card)
{
    const char *name = name_of(cards, card);
    size_t i = 0;

    while (i < standings->n && (!*name || strcmp(name_of(cards,
                                                         standings->card[i]),
                                                 name) != 0))
        i++;
    return i;
}

int vib_standings_find(vib_standings *out, const vib_query *query,
                       vib_cards *cards, const char *leave_out)
{
    const vib_candidate *best = NULL;

    out->n = 0;
    for (size_t i = 0; i < query->count && out->n < VIB_STANDING_NAMES; i++) {
        const vib_candidate *candidate = &query->list[i];
        vib_card *card = &cards->card[candidate->card];
        int rc = vib_cards_describe(card, cards);

        if (rc < 0)
            return rc;
        if (vib_query_hides(query, card, leave_out) ||
            find_name(out, cards, candidate->card) < out->n)
            continue;
        best = best ? best : candidate;
        out->score[out->n] = candidate->score;
        out->card[out->n++] = candidate->card;
    }
    out->own = best && best->own > 0;
    if (out->n >= 2)
        out->signs = (vib_signs){ { best->score, best->embedding,
                                    out->score[0] - out->score[1] } };
    return VIB_OK;
}

void vib_standings_tell(vib_hits *hits, const vib_standings *standings,
                        const vib_cards *cards,
                        const vib_confidence *confidence, double level)
{
    float p[VIB_STANDING_NAMES + 1];
    vib_chance chance;

    if (standings->n < 2)
        return;
    for (size_t i = 0; i <= standings->n; i++)
        p[i] = vib_confidence_p(confidence,
                                vib_standing(standings->score, standings->n,
                                             i));
    for (size_t i = 0; i < standings->n; i++)
        hits->names += i == 0 || (double)p[i] > 1 - level;
    chance = vib_confidence_chance(confidence, &standings->signs);
    hits->known = standings->own ? 1 : chance.known;
    hits->right = chance.right;
    for (size_t k = 0; k < hits->count; k++) {
        size_t i = 0;

        while (i < standings->n &&
               strcmp(name_of(cards, standings->card[i]), hits->hit[k].name))
            i++;
        hits->hit[k].p = p[i];
    }
}
