/* study.c - train an encoder with one choice of the recipe made otherwise.
 *
 *     study MODEL PATH... [CHOICE=VALUE]...
 *
 * Learns, without labels, from the spectra in PATHs whose mineral training may
 * use; "-" as PATH: from generated compounds alone. MODEL is then measured by
 * accuracy. benchmarks/README.md lists the choices, study.sh does both. */
#include "collection.h"
#include "minerals.h"
#include "train.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct study {
    vib_training training;
    vib_recipe recipe;
    double steps, batch, seed, neighbours, examples, hidden; /* as given */
};

#define IN(member) offsetof(struct study, member)
#define OF_DAMAGE(view, field) \
    { \
#view "." #field, IN(recipe.view.field) \
    }
#define OF_VIEW(view) \
    OF_DAMAGE(view, broaden), OF_DAMAGE(view, warp), OF_DAMAGE(view, offset), \
        OF_DAMAGE(view, gain_fine), OF_DAMAGE(view, gain_broad), \
        OF_DAMAGE(view, fluorescence), OF_DAMAGE(view, noise), \
        OF_DAMAGE(view, spikes), OF_DAMAGE(view, window)

static const struct choice {
    const char *name;
    size_t at; /* of a double in a study */
} choices[] = {
    { "steps", IN(steps) },
    { "batch", IN(batch) },
    { "seed", IN(seed) },
    { "synthetic", IN(training.synthetic) },
    { "temperature", IN(recipe.temperature) },
    { "own", IN(recipe.own) },
    { "hidden", IN(hidden) },
    { "rate", IN(recipe.rate) },
    { "decay", IN(recipe.decay) },
    { "average", IN(recipe.average) },
    { "opening", IN(recipe.opening) },
    { "alike", IN(recipe.alike) },
    { "neighbours", IN(neighbours) },
    { "examples", IN(examples) },
    { "least", IN(recipe.kinship.least) },
    OF_VIEW(mild),
    OF_VIEW(hard),
};

static void stop(const char *why, const char *what)
{
    fprintf(stderr, "study: %s: %s\n", why, what);
    exit(2);
}

/* NULL when `argument` is not about `name`, else what it gives it. */
static const char *value_of(const char *argument, const char *name)
{
    size_t n = strlen(name);

    return strncmp(argument, name, n) == 0 && argument[n] == '='
               ? argument + n + 1
               : NULL;
}

static double number(const char *text)
{
    char *end;
    double value = strtod(text, &end);

    if (end == text || *end != '\0')
        stop("not a number", text);
    return value;
}

static vib_kin kin(const char *text)
{
    static const char *const names[] = { "lookalikes", "specimen", "name" };
    size_t i = 0;

    while (i < 3 && strcmp(text, names[i]) != 0)
        i++;
    if (i == 3)
        stop("not lookalikes, specimen or name", text);
    return (vib_kin)i;
}

static void choose(struct study *study, const char *argument)
{
    const char *value;

    if ((value = value_of(argument, "pipeline")))
        study->training.pipeline = value;
    else if ((value = value_of(argument, "network")))
        study->training.network = value;
    else if ((value = value_of(argument, "kin")))
        study->recipe.kinship.kin = kin(value);
    for (size_t i = 0; !value && i < sizeof choices / sizeof *choices; i++) {
        value = value_of(argument, choices[i].name);
        if (value)
            *(double *)((char *)study + choices[i].at) = number(value);
    }
    if (!value)
        stop("no such choice", argument);
}

static struct study read_choices(char **argument)
{
    struct study study = { .training = VIB_TRAINING_DEFAULT };
    vib_training *training = &study.training;

    for (char **at = argument; *at; at++)
        if (value_of(*at, "pipeline"))
            training->pipeline = value_of(*at, "pipeline");
    study.recipe = *vib_recipe_for(training->pipeline);
    study.steps = (double)training->steps;
    study.batch = (double)training->batch;
    study.seed = (double)training->seed;
    study.neighbours = (double)study.recipe.kinship.most;
    study.examples = (double)study.recipe.examples;
    for (; *argument; argument++)
        choose(&study, *argument);
    training->steps = (size_t)study.steps;
    training->batch = (size_t)study.batch;
    training->seed = (uint64_t)study.seed;
    study.recipe.kinship.most = (size_t)study.neighbours;
    study.recipe.examples = (size_t)study.examples;
    study.recipe.hidden = (unsigned)study.hidden;
    return study;
}

/* Gives away the spectra that may be learned from. */
struct lessons {
    struct collection from;
    size_t at;
};

static int next_lesson(vib_spectrum *out, void *payload)
{
    struct lessons *lessons = payload;

    while (lessons->at < lessons->from.n) {
        vib_spectrum *spectrum = &lessons->from.spectra[lessons->at++];

        if (!mineral_is_unseen(spectrum)) {
            *out = *spectrum;
            *spectrum = (vib_spectrum)VIB_SPECTRUM_INIT;
            return 1;
        }
    }
    return 0;
}

int main(int argc, char **argv)
{
    struct lessons lessons = { .at = 0 };
    struct study study;
    vib_encoder *encoder = NULL;
    size_t paths = 0;
    bool generated;

    while (2 + paths < (size_t)argc && !strchr(argv[2 + paths], '='))
        paths++;
    if (paths == 0) {
        fprintf(stderr, "usage: study MODEL PATH... [CHOICE=VALUE]...\n");
        return 2;
    }
    generated = strcmp(argv[2], "-") == 0;
    study = read_choices(argv + 2 + paths);
    if (generated)
        study.training.synthetic = 1;
    else
        lessons.from =
            collection_read_all((const char *const *)argv + 2, paths);
    must(vib_train(&encoder, generated ? NULL : next_lesson, &lessons,
                   &study.training, &study.recipe));
    must(vib_encoder_save(encoder, argv[1]));
    vib_encoder_close(encoder);
    if (!generated)
        collection_release(&lessons.from);
    return 0;
}
