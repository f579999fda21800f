#include "dataset.h"

#include "memory.h"
#include "status.h"
#include "technique.h"
#include "threads.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { AHEAD = 64, HELD_MOST = 500 };

/* Half window of the baseline that training spectra are freed of, cm^-1: wide
 * enough to leave the bands of a glass. */
static const double wide_baseline = 120;

/* A block of spectra between reading and packing. */
typedef struct block {
    vib_spectrum spectrum[AHEAD];
    bool usable[AHEAD];
    vib_row row[AHEAD];
    size_t count;
    float *work;     /* [AHEAD][9 length]: grid, mask, channels, scratch     */
    uint16_t *codes; /* [AHEAD][length]                                      */
} block;

static int block_open(block *out, size_t length)
{
    out->work = vib_new(AHEAD * 9, length * sizeof(float));
    out->codes = vib_new(AHEAD, length * sizeof(uint16_t));
    return out->work && out->codes ? VIB_OK : VIB_NO_MEMORY;
}

static void block_clear(block *work)
{
    for (size_t i = 0; i < AHEAD; i++)
        vib_spectrum_release(&work->spectrum[i]);
    work->count = 0;
}

static void block_release(block *work)
{
    block_clear(work);
    free(work->work);
    free(work->codes);
}

static uint64_t hash_of_text(const char *text)
{
    return text && *text ? vib_checksum(text, strlen(text)) : 0;
}

static void describe(vib_row *row, const vib_spectrum *spectrum)
{
    const char *specimen = vib_spectrum_get(spectrum, VIB_KEY_SPECIMEN);
    const char *name = vib_spectrum_get(spectrum, VIB_KEY_NAME);
    uint64_t parts[2] = {
        vib_checksum(spectrum->x, spectrum->n * sizeof(double)),
        vib_checksum(spectrum->y, spectrum->n * sizeof(double))
    };

    row->content = vib_checksum(parts, sizeof parts);
    row->specimen = hash_of_text(specimen);
    row->name = hash_of_text(name);
    if (row->specimen == 0)
        row->specimen = row->content;
}

/* Bands above a wide baseline: the square of the root channel. */
static void lift_bands(float *bands, float *work, const vib_pipeline *pipeline,
                       const float *intensity, const float *mask)
{
    size_t length = pipeline->length;
    vib_pipeline wide = *pipeline;
    float *channels = work, *scratch = work + VIB_CHANNELS * length;

    wide.snip = fmax(wide.snip, wide_baseline);
    vib_pipeline_features(channels, scratch, &wide, intensity, mask);
    for (size_t i = 0; i < length; i++)
        bands[i] = channels[length + i] * channels[length + i];
}

/* codes [row->points] of what was measured. False: there is nothing. */
static bool encode(uint16_t *codes, vib_row *row, size_t length,
                   const float *bands, const float *mask)
{
    float most = 0;
    size_t first = length, last = 0;

    for (size_t i = 0; i < length; i++) {
        if (mask[i] == 0)
            continue;
        first = i < first ? i : first;
        last = i + 1;
        most = fmaxf(most, bands[i]);
    }
    if (!(most > 0) || !isfinite(most))
        return false;
    for (size_t i = first; i < last; i++)
        codes[i - first] = mask[i] == 0
            ? 0
            : (uint16_t)(1 + lrintf(65534 * bands[i] / most));
    row->first = (uint32_t)first;
    row->points = (uint32_t)(last - first);
    return true;
}

static bool prepare(uint16_t *codes, vib_row *row, float *work,
                    const vib_pipeline *pipeline, const vib_spectrum *spectrum)
{
    size_t length = pipeline->length;
    float *grid = work, *mask = work + length, *rest = work + 2 * length;

    if (vib_technique_check(spectrum, pipeline->raman) < 0 ||
        vib_pipeline_grid(grid, mask, pipeline, spectrum) < 0)
        return false;
    describe(row, spectrum);
    lift_bands(grid, rest, pipeline, grid, mask);
    return encode(codes, row, length, grid, mask);
}

/* Fill the block from the source: 1 when there is more. */
static int block_read(block *out, size_t *skipped, vib_source *next,
                      void *source)
{
    while (out->count < AHEAD) {
        int got = next(&out->spectrum[out->count], source);

        if (got == VIB_STOPPED || got == VIB_NO_MEMORY || got == 0)
            return got;
        if (got < 0)
            ++*skipped;
        else
            out->count++;
    }
    return 1;
}

static int append(vib_dataset *out, const vib_row *row, const uint16_t *codes)
{
    void *rows = out->row, *all = out->codes;
    int status = vib_reserve(&rows, &out->capacity, out->count + 1,
                             sizeof *out->row);

    out->row = rows;
    if (status == VIB_OK)
        status = vib_reserve(&all, &out->code_capacity,
                             out->code_count + row->points, sizeof *codes);
    out->codes = all;
    if (status < 0)
        return status;
    memcpy(out->codes + out->code_count, codes, row->points * sizeof *codes);
    out->row[out->count] = *row;
    out->row[out->count++].at = out->code_count;
    out->code_count += row->points;
    return VIB_OK;
}

static int block_pack(vib_dataset *out, block *work)
{
    size_t length = out->pipeline.length;
    int status = VIB_OK;

#pragma omp parallel for schedule(dynamic) num_threads(vib_threads())
    for (size_t i = 0; i < work->count; i++)
        work->usable[i] = prepare(work->codes + i * length, &work->row[i],
                                  work->work + i * 9 * length, &out->pipeline,
                                  &work->spectrum[i]);
    for (size_t i = 0; i < work->count && status == VIB_OK; i++) {
        if (work->usable[i])
            status = append(out, &work->row[i], work->codes + i * length);
        else
            out->skipped++;
    }
    return status;
}

static vib_hash fingerprint_of(const vib_dataset *dataset)
{
    vib_hash last = vib_hash_bytes("", 0);

    for (size_t i = 0; i < dataset->count; i++) {
        const vib_row *row = &dataset->row[i];
        uint64_t parts[5] = { 0, 0, row->content, row->specimen, row->name };

        memcpy(parts, &last, sizeof last);
        last = vib_hash_bytes(parts, sizeof parts);
    }
    return last;
}

/* Move the specimens whose hash is smallest to the end. */
static int hold_out(vib_dataset *dataset)
{
    double count = (double)dataset->count;
    double share = fmin(0.1, HELD_MOST / fmax(count, 1));
    vib_row *rows = vib_new(dataset->count, sizeof *rows);
    size_t kept = 0, held = 0;

    if (!rows)
        return VIB_NO_MEMORY;
    for (size_t i = 0; i < dataset->count; i++) {
        const vib_row *row = &dataset->row[i];

        if ((double)row->specimen * 0x1p-64 < share)
            rows[held++] = *row;
        else
            dataset->row[kept++] = *row;
    }
    for (size_t i = 0; i < held; i++)
        dataset->row[kept + i] = rows[i];
    dataset->training = kept;
    free(rows);
    return VIB_OK;
}

int vib_dataset_read(vib_dataset *out, const vib_pipeline *pipeline,
                     vib_source *next, void *source)
{
    vib_dataset read = { .pipeline = *pipeline };
    block *work = vib_new(1, sizeof *work);
    int more = 1, status = work ? VIB_OK : VIB_NO_MEMORY;

    if (status == VIB_OK)
        status = block_open(work, pipeline->length);
    while (status == VIB_OK && more > 0) {
        more = next ? block_read(work, &read.skipped, next, source) : 0;
        status = more < 0 ? more : block_pack(&read, work);
        block_clear(work);
    }
    if (status == VIB_OK) {
        read.fingerprint = fingerprint_of(&read);
        status = hold_out(&read);
    }
    if (status == VIB_OK)
        *out = read;
    else
        vib_dataset_release(&read);
    if (work)
        block_release(work);
    free(work);
    return status;
}

void vib_dataset_release(vib_dataset *dataset)
{
    free(dataset->row);
    free(dataset->codes);
    *dataset = (vib_dataset){ .row = NULL };
}

void vib_dataset_view(vib_view *view, const vib_dataset *dataset, size_t i)
{
    const vib_row *row = &dataset->row[i];
    const uint16_t *codes = dataset->codes + row->at;

    memset(view->intensity, 0, view->length * sizeof(float));
    memset(view->mask, 0, view->length * sizeof(float));
    for (size_t k = 0; k < row->points; k++) {
        if (codes[k] == 0)
            continue;
        view->mask[row->first + k] = 1;
        view->intensity[row->first + k] = (float)(codes[k] - 1) / 65534;
    }
}
