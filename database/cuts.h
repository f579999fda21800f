/* cuts.h - vectors of spectra that are cut to what they share with others.
 *
 * The same cuts come again: a reference beside all spectra of a map, a query
 * beside all references that reach further than it does. Each is encoded once,
 * and kept from call to call (see view.h). A vector depends on its own spectrum
 * alone, so it has the same bits as if it were encoded for each pair. */
#ifndef VIB_CUTS_H
#define VIB_CUTS_H

#include "encoder.h"

/* What may be added between two calls of vib_cuts_begin(). */
enum { VIB_CUTS_CURVES = 256, VIB_CUTS_NEW = 256 };

typedef struct vib_cuts vib_cuts;

/* Nothing yet, for this encoder, which must outlive it. */
int vib_cuts_new(vib_cuts **out, const vib_encoder *encoder);
void vib_cuts_free(vib_cuts *cuts);

/* Whether as many threads may use it as there are now (vib_threads()). */
bool vib_cuts_fits(const vib_cuts *cuts);

/* There is room for VIB_CUTS_CURVES spectra and VIB_CUTS_NEW cuts more. False:
 * for that everything was forgotten, and no place counts any more. */
bool vib_cuts_begin(vib_cuts *cuts);

/* The place of reference `id`. False: it is new, and vib_cuts_grid() must
 * follow. */
bool vib_cuts_reference(size_t *place, vib_cuts *cuts, uint64_t id);

/* A place for another spectrum, for which vib_cuts_grid() must follow. */
size_t vib_cuts_query(vib_cuts *cuts);

/* Put the spectrum of a place on the model's axis, as references are encoded or
 * as it is. Many threads may do so, each another place. */
void vib_cuts_grid(vib_cuts *cuts, size_t place, const vib_spectrum *spectrum,
                   bool reference);

/* What vib_pipeline_grid() said of it: VIB_OK, or why it has no cuts. */
int vib_cuts_status(const vib_cuts *cuts, size_t place);

/* Which vector is that of spectrum `of`, cut to where `with` was measured too
 * and weight [length] is above 0; NULL: it is everywhere. */
size_t vib_cuts_find(vib_cuts *cuts, size_t of, size_t with,
                     const float *weight);

/* Make the vectors that vib_cuts_find() has promised. */
int vib_cuts_encode(vib_cuts *cuts);

/* A vector [dimension]; valid until vib_cuts_begin(). */
const float *vib_cuts_vector(const vib_cuts *cuts, size_t cut);

#endif
