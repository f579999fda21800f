#include "validate.h"

#include "memory.h"
#include "threads.h"

#include <math.h>
#include <stdlib.h>

enum { HELD_LEAST = 16, ASKED_MOST = 256, LIBRARY_MOST = 1536 };

/* Streams of validation are not those of training. */
static const uint64_t apart = 0x76616c6964617465; /* "validate" */

/* At most `most` of the rows from .. to - 1, evenly spread. */
static size_t spread(uint32_t *rows, size_t most, size_t from, size_t to)
{
    size_t n = to - from, count = n < most ? n : most;

    for (size_t i = 0; i < count; i++)
        rows[i] = (uint32_t)(from + i * n / count);
    return count;
}

static int open_generator(vib_exam *exam)
{
    int status;

    exam->generator = *exam->teacher;
    exam->generator.data = &exam->nothing;
    exam->generator.rows = exam->asked_count = ASKED_MOST;
    exam->generator.seed ^= apart;
    status = vib_lesson_open(&exam->lesson, &exam->generator);
    if (status == VIB_OK)
        vib_lesson_plan(&exam->lesson, 0);
    return status;
}

int vib_exam_open(vib_exam *out, const vib_teacher *teacher, size_t dimension)
{
    const vib_dataset *data = teacher->data;
    size_t vector = dimension * sizeof(float);
    int status = VIB_NO_MEMORY;

    *out = (vib_exam){ .teacher = teacher };
    out->asked = vib_new(ASKED_MOST, sizeof *out->asked);
    out->library = vib_new(LIBRARY_MOST, sizeof *out->library);
    out->damaged = vib_new(ASKED_MOST, vector);
    out->clean = vib_new(ASKED_MOST, vector);
    out->own = vib_new(ASKED_MOST, vector);
    out->known = vib_new(LIBRARY_MOST, vector);
    if (out->asked && out->library && out->damaged && out->clean &&
        out->own && out->known)
        status = VIB_OK;
    if (status == VIB_OK && data->count == 0)
        status = open_generator(out);
    if (status < 0) {
        vib_exam_release(out);
        return status;
    }
    if (data->count - data->training >= HELD_LEAST) {
        out->asked_count =
            spread(out->asked, ASKED_MOST, data->training, data->count);
        out->library_count =
            spread(out->library, LIBRARY_MOST, 0, data->training);
    } else if (data->count > 0) {
        out->asked_count = spread(out->asked, ASKED_MOST, 0, data->count);
    }
    return VIB_OK;
}

void vib_exam_release(vib_exam *exam)
{
    vib_lesson_release(&exam->lesson);
    free(exam->asked);
    free(exam->library);
    free(exam->damaged);
    free(exam->clean);
    free(exam->own);
    free(exam->known);
    *exam = (vib_exam){ .teacher = NULL };
}

/* Spectrum i that is asked about. */
static vib_view pose(float *scratch, const vib_exam *exam, size_t i,
                     vib_random *random)
{
    vib_view view = vib_scratch_view(scratch, &exam->teacher->pipeline);

    if (exam->teacher->data->count == 0)
        vib_lesson_measure(&view, &exam->lesson, i, random);
    else
        vib_dataset_view(&view, exam->teacher->data, exam->asked[i]);
    return view;
}

/* The same unaltered, the same each time. */
static vib_view pose_clean(float *scratch, const vib_exam *exam, size_t i)
{
    vib_random random = vib_random_stream(exam->teacher->seed ^ apart, i, 0);

    return pose(scratch, exam, i, &random);
}

static void paint_clean(float *input, float *scratch, const void *from,
                        size_t i)
{
    const vib_exam *exam = from;
    vib_view view = pose_clean(scratch, exam, i);

    vib_view_paint(input, &view, &exam->teacher->pipeline);
}

static void paint_own(float *input, float *scratch, const void *from, size_t i)
{
    const vib_exam *exam = from;
    vib_view view = pose_clean(scratch, exam, i);

    vib_view_refer(input, &view, &exam->teacher->pipeline);
}

static void paint_damaged(float *input, float *scratch, const void *from,
                          size_t i)
{
    const vib_exam *exam = from;
    vib_random random = vib_random_stream(exam->teacher->seed ^ apart, i, 1);
    vib_view view = pose(scratch, exam, i, &random);

    vib_augment(&view, &exam->teacher->hard, &random);
    vib_view_paint(input, &view, &exam->teacher->pipeline);
}

static void paint_library(float *input, float *scratch, const void *from,
                          size_t i)
{
    const vib_exam *exam = from;
    const vib_pipeline *pipeline = &exam->teacher->pipeline;
    vib_view view = vib_scratch_view(scratch, pipeline);

    vib_dataset_view(&view, exam->teacher->data, exam->library[i]);
    vib_view_refer(input, &view, pipeline);
}

static float inner(const float *a, const float *b, size_t n)
{
    float sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Does damaged spectrum i find itself? Others that look the same from the
 * start are not wrong answers. A vector that is NaN finds nothing. */
static bool finds_itself(const vib_exam *exam, size_t i, size_t dimension)
{
    const float *query = exam->damaged + i * dimension;
    float own = inner(query, exam->own + i * dimension, dimension);

    for (size_t j = 0; j < exam->asked_count; j++) {
        bool same = exam->teacher->data->count > 0 &&
                    vib_neighbours_similarity(exam->teacher->neighbours,
                                              exam->asked[i], exam->asked[j]) >
                        (float)exam->teacher->alike;

        if (j != i && !same &&
            inner(query, exam->own + j * dimension, dimension) >= own)
            return false;
    }
    return isfinite(own);
}

typedef enum answer { NOT_ASKED, WRONG, RIGHT } answer;

/* Is the library spectrum nearest to clean spectrum i of the same name? Not
 * asked when none is. */
static answer finds_name(const vib_exam *exam, size_t i, size_t dimension)
{
    const vib_row *rows = exam->teacher->data->row;
    uint64_t name = exam->library_count ? rows[exam->asked[i]].name : 0;
    const float *query = exam->clean + i * dimension;
    float most = -2;
    bool known = false, right = false;

    for (size_t j = 0; name && j < exam->library_count; j++) {
        float s = inner(query, exam->known + j * dimension, dimension);
        bool same = rows[exam->library[j]].name == name;

        known = known || same;
        if (s > most) {
            most = s;
            right = same;
        }
    }
    return !known ? NOT_ASKED : right ? RIGHT : WRONG;
}

void vib_exam_take(vib_marks *out, vib_exam *exam, vib_learner *learner,
                   const real *weights)
{
    size_t n = exam->asked_count, dimension = learner->shape.dimension;
    vib_painting clean = { paint_clean, exam, n };
    vib_painting own = { paint_own, exam, n };
    vib_painting damaged = { paint_damaged, exam, n };
    vib_painting library = { paint_library, exam, exam->library_count };
    size_t found = 0, asked = 0, right = 0;

    vib_learner_embed(exam->clean, learner, weights, &clean);
    vib_learner_embed(exam->own, learner, weights, &own);
    vib_learner_embed(exam->damaged, learner, weights, &damaged);
    vib_learner_embed(exam->known, learner, weights, &library);
#pragma omp parallel for num_threads(vib_threads()) \
    reduction(+ : found, asked, right)
    for (size_t i = 0; i < n; i++) {
        answer named = finds_name(exam, i, dimension);

        found += finds_itself(exam, i, dimension);
        asked += named != NOT_ASKED;
        right += named == RIGHT;
    }
    out->damaged_asked = n;
    out->named_asked = asked;
    out->damaged = n ? (double)found / (double)n : 0;
    out->named = asked ? (double)right / (double)asked : 0;
}

double vib_marks_mean(const vib_marks *marks)
{
    if (marks->named_asked == 0)
        return marks->damaged;
    return (marks->damaged + marks->named) / 2;
}

/* Of a share, squared (binomial). */
static double variance(double share, size_t asked)
{
    return asked ? share * (1 - share) / (double)asked : 0;
}

double vib_marks_error(const vib_marks *marks)
{
    double damaged = variance(marks->damaged, marks->damaged_asked);
    double named = variance(marks->named, marks->named_asked);

    return marks->named_asked ? sqrt(damaged + named) / 2 : sqrt(damaged);
}
