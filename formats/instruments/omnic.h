/* omnic.h - Thermo OMNIC files, as far as their reader is in several files. */
#ifndef VIB_OMNIC_H
#define VIB_OMNIC_H

#include "binary.h"
#include "found.h"

/* What the entries of the table at the beginning of a file lead to. */
enum {
    VIB_OMNIC_HEADER = 2,   /* begins a new spectrum   */
    VIB_OMNIC_DATA = 3,     /* its intensities, floats */
    VIB_OMNIC_COMMENT = 4,
    VIB_OMNIC_POSITIONS = 6,
    VIB_OMNIC_HISTORY = 27,
    VIB_OMNIC_SERIES = 45,
    VIB_OMNIC_TITLE = 107
};

typedef struct vib_omnic_entry {
    unsigned key;
    vib_part bytes; /* as many as there are */
    size_t size;    /* as many as there should be */
} vib_omnic_entry;

typedef struct vib_omnic {
    vib_part file;
    size_t entries;
    bool series; /* "Spectral Exte File": longer entries */
} vib_omnic;

int vib_omnic_open(vib_omnic *out, vib_part file);

/* Entry i < entries. */
vib_omnic_entry vib_omnic_entry_at(const vib_omnic *file, size_t i);

/* Title and date of the file. */
int vib_omnic_set_file(vib_spectrum *head, const vib_omnic *file);

/* Give field `key` the time `seconds` after 30 December 1899 ended; 0 is none.
 */
int vib_omnic_set_time(vib_spectrum *head, const char *key, double seconds);

typedef struct vib_omnic_header {
    size_t n;           /* points, as yet unchecked */
    double first, last; /* ends of the axis, as written */
    vib_part bytes;
} vib_omnic_header;

/* VIB_BAD_DATA: too short, or of an interferogram. */
int vib_omnic_read_header(vib_omnic_header *out, vib_part bytes);

/* An even axis of n points from first to last, and what else the header says;
 * *head, which must be empty, is the caller's also on failure. */
int vib_omnic_make_head(vib_spectrum *head, const vib_omnic_header *header);

/* Add all spectra of a series or map. */
int vib_omnic_add_series(vib_found *out, const vib_omnic *file);

#endif
