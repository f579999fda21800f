/* spc.h - Galactic / Thermo SPC, the parts of its reader. After Galactic
 * Industries' "Universal Data Format Specification" and the header SPC.H of
 * their free software development kit. */
#ifndef VIB_SPC_H
#define VIB_SPC_H

#include "binary.h"

/* Flags of the file. */
enum {
    VIB_SPC_SHORT = 0x01,  /* 16-bit ordinates                      */
    VIB_SPC_MULTI = 0x04,  /* many spectra, each with its exponent  */
    VIB_SPC_RANDOM = 0x08, /* each has a z of its own, in any order */
    VIB_SPC_SORTED = 0x10, /* each has a z of its own, in order     */
    VIB_SPC_LABELS = 0x20, /* labels of the axes as text            */
    VIB_SPC_XYXY = 0x40,   /* each spectrum has its own axis        */
    VIB_SPC_XY = 0x80      /* an axis of numbers, for all           */
};

/* How the bytes of a 32-bit number follow one another. */
typedef enum vib_spc_order {
    VIB_SPC_LITTLE,
    VIB_SPC_BIG,
    VIB_SPC_WORDS /* two little-endian words, the higher first: old files */
} vib_spc_order;

/* A file, its header understood. */
typedef struct vib_spc {
    vib_part bytes;
    bool old; /* version 0x4D; its first subheader is in the header */
    vib_spc_order order;
    unsigned flags;
    int exponent;       /* -128: ordinates are floats    */
    size_t points;      /* of each spectrum, unless XYXY */
    double first, last; /* x of the first and last point */
    size_t spectra;     /* as the header says            */
    size_t directory;   /* of XYXY files, 0: none        */
    size_t start;       /* where the data begins         */
    size_t log;         /* where the log is, 0: none     */
    unsigned x_type, y_type, z_type, w_type;
    size_t planes;      /* along w, 0: there is no such axis              */
    double z_step, w_step; /* from spectrum to spectrum, 0: not told here */
    unsigned year, month, day, hour, minute;
    vib_part comment, labels, resolution, source, method;
} vib_spc;

/* A number at byte `at` in the order of the file, 0 when it is not there. */
uint32_t vib_spc_u32(const vib_spc *file, vib_part part, size_t at);
double vib_spc_f32(const vib_spc *file, vib_part part, size_t at);

/* Understand the header. VIB_BAD_DATA: cut short or not possible. */
int vib_spc_header(vib_spc *out, vib_part bytes);

/* A walk over the spectra of a file. */
typedef struct vib_spc_walk {
    const vib_spc *file;
    size_t at, index;
    double z_first, z_step; /* where z is even */
} vib_spc_walk;

vib_spc_walk vib_spc_walk_of(const vib_spc *file);

/* How many spectra there are. VIB_BAD_DATA: what follows them is cut short. */
int vib_spc_count(size_t *count, const vib_spc *file);

/* The axis that all spectra have, if they do: in no XYXY file. There must be a
 * spectrum. VIB_NO_MEMORY. */
int vib_spc_axis(vib_spectrum *head, const vib_spc *file);

/* Give *out, which has the axis if there is one for all, the next of these
 * spectra and, in a file of several, fields "z" and "w". VIB_NO_MEMORY;
 * VIB_BAD_DATA: the file changes meanwhile. */
int vib_spc_next(vib_spectrum *out, vib_spc_walk *walk);

/* Set the fields that all spectra of the file share. */
int vib_spc_fields(vib_spectrum *head, const vib_spc *file);

#endif
