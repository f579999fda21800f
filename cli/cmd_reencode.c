#include "command.h"
#include "options.h"
#include "place.h"
#include "talk.h"

static int reencode(const char *library, const char *model)
{
    vib_encoder *encoder = NULL;
    vib_db *db = NULL;
    vib_db_facts facts;
    cli_meter meter;
    double start = cli_seconds();
    int rc = cli_open_model(&encoder, model);

    if (rc == CLI_GO)
        rc = cli_open_library(&db, library, VIB_WRITE);
    if (rc != CLI_GO)
        goto out;
    cli_catch_interrupts();
    cli_meter_start(&meter);
    meter.what = "spectra encoded";
    rc = vib_db_reencode(db, encoder, cli_meter_progress, &meter);
    cli_meter_end();
    if (rc == VIB_OK)
        rc = vib_db_describe(&facts, db);
    if (rc == VIB_OK)
        cli_note("%llu spectra have vectors of encoder %s, made in %.1f s",
                 (unsigned long long)facts.spectra, facts.encoder.identity,
                 cli_seconds() - start);
    else
        cli_error("%s", vib_last_error());
    rc = rc == VIB_OK ? CLI_DONE : rc == VIB_STOPPED ? CLI_STOPPED : CLI_FAILED;
out:
    vib_encoder_close(encoder);
    vib_db_close(db);
    return rc;
}

int cmd_reencode(int argc, char **argv)
{
    const char *model = NULL;
    const cli_option options[] = {
        { 0, "model", CLI_TEXT, &model, "NAME|FILE",
          "a model that ships, or a file of 'vibrary train'" },
    };
    const cli_usage usage = {
        .command = "reencode",
        .operands = "LIB --model NAME|FILE",
        .about =
            "Give a library another encoder. Searches go on with the old "
            "vectors until all new\nones are there, and change over at once. "
            "An interrupted command can simply be\nrun again: it goes on where "
            "it was.",
        .examples = "vibrary reencode minerals.vib --model my-encoder.vibm\n",
        .least = 1,
        .most = 1,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc != CLI_GO)
        return rc;
    if (!model) {
        cli_error("reencode needs --model: the encoder to use from now on");
        return CLI_MISUSE;
    }
    return reencode(operands.item[0], model);
}
