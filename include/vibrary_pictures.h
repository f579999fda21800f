/* vibrary_pictures.h - spectra, answers and maps as pictures and on pages. A
 * part of vibrary.h, which includes it; its rules are told there.
 *
 *     vib_curve curve = { &unknown, NULL, NULL };
 *     vib_plot options = VIB_PLOT_DEFAULT;
 *
 *     options.peaks = true;
 *     vib_plot_spectra(file, &curve, 1, &options);
 */
#ifndef VIBRARY_PICTURES_H
#define VIBRARY_PICTURES_H

#include "vibrary.h"
#include "vibrary_mixtures.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A spectrum to be drawn. */
typedef struct vib_curve {
    const vib_spectrum *spectrum;
    const char *label; /* what it is called; NULL: its name, title or source */
    const char *note;  /* more about it, in vib_plot_match(), or NULL        */
} vib_curve;

typedef enum vib_image { VIB_SVG, VIB_PDF, VIB_PNG } vib_image;

typedef enum vib_layout {
    VIB_STACKED, /* each in a strip of its own                               */
    VIB_OVERLAID
} vib_layout;

typedef struct vib_plot { /* start from VIB_PLOT_DEFAULT */
    vib_image image;
    double width, height;  /* points of 1/72 inch, a PNG has two pixels each;
                            * 0: as suits the content                        */
    const char *title;     /* or NULL                                        */
    vib_layout layout;     /* of several spectra                             */
    bool peaks;            /* write the wavenumbers of bands beside them     */
    double from, to;       /* the part of the axis, cm^-1; equal: all of it  */
    const char *technique; /* "raman" or "infrared", whose axis descends;
                            * NULL: as the spectra say                       */
} vib_plot;
#define VIB_PLOT_DEFAULT \
    { VIB_SVG, 0, 0, NULL, VIB_STACKED, false, 0, 0, NULL }

/* Draw n spectra as measured over one axis in cm^-1 and write the picture to
 * `out`. One has a scale of intensities; several are scaled each by itself. */
VIB_API int vib_plot_spectra(FILE *out, const vib_curve *curves, size_t n,
                             const vib_plot *options);

/* An unknown, what was found for it, and how the search compared them. */
typedef struct vib_mirror {
    vib_curve query;
    const vib_curve *matches;  /* [count], best first                        */
    const vib_reasons *reasons; /* [count] by vib_db_explain(); NULL: no bands
                                * are marked                                 */
    size_t count;
    const char *pipeline;      /* of the library's encoder                   */
    const vib_region *regions; /* [region_count] of the search               */
    size_t region_count;
    double shift;              /* of vib_hits: the unknown is drawn without  */
} vib_mirror;

/* Draw them as they were compared: on the model's grid, spikes and baseline
 * removed as the pipeline says. The best match hangs below the unknown, the
 * others follow; bands that both have are shaded, those that one has in its
 * half only, and what was not measured in both or was left out is grey. */
VIB_API int vib_plot_match(FILE *out, const vib_mirror *what,
                           const vib_plot *options);

/* An unknown and what vib_db_unmix() says it is made of. */
typedef struct vib_breakdown {
    vib_curve query;
    const vib_mixture *mixture;
    const char *pipeline;      /* of the library's encoder                   */
} vib_breakdown;

/* Draw the unknown with baseline and fit, below it the parts and what is left,
 * all to one scale. */
VIB_API int vib_plot_breakdown(FILE *out, const vib_breakdown *what,
                               const vib_plot *options);

/* What a pipeline does to a spectrum before it is encoded and compared. */
typedef struct vib_treatment {
    size_t points;   /* that are numbers, at different places                */
    double from, to; /* what they cover, cm^-1                               */
    size_t spikes;   /* points replaced as cosmic-ray spikes                 */
    size_t grid;     /* points of the model's grid                           */
    size_t measured; /* of these; the others are masked                      */
    double first, last; /* of those measured, cm^-1: without padded ends and
                         * the laser's wing                                  */
} vib_treatment;
VIB_API int vib_treatment_of(vib_treatment *out, const char *pipeline,
                             const vib_spectrum *spectrum);

typedef struct vib_text_plot {
    size_t columns, rows; /* characters; each spectrum has three rows or more */
    bool braille;         /* Unicode's dots; else ASCII                       */
    bool colour;          /* with escape sequences for a terminal             */
} vib_text_plot;

/* Draw n spectra, one below the other, as lines of characters: the part of the
 * axis that `part` asks for. */
VIB_API int vib_plot_text(FILE *out, const vib_curve *curves, size_t n,
                          const vib_plot *part, const vib_text_plot *options);

/* Cells of a map without an answer, beside 0: measured, but the answer was not
 * good enough. */
enum {
    VIB_CELL_FAILED = 65534,    /* measured, but could not be compared       */
    VIB_CELL_UNMEASURED = 65535 /* nothing was measured there                */
};

/* A map of what was found where: one class a cell. */
typedef struct vib_map {
    const uint16_t *cells;    /* [rows][columns], the lowest y first; 0 or a
                               * VIB_CELL: none, k: classes[k - 1]           */
    size_t columns, rows;
    double step_x, step_y;    /* of the cells, um                            */
    const char *const *classes; /* [class_count] names                       */
    size_t class_count;       /* below VIB_CELL_FAILED                       */
} vib_map;

/* How much of a map is one class, in all and in connected areas: cells that
 * touch, at corners too. */
typedef struct vib_areas {
    size_t cells;
    size_t particles; /* connected areas                                     */
    size_t largest;   /* cells of the largest of them                        */
} vib_areas;

/* Fill areas [class_count]. VIB_BAD_ARG: a cell has a class that is none. */
VIB_API int vib_map_areas(vib_areas *areas, const vib_map *map);

/* Draw a map with y upwards, a scale bar and a legend: the classes in their
 * order and their shares of what was measured. Eight classes have a colour of
 * their own, the others one together; cells without an answer are grey. */
VIB_API int vib_plot_map(FILE *out, const vib_map *map,
                         const vib_plot *options);

/* A PDF of A4 pages that is being written. */
typedef struct vib_pages vib_pages;

VIB_API int vib_pages_open(vib_pages **out, FILE *file, const char *title);

/* A paragraph, `level` 0, or a heading, 1 to 3. Of the text, UTF-8, the first
 * 500 bytes are written. */
VIB_API int vib_pages_text(vib_pages *pages, int level, const char *text);

typedef struct vib_cell {
    const char *text;
    double width; /* its share of the row, in any unit                       */
    bool number;  /* aligned to the right                                    */
} vib_cell;

/* A row of a table; `head`: its first, with the names of the columns. */
VIB_API int vib_pages_row(vib_pages *pages, const vib_cell *cells, size_t n,
                          bool head);

/* The picture that vib_plot_match() makes, as wide as the text. */
VIB_API int vib_pages_match(vib_pages *pages, const vib_mirror *what,
                            const vib_plot *options);

/* What follows begins on a new page. */
VIB_API void vib_pages_break(vib_pages *pages);

/* Write what is left and free the handle, or NULL; `*pages` is gone even when
 * it fails. */
VIB_API int vib_pages_close(vib_pages *pages);

#ifdef __cplusplus
}
#endif
#endif
