/* dataset.h - the real spectra of a training, small in memory: one row each, on
 * the model's grid. */
#ifndef VIB_DATASET_H
#define VIB_DATASET_H

#include "augment.h"
#include "bytes.h"
#include "pipeline.h"

/* What is known of a row besides its intensities. */
typedef struct vib_row {
    size_t at;              /* of its first code                             */
    uint32_t first, points; /* the grid points that its codes are for        */
    uint64_t content;       /* hash of the spectrum as read                  */
    uint64_t specimen;      /* hash of field "specimen", else `content`      */
    uint64_t name;          /* hash of field "name", 0 when it has none      */
} vib_row;

/* Zero-initialise, fill with vib_dataset_read(), free with
 * vib_dataset_release(). */
typedef struct vib_dataset {
    vib_pipeline pipeline;
    vib_row *row; /* [count]: those to learn from, then those held out       */
    size_t count, capacity;
    size_t training;   /* rows 0 .. training - 1 are learned from            */
    size_t skipped;    /* spectra that could not be used                     */
    uint16_t *codes;   /* 0: not measured; else intensity in 65535ths of the
                        * row's range                                        */
    size_t code_count, code_capacity;
    vib_hash fingerprint; /* of all content, names and specimens             */
} vib_dataset;

/* Read all that `next` gives. What lies under a wide baseline is taken off, so
 * that gain and background can be varied apart. Flat, unreadable and spectra
 * of the other technique are counted as skipped. About a tenth of the
 * specimens, at most some 500 spectra, are held out; which ones depends on
 * the specimens alone. VIB_STOPPED when `next` says so. */
int vib_dataset_read(vib_dataset *out, const vib_pipeline *pipeline,
                     vib_source *next, void *source);

void vib_dataset_release(vib_dataset *dataset);

/* Row `i` as a clean view on the grid, 0 to 1. */
void vib_dataset_view(vib_view *view, const vib_dataset *dataset, size_t i);

#endif
