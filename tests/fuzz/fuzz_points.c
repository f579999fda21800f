/* Records of points: what is read comes back when it is written. */
#include "fuzz.h"

#include "record.h"

#include <assert.h>
#include <math.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    vib_spectrum read = VIB_SPECTRUM_INIT, back = VIB_SPECTRUM_INIT;
    vib_buffer record = { 0 };

    if (vib_points_read(&read, data, size) < 0)
        return 0;
    assert(vib_points_write(&record, &read) == VIB_OK);
    assert(vib_points_read(&back, record.data, record.size) == VIB_OK);
    assert(back.n == read.n);
    assert(memcmp(back.x, read.x, read.n * sizeof *read.x) == 0);
    assert(memcmp(back.y, read.y, read.n * sizeof *read.y) == 0);
    vib_buffer_release(&record);
    vib_spectrum_release(&read);
    vib_spectrum_release(&back);
    return 0;
}

/* An array of each kind: decimal, single, double. */
size_t fuzz_seed(uint8_t **out, size_t i)
{
    enum { N = 200 };
    double x[N], y[N];
    vib_spectrum spectrum = { .x = x, .y = y, .n = N };
    vib_buffer record = { 0 };

    if (i > 2)
        return 0;
    for (int k = 0; k < N; k++) {
        x[k] = 100 + 1.5 * k;
        y[k] = i == 0 ? k * k / 8.0
                      : i == 1 ? (double)(float)sin(0.1 * k) : sin(0.1 * k);
    }
    assert(vib_points_write(&record, &spectrum) == VIB_OK);
    *out = record.data;
    return record.size;
}
