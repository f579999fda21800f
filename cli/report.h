/* report.h - what was asked, what was answered, as a document. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "ranking.h"

/* The unknowns, all of them, and their answers. */
typedef struct cli_report {
    const char *library; /* its path */
    const vib_db *db;
    vib_db_facts facts;
    vib_search how;
    char *asked;           /* how, in words                    */
    vib_spectrum *queries; /* [count]                          */
    vib_hits *hits;        /* [count]                          */
    size_t count;
    bool pdf;              /* else HTML                        */
} cli_report;

/* Write the document; a vib_file_writer whose payload is a cli_report. */
int cli_report_write(FILE *out, void *payload);

#endif
