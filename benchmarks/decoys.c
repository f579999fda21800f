/* decoys - whether decoys can tell how many answers of a batch are wrong.
 *
 *     benchmarks/decoys MODEL PATH FOLDER
 *
 * The spectra in PATH become a library, and each of them a decoy, a spectrum of
 * nothing, in a library beside it. Those whose compound has another specimen
 * are searched for in both, their own specimen hidden, and a fifth of the
 * compounds taken out of both, each fifth in turn. An unknown's answer is the
 * best of all; where that is a decoy it counts for the estimate alone:
 * (decoys + 1) / targets among the first so many (Elias and Gygi 2007, Nat.
 * Methods 4, 207; Levitsky et al. 2017, J. Proteome Res. 16, 689). Beside it is
 * what share of these targets have a wrong name. Libraries are made in FOLDER,
 * which may be deleted afterwards. */
#include "collection.h"
#include "random.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BATCH = 256, EVERY = 3, NAMES = 40, PARTS = 5, LEVELS = 3 };

static const double levels[LEVELS] = { 0.01, 0.05, 0.10 };

/* A reference becomes a decoy by knots along its axis; what is between two is
 * stretched, amplified or taken from another compound as these say. */
struct style {
    const char *name;
    double move;  /* of a knot, cm^-1, standard deviation         */
    double gain;  /* standard deviation of its logarithm          */
    double apart; /* cm^-1 between knots, on average              */
    double swap;  /* share of knots that are of another reference */
};

static const struct style styles[] = {
    { "spliced", 20, 0.5, 40, 0.2 }, { "moved by 8", 8, 0.5, 30, 0 },
    { "moved by 4", 4, 0.3, 20, 0 }, { "moved by 3", 3, 0.3, 20, 0 },
    { "moved by 2", 2, 0.3, 20, 0 }, { "moved by 1.5", 1.5, 0.3, 20, 0 },
};
enum { STYLES = sizeof styles / sizeof *styles };

/* ---- decoys ------------------------------------------------------------ */

struct knot {
    double x, move, gain, swap;
};

static struct knot next_knot(const struct knot *last, const struct style *style,
                             vib_random *random)
{
    double step = style->apart * vib_random_between(random, 0.5, 1.5);
    double move = style->move * vib_random_normal(random) - last->move;
    struct knot knot = { .x = last->x + step };

    /* What is between must not turn back. */
    knot.move = last->move + fmax(-0.8 * step, fmin(0.8 * step, move));
    knot.gain = style->gain * vib_random_normal(random);
    knot.swap = vib_random_chance(random, style->swap);
    return knot;
}

/* The intensity at x, between points in order; that of the nearest end
 * outside. */
static double intensity_at(const vib_spectrum *spectrum, double x)
{
    const double *axis = spectrum->x, *y = spectrum->y;
    size_t low = 0, high = spectrum->n - 1;

    if (x <= axis[low])
        return y[low];
    if (x >= axis[high])
        return y[high];
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (axis[middle] <= x)
            low = middle;
        else
            high = middle;
    }
    return y[low] + (x - axis[low]) / (axis[high] - axis[low]) *
                        (y[high] - y[low]);
}

static double highest(const vib_spectrum *spectrum)
{
    double most = -INFINITY;

    for (size_t i = 0; i < spectrum->n; i++)
        most = fmax(most, spectrum->y[i]);
    return most > 0 ? most : 1;
}

static vib_spectrum make_decoy(const vib_spectrum *of,
                               const vib_spectrum *other,
                               const struct style *style, vib_random *random)
{
    double share = highest(of) / highest(other);
    vib_spectrum out = VIB_SPECTRUM_INIT;
    struct knot a, b = { .x = of->x[0] - style->apart };

    b = next_knot(&b, style, random);
    a = b;
    out.x = must_allocate(of->n, sizeof *out.x);
    out.y = must_allocate(of->n, sizeof *out.y);
    for (out.n = 0; out.n < of->n; out.n++) {
        double x = of->x[out.n], t, from, swap;

        while (b.x <= x) {
            a = b;
            b = next_knot(&a, style, random);
        }
        t = b.x > a.x ? fmax(0, (x - a.x) / (b.x - a.x)) : 0;
        from = x + a.move + t * (b.move - a.move);
        swap = a.swap + t * (b.swap - a.swap);
        out.x[out.n] = x;
        out.y[out.n] = exp(a.gain + t * (b.gain - a.gain)) *
                       ((1 - swap) * intensity_at(of, from) +
                        swap * share * intensity_at(other, from));
    }
    for (size_t f = 0; f < of->field_count; f++)
        must(vib_spectrum_set(&out, of->fields[f].key, of->fields[f].value));
    return out;
}

/* ---- libraries --------------------------------------------------------- */

static const char *field_of(const vib_spectrum *spectrum, const char *key)
{
    const char *value = vib_spectrum_get(spectrum, key);

    return value ? value : "";
}

static bool same(const vib_spectrum *a, const vib_spectrum *b, const char *key)
{
    return strcmp(field_of(a, key), field_of(b, key)) == 0;
}

static vib_spectrum decoy_of(const struct collection *from, size_t i,
                             const struct style *style)
{
    vib_random random = vib_random_stream(1, i, 0);
    const vib_spectrum *of = &from->spectra[i], *other;

    do
        other = &from->spectra[vib_random_below(&random, from->n)];
    while (same(of, other, VIB_KEY_NAME));
    return make_decoy(of, other, style, &random);
}

/* A library of the spectra themselves or, where there is a style, of their
 * decoys. */
static vib_db *make_library(const char *path, const vib_encoder *encoder,
                            const struct collection *from,
                            const struct style *style)
{
    static vib_added added[BATCH];
    vib_db *db = NULL;

    must(vib_db_create(path, encoder));
    must(vib_db_open(&db, path, VIB_WRITE));
    for (size_t i = 0; i < from->n; i += BATCH) {
        size_t n = from->n - i < BATCH ? from->n - i : BATCH;
        vib_spectrum made[BATCH] = { VIB_SPECTRUM_INIT };

        for (size_t k = 0; k < n && style; k++)
            made[k] = decoy_of(from, i + k, style);
        must(vib_db_add(added, db, style ? made : from->spectra + i, n));
        for (size_t k = 0; k < n; k++)
            vib_spectrum_release(&made[k]);
    }
    return db;
}

/* ---- answers ----------------------------------------------------------- */

/* The unknowns, and what each library says of them. */
struct trial {
    vib_spectrum *query; /* [n] borrowing from the collection */
    vib_hits *targets, *decoys;
    size_t n;
};

static bool has_other_specimen(const struct collection *in, size_t i)
{
    const vib_spectrum *of = &in->spectra[i];

    for (size_t k = 0; k < in->n; k++)
        if (same(of, &in->spectra[k], VIB_KEY_NAME) &&
            !same(of, &in->spectra[k], VIB_KEY_SPECIMEN))
            return true;
    return false;
}

static vib_hits *ask(const vib_db *db, const struct trial *trial)
{
    vib_hits *hits = must_allocate(trial->n, sizeof *hits);
    vib_search how = VIB_SEARCH_DEFAULT;

    how.k = NAMES;
    how.by_compound = true;
    how.leave_out = VIB_KEY_SPECIMEN;
    how.level = 0;
    must(vib_db_search(hits, db, trial->query, trial->n, &how));
    return hits;
}

static void forget(vib_hits *hits, size_t n)
{
    for (size_t i = 0; i < n; i++)
        vib_hits_release(&hits[i]);
    free(hits);
}

static size_t part_of(const char *name)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */

    for (; *name; name++)
        hash = (hash ^ (unsigned char)*name) * 1099511628211u;
    return (size_t)(hash >> 32) % PARTS;
}

/* The best hit whose name was not taken out and is not `but`. */
static const vib_hit *best_hit(const vib_hits *hits, size_t out,
                               const char *but)
{
    for (size_t i = 0; i < hits->count; i++)
        if (part_of(hits->hit[i].name) != out &&
            strcmp(hits->hit[i].name, but) != 0)
            return &hits->hit[i];
    return NULL;
}

static double score_of(const vib_hit *hit)
{
    return hit ? (double)hit->score : -1;
}

/* What comes first for an unknown. */
struct answer {
    double worth; /* its score, or how far that is above other names' */
    bool decoy, wrong;
};

static struct answer answer_to(const struct trial *trial, size_t i, size_t out,
                               bool margin)
{
    const vib_hits *targets = &trial->targets[i], *decoys = &trial->decoys[i];
    const vib_hit *target = best_hit(targets, out, "");
    const vib_hit *decoy = best_hit(decoys, out, "");
    bool fooled = score_of(decoy) > score_of(target);
    const vib_hit *first = fooled ? decoy : target;
    const char *name = first ? first->name : "";
    struct answer answer = { .worth = score_of(first), .decoy = fooled };

    answer.wrong =
        strcmp(name, field_of(&trial->query[i], VIB_KEY_NAME)) != 0;
    if (margin)
        answer.worth -= fmax(score_of(best_hit(targets, out, name)),
                             score_of(best_hit(decoys, out, name)));
    return answer;
}

static int best_first(const void *a, const void *b)
{
    double p = ((const struct answer *)a)->worth;
    double q = ((const struct answer *)b)->worth;

    return (p < q) - (p > q);
}

/* ---- rates ------------------------------------------------------------- */

/* Of the answers that are kept at one level, over all parts. */
struct kept {
    double targets, wrong;
    double estimated; /* wrong ones      */
    double could;     /* could have been kept by one who knows the truth */
};

/* Keep as many of answers [n], best first, as the estimate allows. */
static void keep(struct kept *kept, const struct answer *answers, size_t n,
                 double level)
{
    double targets = 0, decoys = 0, wrong = 0, could = 0;
    struct kept most = { 0 };

    for (size_t i = 0; i < n; i++) {
        decoys += answers[i].decoy;
        targets += !answers[i].decoy;
        wrong += !answers[i].decoy && answers[i].wrong;
        if (decoys + 1 <= level * targets)
            most = (struct kept){ targets, wrong, decoys + 1, 0 };
        if (wrong <= level * targets)
            could = targets;
    }
    kept->targets += most.targets;
    kept->wrong += most.wrong;
    kept->estimated += most.estimated;
    kept->could += could;
}

static void print_rates(const struct trial *trial, const char *style,
                        bool margin)
{
    struct answer *answers = must_allocate(trial->n, sizeof *answers);
    struct kept kept[LEVELS] = { { 0 } };

    for (size_t out = 0; out < PARTS; out++) {
        for (size_t i = 0; i < trial->n; i++)
            answers[i] = answer_to(trial, i, out, margin);
        qsort(answers, trial->n, sizeof *answers, best_first);
        for (size_t l = 0; l < LEVELS; l++)
            keep(&kept[l], answers, trial->n, levels[l]);
    }
    for (size_t l = 0; l < LEVELS; l++) {
        double all = fmax(kept[l].targets, 1);

        printf("%-12s  %-6s  %3.0f %%  %5.0f  %5.1f  %5.1f  %5.0f\n", style,
               margin ? "margin" : "score", 100 * levels[l],
               kept[l].targets / PARTS, 100 * kept[l].estimated / all,
               100 * kept[l].wrong / all, kept[l].could / PARTS);
    }
    fflush(stdout);
    free(answers);
}

static void try_style(struct trial *trial, const vib_encoder *encoder,
                      const struct collection *from, const char *folder,
                      const struct style *style)
{
    char path[4096];
    vib_db *db;

    snprintf(path, sizeof path, "%s/%td.vib", folder, style - styles);
    db = make_library(path, encoder, from, style);
    trial->decoys = ask(db, trial);
    print_rates(trial, style->name, false);
    print_rates(trial, style->name, true);
    forget(trial->decoys, trial->n);
    vib_db_close(db);
}

struct point {
    double x, y;
};

static int upward(const void *a, const void *b)
{
    double p = ((const struct point *)a)->x, q = ((const struct point *)b)->x;

    return (p > q) - (p < q);
}

/* Files have their points in any order; intensity_at() wants one. */
static void sort_points(vib_spectrum *spectrum)
{
    struct point *points = must_allocate(spectrum->n, sizeof *points);

    for (size_t i = 0; i < spectrum->n; i++)
        points[i] = (struct point){ spectrum->x[i], spectrum->y[i] };
    qsort(points, spectrum->n, sizeof *points, upward);
    for (size_t i = 0; i < spectrum->n; i++) {
        spectrum->x[i] = points[i].x;
        spectrum->y[i] = points[i].y;
    }
    free(points);
}

int main(int argc, char **argv)
{
    vib_encoder *encoder = NULL;
    struct collection from;
    struct trial trial = { NULL, NULL, NULL, 0 };
    char path[4096];
    vib_db *db;

    if (argc != 4) {
        fprintf(stderr, "usage: decoys MODEL PATH FOLDER\n");
        return 2;
    }
    must(vib_encoder_open(&encoder, argv[1]));
    from = collection_read(argv[2]);
    for (size_t i = 0; i < from.n; i++)
        sort_points(&from.spectra[i]);
    trial.query = must_allocate(from.n, sizeof *trial.query);
    for (size_t i = 0; i < from.n; i += EVERY)
        if (has_other_specimen(&from, i))
            trial.query[trial.n++] = from.spectra[i];
    snprintf(path, sizeof path, "%s/targets.vib", argv[3]);
    db = make_library(path, encoder, &from, NULL);
    trial.targets = ask(db, &trial);
    printf("%zu unknowns\n%-12s  %-6s  level   kept  est.%%  true%%  could\n",
           trial.n, "decoys", "order");
    for (size_t s = 0; s < STYLES; s++)
        try_style(&trial, encoder, &from, argv[3], &styles[s]);
    forget(trial.targets, trial.n);
    free(trial.query);
    vib_db_close(db);
    collection_release(&from);
    vib_encoder_close(encoder);
    return 0;
}
