#include "neighbours.h"

#include "library.h"

#include <criterion/criterion.h>
#include <string.h>

static vib_dataset read_library(void)
{
    library from = LIBRARY_INIT;
    vib_pipeline small;
    vib_dataset data;

    cr_assert_eq(vib_pipeline_parse(&small, SMALL_PIPELINE), VIB_OK);
    cr_assert_eq(vib_dataset_read(&data, &small, library_next, &from), VIB_OK);
    return data;
}

Test(neighbours, are_of_the_same_compound)
{
    vib_dataset data = read_library();
    vib_neighbours found;
    size_t others = 0, right = 0;

    cr_assert_eq(vib_neighbours_find(&found, &data,
                                     &(vib_kinship){ 3, 0.3, 0, 0 }), VIB_OK);
    for (size_t i = 0; i < data.training; i++) {
        cr_assert_eq(found.nearest[i * 3], i);
        for (size_t k = 1; k < found.found[i]; k++) {
            others++;
            right += data.row[found.nearest[i * 3 + k]].name ==
                     data.row[i].name;
        }
    }
    cr_assert(others > data.training, "%zu neighbours", others);
    cr_assert(right > others * 9 / 10, "%zu of %zu right", right, others);
    vib_neighbours_release(&found);
    vib_dataset_release(&data);
}

Test(neighbours, are_only_those_asked_for)
{
    vib_dataset data = read_library();
    vib_neighbours found;
    size_t others = 0;

    vib_neighbours_find(&found, &data,
                        &(vib_kinship){ 9, -1, 0, VIB_SAME_NAME });
    for (size_t i = 0; i < data.training; i++)
        for (size_t k = 1; k < found.found[i]; k++, others++)
            cr_assert_eq(data.row[found.nearest[i * 9 + k]].name,
                         data.row[i].name);
    cr_assert(others > data.training);
    vib_neighbours_release(&found);
    vib_dataset_release(&data);
}

/* A plain search through all pairs. */
Test(neighbours, are_the_nearest_above_the_least)
{
    const vib_kinship kinship = { 5, 0.2, 0, 0 };
    vib_dataset data = read_library();
    vib_neighbours found;

    cr_assert_eq(vib_neighbours_find(&found, &data, &kinship), VIB_OK);
    for (size_t i = 0; i < data.training; i++) {
        float last = 2;
        size_t above = 0;

        for (size_t k = 1; k < found.found[i]; k++) {
            float s = vib_neighbours_similarity(&found, i,
                                                found.nearest[i * 5 + k]);

            cr_assert(s <= last && s >= 0.2f);
            last = s;
        }
        for (size_t j = 0; j < data.training; j++)
            above += j != i && vib_neighbours_similarity(&found, i, j) > last;
        if (found.found[i] == kinship.most)
            cr_assert(above < kinship.most - 1);
    }
    vib_neighbours_release(&found);
    vib_dataset_release(&data);
}

/* Of all rows that look alike, those far away are not even looked at. */
Test(neighbours, are_within_reach)
{
    enum { REACH = 8, GROUP = 16 }; /* rows are taken in groups */
    vib_dataset data = read_library();
    vib_neighbours all, near;
    size_t most = 0, lost = 0;

    vib_neighbours_find(&all, &data, &(vib_kinship){ 9, -1, 0, 0 });
    vib_neighbours_find(&near, &data, &(vib_kinship){ 9, -1, REACH, 0 });
    for (size_t i = 0; i < data.training; i++) {
        cr_assert_eq(near.found[i], 9);
        for (size_t k = 0; k < 9; k++) {
            size_t j = near.nearest[i * 9 + k];
            size_t apart = j > i ? j - i : i - j;

            most = apart > most ? apart : most;
            lost += j != all.nearest[i * 9 + k];
        }
    }
    cr_assert(most >= REACH && most < REACH + GROUP, "%zu apart", most);
    cr_assert(lost > data.training, "%zu lost", lost);
    vib_neighbours_release(&all);
    vib_neighbours_release(&near);
    vib_dataset_release(&data);
}

Test(neighbours, similarity_is_the_cosine_of_the_features)
{
    vib_dataset data = read_library();
    size_t length = data.pipeline.length;
    float *work = vib_new(18, length * sizeof *work);
    float *channels[2] = { work + 12 * length, work + 15 * length };
    vib_view view = { work, work + length, work + 2 * length, length, 8 };
    double product = 0, square[2] = { 0, 0 };
    vib_neighbours found;

    cr_assert_eq(vib_neighbours_find(&found, &data,
                                     &(vib_kinship){ 1, 1, 0, 0 }),
                 VIB_OK);
    for (size_t i = 0; i < 2; i++) {
        vib_dataset_view(&view, &data, i);
        vib_pipeline_features(channels[i], view.scratch, &data.pipeline,
                              view.intensity, view.mask);
    }
    for (size_t i = 0; i + 1 < length; i += 2) {
        double a = (double)(channels[0][i] + channels[0][i + 1]);
        double b = (double)(channels[1][i] + channels[1][i + 1]);

        product += a * b;
        square[0] += a * a;
        square[1] += b * b;
    }
    cr_assert_float_eq(vib_neighbours_similarity(&found, 0, 1),
                       product / sqrt(square[0] * square[1]), 0.01);
    cr_assert_float_eq(vib_neighbours_similarity(&found, 1, 1), 1, 1e-6);
    free(work);
    vib_neighbours_release(&found);
    vib_dataset_release(&data);
}
