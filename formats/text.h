/* text.h - text files as lines of UTF-8, whatever wrote them. */
#ifndef VIB_TEXT_H
#define VIB_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes that are not terminated and belong to someone else. */
typedef struct vib_span {
    const char *at;
    size_t n;
} vib_span;

/* A file as UTF-8. */
typedef struct vib_text {
    const char *at; /* the file's own bytes where these will do */
    size_t n;
    char *owned; /* or what had to be converted */
} vib_text;

/* True when the bytes look like text in any encoding vib_text_open() takes. */
bool vib_text_likely(const uint8_t *data, size_t n);

/* Decode UTF-8, UTF-16 (byte order from its mark or from its zeros), or else
 * Windows-1252; byte order marks, NULs and a final Ctrl-Z are left out. The
 * bytes must outlive *out. */
int vib_text_open(vib_text *out, const uint8_t *data, size_t n);
void vib_text_close(vib_text *text);

/* A walk over the lines of a text; these end with LF, CR or CR LF. */
typedef struct vib_lines {
    const char *at, *end;
    const char *feed; /* the next LF, or end */
    size_t number;    /* of the line last given, from 1 */
} vib_lines;

vib_lines vib_lines_of(const vib_text *text);

/* The next line without its end; false when there are no more. */
bool vib_lines_next(vib_span *line, vib_lines *lines);

/* A span without the blanks (and tabs) around it. */
vib_span vib_span_trim(vib_span span);

/* Does the span hold this text, in upper or lower case? */
bool vib_span_is(vib_span span, const char *text);

#endif
