/* training.c - what training on a library costs: reading it, finding
 * neighbours, a step, the share of a step that making the views takes, and
 * memory.
 *
 *     training LIB [PIPELINE]
 *
 * benchmarks/README.md says more. */
#include "clock.h"
#include "collection.h"
#include "learner.h"
#include "threads.h"
#include "train.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { ROWS = 256, STEPS = 8 };

static double megabytes(void)
{
    struct rusage usage;

    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

/* ---- reading ----------------------------------------------------------- */

typedef struct reading {
    vib_db *db;
    uint64_t id;
} reading;

static int next_stored(vib_spectrum *out, void *payload)
{
    reading *from = payload;
    int rc = vib_db_next(&from->id, from->db);

    if (rc == 1)
        must(vib_db_get(out, from->db, from->id));
    return rc;
}

static void read_library(vib_dataset *out, const char *path,
                         const vib_pipeline *pipeline)
{
    reading from = { NULL, 0 };
    double start = now();

    must(vib_db_open(&from.db, path, VIB_READ));
    must(vib_dataset_read(out, pipeline, next_stored, &from));
    vib_db_close(from.db);
    printf("read\t%zu spectra\t%.1f s\t%.0f MB\n", out->count, now() - start,
           megabytes());
}

/* ---- steps ------------------------------------------------------------- */

/* Seconds to make all views of a lesson as a step does, without more. */
static double paint_all(const vib_learner *learner, const vib_lesson *lesson)
{
    double start = now();

#pragma omp parallel for schedule(dynamic, 16) num_threads(learner->threads)
    for (size_t i = 0; i < learner->views; i++) {
        size_t thread = (size_t)vib_thread_number();

        vib_lesson_paint(learner->inputs + thread * learner->input,
                         learner->paints + thread * learner->paint, lesson, i);
    }
    return now() - start;
}

/* Median step and median painting, in turns, of steps from `first` on. */
static void report_steps(const char *kind, vib_learner *learner,
                         vib_lesson *lesson, size_t first)
{
    double look[STEPS], paint[STEPS], step, painting;

    for (size_t i = 0; i < STEPS; i++) {
        double start;

        vib_lesson_plan(lesson, first + i);
        paint[i] = paint_all(learner, lesson);
        start = now();
        vib_learner_look(learner, lesson, vib_recipe_usual.temperature, 1);
        look[i] = now() - start;
    }
    step = median(look, STEPS);
    painting = median(paint, STEPS);
    printf("%s step\t%.0f views a second\tmaking views %.1f %% of it\n", kind,
           (double)learner->views / step, 100 * painting / step);
}

static void open_shape(vib_shape *out, const vib_pipeline *pipeline)
{
    char text[VIB_SHAPE_TEXT];

    snprintf(text, sizeof text, "resnet in=%dx%zu %s", VIB_CHANNELS,
             pipeline->length, vib_network_usual);
    must(vib_shape_parse(out, text));
}

/* With `synthetic` 1 all steps are generated, with 0 all are real. */
static void measure_steps(vib_teacher *teacher)
{
    vib_learner learner;
    vib_lesson lesson;
    vib_shape shape;

    open_shape(&shape, &teacher->pipeline);
    must(vib_learner_open(&learner, &shape, teacher->rows, teacher->seed));
    must(vib_lesson_open(&lesson, teacher));
    teacher->synthetic = 1;
    report_steps("generated", &learner, &lesson, 0);
    teacher->synthetic = 0;
    report_steps("real", &learner, &lesson, 0);
    vib_lesson_release(&lesson);
    vib_learner_release(&learner);
}

int main(int argc, char **argv)
{
    vib_dataset data = { .row = NULL };
    vib_neighbours neighbours = { .count = 0 };
    const vib_recipe *recipe =
        vib_recipe_for(argc > 2 ? argv[2] : "raman");
    vib_teacher teacher = {
        .data = &data, .neighbours = &neighbours, .mild = recipe->mild,
        .hard = recipe->hard, .alike = recipe->alike, .rows = ROWS, .seed = 1
    };
    double start;

    if (argc != 2 && argc != 3) {
        fprintf(stderr, "usage: training LIB [PIPELINE]\n");
        return 2;
    }
    must(vib_pipeline_parse(&teacher.pipeline, argc > 2 ? argv[2] : "raman"));
    read_library(&data, argv[1], &teacher.pipeline);
    start = now();
    must(vib_neighbours_find(&neighbours, &data, &recipe->kinship));
    printf("compared\t%zu to learn from\t%.1f s\t%.0f MB\n", data.training,
           now() - start, megabytes());
    measure_steps(&teacher);
    printf("memory\t%.0f MB at most\n", megabytes());
    vib_neighbours_release(&neighbours);
    vib_dataset_release(&data);
    return 0;
}
