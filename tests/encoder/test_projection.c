#include "projection.h"

#include "library.h"
#include "threads.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EXAMPLES = 192, ASKED = 48 };

static vib_dataset data;
static vib_neighbours neighbours;
static vib_teacher teacher;
static vib_shape shape;

static void open_all(void)
{
    library from = LIBRARY_INIT;

    teacher = (vib_teacher){ .data = &data, .neighbours = &neighbours,
                             .mild = VIB_DAMAGE_MILD, .hard = VIB_DAMAGE_HARD,
                             .alike = 0.8, .rows = 8, .seed = 1 };
    cr_assert_eq(vib_pipeline_parse(&teacher.pipeline, SMALL_PIPELINE), VIB_OK);
    cr_assert_eq(vib_shape_parse(&shape, "resnet in=3x161 stem=16k5 "
                                 "blocks=16/2 kernel=3 head=16 out=64"),
                 VIB_OK);
    vib_dataset_read(&data, &teacher.pipeline, library_next, &from);
    vib_neighbours_find(&neighbours, &data, &(vib_kinship){ 4, 0.3, 0, 0 });
}

static void close_all(void)
{
    vib_neighbours_release(&neighbours);
    vib_dataset_release(&data);
}

TestSuite(projection, .init = open_all, .fini = close_all);

static vib_learner fitted(size_t examples)
{
    vib_learner learner;

    cr_assert_eq(vib_learner_open(&learner, &shape, teacher.rows, 1), VIB_OK);
    cr_assert_eq(vib_projection_fit(&learner, &teacher, examples), VIB_OK);
    return learner;
}

static void paint(float *input, float *scratch, const void *from, size_t i)
{
    vib_view view = vib_scratch_view(scratch, &teacher.pipeline);

    (void)from;
    vib_dataset_view(&view, &data, i);
    vib_view_paint(input, &view, &teacher.pipeline);
}

static double inner(const float *a, const float *b, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += (double)a[i] * (double)b[i];
    return sum;
}

/* How far the similarities of vectors are from those by correlation, root mean
 * square over pairs. */
static double error_of(vib_learner *learner)
{
    vib_painting painting = { paint, NULL, ASKED };
    size_t dimension = shape.dimension, pairs = 0;
    float *vectors = vib_new(ASKED * dimension, sizeof *vectors);
    double sum = 0;

    vib_learner_embed(vectors, learner, learner->best, &painting);
    for (size_t i = 0; i < ASKED; i++)
        for (size_t j = 0; j < i; j++, pairs++) {
            double hqi = (double)vib_neighbours_similarity(&neighbours, i, j);
            double own = inner(vectors + i * dimension,
                               vectors + j * dimension, dimension);

            sum += (own - hqi) * (own - hqi);
        }
    free(vectors);
    return sqrt(sum / (double)pairs);
}

Test(projection, finds_alike_what_correlation_finds_alike)
{
    vib_learner drawn = fitted(0), learner = fitted(EXAMPLES);

    cr_assert_lt(error_of(&learner), 0.1, "%g", error_of(&learner));
    cr_assert_gt(error_of(&drawn), 0.2, "%g", error_of(&drawn));
    vib_learner_release(&drawn);
    vib_learner_release(&learner);
}

Test(projection, has_the_same_bits_with_more_threads)
{
    size_t size = vib_network_weights(&shape) * sizeof(real);
    vib_learner one, three;

    vib_set_threads(1);
    one = fitted(EXAMPLES);
    vib_set_threads(3);
    three = fitted(EXAMPLES);
    cr_assert_arr_eq(one.parameters.weights, three.parameters.weights, size);
    cr_assert_arr_eq(one.best, one.parameters.weights, size);
    cr_assert_arr_eq(one.parameters.average, one.best, size);
    vib_learner_release(&one);
    vib_learner_release(&three);
}

Test(projection, needs_no_data)
{
    vib_dataset none = { .row = NULL };
    vib_learner learner;

    teacher.data = &none;
    learner = fitted(EXAMPLES);
    teacher.data = &data;
    cr_assert_lt(error_of(&learner), 0.15, "%g", error_of(&learner));
    vib_learner_release(&learner);
}
