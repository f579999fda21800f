#include "rate.h"

#include "memory.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>

enum {
    STEPS = 200,
    LEAST_WRONG = 3 /* trials that a share must be estimated by, at least */
};

void vib_trials_release(vib_trials *trials)
{
    free(trials->absent);
    free(trials->wrong);
    *trials = (vib_trials)VIB_TRIALS_INIT;
}

/* ---- bytes ------------------------------------------------------------- */

static void write_chances(vib_buffer *out, const vib_chance *chances,
                          uint32_t n)
{
    for (size_t i = 0; i < n; i++) {
        const float pair[] = { chances[i].known, chances[i].right };

        vib_put_floats(out, pair, 2);
    }
}

void vib_trials_write(vib_buffer *out, const vib_trials *trials)
{
    vib_put_u32(out, trials->absents);
    vib_put_u32(out, trials->wrongs);
    vib_put_u32(out, trials->present);
    write_chances(out, trials->absent, trials->absents);
    write_chances(out, trials->wrong, trials->wrongs);
}

static int read_chances(vib_chance **out, vib_cursor *cursor, uint32_t n)
{
    if ((cursor->size - cursor->at) / sizeof **out < n)
        return vib_fail(VIB_BAD_DATA, "the calibration has not the size it "
                        "says");
    *out = vib_new(n, sizeof **out);
    if (!*out)
        return VIB_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        float pair[2];

        vib_get_floats(pair, cursor, 2);
        if (!(pair[0] >= 0 && pair[0] <= 1 && pair[1] >= 0 && pair[1] <= 1))
            return vib_fail(VIB_BAD_DATA, "the calibration has a probability "
                            "that is none");
        (*out)[i] = (vib_chance){ pair[0], pair[1] };
    }
    return VIB_OK;
}

int vib_trials_read(vib_trials *out, vib_cursor *cursor)
{
    vib_trials read = { .absents = vib_get_u32(cursor) };
    int rc;

    read.wrongs = vib_get_u32(cursor);
    read.present = vib_get_u32(cursor);
    if (cursor->failed)
        return vib_fail(VIB_BAD_DATA, "the calibration ends early");
    rc = read_chances(&read.absent, cursor, read.absents);
    if (rc == VIB_OK)
        rc = read_chances(&read.wrong, cursor, read.wrongs);
    if (rc < 0)
        vib_trials_release(&read);
    else
        *out = read;
    return rc;
}

/* ---- chances ----------------------------------------------------------- */

/* That the compound is in the library, where the share `absent` is not. */
static double known_among(double known, double absent)
{
    double is = (1 - absent) * known, is_not = absent * (1 - known);

    return is + is_not > 0 ? is / (is + is_not) : 0;
}

double vib_rate_absent(const vib_chance *chances, size_t n)
{
    const double least = 0.001;
    double absent = 0.5;

    for (int step = 0; step < STEPS; step++) {
        double sum = 0, count = 0;

        for (size_t i = 0; i < n; i++)
            if (!isnan(chances[i].known)) {
                sum += 1 - known_among((double)chances[i].known, absent);
                count++;
            }
        if (count > 0)
            absent = fmax(least, fmin(1 - least, sum / count));
    }
    return absent;
}

/* An answer and its chance of being right. */
struct answer {
    double chance;
    size_t which;
};

static int best_first(const void *a, const void *b)
{
    const struct answer *p = a, *q = b;

    if (p->chance > q->chance || p->chance < q->chance)
        return p->chance > q->chance ? -1 : 1;
    return (p->which > q->which) - (p->which < q->which);
}

/* The answers there are, best first; *count is how many. NULL: no memory. */
static struct answer *in_order(size_t *count, const vib_chance *chances,
                               size_t n, double absent)
{
    struct answer *answers = vib_new(n, sizeof *answers);
    size_t have = 0;

    for (size_t i = 0; answers && i < n; i++)
        if (!isnan(chances[i].known) && !isnan(chances[i].right))
            answers[have++] = (struct answer){
                known_among((double)chances[i].known, absent) *
                    (double)chances[i].right,
                i
            };
    if (have)
        qsort(answers, have, sizeof *answers, best_first);
    *count = have;
    return answers;
}

/* ---- shares ------------------------------------------------------------ */

/* So many wrong answers are expected of a batch, by so many trials; what is
 * rare counts more, so that these may be fewer than were seen (Kish 1965,
 * Survey Sampling). */
struct expected {
    double wrong, trials;
};

static struct expected expect(const vib_trials *trials, double absent,
                              double n, size_t absents, size_t wrongs)
{
    double a = n * absent / fmax(trials->absents, 1);
    double w = n * (1 - absent) / fmax(trials->present, 1);
    double sum = a * (double)absents + w * (double)wrongs;
    double squares = a * a * (double)absents + w * w * (double)wrongs;

    return (struct expected){ sum, squares > 0 ? sum * sum / squares : 0 };
}

/* Limits of a count that was seen once, as shares of it (Byar's, in Breslow
 * and Day 1987, Statistical Methods in Cancer Research II, 69). */
static void limits(vib_rate *out, double count)
{
    double more = count + 1, z = 1.96 / 3;

    out->low = out->wrong * pow(1 - 1 / (9 * count) - z / sqrt(count), 3);
    out->high = fmin(1, out->wrong * more / count *
                            pow(1 - 1 / (9 * more) + z / sqrt(more), 3));
}

/* The trials at or above a chance, as it falls. */
struct above {
    const struct answer *trials; /* [n] best first */
    size_t n, count;
};

static size_t count_down_to(struct above *above, double chance)
{
    while (above->count < above->n &&
           above->trials[above->count].chance >= chance)
        above->count++;
    return above->count;
}

/* Find how many answers [n], best first, may be kept. */
static void choose(vib_rate *out, const vib_trials *trials,
                   const struct answer *answers, size_t n,
                   struct above absent, struct above wrong, double level)
{
    for (size_t i = 0; i < n; i++) {
        size_t absents = count_down_to(&absent, answers[i].chance);
        size_t wrongs = count_down_to(&wrong, answers[i].chance);
        struct expected expected = expect(trials, out->absent, (double)n,
                                          absents, wrongs);
        double share = fmin(1, expected.wrong / (double)(i + 1));

        if (expected.trials < LEAST_WRONG)
            continue;
        out->least = fmin(out->least, share);
        if (share > level)
            continue;
        out->kept = i + 1;
        out->wrong = share;
        limits(out, expected.trials);
    }
}

int vib_rate_keep(bool *keep, vib_rate *out, const vib_trials *trials,
                  const vib_chance *chances, size_t n, double level)
{
    vib_rate rate = { .absent = vib_rate_absent(chances, n), .least = 1 };
    size_t count, absents, wrongs;
    struct answer *answers = in_order(&count, chances, n, rate.absent);
    struct answer *absent =
        in_order(&absents, trials->absent, trials->absents, rate.absent);
    struct answer *wrong =
        in_order(&wrongs, trials->wrong, trials->wrongs, rate.absent);
    int rc = answers && absent && wrong ? VIB_OK : VIB_NO_MEMORY;

    if (rc == VIB_OK) {
        choose(&rate, trials, answers, count,
               (struct above){ absent, absents, 0 },
               (struct above){ wrong, wrongs, 0 }, level);
        for (size_t i = 0; i < n; i++)
            keep[i] = false;
        for (size_t i = 0; i < rate.kept; i++)
            keep[answers[i].which] = true;
        *out = rate;
    }
    free(answers);
    free(absent);
    free(wrong);
    return rc;
}
