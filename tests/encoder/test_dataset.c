#include "dataset.h"

#include "library.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static vib_pipeline pipeline(void)
{
    vib_pipeline small;

    cr_assert_eq(vib_pipeline_parse(&small, SMALL_PIPELINE), VIB_OK);
    return small;
}

static vib_dataset read_library(library from)
{
    vib_pipeline small = pipeline();
    vib_dataset data;

    cr_assert_eq(vib_dataset_read(&data, &small, library_next, &from), VIB_OK);
    return data;
}

Test(dataset, counts_what_it_cannot_use)
{
    library from = LIBRARY_INIT;
    vib_dataset data;

    from.broken = VIB_NOT_FOUND;
    data = read_library(from);
    cr_assert_eq(data.count, COMPOUNDS * SPECIMENS);
    cr_assert_eq(data.skipped, USELESS + 1);
    vib_dataset_release(&data);
}

/* Spectra that nothing can be learned from, of `points` each. */
typedef struct hopeless {
    size_t points;
    double first, value; /* of the axis; of every point */
    size_t left;
} hopeless;

static int hopeless_next(vib_spectrum *out, void *payload)
{
    hopeless *from = payload;

    if (from->left == 0)
        return 0;
    from->left--;
    out->n = from->points;
    out->x = vib_new(out->n, sizeof *out->x);
    out->y = vib_new(out->n, sizeof *out->y);
    for (size_t i = 0; i < out->n; i++) {
        out->x[i] = from->first + 0.7 * (double)i;
        out->y[i] = from->value;
    }
    return 1;
}

Test(dataset, skips_what_nothing_can_be_learned_from)
{
    hopeless kinds[] = {
        { 0, 100, 0, 1 },      { 1, 500, 3, 1 },     { 2, 500, 3, 1 },
        { 2000, 100, 0, 1 },   { 2000, 100, 7, 1 },  { 2000, 100, 0.1, 1 },
        { 2000, 100, 1e9 / 3, 1 }, { 2000, 100, -1e-9 / 3, 1 },
        { 2000, 100, NAN, 1 }, { 2000, 100, INFINITY, 1 },
        { 2000, 5000, 7, 1 }
    };
    vib_pipeline small = pipeline();

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        vib_dataset data;

        cr_assert_eq(vib_dataset_read(&data, &small, hopeless_next, &kinds[i]),
                     VIB_OK);
        cr_assert(data.count == 0 && data.skipped == 1, "kind %zu", i);
        vib_dataset_release(&data);
    }
}

static int infrared_next(vib_spectrum *out, void *payload)
{
    int got = library_next(out, payload);

    if (got > 0)
        vib_spectrum_set(out, VIB_KEY_TECHNIQUE, "Infrared");
    return got;
}

Test(dataset, skips_spectra_of_the_other_technique)
{
    library from = LIBRARY_INIT;
    vib_pipeline small = pipeline();
    vib_dataset data;

    cr_assert_eq(vib_dataset_read(&data, &small, infrared_next, &from),
                 VIB_OK);
    cr_assert(data.count == 0 && data.skipped == from.end);
    vib_dataset_release(&data);
}

Test(dataset, keeps_intensities_to_a_ten_thousandth)
{
    vib_dataset data = read_library((library)LIBRARY_INIT);
    vib_pipeline small = pipeline();
    size_t length = small.length;
    float *work = vib_new(13, length * sizeof *work);
    vib_view view = { work, work + length, work + 2 * length, length, 8 };
    float *grid = work + 6 * length, *mask = grid + length;
    float *channels = mask + length, most = 0, worst = 0;
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    library from = LIBRARY_INIT;
    size_t row = 0;

    library_next(&spectrum, &from);
    while (data.row[row].at != 0) /* rows move when some are held out */
        row++;
    small.snip = 120;
    cr_assert_eq(vib_pipeline_grid(grid, mask, &small, &spectrum), VIB_OK);
    vib_pipeline_features(channels, view.scratch, &small, grid, mask);
    vib_dataset_view(&view, &data, row);
    for (size_t i = 0; i < length; i++)
        most = fmaxf(most, channels[length + i]);
    for (size_t i = 0; i < length; i++) {
        float root = channels[length + i] / most;

        cr_assert_eq(view.mask[i], mask[i]);
        worst = fmaxf(worst, fabsf(view.intensity[i] - root * root));
    }
    cr_assert(worst < 1e-4f, "off by %g", worst);
    vib_spectrum_release(&spectrum);
    vib_dataset_release(&data);
    free(work);
}

Test(dataset, holds_out_whole_specimens_that_stay_the_same)
{
    library half = LIBRARY_INIT;
    vib_dataset all = read_library((library)LIBRARY_INIT), some;
    size_t held = all.count - all.training;

    half.end = COMPOUNDS * SPECIMENS / 2;
    some = read_library(half);
    cr_assert(held >= 3 && held <= 20, "%zu held out", held);
    for (size_t i = 0; i < all.training; i++)
        for (size_t j = all.training; j < all.count; j++)
            cr_assert_neq(all.row[i].specimen, all.row[j].specimen);
    for (size_t i = some.training; i < some.count; i++)
        for (size_t j = 0; j < all.training; j++)
            cr_assert_neq(some.row[i].specimen, all.row[j].specimen);
    vib_dataset_release(&all);
    vib_dataset_release(&some);
}

Test(dataset, fingerprint_is_of_the_content)
{
    library less = LIBRARY_INIT;
    vib_dataset a = read_library((library)LIBRARY_INIT);
    vib_dataset b = read_library((library)LIBRARY_INIT), c;

    less.end = COMPOUNDS * SPECIMENS - 1;
    c = read_library(less);
    cr_assert_arr_eq(&a.fingerprint, &b.fingerprint, sizeof a.fingerprint);
    cr_assert(memcmp(&a.fingerprint, &c.fingerprint, sizeof c.fingerprint));
    vib_dataset_release(&a);
    vib_dataset_release(&b);
    vib_dataset_release(&c);
}

Test(dataset, of_nothing_is_empty)
{
    vib_pipeline small = pipeline();
    vib_dataset data;

    cr_assert_eq(vib_dataset_read(&data, &small, NULL, NULL), VIB_OK);
    cr_assert(data.count == 0 && data.training == 0 && data.skipped == 0);
    vib_dataset_release(&data);
}
