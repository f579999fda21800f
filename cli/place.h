/* place.h - where things are: libraries, models that ship, the tool itself. */
#ifndef CLI_PLACE_H
#define CLI_PLACE_H

#include "vibrary.h"

/* Open a library; a failure is told with the next step, and CLI_FAILED. */
int cli_open_library(vib_db **out, const char *path, vib_mode mode);

/* The option that chooses spectra by metadata. */
#define CLI_WHERE "CONDITION"
#define CLI_WHERE_HELP "only such: 'laser=532 and name~feldspar'"

/* Read a condition; NULL is none. CLI_GO, or CLI_MISUSE, which is told. */
int cli_read_where(vib_where **out, const char *text);

/* Warn of each field in it that no spectrum has. Accepts NULL. */
void cli_where_warn(const vib_where *where, const vib_db *db);

/* Say how much of the exact answers the index finds, if it was measured. */
void cli_recall_note(const vib_db_facts *facts);

/* Read a model: a file, or the name of one that ships. As above. */
int cli_open_model(vib_encoder **out, const char *name);

/* The path of the running program; free() frees. NULL when it is unknown. */
char *cli_own_path(void);

/* Ids of spectra, from operands; a new array, or NULL when one is no id, which
 * is told. */
uint64_t *cli_parse_ids(const char *const *words, size_t count);

#endif
