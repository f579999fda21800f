/* fields.h - the option --set: fields that each spectrum read is given. */
#ifndef CLI_FIELDS_H
#define CLI_FIELDS_H

#include "options.h"
#include "vibrary.h"

/* The option that fills *fields, whose items free() frees. */
cli_option cli_fields_option(cli_list *fields);

/* Are they "key=value"? CLI_GO; CLI_MISUSE, which is told. */
int cli_fields_read(const cli_list *fields);

/* Give a spectrum these fields. */
int cli_fields_apply(const cli_list *fields, vib_spectrum *spectrum);

#endif
