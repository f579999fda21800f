/* export.h - what readers of text that one program exports have in common: the
 * delimited reader takes the table apart, the program's own reader knows what
 * the lines around it mean. */
#ifndef VIB_EXPORT_H
#define VIB_EXPORT_H

#include "reader.h"

/* What the fields of one spectrum mean. */
typedef int vib_export_explain(vib_spectrum *spectrum);

/* Read a table as the format "delimited" does, then explain each spectrum. */
int vib_export_read(vib_found *out, const vib_input *input,
                    vib_export_explain *explain);

/* Do the bytes begin with this text, a mark of UTF-8 aside? */
bool vib_export_begins(const uint8_t *data, size_t size, const char *text);

/* Does this text stand in the first 8 KiB? */
bool vib_export_mentions(const uint8_t *data, size_t size, const char *text);

/* Give field `to` the value of field `from`, which goes; nothing when there is
 * no such field. */
int vib_export_rename(vib_spectrum *spectrum, const char *from,
                      const char *to);

#endif
