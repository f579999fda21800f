#include "train.h"

#include "account.h"
#include "breakdown.h"
#include "encoder.h"
#include "memory.h"
#include "model.h"
#include "projection.h"
#include "status.h"
#include "trainer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    EXAMS = 20,          /* validations in a training                        */
    BATCH_MOST = 4096,
    STEPS_UNTAUGHT = 1500, /* without data                                   */
    STEPS_LEAST = 1500, STEPS_MOST = 6000
};
static const double checkpoint_seconds = 60, line_seconds = 1;

#define RECIPE(positives, mild_view, hard_view) \
    { \
        .temperature = 0.07, .own = 1, .rate = 1e-3, .decay = 0.01, .clip = 1, \
        .average = 0.999, .opening = 1.0 / 3, .patience = 0.4, .alike = 0.8, \
        .examples = 2048, .kinship = { 6, 0.5, 20000, positives }, \
        .mild = mild_view, .hard = hard_view \
    }
const vib_recipe vib_recipe_usual =
    RECIPE(VIB_SAME_SPECIMEN, VIB_DAMAGE_MILD, VIB_DAMAGE_HARD);
/* Few specimens have two infrared spectra. */
const vib_recipe vib_recipe_infrared =
    RECIPE(VIB_LOOKALIKES, VIB_DAMAGE_MILD_INFRARED, VIB_DAMAGE_HARD_INFRARED);

const char vib_network_usual[] =
    "stem=16k11 blocks=16,32/2,32,64/2,64/2,64 kernel=5 head=32 out=128";

const vib_recipe *vib_recipe_for(const char *text)
{
    vib_pipeline pipeline;

    if (vib_pipeline_parse(&pipeline, text) == VIB_OK && !pipeline.raman)
        return &vib_recipe_infrared;
    return &vib_recipe_usual;
}

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
        text = vib_network_usual;
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
static size_t steps_in(vib_trainer *t, double minutes)
{
    const double share = 0.9; /* the rest validates and saves                */
    double time;

    t->teacher.opening = SIZE_MAX;
    vib_lesson_plan(&t->lesson, 0);
    vib_learner_look(&t->learner, &t->lesson, 1, 1);
    time = seconds();
    vib_learner_look(&t->learner, &t->lesson, 1, 1);
    time = seconds() - time;
    return (size_t)fmax(1, share * 60 * minutes / time);
}

static void plan(vib_trainer *t, size_t steps)
{
    const vib_recipe *recipe = t->recipe;
    bool taught = t->options->synthetic > 0;

    t->now.steps = steps;
    t->patience = (size_t)ceil(fmax((double)steps, EXAMS) * recipe->patience);
    t->schedule = (vib_schedule){
        .steps = steps, .warmup = steps / 20 + 1, .rate = recipe->rate,
        .decay = recipe->decay, .clip = recipe->clip,
        .average = recipe->average
    };
    t->teacher.opening = taught ? (size_t)((double)steps * recipe->opening) : 0;
}

/* Everything that decides the weights, but the number of steps. */
static vib_hash name_of(const vib_trainer *t)
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

/* Tell the caller where training is; VIB_STOPPED when it asks to stop. */
static int tell(const vib_trainer *t, const char *line)
{
    const vib_training *options = t->options;

    if (!options->progress || options->progress(t->now.step, t->now.steps, line,
                                                options->payload) == 0)
        return VIB_OK;
    return vib_fail(VIB_STOPPED, "training was stopped after %zu of %zu steps",
                    t->now.step, t->now.steps);
}

static int compare_spectra(vib_trainer *t)
{
    char line[VIB_ACCOUNT_LINE];
    int status;

    snprintf(line, sizeof line, "comparing %zu spectra", t->data.training);
    status = t->data.training > 0 ? tell(t, line) : VIB_OK;
    return status < 0 ? status
                      : vib_neighbours_find(&t->neighbours, &t->data,
                                            &t->recipe->kinship);
}

static int open_data(vib_trainer *t, vib_source *next, void *source)
{
    const vib_dataset *data = &t->data;
    int status = vib_dataset_read(&t->data, &t->teacher.pipeline, next, source);

    if (status < 0)
        return status;
    if (next && data->training == 0)
        return vib_fail(VIB_BAD_DATA, "nothing to learn from: of %zu spectra "
                        "none has a signal on the model's axis",
                        data->skipped);
    return compare_spectra(t);
}

static int open_trainer(vib_trainer *t, vib_source *next, void *source)
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
        vib_learner_hide(&t->learner, t->recipe->hidden);
    if (status == VIB_OK)
        status = vib_lesson_open(&t->lesson, &t->teacher);
    if (status == VIB_OK)
        status = vib_exam_open(&t->exam, &t->teacher, shape.dimension);
    return status;
}

static void close_trainer(vib_trainer *t)
{
    vib_exam_release(&t->exam);
    vib_lesson_release(&t->lesson);
    vib_learner_release(&t->learner);
    vib_neighbours_release(&t->neighbours);
    vib_dataset_release(&t->data);
}

/* Go on from the checkpoint, or take the marks of the first weights. */
static int begin(vib_trainer *t)
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
        status = vib_projection_fit(&t->learner, &t->teacher,
                                    t->recipe->examples);
        if (status < 0)
            return status;
        vib_exam_take(&t->now.start, &t->exam, &t->learner, t->learner.best);
        t->now.best = t->now.start;
        t->now.top = vib_marks_mean(&t->now.start);
    }
    t->started = t->now.step;
    t->start_time = t->save_time = seconds();
    return VIB_OK;
}

/* ---- The loop ---------------------------------------------------------- */

/* Keep the averaged weights unless they do worse than the best so far by more
 * than chance: where the questions cannot tell, more training has seen more
 * damage. What began better than both is kept. */
static void examine(vib_trainer *t)
{
    vib_learner *learner = &t->learner;
    vib_standing *now = &t->now;
    vib_marks marks;
    double mean;

    vib_exam_take(&marks, &t->exam, learner, learner->parameters.average);
    mean = vib_marks_mean(&marks);
    if (mean > now->top) {
        now->top = mean;
        now->better_step = now->step;
    }
    if (mean < now->top - vib_marks_error(&marks) ||
        mean < vib_marks_mean(&now->start))
        return;
    now->best = marks;
    now->best_step = now->step;
    memcpy(learner->best, learner->parameters.average,
           learner->parameters.count * sizeof(real));
}

/* Not every step: who shows a line does not want hundreds a second. */
static int report(vib_trainer *t)
{
    const vib_standing *now = &t->now;
    double time = seconds(), done = (double)(now->step - t->started);
    double left = (double)(now->steps - now->step) * (time - t->start_time);
    char line[VIB_ACCOUNT_LINE];

    if (time - t->line_time < line_seconds)
        return tell(t, NULL);
    t->line_time = time;
    vib_account_line(line, t, left / done);
    return tell(t, line);
}

/* Anything that is not finite spreads and stays: better to end at once. */
static int break_down(const vib_trainer *t)
{
    char where[VIB_BREAKDOWN_TEXT];

    vib_breakdown_find(where, &t->learner);
    return vib_fail(VIB_BAD_DATA, "training broke down at step %zu of %zu: NaN "
                    "or infinity in the %s; try another seed", t->now.step + 1,
                    t->now.steps, where);
}

static int take_step(vib_trainer *t)
{
    vib_learner *learner = &t->learner;
    size_t step = t->now.step;
    double loss;

    vib_lesson_plan(&t->lesson, step);
    loss = vib_learner_look(learner, &t->lesson, t->recipe->temperature,
                            t->recipe->own);
    if (!isfinite(loss) ||
        !isfinite(vib_optimizer_step(&learner->parameters, &t->schedule,
                                     step)) ||
        !vib_learner_sound(learner))
        return break_down(t);
    vib_network_hide(learner->parameters.weights, &learner->shape,
                     t->recipe->hidden);
    t->now.loss = step == 0 ? loss : t->now.loss + 0.05 * (loss - t->now.loss);
    t->now.step++;
    return VIB_OK;
}

static bool exam_is_due(const vib_trainer *t)
{
    size_t step = t->now.step, steps = t->now.steps;

    return step > 0 && step * EXAMS / steps > (step - 1) * EXAMS / steps;
}

/* No better for long. The rate falls to the very end, and that is where most is
 * gained: so only long after the opening. What it follows from is in the
 * checkpoint. */
static bool has_given_up(const vib_trainer *t)
{
    size_t opening = t->teacher.opening, better = t->now.better_step;

    return exam_is_due(t) &&
           t->now.step >= t->patience + (better > opening ? better : opening);
}

static int save(vib_trainer *t)
{
    t->save_time = seconds();
    return vib_checkpoint_write(t->options->checkpoint, &t->now, &t->learner);
}

static int run(vib_trainer *t)
{
    bool saves = t->options->checkpoint != NULL;
    int status = VIB_OK;

    while (status == VIB_OK && t->now.step < t->now.steps &&
           !has_given_up(t)) {
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

static int finish(vib_encoder **out, const vib_trainer *t)
{
    vib_buffer text = { .data = NULL };
    int status = VIB_NO_MEMORY;

    vib_account_record(&text, t);
    if (!text.failed)
        status = vib_model_make(out, &t->teacher.pipeline, &t->learner.shape,
                                t->learner.best, (const char *)text.data);
    vib_buffer_release(&text);
    return status;
}

int vib_train(vib_encoder **out, vib_source *next, void *source,
              const vib_training *options, const vib_recipe *recipe)
{
    vib_trainer *t = vib_new(1, sizeof *t);
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
    return vib_train(out, next, source, options,
                     vib_recipe_for(options->pipeline));
}
