/* calibrate.h - how sure answers are, said to people. */
#ifndef CLI_CALIBRATE_H
#define CLI_CALIBRATE_H

#include "vibrary.h"

/* Calibrate a library when what it keeps is missing or stale, or always; what
 * came of it is noted. CLI_GO; CLI_FAILED, which is told, or CLI_STOPPED. */
int cli_calibrate(vib_db *db, bool always);

/* One line for people about the answers to a query, "" when there is nothing to
 * say. */
void cli_confidence_text(char *text, size_t size, const vib_hits *hits,
                         const vib_search *how);

#endif
