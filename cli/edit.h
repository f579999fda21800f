/* edit.h - changing the metadata of some spectra, as three commands do. */
#ifndef CLI_EDIT_H
#define CLI_EDIT_H

#include "options.h"
#include "vibrary.h"

/* The option that says which spectra, instead of ids, by their name. */
cli_option cli_named_option(const char **name);

/* Make edits [n] of the spectra that operands LIB [ID...] or `named` say, and
 * tell how many changed. What a command returns. */
int cli_edit(const cli_operands *operands, const char *named,
             const vib_edit *edits, size_t n);

/* What an option that can be given any number of times does with each of its
 * values: `kind` to field `key`; where key is NULL, the value says it, as KEY
 * or as KEY=VALUE, which cli_fields_read() has looked at. */
typedef struct cli_change {
    vib_edit_kind kind;
    const char *key;
    cli_list *values;
} cli_change;

/* The same with the edits that changes [2] make, the first before the second.
 * `none` is told as misuse where there are no values. */
int cli_change_all(const cli_operands *operands, const char *named,
                   const cli_change changes[2], const char *none);

#endif
