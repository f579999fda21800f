/* The weights of a network: how many, which decay, how they begin. */
#include "network.h"

#include "plan.h"
#include "random.h"

#include <math.h>
#include <string.h>

size_t vib_network_weights(const vib_shape *shape)
{
    vib_plan plan;

    vib_plan_make(&plan, shape, false);
    return plan.weights;
}

void vib_network_decays(uint8_t *decays, const vib_shape *shape)
{
    vib_plan plan;

    vib_plan_make(&plan, shape, false);
    memset(decays, 1, plan.matrices);
    memset(decays + plan.matrices, 0, plan.weights - plan.matrices);
}

/* Where the normal numbers come from, a stream for each matrix. */
typedef struct source {
    uint64_t seed, matrix;
} source;

static void draw(real *weights, size_t n, double deviation, source *from)
{
    vib_random random = vib_random_stream(from->seed, from->matrix++, 0);

    for (size_t i = 0; i < n; i++)
        weights[i] = (real)(deviation * vib_random_normal(&random));
}

/* Variance gain / fan-in keeps the size of a signal; gain 1 for a linear layer,
 * 2 / (1 + slope^2) behind the rectifier (He et al. 2015, equation 15). */
static void draw_conv(real *weights, const vib_planned *layer, double gain,
                      source *from)
{
    double fan_in = (double)(layer->conv.kernel * layer->conv.in);

    draw(weights + layer->weights, vib_conv_weights(&layer->conv),
         sqrt(gain / fan_in), from);
}

void vib_network_init(real *weights, const vib_shape *shape, uint64_t seed)
{
    const double rectified = 2 / (1 + (double)VIB_SLOPE * (double)VIB_SLOPE);
    source from = { seed, 0 };
    vib_plan plan;

    vib_plan_make(&plan, shape, false);
    memset(weights, 0, plan.weights * sizeof *weights);
    draw_conv(weights, &plan.stem, 1, &from);
    for (size_t i = 0; i < plan.blocks; i++) {
        draw_conv(weights, &plan.block[i].first, rectified, &from);
        draw_conv(weights, &plan.block[i].second, rectified, &from);
        if (plan.block[i].projects)
            draw_conv(weights, &plan.block[i].skip, 1, &from);
    }
    draw_conv(weights, &plan.head, 1, &from);
    draw(weights + plan.linear, plan.flat * plan.dimension,
         sqrt(1 / (double)plan.flat), &from);
}

void vib_network_hide(real *weights, const vib_shape *shape, unsigned channels)
{
    vib_plan plan;
    size_t in, out;

    vib_plan_make(&plan, shape, false);
    in = plan.stem.conv.in;
    out = plan.stem.conv.out;
    for (size_t k = 0; k < plan.stem.conv.kernel; k++)
        for (size_t c = 0; c < in; c++)
            if (channels >> c & 1)
                memset(weights + plan.stem.weights + (k * in + c) * out, 0,
                       out * sizeof *weights);
}
