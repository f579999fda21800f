#include "rate.h"

#include "memory.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>

enum {
    STEPS = 200,
    LEAST_WRONG = 3 /* trials that a share must be estimated by, at least, the
                     * one that is added among them */
};

/* Of the logarithm of the odds, either way, over which a trial comes to count.
 * Found on RRUFF, as LEAST_WRONG. */
static const double blur = 0.45;

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

/* An answer, and the logarithm of the odds that it is right. */
struct answer {
    double odds;
    size_t which;
};

static double log_odds(double chance)
{
    const double least = 1e-6;
    double p = fmax(least, fmin(1 - least, chance));

    return log(p / (1 - p));
}

static int best_first(const void *a, const void *b)
{
    const struct answer *p = a, *q = b;

    if (p->odds > q->odds || p->odds < q->odds)
        return p->odds > q->odds ? -1 : 1;
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
                log_odds(known_among((double)chances[i].known, absent) *
                         (double)chances[i].right),
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
 * Survey Sampling). `one` is what a trial stands for. */
struct expected {
    double wrong, trials, one;
};

static struct expected expect(const vib_trials *trials, double absent,
                              double n, double absents, double wrongs)
{
    double a = n * absent / fmax(trials->absents, 1);
    double w = n * (1 - absent) / fmax(trials->present, 1);
    double sum = a * absents + w * wrongs;
    double squares = a * a * absents + w * w * wrongs;

    if (!(squares > 0))
        return (struct expected){ 0, 0, fmax(a, w) };
    return (struct expected){ sum, sum * sum / squares, squares / sum };
}

/* Limits of a count that was seen once (Byar's, in Breslow and Day 1987,
 * Statistical Methods in Cancer Research II, 69), as shares of what is kept. */
static void limits(vib_rate *out, const struct expected *expected)
{
    double count = expected->trials, more = count + 1, z = 1.96 / 3;
    double one = expected->one / (double)out->kept;
    double low = 1 - 1 / (9 * count) - z / sqrt(count);

    out->low = one * count * pow(fmax(0, low), 3);
    out->high = fmin(1, one * more *
                            pow(1 - 1 / (9 * more) + z / sqrt(more), 3));
}

/* The trials above a bar that falls. */
struct above {
    const struct answer *trials; /* [n] best first */
    size_t n, sure;
};

/* A trial comes to count bit by bit as the bar passes it: else one would stop
 * where by chance there is none for long, and find less than is true. */
static double count_down_to(struct above *above, double bar)
{
    double count;

    while (above->sure < above->n &&
           above->trials[above->sure].odds >= bar + blur)
        above->sure++;
    count = (double)above->sure;
    for (size_t i = above->sure;
         i < above->n && above->trials[i].odds > bar - blur; i++)
        count += (above->trials[i].odds - bar + blur) / (2 * blur);
    return count;
}

/* Find how many answers [n], best first, may be kept. One trial is added to
 * those that are counted: the next that was not drawn may stand anywhere (as
 * with decoys: Barber and Candes 2015, Ann. Statist. 43, 2055). */
static void choose(vib_rate *out, const vib_trials *trials,
                   const struct answer *answers, size_t n,
                   struct above absent, struct above wrong, double level)
{
    for (size_t i = 0; i < n; i++) {
        double absents = count_down_to(&absent, answers[i].odds);
        double wrongs = count_down_to(&wrong, answers[i].odds);
        struct expected expected = expect(trials, out->absent, (double)n,
                                          absents, wrongs);
        double share = fmin(1, (expected.wrong + expected.one) /
                                   (double)(i + 1));

        if (expected.trials + 1 < LEAST_WRONG)
            continue;
        out->least = fmin(out->least, share);
        if (share > level)
            continue;
        out->kept = i + 1;
        out->wrong = share;
        limits(out, &expected);
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
