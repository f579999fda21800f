/* The subspace by orthogonal iteration (Golub and Van Loan 2013, 8.2.4), the
 * layer by conjugate gradients on least squares (CGLS; Hestenes and Stiefel
 * 1952, section 10), stopped early, which keeps it from fitting noise. */
#include "projection.h"

#include "layers.h"
#include "memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 6, DESCENTS = 40 };

/* Streams of the examples are neither those of lessons nor of exams. */
static const uint64_t apart = 0x70726f6a65637473; /* "projects" */

/* What is fitted, and to what. */
typedef struct fit {
    size_t n, length, flat, dimension;
    real *slopes;  /* [n][length] derivative channels, unit length           */
    real *flats;   /* [n][flat] what the linear layer reads                  */
    real *basis;   /* [length][dimension] orthonormal columns                */
    real *rest;    /* [n][dimension] what is still to be fitted              */
    real *weights; /* [flat][dimension]                                      */
} fit;

/* ---- examples ---------------------------------------------------------- */

typedef struct examples {
    const vib_teacher *teacher;
    size_t real; /* the first so many are real                              */
} examples;

/* Each generated one on the range of some instrument of its own. */
static void measure(vib_view *view, const vib_teacher *teacher, size_t i)
{
    const vib_pipeline *pipeline = &teacher->pipeline;
    vib_random random = vib_random_stream(teacher->seed ^ apart, i, 0);
    vib_range range = vib_range_draw(pipeline, &random);
    vib_compound compound;

    vib_compound_draw(&compound, pipeline, &range, &random);
    vib_compound_measure(view, pipeline, &compound, &range, &random);
}

static void paint(float *input, float *scratch, const void *from, size_t i)
{
    const examples *of = from;
    const vib_teacher *teacher = of->teacher;
    vib_view view = vib_scratch_view(scratch, &teacher->pipeline);

    if (i < of->real)
        vib_dataset_view(&view, teacher->data,
                         i * teacher->data->training / of->real);
    else
        measure(&view, teacher, i);
    vib_view_paint(input, &view, &teacher->pipeline);
}

/* ---- the subspace ------------------------------------------------------ */

/* Make the columns of a [rows][columns] orthonormal, one after the other
 * (modified Gram-Schmidt); one that vanishes stays zero. */
static void orthonormalise(real *a, size_t rows, size_t columns)
{
    for (size_t j = 0; j < columns; j++) {
        double sum = 0;

        for (size_t k = 0; k < j; k++) {
            double along = 0;

            for (size_t i = 0; i < rows; i++)
                along += (double)a[i * columns + j] *
                         (double)a[i * columns + k];
            for (size_t i = 0; i < rows; i++)
                a[i * columns + j] -= (real)along * a[i * columns + k];
        }
        for (size_t i = 0; i < rows; i++)
            sum += (double)a[i * columns + j] * (double)a[i * columns + j];
        for (size_t i = 0; i < rows; i++)
            a[i * columns + j] *= (real)(sum > 1e-12 ? 1 / sqrt(sum) : 0);
    }
}

/* rest = slopes basis. */
static void project(const fit *f)
{
    vib_linear linear = { f->n, f->length, f->dimension };

    vib_linear_forward(f->rest, &linear, f->basis, NULL, f->slopes);
}

/* Turn the basis towards where most of the slopes is: basis = orthonormal
 * (slopes' slopes basis), some times. */
static void find_subspace(const fit *f, uint64_t seed)
{
    vib_random random = vib_random_stream(seed ^ apart, 0, 1);
    vib_linear linear = { f->n, f->length, f->dimension };
    size_t size = f->length * f->dimension;

    for (size_t i = 0; i < size; i++)
        f->basis[i] = (real)vib_random_normal(&random);
    orthonormalise(f->basis, f->length, f->dimension);
    for (int round = 0; round < ROUNDS; round++) {
        project(f);
        memset(f->basis, 0, size * sizeof *f->basis);
        vib_linear_weight_gradient(f->basis, &linear, f->slopes, f->rest);
        orthonormalise(f->basis, f->length, f->dimension);
    }
    project(f);
}

/* ---- the layer --------------------------------------------------------- */

/* Sums of squares of the columns of a [rows][columns]. */
static void squares(double *sum, const real *a, size_t rows, size_t columns)
{
    memset(sum, 0, columns * sizeof *sum);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            sum[j] += (double)a[i * columns + j] * (double)a[i * columns + j];
}

/* a = a + factor b or, when `turn`, a = b + factor a; a factor a column. */
static void blend(real *a, const real *b, const double *factor, bool turn,
                  size_t rows, size_t columns)
{
    for (size_t i = 0; i < rows * columns; i++) {
        real by = (real)factor[i % columns];

        a[i] = turn ? b[i] + by * a[i] : a[i] + by * b[i];
    }
}

/* Columns are fitted each by itself, in step. */
static int fit_layer(const fit *f)
{
    vib_linear linear = { f->n, f->flat, f->dimension };
    size_t d = f->dimension, size = f->flat * d;
    real *block = vib_new_aligned(2 * size + f->n * d, sizeof *block);
    double *sums = vib_new(3 * d, sizeof *sums);
    real *slope = block, *way = block ? block + size : NULL;
    real *gain = block ? way + size : NULL;
    double *before = sums, *after = sums ? sums + d : NULL;
    double *factor = sums ? after + d : NULL;
    int status = block && sums ? VIB_OK : VIB_NO_MEMORY;

    for (int turn = 0; turn < DESCENTS && status == VIB_OK; turn++) {
        memset(slope, 0, size * sizeof *slope);
        vib_linear_weight_gradient(slope, &linear, f->flats, f->rest);
        squares(after, slope, f->flat, d);
        for (size_t j = 0; j < d; j++)
            factor[j] = turn > 0 && before[j] > 0 ? after[j] / before[j] : 0;
        blend(way, slope, factor, true, f->flat, d);
        vib_linear_forward(gain, &linear, way, NULL, f->flats);
        squares(before, gain, f->n, d);
        for (size_t j = 0; j < d; j++)
            factor[j] = before[j] > 0 ? after[j] / before[j] : 0;
        blend(f->weights, way, factor, false, f->flat, d);
        for (size_t j = 0; j < d; j++)
            factor[j] = -factor[j];
        blend(f->rest, gain, factor, false, f->n, d);
        memcpy(before, after, d * sizeof *before);
    }
    free(block);
    free(sums);
    return status;
}

/* The steps of training are meant for weights of the size that is drawn. */
static void rescale(const fit *f)
{
    size_t n = f->flat * f->dimension;
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += (double)f->weights[i] * (double)f->weights[i];
    for (size_t i = 0; i < n && sum > 0; i++)
        f->weights[i] *= (real)sqrt((double)f->dimension / sum);
}

/* ---- both -------------------------------------------------------------- */

static bool take_memory(fit *f)
{
    return (f->slopes = vib_new_aligned(f->n * f->length, sizeof(real))) &&
           (f->flats = vib_new_aligned(f->n * f->flat, sizeof(real))) &&
           (f->basis = vib_new_aligned(f->length * f->dimension,
                                       sizeof(real))) &&
           (f->rest = vib_new_aligned(f->n * f->dimension, sizeof(real))) &&
           (f->weights = vib_new_aligned(f->flat * f->dimension,
                                         sizeof(real)));
}

static void release(fit *f)
{
    free(f->slopes);
    free(f->flats);
    free(f->basis);
    free(f->rest);
    free(f->weights);
}

int vib_projection_fit(vib_learner *learner, const vib_teacher *teacher,
                       size_t count)
{
    const vib_shape *shape = &learner->shape;
    size_t known = teacher->data->training;
    examples of = { teacher, known < count / 2 ? known : count / 2 };
    vib_painting painting = { paint, &of, count };
    fit f = { .n = count, .length = shape->length,
              .flat = vib_network_flat(shape), .dimension = shape->dimension };
    int status = count == 0 ? VIB_OK : VIB_NO_MEMORY;

    if (count > 0 && take_memory(&f)) {
        vib_learner_flatten(f.flats, f.slopes, learner, &painting);
        for (size_t i = 0; i < f.n; i++)
            vib_unit_forward(f.slopes + i * f.length,
                             f.slopes + i * f.length, f.length);
        find_subspace(&f, teacher->seed);
        status = fit_layer(&f);
        if (status == VIB_OK) {
            rescale(&f);
            vib_learner_start(learner, f.weights);
        }
    }
    release(&f);
    return status;
}
