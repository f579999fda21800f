#include "lesson.h"

#include "library.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 20 };

static vib_dataset data;
static vib_neighbours neighbours;
static vib_teacher teacher;
static vib_lesson lesson;

static void open_all(void)
{
    library from = LIBRARY_INIT;
    vib_pipeline small;

    vib_pipeline_parse(&small, SMALL_PIPELINE);
    vib_dataset_read(&data, &small, library_next, &from);
    vib_neighbours_find(&neighbours, &data, &(vib_kinship){ 4, 0.3, 0, 0 });
    teacher = (vib_teacher){
        .data = &data, .neighbours = &neighbours, .pipeline = small,
        .mild = VIB_DAMAGE_MILD, .hard = VIB_DAMAGE_HARD, .alike = 0.8,
        .rows = ROWS, .opening = 10, .synthetic = 0.6, .seed = 1
    };
    vib_lesson_open(&lesson, &teacher);
}

static void close_all(void)
{
    vib_lesson_release(&lesson);
    vib_neighbours_release(&neighbours);
    vib_dataset_release(&data);
}

TestSuite(lesson, .init = open_all, .fini = close_all);

Test(lesson, generated_first_then_as_many_as_asked)
{
    size_t generated = 0;

    for (size_t step = 0; step < 110; step++) {
        vib_lesson_plan(&lesson, step);
        cr_assert(step >= 10 || lesson.synthetic);
        generated += lesson.synthetic;
    }
    cr_assert_eq(generated, 10 + 60);
}

Test(lesson, every_spectrum_has_its_turn)
{
    size_t turns = 0;
    size_t *seen = vib_new(data.training, sizeof *seen);

    for (size_t step = 10; step < 60; step++) {
        vib_lesson_plan(&lesson, step);
        for (size_t i = 0; !lesson.synthetic && i < ROWS; i++, turns++)
            seen[lesson.source[2 * i]]++;
    }
    for (size_t i = 0; i < data.training; i++)
        cr_assert(seen[i] == turns / data.training ||
                  seen[i] == turns / data.training + 1);
    free(seen);
}

Test(lesson, of_a_step_does_not_depend_on_the_ones_before)
{
    uint32_t first[2 * ROWS];

    teacher.synthetic = 0;
    vib_lesson_plan(&lesson, 33);
    memcpy(first, lesson.source, sizeof first);
    vib_lesson_plan(&lesson, 5);
    vib_lesson_plan(&lesson, 90);
    vib_lesson_plan(&lesson, 33);
    cr_assert_arr_eq(first, lesson.source, sizeof first);
}

Test(lesson, excludes_those_that_look_alike)
{
    uint8_t excluded[ROWS * ROWS];
    size_t alike = 0;

    vib_lesson_plan(&lesson, 0);
    cr_assert_not(vib_lesson_exclude(excluded, &lesson));
    teacher.synthetic = 0;
    vib_lesson_plan(&lesson, 12);
    cr_assert(vib_lesson_exclude(excluded, &lesson));
    for (size_t i = 0; i < ROWS; i++) {
        cr_assert_eq(excluded[i * ROWS + i], 0);
        for (size_t j = 0; j < ROWS; j++) {
            cr_assert_eq(excluded[i * ROWS + j], excluded[j * ROWS + i]);
            if (i != j &&
                vib_neighbours_similarity(&neighbours, lesson.source[2 * i],
                                          lesson.source[2 * j]) > 0.8f)
                alike += excluded[i * ROWS + j] == 1;
        }
    }
    cr_assert_gt(alike, 0);
}

/* Cosine of the derivative channels of two views. */
static double cosine(const float *a, const float *b)
{
    double ab = 0, aa = 0, bb = 0;

    for (size_t i = 0; i < teacher.pipeline.length; i++) {
        ab += (double)(a[i] * b[i]);
        aa += (double)(a[i] * a[i]);
        bb += (double)(b[i] * b[i]);
    }
    return ab / sqrt(aa * bb + 1e-30);
}

/* With little damage, pairs look alike and others do not. */
Test(lesson, paints_pairs_of_one_compound)
{
    size_t size = VIB_CHANNELS * teacher.pipeline.length;
    float *inputs = vib_new(2 * ROWS * size, sizeof *inputs);
    float *scratch = vib_new(vib_lesson_scratch(&teacher.pipeline),
                             sizeof *scratch);
    double pairs = 0, others = 0;

    teacher.hard = teacher.mild = (vib_damage){ 0, 0, 0, 0, 0, 1e-6, 1e-6, 0,
                                                1 };
    for (size_t step = 0; step < 2; step++) {
        teacher.opening = step == 0 ? 1 : 0;
        teacher.synthetic = 0;
        vib_lesson_plan(&lesson, step);
        for (size_t v = 0; v < 2 * ROWS; v++)
            vib_lesson_paint(inputs + v * size, scratch, &lesson, v);
        for (size_t i = 0; i < ROWS; i++) {
            const float *view = inputs + 2 * i * size;
            size_t next = (i + 2) % ROWS;

            pairs += cosine(view, view + size) / (2 * ROWS);
            others += cosine(view, inputs + 2 * next * size) / (2 * ROWS);
        }
    }
    cr_assert(pairs > 0.6 && others < 0.3, "%g against %g", pairs, others);
    free(inputs);
    free(scratch);
}
