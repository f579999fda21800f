#include "train.h"

#include "checkpoint.h"
#include "encoder.h"
#include "memory.h"
#include "model.h"
#include "status.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    EXAMS = 20,          /* validations in a training                        */
    BATCH_MOST = 4096,
    STEPS_UNTAUGHT = 1500, /* without data                                   */
    STEPS_LEAST = 1500, STEPS_MOST = 6000,
    LINE = 160
};
static const double checkpoint_seconds = 60, line_seconds = 1;

const vib_recipe vib_recipe_usual = {
    .temperature = 0.1, .rate = 1e-3, .decay = 0.01, .clip = 1,
    .average = 0.999, .opening = 1.0 / 3, .alike = 0.8,
    .kinship = { 6, 0.5 },
    .mild = VIB_DAMAGE_MILD, .hard = VIB_DAMAGE_HARD
};

typedef struct trainer {
    const vib_training *options;
    const vib_recipe *recipe;
    vib_dataset data;
    vib_neighbours neighbours;
    vib_teacher teacher;
    vib_lesson lesson;
    vib_learner learner;
    vib_exam exam;
    vib_schedule schedule;
    vib_standing now;
    size_t started;                       /* step at which this run began    */
    double start_time, save_time, line_time;
} trainer;

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* ---- What is asked for ------------------------------------------------- */

static int check_options(const vib_training *options)
{
    if (options->batch < 2 || options->batch > BATCH_MOST)
        return vib_fail(VIB_BAD_ARG, "batch must be 2 to %d, not %zu",
                        BATCH_MOST, options->batch);
    if (!(options->synthetic >= 0 && options->synthetic <= 1))
        return vib_fail(VIB_BAD_ARG, "the share of generated compounds must "
                        "be 0 to 1, not %g", options->synthetic);
    if (!(options->minutes >= 0 && options->minutes < 1e6))
        return vib_fail(VIB_BAD_ARG, "cannot train for %g minutes",
                        options->minutes);
    return VIB_OK;
}

/* Network text without its input is completed from the pipeline. */
static int choose_shape(vib_shape *out, const vib_training *options,
                        const vib_pipeline *pipeline)
{
    const char *text = options->network;
    char whole[VIB_SHAPE_TEXT];
    vib_shape shape;
    int status;

    if (!text)
        text = "stem=16k11 blocks=16,32/2,32,64/2,64/2,64 kernel=5 "
               "head=32 out=128";
    snprintf(whole, sizeof whole, "%s", text);
    if (strncmp(text, "resnet", 6) != 0)
        snprintf(whole, sizeof whole, "resnet in=%dx%zu %s", VIB_CHANNELS,
                 pipeline->length, text);
    status = vib_shape_parse(&shape, whole);
    if (status < 0)
        return status;
    if (shape.channels != VIB_CHANNELS || shape.length != pipeline->length)
        return vib_fail(VIB_BAD_ARG, "the network takes %zux%zu, the pipeline "
                        "gives %dx%zu", shape.channels, shape.length,
                        VIB_CHANNELS, pipeline->length);
    *out = shape;
    return VIB_OK;
}

/* More data, more steps, until they repeat what is known. */
static size_t usual_steps(const vib_dataset *data)
{
    size_t steps = data->training / 2;

    if (data->training == 0)
        return STEPS_UNTAUGHT;
    return steps < STEPS_LEAST ? STEPS_LEAST
                               : steps > STEPS_MOST ? STEPS_MOST : steps;
}

/* Looking changes nothing but time. */
static size_t steps_in(trainer *t, double minutes)
{
    const double share = 0.9; /* the rest validates and saves                */
    double time;

    t->teacher.opening = SIZE_MAX;
    vib_lesson_plan(&t->lesson, 0);
    vib_learner_look(&t->learner, &t->lesson, 1);
    time = seconds();
    vib_learner_look(&t->learner, &t->lesson, 1);
    time = seconds() - time;
    return (size_t)fmax(1, share * 60 * minutes / time);
}

static void plan(trainer *t, size_t steps)
{
    const vib_recipe *recipe = t->recipe;
    bool taught = t->options->synthetic > 0;

    t->now.steps = steps;
    t->schedule = (vib_schedule){
        .steps = steps, .warmup = steps / 20 + 1, .rate = recipe->rate,
        .decay = recipe->decay, .clip = recipe->clip,
        .average = recipe->average
    };
    t->teacher.opening = taught ? (size_t)((double)steps * recipe->opening) : 0;
}

/* Everything that decides the weights, but the number of steps. */
static vib_hash name_of(const trainer *t)
{
    char pipeline[VIB_PIPELINE_TEXT], shape[VIB_SHAPE_TEXT];
    vib_buffer text = { .data = NULL };
    vib_hash hash;

    vib_pipeline_format(pipeline, &t->teacher.pipeline);
    vib_shape_format(shape, &t->learner.shape);
    vib_put_text(&text, VIB_VERSION);
    vib_put_text(&text, pipeline);
    vib_put_text(&text, shape);
    vib_put_u64(&text, t->options->seed);
    vib_put_u64(&text, t->options->batch);
    vib_put_f64(&text, t->options->synthetic);
    vib_put_bytes(&text, t->recipe, sizeof *t->recipe);
    vib_put_bytes(&text, &t->data.fingerprint, sizeof t->data.fingerprint);
    hash = vib_hash_bytes(text.data, text.size);
    vib_buffer_release(&text);
    return hash;
}

/* ---- Opening and closing ----------------------------------------------- */

static int open_data(trainer *t, vib_source *next, void *source)
{
    const vib_dataset *data = &t->data;
    int status = vib_dataset_read(&t->data, &t->teacher.pipeline, next, source);

    if (status < 0)
        return status;
    if (next && data->training == 0)
        return vib_fail(VIB_BAD_DATA, "nothing to learn from: of %zu spectra "
                        "none has a signal on the model's axis",
                        data->skipped);
    return vib_neighbours_find(&t->neighbours, data, &t->recipe->kinship);
}

static int open_trainer(trainer *t, vib_source *next, void *source)
{
    const vib_training *options = t->options;
    vib_shape shape;
    int status = check_options(options);

    if (status == VIB_OK)
        status = vib_pipeline_parse(&t->teacher.pipeline, options->pipeline);
    if (status == VIB_OK)
        status = choose_shape(&shape, options, &t->teacher.pipeline);
    if (status == VIB_OK)
        status = open_data(t, next, source);
    if (status < 0)
        return status;
    t->teacher.data = &t->data;
    t->teacher.neighbours = &t->neighbours;
    t->teacher.mild = t->recipe->mild;
    t->teacher.hard = t->recipe->hard;
    t->teacher.alike = t->recipe->alike;
    t->teacher.rows = options->batch;
    t->teacher.synthetic = options->synthetic;
    t->teacher.seed = options->seed;
    status = vib_learner_open(&t->learner, &shape, options->batch,
                              options->seed);
    if (status == VIB_OK)
        status = vib_lesson_open(&t->lesson, &t->teacher);
    if (status == VIB_OK)
        status = vib_exam_open(&t->exam, &t->teacher, shape.dimension);
    return status;
}

static void close_trainer(trainer *t)
{
    vib_exam_release(&t->exam);
    vib_lesson_release(&t->lesson);
    vib_learner_release(&t->learner);
    vib_neighbours_release(&t->neighbours);
    vib_dataset_release(&t->data);
}

/* Go on from the checkpoint, or take the marks of the first weights. */
static int begin(trainer *t)
{
    const vib_training *options = t->options;
    size_t steps = options->steps;
    int status = VIB_NOT_FOUND;

    t->now.training = name_of(t);
    if (options->checkpoint)
        status = vib_checkpoint_read(&t->now, &t->learner,
                                     options->checkpoint);
    if (status < 0 && status != VIB_NOT_FOUND)
        return status;
    if (status == VIB_OK && steps != 0 && steps != t->now.steps)
        return vib_fail(VIB_BAD_ARG, "checkpoint %s is of a training of %zu "
                        "steps, not %zu; remove it or name another file",
                        options->checkpoint, t->now.steps, steps);
    if (status == VIB_OK)
        steps = t->now.steps;
    else if (steps == 0)
        steps = options->minutes > 0 ? steps_in(t, options->minutes)
                                     : usual_steps(&t->data);
    plan(t, steps);
    if (status == VIB_NOT_FOUND) {
        vib_exam_take(&t->now.start, &t->exam, &t->learner, t->learner.best);
        t->now.best = t->now.start;
    }
    t->started = t->now.step;
    t->start_time = t->save_time = seconds();
    return VIB_OK;
}

/* ---- The loop ---------------------------------------------------------- */

/* Keep the averaged weights when they do better than all before. */
static void examine(trainer *t)
{
    vib_learner *learner = &t->learner;
    vib_marks marks;

    vib_exam_take(&marks, &t->exam, learner, learner->parameters.average);
    if (vib_marks_mean(&marks) >= vib_marks_mean(&t->now.best)) {
        t->now.best = marks;
        t->now.best_step = t->now.step;
        memcpy(learner->best, learner->parameters.average,
               learner->parameters.count * sizeof(real));
    }
}

/* "step 400 of 2000, loss 1.234, finds 87.5 % damaged, 71.2 % by name, 12 min
 * left". */
static void say(char *line, const trainer *t)
{
    const vib_standing *now = &t->now;
    double done = (double)(now->step - t->started);
    double left = (double)(now->steps - now->step) *
                  (seconds() - t->start_time) / fmax(done, 1);
    size_t at = (size_t)snprintf(
        line, LINE, "step %zu of %zu, loss %.3f, finds %.1f %% damaged",
        now->step, now->steps, now->loss, 100 * now->best.damaged);

    if (now->best.named_asked > 0)
        at += (size_t)snprintf(line + at, LINE - at, ", %.1f %% by name",
                               100 * now->best.named);
    if (left >= 60)
        snprintf(line + at, LINE - at, ", %.0f min left", ceil(left / 60));
    else
        snprintf(line + at, LINE - at, ", %.0f s left", left);
}

static int report(trainer *t)
{
    const vib_training *options = t->options;
    double now = seconds();
    char line[LINE];
    bool speak = now - t->line_time >= line_seconds;

    if (!options->progress)
        return VIB_OK;
    if (speak) {
        say(line, t);
        t->line_time = now;
    }
    if (options->progress(t->now.step, t->now.steps, speak ? line : NULL,
                          options->payload) == 0)
        return VIB_OK;
    return vib_fail(VIB_STOPPED, "training was stopped at step %zu of %zu",
                    t->now.step, t->now.steps);
}

static int take_step(trainer *t)
{
    size_t step = t->now.step;
    double loss, length;

    vib_lesson_plan(&t->lesson, step);
    loss = vib_learner_look(&t->learner, &t->lesson, t->recipe->temperature);
    length = isfinite(loss)
        ? vib_optimizer_step(&t->learner.parameters, &t->schedule, step)
        : loss;
    if (!isfinite(length))
        return vib_fail(VIB_BAD_DATA, "training broke down at step %zu: the "
                        "%s is not a number; try another seed", step + 1,
                        isfinite(loss) ? "gradient" : "loss");
    t->now.loss = step == 0 ? loss : t->now.loss + 0.05 * (loss - t->now.loss);
    t->now.step++;
    return VIB_OK;
}

static bool exam_is_due(const trainer *t)
{
    size_t step = t->now.step, steps = t->now.steps;

    return step * EXAMS / steps > (step - 1) * EXAMS / steps;
}

static int save(trainer *t)
{
    t->save_time = seconds();
    return vib_checkpoint_write(t->options->checkpoint, &t->now, &t->learner);
}

static int run(trainer *t)
{
    bool saves = t->options->checkpoint != NULL;
    int status = VIB_OK;

    while (status == VIB_OK && t->now.step < t->now.steps) {
        status = take_step(t);
        if (status == VIB_OK && exam_is_due(t))
            examine(t);
        if (status == VIB_OK)
            status = report(t);
        if (status == VIB_STOPPED && saves && save(t) < 0)
            return VIB_SYSTEM;
        if (status == VIB_OK && saves &&
            seconds() - t->save_time >= checkpoint_seconds)
            status = save(t);
    }
    return status;
}

/* ---- What comes out ---------------------------------------------------- */

static void put_line(vib_buffer *text, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put_line(vib_buffer *text, const char *format, ...)
{
    char line[512];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    vib_put_bytes(text, line, strlen(line));
    vib_put_bytes(text, "\n", 1);
}

static void put_marks(vib_buffer *text, const char *when, size_t step,
                      const vib_marks *marks)
{
    put_line(text, "%s: step %zu, %.2f %% of %zu damaged spectra find "
             "themselves, %.2f %% of %zu find their name", when, step,
             100 * marks->damaged, marks->damaged_asked, 100 * marks->named,
             marks->named_asked);
}

/* Nothing here but what follows from data and options: same in, same out. */
static void describe(vib_buffer *text, const trainer *t)
{
    char pipeline[VIB_PIPELINE_TEXT], shape[VIB_SHAPE_TEXT], hex[33];
    const vib_training *options = t->options;
    const vib_dataset *data = &t->data;

    vib_pipeline_format(pipeline, &t->teacher.pipeline);
    vib_shape_format(shape, &t->learner.shape);
    vib_hex(hex, data->fingerprint.byte, sizeof data->fingerprint);
    if (options->command)
        put_line(text, "command: %s", options->command);
    put_line(text, "version: %s", VIB_VERSION);
    put_line(text, "data: %zu spectra learned from, %zu held out, %zu skipped, "
             "fingerprint %s", data->training, data->count - data->training,
             data->skipped, hex);
    put_line(text, "labels: none were learned from; names, where known, chose "
             "the best step");
    put_line(text, "pipeline: %s", pipeline);
    put_line(text, "network: %s", shape);
    put_line(text, "training: seed %llu, %zu steps of %zu pairs, the first %zu "
             "and %g of the others generated",
             (unsigned long long)options->seed, t->now.steps, options->batch,
             t->teacher.opening, options->synthetic);
    put_line(text, "loss: %.4f", t->now.loss);
    put_marks(text, "start", 0, &t->now.start);
    put_marks(text, "best", t->now.best_step, &t->now.best);
    vib_put_bytes(text, "", 1);
}

static int finish(vib_encoder **out, const trainer *t)
{
    vib_buffer text = { .data = NULL };
    int status = VIB_NO_MEMORY;

    describe(&text, t);
    if (!text.failed)
        status = vib_model_make(out, &t->teacher.pipeline, &t->learner.shape,
                                t->learner.best, (const char *)text.data);
    vib_buffer_release(&text);
    return status;
}

int vib_train(vib_encoder **out, vib_source *next, void *source,
              const vib_training *options, const vib_recipe *recipe)
{
    trainer *t = vib_new(1, sizeof *t);
    int status;

    if (!t)
        return VIB_NO_MEMORY;
    t->options = options;
    t->recipe = recipe;
    status = open_trainer(t, next, source);
    if (status == VIB_OK)
        status = begin(t);
    if (status == VIB_OK)
        status = run(t);
    if (status == VIB_OK)
        status = finish(out, t);
    close_trainer(t);
    free(t);
    return status;
}

int vib_encoder_train(vib_encoder **out, vib_source *next, void *source,
                      const vib_training *options)
{
    return vib_train(out, next, source, options, &vib_recipe_usual);
}
