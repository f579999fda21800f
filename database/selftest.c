#include "selftest.h"

#include "memory.h"

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

/* The signs of the first two hits whose names are not hidden: neither `name`,
 * nor of part `part`. As vib_standings_find() has them. False: there are not
 * two. */
static bool find_signs(vib_signs *out, const vib_hits *hits, const char *name,
                       size_t part)
{
    const vib_hit *best = NULL;

    for (size_t i = 0; i < hits->count; i++) {
        const vib_hit *hit = &hits->hit[i];

        if ((name && strcmp(hit->name, name) == 0) ||
            (part < PARTS && part_of(hit->name) == part))
            continue;
        if (best) {
            *out = (vib_signs){ { best->score, best->embedding, best->hqi,
                                  best->aligned, best->score - hit->score } };
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

int vib_selftest_learn(vib_confidence *out, const vib_selftest *test,
                    const bool *skipped)
{
    float *standing = vib_new(test->n, sizeof *standing);
    vib_example *examples = vib_new(2 * test->n, sizeof *examples);
    const char **names = vib_new(test->n, sizeof *names);
    uint32_t queries = 0;
    size_t n = 0;
    int rc = standing && examples && names ? VIB_OK : VIB_NO_MEMORY;

    for (size_t i = 0; i < test->n && rc == VIB_OK; i++) {
        const vib_selftest_case *item = &test->item[i];

        if (skipped && skipped[part_of(item->name)])
            continue;
        examples[n].known = false;
        n += find_signs(&examples[n].signs, &item->hits, item->name, PARTS);
        if (!item->shared)
            continue;
        examples[n].known = true;
        n += find_signs(&examples[n].signs, &item->hits, NULL, PARTS);
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

/* ---- measuring --------------------------------------------------------- */

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

static int measure_sets(vib_calibration *out, const vib_selftest *test)
{
    double cases = 0, inside = 0, names = 0;

    for (size_t part = 0; part < PARTS; part++) {
        vib_confidence confidence = VIB_CONFIDENCE_INIT;
        bool skipped[PARTS] = { false };
        int rc;

        skipped[part] = true;
        rc = vib_selftest_learn(&confidence, test, skipped);
        if (rc < 0)
            return rc;
        for (size_t i = 0; i < test->n; i++) {
            const vib_selftest_case *item = &test->item[i];
            bool holds;

            if (!item->shared || part_of(item->name) != part)
                continue;
            names += (double)set_of(&holds, &confidence, item);
            inside += holds;
            cases++;
        }
        vib_confidence_release(&confidence);
    }
    out->coverage = cases > 0 ? inside / cases : 0;
    out->set_size = cases > 0 ? names / cases : 0;
    return VIB_OK;
}

/* A statistic of an answer, and whether the compound was there. */
struct verdict {
    float known, hqi;
    bool there;
};

static float best_hqi(const vib_hits *hits, size_t part)
{
    float best = -1;

    for (size_t i = 0; i < hits->count; i++)
        if (part_of(hits->hit[i].name) != part)
            best = fmaxf(best, hits->hit[i].hqi);
    return best;
}

/* Verdicts with the compounds of one part taken out: on them, and on those of
 * the next part; learned from the others. *n of them are appended. */
static int judge_part(struct verdict *verdicts, size_t *n,
                      const vib_selftest *test, size_t part)
{
    vib_confidence confidence = VIB_CONFIDENCE_INIT;
    bool skipped[PARTS] = { false };
    int rc;

    skipped[part] = skipped[(part + 1) % PARTS] = true;
    rc = vib_selftest_learn(&confidence, test, skipped);
    for (size_t i = 0; i < test->n && rc == VIB_OK; i++) {
        const vib_selftest_case *item = &test->item[i];
        size_t of = part_of(item->name);
        vib_signs signs;

        if ((of != part && (of != (part + 1) % PARTS || !item->shared)) ||
            !find_signs(&signs, &item->hits, NULL, part))
            continue;
        verdicts[(*n)++] = (struct verdict){
            vib_confidence_known(&confidence, &signs),
            best_hqi(&item->hits, part), of != part
        };
    }
    vib_confidence_release(&confidence);
    return rc;
}

static int by_known(const void *a, const void *b)
{
    const struct verdict *p = a, *q = b;

    return (p->known > q->known) - (p->known < q->known);
}

/* The area under the curve of true against false alarms as the threshold on
 * `known` falls, ties counted half (Hanley and McNeil 1982, Radiology 143, 29);
 * and the false alarms where 95 % of those that are there are found. */
static void curve(double *area, double *alarms, struct verdict *verdicts,
                  size_t n)
{
    double there = 0, absent = 0, below = 0, won = 0, missed = 0;

    qsort(verdicts, n, sizeof *verdicts, by_known);
    for (size_t i = 0; i < n; i++) {
        there += verdicts[i].there;
        absent += !verdicts[i].there;
    }
    *alarms = 1;
    for (size_t i = 0, end; i < n; i = end) {
        double here = 0, none = 0;

        for (end = i; end < n && by_known(&verdicts[i], &verdicts[end]) == 0;
             end++) {
            here += verdicts[end].there;
            none += !verdicts[end].there;
        }
        won += here * (below + none / 2);
        if (missed <= 0.05 * there)
            *alarms = (absent - below) / absent;
        missed += here;
        below += none;
    }
    *area = there > 0 && absent > 0 ? won / (there * absent) : 0.5;
}

static int measure_open(vib_calibration *out, const vib_selftest *test)
{
    struct verdict *verdicts = vib_new(2 * test->n, sizeof *verdicts);
    size_t n = 0;
    int rc = verdicts ? VIB_OK : VIB_NO_MEMORY;

    for (size_t part = 0; part < PARTS && rc == VIB_OK; part++)
        rc = judge_part(verdicts, &n, test, part);
    if (rc == VIB_OK)
        curve(&out->auroc, &out->false_alarms, verdicts, n);
    for (size_t i = 0; i < n; i++)
        verdicts[i].known = verdicts[i].hqi;
    if (rc == VIB_OK)
        curve(&out->hqi_auroc, &out->hqi_false_alarms, verdicts, n);
    free(verdicts);
    return rc;
}

int vib_selftest_measure(vib_calibration *out, const vib_selftest *test)
{
    int rc = measure_sets(out, test);

    return rc < 0 ? rc : measure_open(out, test);
}
