#include "optimizer.h"

#include "threads.h"

#include <math.h>

static const double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;

double vib_schedule_rate(const vib_schedule *schedule, size_t step)
{
    double after = (double)step - (double)schedule->warmup;
    double left = (double)schedule->steps - (double)schedule->warmup;

    if (step < schedule->warmup)
        return schedule->rate * (double)(step + 1) / (double)schedule->warmup;
    return schedule->rate * 0.5 * (1 + cos(3.141592653589793 * after / left));
}

/* In one order, whatever the threads. */
static double length_of(const real *gradient, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += (double)gradient[i] * (double)gradient[i];
    return sqrt(sum);
}

double vib_optimizer_step(const vib_parameters *parameters,
                          const vib_schedule *schedule, size_t step)
{
    const vib_parameters *p = parameters;
    double length = length_of(p->gradient, p->count), t = (double)step + 1;
    double rate = vib_schedule_rate(schedule, step);
    double scale = length > schedule->clip ? schedule->clip / length : 1;

    if (!isfinite(length))
        return length;
    /* Early weights are far off: the average forgets them sooner. */
    const real blend =
        (real)(1 - fmin(schedule->average, (1 + t) / (10 + t)));
    const real b1 = (real)beta1, b2 = (real)beta2, g_scale = (real)scale;
    const real pace = (real)(rate / (1 - pow(beta1, t)));
    const real unbias = (real)(1 / (1 - pow(beta2, t)));
    const real shrink = (real)(rate * schedule->decay), tiny = (real)epsilon;

#pragma omp parallel for num_threads(vib_threads())
    for (size_t i = 0; i < p->count; i++) {
        real g = p->gradient[i] * g_scale, w = p->weights[i];

        p->first[i] = b1 * p->first[i] + (1 - b1) * g;
        p->second[i] = b2 * p->second[i] + (1 - b2) * g * g;
        w -= shrink * (real)p->decays[i] * w;
        w -= pace * p->first[i] / ((real)sqrt(p->second[i] * unbias) + tiny);
        p->weights[i] = w;
        p->average[i] += blend * (w - p->average[i]);
    }
    return length;
}
