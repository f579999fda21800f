#include "loss.h"

#include "threads.h"

#include <math.h>

size_t vib_loss_scratch(size_t views, size_t dimension, int threads)
{
    return views * (dimension + 2) + (size_t)threads * (views + dimension);
}

static void transpose(double *columns, const vib_batch *batch)
{
    size_t n = batch->views, dimension = batch->dimension;

#pragma omp parallel for num_threads(vib_threads())
    for (size_t d = 0; d < dimension; d++)
        for (size_t i = 0; i < n; i++)
            columns[d * n + i] = (double)batch->vectors[i * dimension + d];
}

/* logits [views] of view i; those that it is not compared with are -inf. */
static void logits_of(double *logits, const double *columns,
                      const vib_batch *batch, size_t i)
{
    size_t n = batch->views, rows = n / 2;

    for (size_t j = 0; j < n; j++)
        logits[j] = 0;
    for (size_t d = 0; d < batch->dimension; d++) {
        const double *column = columns + d * n;
        double scale = column[i] / batch->temperature;

        for (size_t j = 0; j < n; j++)
            logits[j] += scale * column[j];
    }
    logits[i] = -INFINITY;
    for (size_t j = 0; batch->excluded && j < n; j++)
        if (j / 2 != i / 2 && batch->excluded[i / 2 * rows + j / 2])
            logits[j] = -INFINITY;
}

/* The same with the weight of its own pair: what is summed. */
static void weigh_own(double *logits, const vib_batch *batch, size_t i)
{
    logits[i ^ 1] += log(batch->own);
}

static double log_sum_exp(const double *values, size_t n)
{
    double most = -INFINITY, sum = 0;

    for (size_t j = 0; j < n; j++)
        most = fmax(most, values[j]);
    for (size_t j = 0; j < n; j++)
        sum += exp(values[j] - most);
    return most + log(sum);
}

/* What the loss pulls view i with: from its own row of the softmax, and from
 * the rows of the others in which it appears. Overwrites its logits [views],
 * which room for [dimension] sums follows. */
static void gradient_of(real *d_vector, double *logits, const double *sums,
                        const vib_batch *batch, size_t i)
{
    size_t n = batch->views, dimension = batch->dimension;
    double scale = 1 / ((double)n * batch->temperature), *pull = logits + n;

    for (size_t d = 0; d < dimension; d++)
        pull[d] = 0;
    for (size_t j = 0; j < n; j++) {
        const real *other = batch->vectors + j * dimension;
        double share = exp(logits[j] - sums[i]) + exp(logits[j] - sums[j]) -
                       (j == (i ^ 1) ? 2 : 0);

        for (size_t d = 0; d < dimension; d++)
            pull[d] += share * (double)other[d];
    }
    for (size_t d = 0; d < dimension; d++)
        d_vector[d] = (real)(scale * pull[d]);
}

/* Where this thread works on one row: logits and sums. */
static double *row_of(double *rows, const vib_batch *batch)
{
    return rows + (size_t)vib_thread_number() *
                      (batch->views + batch->dimension);
}

double vib_loss(real *d_vectors, double *scratch, const vib_batch *batch)
{
    size_t n = batch->views;
    double *sums = scratch, *terms = sums + n;
    double *columns = terms + n, *rows = columns + n * batch->dimension;
    double total = 0;

    transpose(columns, batch);
#pragma omp parallel for num_threads(vib_threads())
    for (size_t i = 0; i < n; i++) {
        double *logits = row_of(rows, batch);

        logits_of(logits, columns, batch, i);
        terms[i] = -logits[i ^ 1];
        weigh_own(logits, batch, i);
        sums[i] = log_sum_exp(logits, n);
        terms[i] += sums[i];
    }
#pragma omp parallel for num_threads(vib_threads())
    for (size_t i = 0; i < n; i++) {
        double *logits = row_of(rows, batch);

        logits_of(logits, columns, batch, i);
        weigh_own(logits, batch, i);
        gradient_of(d_vectors + i * batch->dimension, logits, sums, batch, i);
    }
    for (size_t i = 0; i < n; i++)
        total += terms[i];
    return total / (double)n;
}
