/* pipeline.h - from any spectrum to the input of a model, in two steps.
 *
 * grid:     axis to cm^-1, ascending; of infrared, shares of light to
 *           absorbance (see units.h); cosmic-ray spikes and padded ends (see
 *           ends.h) removed; resampled to the model's grid (area-preserving
 *           where the file is denser than the grid, linear where it is not)
 *           with a mask of what was measured, without the laser's wing.
 * features: SNIP baseline removed, then two channels of it, and the mask.
 *
 * Training alters spectra between the two steps, as instruments do. A pipeline
 * is one line of text that a model file keeps. All its arithmetic is plain
 * float and double without contraction, so that the same spectrum gives the
 * same input on every machine and for ever; a change of meaning needs a new
 * word in the text.
 */
#ifndef VIB_PIPELINE_H
#define VIB_PIPELINE_H

#include "vibrary.h"

enum {
    VIB_CHANNELS = 3,   /* derivative, root, mask                            */
    VIB_PIPELINE_TEXT = 256,
    VIB_GRID_MIN = 16,  /* points, of a grid and of what must be measured    */
    VIB_GRID_MAX = 8192
};

typedef struct vib_pipeline {
    bool raman;          /* the axis is a Raman shift; else a wavenumber     */
    double first, step;  /* grid point i is at first + i step, cm^-1         */
    size_t length;       /* grid points                                      */
    double despike;      /* threshold, robust standard deviations; 0: none   */
    double ends;         /* heights of the tallest band that a laser's wing  */
                         /* has, see ends.h; 0: ends stay as they are        */
    double snip;         /* half window of the baseline, cm^-1               */
    int savgol_points;   /* Savitzky-Golay window, grid points, odd          */
    int savgol_order;
    int power;           /* of the derivative's magnitude, in eighths: 1 .. 8 */
    double slit;         /* of references, cm^-1, see vib_pipeline_refer()    */
} vib_pipeline;

/* Read the one line, or one of the names "raman" and "infrared" for:
 *   raman grid=100:3500:2 despike=8 ends=1 snip=40 derivative=11,2 slit=16
 *   infrared grid=400:4000:4 despike=0 ends=1 snip=200 derivative=7,2
 *       power=0.75
 * Without these words ends and slit are 0 and the power is 0.5, the square
 * root. */
int vib_pipeline_parse(vib_pipeline *out, const char *text);

/* Write the line, which parses back to the same; text [VIB_PIPELINE_TEXT]. */
void vib_pipeline_format(char *text, const vib_pipeline *pipeline);

/* Put a spectrum on the grid: intensity [length], scaled to 0 .. 1 over what
 * was measured, 0 elsewhere; mask [length], 1 where measured, else 0.
 * VIB_BAD_DATA: fewer than VIB_GRID_MIN grid points were measured, the axis has
 * a unit that is none, repeats or turns back, the line is flat. */
int vib_pipeline_grid(float *intensity, float *mask,
                      const vib_pipeline *pipeline,
                      const vib_spectrum *spectrum);

/* A reference is encoded as a spectrometer whose slit is `slit` cm^-1 wider
 * would have measured it (full width at half height; 0: as it is), an unknown
 * as it is: what a poorer instrument sees of a compound is then nearer to it
 * than to another whose bands are broad by nature. Broaden the intensity
 * [length] of such a reference; `scratch` holds length floats. */
void vib_pipeline_refer(float *intensity, float *scratch, const float *mask,
                        const vib_pipeline *pipeline);

/* Channels [VIB_CHANNELS][length], one after the other, from a grid:
 *   0 signed square root, or other power, of the smoothed first derivative
 *   1 square root of the intensity above the baseline
 *   2 the mask
 * 0 and 1 are 0 where not measured and scaled to a root mean square of 1 over
 * what was; all 0 when nothing stands above the baseline. Stretches between
 * gaps are treated each by itself. `scratch` holds 4 length floats. No memory
 * is taken. */
void vib_pipeline_features(float *channels, float *scratch,
                           const vib_pipeline *pipeline,
                           const float *intensity, const float *mask);

#endif
