#include "selftest.h"

#include "memory.h"
#include "random.h"
#include "vibrary_confidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS = VIB_SELFTEST_PARTS };

void vib_selftest_release(vib_selftest *test)
{
    for (size_t i = 0; i < test->n; i++) {
        free(test->item[i].name);
        vib_hits_release(&test->item[i].hits);
    }
    free(test->item);
    *test = (vib_selftest){ NULL, 0 };
}

static size_t part_of(const char *name)
{
    return (size_t)(vib_checksum(name, strlen(name)) % PARTS);
}

static float standing_of(const vib_selftest_case *item)
{
    float scores[VIB_STANDING_NAMES];
    size_t which = item->hits.count;

    for (size_t i = item->hits.count; i-- > 0;) {
        scores[i] = item->hits.hit[i].score;
        if (strcmp(item->hits.hit[i].name, item->name) == 0)
            which = i;
    }
    return vib_standing(scores, item->hits.count, which);
}

/* What is seen of an answer. */
struct answer {
    const vib_hit *best;
    vib_signs signs;
};

/* The answer by the hits whose names are not hidden: neither `name`, nor of
 * part `part`. As vib_standings_find() has it. False: there are not two. */
static bool find_answer(struct answer *out, const vib_hits *hits,
                        const char *name, size_t part)
{
    const vib_hit *best = NULL;

    for (size_t i = 0; i < hits->count; i++) {
        const vib_hit *hit = &hits->hit[i];

        if ((name && strcmp(hit->name, name) == 0) ||
            (part < PARTS && part_of(hit->name) == part))
            continue;
        if (best) {
            *out = (struct answer){
                best,
                { { best->score, best->embedding, best->score - hit->score } }
            };
            return true;
        }
        best = hit;
    }
    return false;
}

/* ---- learning ---------------------------------------------------------- */

/* Distinct names among the cases that could be found. */
static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static uint32_t count_names(const char **names, size_t n)
{
    uint32_t count = n > 0;

    if (n > 0)
        qsort(names, n, sizeof *names, by_text);
    for (size_t i = 1; i < n; i++)
        count += strcmp(names[i], names[i - 1]) != 0;
    return count;
}

static bool is_right(const struct answer *answer,
                     const vib_selftest_case *item)
{
    return strcmp(answer->best->name, item->name) == 0;
}

int vib_selftest_learn(vib_confidence *out, const vib_selftest *test,
                    const bool *skipped)
{
    float *standing = vib_new(test->n, sizeof *standing);
    struct answer answer;
    vib_example *examples = vib_new(2 * test->n, sizeof *examples);
    const char **names = vib_new(test->n, sizeof *names);
    uint32_t queries = 0;
    size_t n = 0;
    int rc = standing && examples && names ? VIB_OK : VIB_NO_MEMORY;

    for (size_t i = 0; i < test->n && rc == VIB_OK; i++) {
        const vib_selftest_case *item = &test->item[i];

        if (skipped && skipped[part_of(item->name)])
            continue;
        if (find_answer(&answer, &item->hits, item->name, PARTS))
            examples[n++] = (vib_example){ answer.signs, false, false };
        if (!item->shared)
            continue;
        if (find_answer(&answer, &item->hits, NULL, PARTS))
            examples[n++] = (vib_example){ answer.signs, true,
                                           is_right(&answer, item) };
        names[queries] = item->name;
        standing[queries++] = standing_of(item);
    }
    if (rc == VIB_OK)
        rc = vib_confidence_make(out, standing, queries, examples, n);
    if (rc == VIB_OK)
        out->compounds = count_names(names, queries);
    free(standing);
    free(examples);
    free(names);
    return rc;
}

/* ---- trying ------------------------------------------------------------ */

bool vib_hit_is_query(const vib_hit *hit)
{
    return hit->hqi >= 0.9995f && hit->overlap >= 0.99f;
}

/* Whether the answer is the spectrum itself under another name: no unknown, but
 * a name that is wrong in the library. */
static bool is_twin(const struct answer *answer, const vib_selftest_case *item)
{
    return vib_hit_is_query(answer->best) && !is_right(answer, item);
}

/* Judge one case, its name hidden and not. */
static void try_case(vib_trials *out, const vib_confidence *confidence,
                     const vib_selftest_case *item)
{
    struct answer answer;

    if (find_answer(&answer, &item->hits, item->name, PARTS) &&
        !is_twin(&answer, item))
        out->absent[out->absents++] =
            vib_confidence_chance(confidence, &answer.signs);
    if (!item->shared || !find_answer(&answer, &item->hits, NULL, PARTS) ||
        is_twin(&answer, item))
        return;
    out->present++;
    if (!is_right(&answer, item))
        out->wrong[out->wrongs++] =
            vib_confidence_chance(confidence, &answer.signs);
}

static int try_part(vib_trials *out, const vib_selftest *test, size_t part)
{
    vib_confidence confidence = VIB_CONFIDENCE_INIT;
    bool skipped[PARTS] = { false };
    int rc;

    skipped[part] = true;
    rc = vib_selftest_learn(&confidence, test, skipped);
    for (size_t i = 0; i < test->n && rc == VIB_OK; i++)
        if (part_of(test->item[i].name) == part)
            try_case(out, &confidence, &test->item[i]);
    vib_confidence_release(&confidence);
    return rc;
}

int vib_selftest_try(vib_trials *out, const vib_selftest *test)
{
    vib_trials trials = { .absent = vib_new(test->n, sizeof *trials.absent),
                          .wrong = vib_new(test->n, sizeof *trials.wrong) };
    int rc = trials.absent && trials.wrong ? VIB_OK : VIB_NO_MEMORY;

    for (size_t part = 0; part < PARTS && rc == VIB_OK; part++)
        rc = try_part(&trials, test, part);
    if (rc < 0)
        vib_trials_release(&trials);
    else
        *out = trials;
    return rc;
}

/* ---- measuring --------------------------------------------------------- */

enum { SAMPLES = 200 };

/* How often a compound is drawn into a sample with replacement of them all: a
 * Poisson variable of mean 1, whichever the others (Hanley and MacGibbon 2006,
 * Comput. Methods Programs Biomed. 83, 57). Sample 0 is the compounds as they
 * are. */
static double times_drawn(const char *name, size_t sample)
{
    vib_random random =
        vib_random_stream(vib_checksum(name, strlen(name)), sample, 0);
    double left = vib_random_uniform(&random), term = exp(-1), times = 0;

    if (sample == 0)
        return 1;
    while (left >= term && times < 8) {
        left -= term;
        times++;
        term /= times;
    }
    return times;
}

static int by_value(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;

    return (p > q) - (p < q);
}

/* The middle 95 % of values [SAMPLES]. */
static void middle(double range[2], double *values)
{
    qsort(values, SAMPLES, sizeof *values, by_value);
    range[0] = values[SAMPLES / 40];
    range[1] = values[SAMPLES - 1 - SAMPLES / 40];
}

/* How many names the set of a case has, and whether the right one. */
static size_t set_of(bool *inside, const vib_confidence *confidence,
                     const vib_selftest_case *item)
{
    const vib_hits *hits = &item->hits;
    float scores[VIB_STANDING_NAMES];
    size_t names = 0;

    *inside = false;
    for (size_t i = 0; i < hits->count; i++)
        scores[i] = hits->hit[i].score;
    for (size_t i = 0; i < hits->count; i++) {
        float standing = vib_standing(scores, hits->count, i);

        if (i > 0 && !(vib_confidence_p(confidence, standing) > 0.05f))
            continue;
        names++;
        *inside = *inside || strcmp(hits->hit[i].name, item->name) == 0;
    }
    return names;
}

/* The set of a case. */
struct set {
    const char *name; /* of the case */
    bool inside;
    size_t names;
};

/* The sets of all cases that could be found, learned from other compounds. */
static int find_sets(struct set *sets, size_t *n, const vib_selftest *test,
                     size_t part)
{
    vib_confidence confidence = VIB_CONFIDENCE_INIT;
    bool skipped[PARTS] = { false };
    int rc;

    skipped[part] = true;
    rc = vib_selftest_learn(&confidence, test, skipped);
    for (size_t i = 0; i < test->n && rc == VIB_OK; i++) {
        const vib_selftest_case *item = &test->item[i];
        struct set *set = &sets[*n];

        if (!item->shared || part_of(item->name) != part)
            continue;
        set->name = item->name;
        set->names = set_of(&set->inside, &confidence, item);
        ++*n;
    }
    vib_confidence_release(&confidence);
    return rc;
}

static double coverage_of(const struct set *sets, size_t n, size_t sample)
{
    double cases = 0, inside = 0;

    for (size_t i = 0; i < n; i++) {
        double times = times_drawn(sets[i].name, sample);

        cases += times;
        inside += sets[i].inside ? times : 0;
    }
    return cases > 0 ? inside / cases : 0;
}

static int measure_sets(vib_calibration *out, const vib_selftest *test)
{
    struct set *sets = vib_new(test->n, sizeof *sets);
    double samples[SAMPLES], names = 0;
    size_t n = 0;
    int rc = sets ? VIB_OK : VIB_NO_MEMORY;

    for (size_t part = 0; part < PARTS && rc == VIB_OK; part++)
        rc = find_sets(sets, &n, test, part);
    if (rc == VIB_OK) {
        for (size_t i = 0; i < n; i++)
            names += (double)sets[i].names;
        for (size_t s = 0; s < SAMPLES; s++)
            samples[s] = coverage_of(sets, n, s + 1);
        middle(out->coverage_range, samples);
        out->coverage = coverage_of(sets, n, 0);
        out->set_size = n > 0 ? names / (double)n : 0;
    }
    free(sets);
    return rc;
}

/* A statistic of an answer, and whether the compound was there. */
struct verdict {
    const char *name;
    float statistic;
    bool there;
};

/* Verdicts by both statistics, [n] each. */
struct verdicts {
    struct verdict *known, *hqi;
    size_t n;
};

static float best_hqi(const vib_hits *hits, size_t part)
{
    float best = -1;

    for (size_t i = 0; i < hits->count; i++)
        if (part_of(hits->hit[i].name) != part)
            best = fmaxf(best, hits->hit[i].hqi);
    return best;
}

/* Append verdicts with the compounds of one part taken out: on them, and on
 * those of the next part; learned from the others. */
static int judge_part(struct verdicts *out, const vib_selftest *test,
                      size_t part)
{
    vib_confidence confidence = VIB_CONFIDENCE_INIT;
    bool skipped[PARTS] = { false };
    int rc;

    skipped[part] = skipped[(part + 1) % PARTS] = true;
    rc = vib_selftest_learn(&confidence, test, skipped);
    for (size_t i = 0; i < test->n && rc == VIB_OK; i++) {
        const vib_selftest_case *item = &test->item[i];
        size_t of = part_of(item->name);
        struct answer answer;

        if ((of != part && (of != (part + 1) % PARTS || !item->shared)) ||
            !find_answer(&answer, &item->hits, NULL, part))
            continue;
        out->known[out->n] = (struct verdict){
            item->name,
            vib_confidence_chance(&confidence, &answer.signs).known, of != part
        };
        out->hqi[out->n++] = (struct verdict){
            item->name, best_hqi(&item->hits, part), of != part
        };
    }
    vib_confidence_release(&confidence);
    return rc;
}

static int by_statistic(const void *a, const void *b)
{
    const struct verdict *p = a, *q = b;

    return (p->statistic > q->statistic) - (p->statistic < q->statistic);
}

struct curve {
    double area, alarms;
};

/* Of verdicts in order, as a sample draws them: the area under the curve of
 * true against false alarms as the threshold on the statistic falls, ties
 * counted half (Hanley and McNeil 1982, Radiology 143, 29); and the false
 * alarms where 95 % of those that are there are found. */
static struct curve curve_of(const struct verdict *verdicts, size_t n,
                             size_t sample)
{
    double there = 0, absent = 0, below = 0, won = 0, missed = 0;
    struct curve curve = { 0.5, 1 };

    for (size_t i = 0; i < n; i++) {
        double times = times_drawn(verdicts[i].name, sample);

        there += verdicts[i].there ? times : 0;
        absent += verdicts[i].there ? 0 : times;
    }
    if (there <= 0 || absent <= 0)
        return curve;
    for (size_t i = 0, end; i < n; i = end) {
        double here = 0, none = 0;

        for (end = i; end < n &&
                      by_statistic(&verdicts[i], &verdicts[end]) == 0;
             end++) {
            double times = times_drawn(verdicts[end].name, sample);

            here += verdicts[end].there ? times : 0;
            none += verdicts[end].there ? 0 : times;
        }
        won += here * (below + none / 2);
        if (missed <= 0.05 * there)
            curve.alarms = (absent - below) / absent;
        missed += here;
        below += none;
    }
    curve.area = won / (there * absent);
    return curve;
}

static void measure_curves(vib_calibration *out, struct verdicts *verdicts)
{
    double areas[SAMPLES], alarms[SAMPLES];
    size_t n = verdicts->n;

    qsort(verdicts->known, n, sizeof *verdicts->known, by_statistic);
    qsort(verdicts->hqi, n, sizeof *verdicts->hqi, by_statistic);
    for (size_t s = 0; s <= SAMPLES; s++) {
        struct curve known = curve_of(verdicts->known, n, s);
        struct curve hqi = curve_of(verdicts->hqi, n, s);

        if (s > 0) {
            areas[s - 1] = known.area - hqi.area;
            alarms[s - 1] = known.alarms - hqi.alarms;
            continue;
        }
        out->auroc = known.area;
        out->false_alarms = known.alarms;
        out->hqi_auroc = hqi.area;
        out->hqi_false_alarms = hqi.alarms;
    }
    middle(out->auroc_gain, areas);
    middle(out->alarms_gain, alarms);
}

static int measure_open(vib_calibration *out, const vib_selftest *test)
{
    struct verdicts verdicts = {
        vib_new(2 * test->n, sizeof *verdicts.known),
        vib_new(2 * test->n, sizeof *verdicts.hqi), 0
    };
    int rc = verdicts.known && verdicts.hqi ? VIB_OK : VIB_NO_MEMORY;

    for (size_t part = 0; part < PARTS && rc == VIB_OK; part++)
        rc = judge_part(&verdicts, test, part);
    if (rc == VIB_OK)
        measure_curves(out, &verdicts);
    free(verdicts.known);
    free(verdicts.hqi);
    return rc;
}

int vib_selftest_measure(vib_calibration *out, const vib_selftest *test)
{
    int rc = measure_sets(out, test);

    return rc < 0 ? rc : measure_open(out, test);
}
