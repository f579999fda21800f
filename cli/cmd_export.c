#include "command.h"
#include "options.h"
#include "place.h"
#include "talk.h"

#include <stdlib.h>

/* What is written out of a library. */
typedef struct cli_export {
    const vib_db *db;
    const uint64_t *ids; /* [count] */
    size_t count;
} cli_export;

static int write_spectra(FILE *file, void *payload)
{
    const cli_export *export = payload;
    int status = VIB_OK;

    for (size_t i = 0; i < export->count && status == VIB_OK; i++) {
        vib_spectrum spectrum = VIB_SPECTRUM_INIT;

        status = vib_db_get(&spectrum, export->db, export->ids[i]);
        if (status == VIB_OK)
            status = vib_spectrum_write(file, &spectrum);
        vib_spectrum_release(&spectrum);
    }
    return status;
}

/* The ids of all spectra, to be freed; NULL after a failure was told. */
static uint64_t *find_all(size_t *count, const vib_db *db)
{
    size_t room = 1;
    uint64_t *ids = cli_new(room, sizeof *ids), id = 0;
    int rc;

    *count = 0;
    while ((rc = vib_db_next(&id, db)) > 0) {
        ids = cli_grow(ids, &room, *count + 1, sizeof *ids);
        ids[(*count)++] = id;
    }
    if (rc == 0)
        return ids;
    cli_error("%s", vib_last_error());
    free(ids);
    return NULL;
}

/* Of a library alone, all spectra. */
static int export_spectra(const cli_operands *operands, const char *out)
{
    size_t count = operands->count - 1;
    bool all = count == 0;
    vib_db *db = NULL;
    uint64_t *ids = all ? NULL : cli_parse_ids(operands->item + 1, count);
    int rc;

    if (!all && !ids)
        return CLI_MISUSE;
    rc = cli_open_library(&db, operands->item[0], VIB_READ);
    if (rc == CLI_GO && all && !(ids = find_all(&count, db)))
        rc = CLI_FAILED;
    if (rc == CLI_GO) {
        cli_export export = { db, ids, count };
        int status = out ? vib_file_write(out, write_spectra, &export)
                         : write_spectra(stdout, &export);

        rc = status < 0 ? CLI_FAILED : CLI_DONE;
        if (status < 0)
            cli_error("%s", vib_last_error());
    }
    vib_db_close(db);
    free(ids);
    return rc;
}

static int export_model(const char *library, const char *out)
{
    vib_db *db = NULL;
    int rc = cli_open_library(&db, library, VIB_READ);

    if (rc != CLI_GO)
        return rc;
    rc = CLI_DONE;
    if (vib_db_export_encoder(db, out) < 0) {
        cli_error("%s", vib_last_error());
        rc = CLI_FAILED;
    }
    vib_db_close(db);
    return rc;
}

static int check_wishes(const cli_operands *operands, bool model, bool all,
                        const char *out)
{
    bool chosen = operands->count > 1;

    if (chosen + model + all > 1)
        cli_error("export takes ID..., --all or --model");
    else if (model && !out)
        cli_error("export --model needs -o FILE");
    else if (chosen + model + all == 0)
        cli_error("export needs LIB ID..., or --all; 'vibrary list' shows the "
                  "ids");
    else
        return CLI_GO;
    return CLI_MISUSE;
}

int cmd_export(int argc, char **argv)
{
    const char *out = NULL;
    bool model = false, all = false;
    const cli_option options[] = {
        { 'o', "output", CLI_OUTPUT, &out, "OUT",
          "the file to write [standard output]" },
        { 0, "all", CLI_FLAG, &all, NULL, "instead of IDs: all spectra" },
        { 0, "model", CLI_FLAG, &model, NULL,
          "write the encoder of the library instead" },
    };
    const cli_usage usage = {
        .command = "export",
        .operands = "LIB [ID...]",
        .about = "Write spectra as text of two columns with their metadata, "
                 "exactly as stored.\n'vibrary add' takes the file, with one "
                 "spectrum or all.",
        .examples = "vibrary export minerals.vib 17 -o quartz.txt\n"
                    "vibrary export minerals.vib --all -o minerals.txt\n"
                    "vibrary export minerals.vib --model -o encoder.vibm\n",
        .least = 1,
        .most = SIZE_MAX,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc == CLI_GO)
        rc = check_wishes(&operands, model, all, out);
    if (rc != CLI_GO)
        return rc;
    return model ? export_model(operands.item[0], out)
                 : export_spectra(&operands, out);
}
