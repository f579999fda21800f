/* reader.h - what a file format is to the reader: one struct in the table of
 * formats.c. To add a format: one file that defines its vib_format, one line
 * in the table. */
#ifndef VIB_READER_H
#define VIB_READER_H

#include "found.h"

#include <stddef.h>
#include <stdint.h>

/* One file, or one member of an archive, in memory. */
typedef struct vib_input {
    const char *path; /* as the user knows it: "a/b.txt", "c.zip:d/e.csv" */
    const uint8_t *data;
    size_t size;
    const struct vib_blob *companions; /* [companion_count], companion.h */
    size_t companion_count;
} vib_input;

typedef struct vib_format {
    const char *name; /* what field "format" says */

    /* How sure these bytes are of this format: 0 not, 100 certain. Looks at
     * the content only, briefly. */
    int (*sniff)(const uint8_t *data, size_t size);

    /* Give every spectrum of the file to *out, in file order. What was found
     * before a failure stays there; to find none is one. Many threads parse at
     * once. The bytes of *input live as long as *out. */
    int (*parse)(vib_found *out, const vib_input *input);
} vib_format;

/* Parse with the format that is surest. When there is none, the message says
 * what the file is, if that can be known. */
int vib_formats_parse(vib_found *out, const vib_input *input);

/* The reader called so, or NULL. */
const vib_format *vib_format_named(const char *name);

/* What these bytes are ("a PNG image"), if it is known and no spectrum that
 * can be read here; else NULL. */
const char *vib_known_kind(const uint8_t *data, size_t size);

extern const vib_format vib_format_jcamp, vib_format_spc;
extern const vib_format vib_format_own, vib_format_rruff, vib_format_delimited;
extern const vib_format vib_format_wdf, vib_format_opus,
    vib_format_omnic, vib_format_perkinelmer, vib_format_peds,
    vib_format_spe, vib_format_asp;
extern const vib_format vib_format_labspec, vib_format_witec,
    vib_format_oceanoptics, vib_format_avantes, vib_format_bwtek,
    vib_format_labspec_xml, vib_format_labspec6, vib_format_asd,
    vib_format_npy, vib_format_npz, vib_format_envi, vib_format_hdf5,
    vib_format_matlab;

#endif
