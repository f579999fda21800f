/* The shape of a network as a line of text. */
#include "network.h"

#include "status.h"

#include <stdio.h>
#include <string.h>

enum {
    CHANNELS_MAX = 16,
    LENGTH_MAX = 1 << 16,
    WIDTH_MAX = 1024,
    KERNEL_MAX = 255,
    DIMENSION_MAX = 4096,
    WEIGHTS_MAX = 64 << 20
};

/* Go past `word`, if it is next. */
static bool skip(const char **at, const char *word)
{
    size_t n = strlen(word);

    if (strncmp(*at, word, n) != 0)
        return false;
    *at += n;
    return true;
}

/* Go past a number from 1 to `most`, if it is next. */
static bool number(size_t *out, const char **at, size_t most)
{
    size_t value = 0;

    for (; **at >= '0' && **at <= '9'; ++*at) {
        value = 10 * value + (size_t)(**at - '0');
        if (value > most)
            return false;
    }
    *out = value;
    return value > 0;
}

/* Widths with their strides: 16,32/2,64/2 */
static bool blocks(vib_shape *shape, const char **at)
{
    do {
        size_t i = shape->blocks;

        if (i == VIB_BLOCKS_MAX || !number(&shape->width[i], at, WIDTH_MAX))
            return false;
        shape->stride[i] = 1;
        if (skip(at, "/") && !number(&shape->stride[i], at, 2))
            return false;
        shape->blocks++;
    } while (skip(at, ","));
    return true;
}

static bool fields(vib_shape *shape, const char **at)
{
    return skip(at, "resnet in=")
        && number(&shape->channels, at, CHANNELS_MAX)
        && skip(at, "x") && number(&shape->length, at, LENGTH_MAX)
        && skip(at, " stem=") && number(&shape->stem, at, WIDTH_MAX)
        && skip(at, "k") && number(&shape->stem_kernel, at, KERNEL_MAX)
        && skip(at, " blocks=") && blocks(shape, at)
        && skip(at, " kernel=") && number(&shape->kernel, at, KERNEL_MAX)
        && skip(at, " head=") && number(&shape->head, at, WIDTH_MAX)
        && skip(at, " out=") && number(&shape->dimension, at, DIMENSION_MAX)
        && **at == '\0';
}

int vib_shape_parse(vib_shape *out, const char *text)
{
    vib_shape shape = { 0 };
    const char *at = text;

    if (!fields(&shape, &at))
        return vib_fail(VIB_BAD_DATA,
                        "network shape not understood at column %zu: "
                        "\"%.160s\"", (size_t)(at - text) + 1, text);
    if (shape.stem_kernel % 2 == 0 || shape.kernel % 2 == 0
        || shape.kernel < 3)
        return vib_fail(VIB_BAD_DATA, "network shape: kernels must be odd, "
                        "in blocks 3 or more: \"%.160s\"", text);
    if (vib_network_weights(&shape) > WEIGHTS_MAX)
        return vib_fail(VIB_BAD_DATA, "network shape: more than %d weights: "
                        "\"%.160s\"", WEIGHTS_MAX, text);
    *out = shape;
    return VIB_OK;
}

void vib_shape_format(char *text, const vib_shape *shape)
{
    char *at = text, *end = text + VIB_SHAPE_TEXT;

    at += snprintf(at, (size_t)(end - at), "resnet in=%zux%zu stem=%zuk%zu",
                   shape->channels, shape->length, shape->stem,
                   shape->stem_kernel);
    for (size_t i = 0; i < shape->blocks; i++) {
        at += snprintf(at, (size_t)(end - at), "%s%zu", i ? "," : " blocks=",
                       shape->width[i]);
        if (shape->stride[i] != 1)
            at += snprintf(at, (size_t)(end - at), "/%zu", shape->stride[i]);
    }
    snprintf(at, (size_t)(end - at), " kernel=%zu head=%zu out=%zu",
             shape->kernel, shape->head, shape->dimension);
}
