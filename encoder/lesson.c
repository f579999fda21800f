#include "lesson.h"

#include "memory.h"
#include "threads.h"

#include <math.h>
#include <stdlib.h>

/* Streams of one step: eight of each row, and some of the step itself. */
enum { DRAW_VIEW = 0, DRAW_COMPOUND = 2, DRAW_SIBLING, DRAW_NEIGHBOUR };
static const uint64_t draw_range = UINT64_MAX, draw_order = UINT64_MAX - 1;

static vib_random stream(const vib_lesson *lesson, size_t row, uint64_t what)
{
    return vib_random_stream(lesson->teacher->seed, lesson->step,
                             8 * (uint64_t)row + what);
}

int vib_lesson_open(vib_lesson *out, const vib_teacher *teacher)
{
    vib_lesson made = { .teacher = teacher };

    made.source = vib_new(2 * teacher->rows, sizeof *made.source);
    made.order = vib_new(teacher->data->training, sizeof *made.order);
    if (!made.source || !made.order) {
        vib_lesson_release(&made);
        return VIB_NO_MEMORY;
    }
    *out = made;
    return VIB_OK;
}

void vib_lesson_release(vib_lesson *lesson)
{
    free(lesson->source);
    free(lesson->order);
    *lesson = (vib_lesson){ .teacher = NULL };
}

/* Generated and real steps alternate evenly: of the first t after the opening,
 * floor(t share) are generated. */
static size_t generated_of(const vib_teacher *teacher, size_t t)
{
    return (size_t)((double)t * teacher->synthetic);
}

/* The range of a real spectrum, or of an instrument one can think of. */
static vib_range draw_range_of(const vib_teacher *teacher, vib_random *random)
{
    const vib_dataset *data = teacher->data;
    const vib_pipeline *pipeline = &teacher->pipeline;

    if (data->training == 0 || vib_random_chance(random, 0.5))
        return vib_range_draw(pipeline, random);
    const vib_row *row = &data->row[vib_random_below(random, data->training)];
    double first = pipeline->first + pipeline->step * row->first;
    return (vib_range){ first,
                        first + pipeline->step * (double)(row->points - 1) };
}

/* One of the row's neighbours, itself included. */
static uint32_t draw_neighbour(const vib_lesson *lesson, size_t i, uint32_t row)
{
    const vib_neighbours *all = lesson->teacher->neighbours;
    vib_random random = stream(lesson, i, DRAW_NEIGHBOUR);

    return all->nearest[row * all->most +
                        vib_random_below(&random, all->found[row])];
}

/* Real steps walk through one shuffled order of all rows after the other;
 * `turn` is how many pairs came before. */
static void choose_sources(vib_lesson *lesson, size_t turn)
{
    const vib_teacher *teacher = lesson->teacher;
    size_t n = teacher->data->training, shuffled = SIZE_MAX;

    for (size_t i = 0; i < teacher->rows; i++, turn++) {
        if (turn / n != shuffled) {
            shuffled = turn / n;
            vib_random random =
                vib_random_stream(teacher->seed, shuffled, draw_order);

            for (size_t k = 0; k < n; k++)
                lesson->order[k] = (uint32_t)k;
            vib_random_shuffle(lesson->order, n, &random);
        }
        uint32_t row = lesson->order[turn % n];
        lesson->source[2 * i] = row;
        lesson->source[2 * i + 1] = draw_neighbour(lesson, i, row);
    }
}

void vib_lesson_plan(vib_lesson *lesson, size_t step)
{
    const vib_teacher *teacher = lesson->teacher;
    vib_random random = vib_random_stream(teacher->seed, step, draw_range);
    size_t t = step - teacher->opening;

    lesson->step = step;
    lesson->range = draw_range_of(teacher, &random);
    lesson->synthetic = teacher->data->training == 0 ||
                        step < teacher->opening ||
                        generated_of(teacher, t + 1) > generated_of(teacher, t);
    if (!lesson->synthetic)
        choose_sources(lesson, (t - generated_of(teacher, t)) * teacher->rows);
}

static bool alike(const vib_lesson *lesson, size_t i, size_t j)
{
    const vib_neighbours *all = lesson->teacher->neighbours;

    for (size_t a = 2 * i; a < 2 * i + 2; a++)
        for (size_t b = 2 * j; b < 2 * j + 2; b++)
            if (vib_neighbours_similarity(all, lesson->source[a],
                                          lesson->source[b]) >
                (float)lesson->teacher->alike)
                return true;
    return false;
}

bool vib_lesson_exclude(uint8_t *excluded, const vib_lesson *lesson)
{
    size_t rows = lesson->teacher->rows;

    if (lesson->synthetic)
        return false;
#pragma omp parallel for schedule(dynamic) num_threads(vib_threads())
    for (size_t i = 0; i < rows; i++) {
        excluded[i * rows + i] = 0;
        for (size_t j = 0; j < i; j++)
            excluded[i * rows + j] = alike(lesson, i, j);
    }
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < i; j++)
            excluded[j * rows + i] = excluded[i * rows + j];
    return true;
}

size_t vib_lesson_scratch(const vib_pipeline *pipeline)
{
    return 6 * pipeline->length;
}

vib_view vib_scratch_view(float *scratch, const vib_pipeline *pipeline)
{
    size_t length = pipeline->length;

    return (vib_view){ scratch, scratch + length, scratch + 2 * length, length,
                       pipeline->step };
}

/* The scratch of a view has room for four rows. */
void vib_view_paint(float *input, vib_view *view, const vib_pipeline *pipeline)
{
    vib_pipeline_features(input, view->scratch, pipeline, view->intensity,
                          view->mask);
}

void vib_view_refer(float *input, vib_view *view, const vib_pipeline *pipeline)
{
    vib_pipeline_refer(view->intensity, view->scratch, view->mask, pipeline);
    vib_view_paint(input, view, pipeline);
}

/* Most odd rows are siblings of the row before. */
void vib_lesson_measure(vib_view *view, const vib_lesson *lesson, size_t row,
                        vib_random *random)
{
    const vib_pipeline *pipeline = &lesson->teacher->pipeline;
    vib_random sibling = stream(lesson, row, DRAW_SIBLING);
    bool altered = row % 2 == 1 && vib_random_chance(&sibling, 0.7);
    vib_random draw = stream(lesson, row - altered, DRAW_COMPOUND);
    vib_compound compound;

    vib_compound_draw(&compound, pipeline, &lesson->range, &draw);
    if (altered)
        vib_compound_alter(&compound, pipeline, &sibling);
    vib_compound_measure(view, pipeline, &compound, &lesson->range, random);
}

void vib_lesson_paint(float *input, float *scratch, const void *of, size_t i)
{
    const vib_lesson *lesson = of;
    const vib_teacher *teacher = lesson->teacher;
    vib_random random = stream(lesson, i / 2, DRAW_VIEW + i % 2);
    bool mild = i % 2 == 0 && vib_random_chance(&random, 0.5);
    vib_view view = vib_scratch_view(scratch, &teacher->pipeline);

    if (lesson->synthetic)
        vib_lesson_measure(&view, lesson, i / 2, &random);
    else
        vib_dataset_view(&view, teacher->data, lesson->source[i]);
    vib_augment(&view, mild ? &teacher->mild : &teacher->hard, &random);
    vib_view_paint(input, &view, &teacher->pipeline);
}
