#include "validate.h"

#include "library.h"

#include <criterion/criterion.h>

static vib_dataset data;
static vib_neighbours neighbours;
static vib_teacher teacher;
static vib_learner learner;
static vib_exam exam;

static void open_all(void)
{
    library from = LIBRARY_INIT;
    vib_shape shape;

    teacher = (vib_teacher){ .data = &data, .neighbours = &neighbours,
                             .mild = VIB_DAMAGE_MILD, .hard = VIB_DAMAGE_HARD,
                             .alike = 0.8, .rows = 8, .seed = 1 };
    cr_assert_eq(vib_pipeline_parse(&teacher.pipeline, SMALL_PIPELINE), VIB_OK);
    cr_assert_eq(vib_shape_parse(&shape, "resnet in=3x161 " SMALL_NETWORK),
                 VIB_OK);
    vib_dataset_read(&data, &teacher.pipeline, library_next, &from);
    vib_neighbours_find(&neighbours, &data, &(vib_kinship){ 4, 0.3, 0, 0 });
    cr_assert_eq(vib_learner_open(&learner, &shape, 8, 1), VIB_OK);
    cr_assert_eq(vib_exam_open(&exam, &teacher, shape.dimension), VIB_OK);
}

static void close_all(void)
{
    vib_exam_release(&exam);
    vib_learner_release(&learner);
    vib_neighbours_release(&neighbours);
    vib_dataset_release(&data);
}

TestSuite(validate, .init = open_all, .fini = close_all);

Test(validate, asks_the_same_each_time)
{
    vib_marks first, again;

    vib_exam_take(&first, &exam, &learner, learner.parameters.weights);
    vib_exam_take(&again, &exam, &learner, learner.parameters.weights);
    cr_assert_eq(first.damaged_asked, data.count);
    cr_assert(first.damaged > 0.2 && first.damaged < 1);
    cr_assert(first.damaged == again.damaged && first.named == again.named);
}

/* No vector is nearer than one that is not a number. */
Test(validate, gives_no_marks_to_what_is_not_a_number)
{
    vib_marks marks;

    learner.best[learner.parameters.count - 1] = (real)NAN;
    vib_exam_take(&marks, &exam, &learner, learner.best);
    cr_assert_eq(marks.damaged, 0);
    cr_assert_eq(vib_marks_mean(&marks), 0);
}

/* sqrt(0.25 * 0.75 / 75) is 0.05, sqrt(0.5 * 0.5 / 25) is 0.1. */
Test(validate, knows_how_far_marks_can_be_trusted)
{
    vib_marks both = { .damaged = 0.25, .named = 0.5, .damaged_asked = 75,
                       .named_asked = 25 };
    vib_marks one = both, sure = both;

    one.named_asked = 0;
    sure.damaged = sure.named = 1;
    cr_assert_float_eq(vib_marks_error(&both), sqrt(0.0125) / 2, 1e-12);
    cr_assert_float_eq(vib_marks_error(&one), 0.05, 1e-12);
    cr_assert_eq(vib_marks_error(&sure), 0);
}
