#include "mixture.h"

#include "command.h"
#include "talk.h"

#include <stdint.h>
#include <stdlib.h>

static const cli_column columns[] = {
    { .name = "query", .path = true },
    { .name = "rank", .number = true },
    { .name = "id", .number = true },
    { .name = "name" },
    { .name = "fraction", .number = true },
    { .name = "confidence", .number = true },
    { .name = "shift", .number = true },
    { .name = "residual", .number = true },
};
enum { COLUMNS = sizeof columns / sizeof *columns, NUMBER_SIZE = 32 };

int cli_mixture_check(size_t most, const cli_ranking *ranking)
{
    const cli_ranking usual = cli_ranking_default(ranking->k);

    if (most > 8 && most != SIZE_MAX) {
        cli_error("--mixture %zu: take 1 to 8 components", most);
        return CLI_MISUSE;
    }
    if (ranking->score != usual.score || ranking->by != usual.by ||
        ranking->leave_out || ranking->shift ||
        ranking->candidates != usual.candidates || ranking->regions.count) {
        cli_error("--mixture goes with --where, --laser, --format and --plot "
                  "only");
        return CLI_MISUSE;
    }
    return CLI_GO;
}

static void write_component(cli_sheet *sheet, const char *query,
                            const vib_mixture *mixture, size_t i)
{
    const vib_component *component = &mixture->component[i];
    const float values[] = { component->fraction, component->confidence };
    char numbers[6][NUMBER_SIZE];
    const char *cells[COLUMNS] = { query,      numbers[0], numbers[1],
                                   component->name, numbers[2], numbers[3],
                                   numbers[4], numbers[5] };
    size_t skipped = sheet->format == CLI_TABLE ? 1 : 0;

    snprintf(numbers[0], NUMBER_SIZE, "%zu", i + 1);
    snprintf(numbers[1], NUMBER_SIZE, "%llu",
             (unsigned long long)component->id);
    for (size_t k = 0; k < 2; k++)
        snprintf(numbers[2 + k], NUMBER_SIZE, "%.3f", (double)values[k]);
    snprintf(numbers[4], NUMBER_SIZE, "%.1f", (double)component->shift);
    snprintf(numbers[5], NUMBER_SIZE, "%.4f", (double)mixture->residual);
    cli_sheet_row(sheet, cells + skipped);
}

/* CLI_GO also when this one cannot be taken apart. */
static int take_apart(cli_sheet *sheet, cli_mixtures *mixtures,
                      const vib_spectrum *spectrum)
{
    const char *query = cli_field(spectrum, VIB_KEY_SOURCE);
    vib_mixture mixture = VIB_MIXTURE_INIT;
    int rc = CLI_GO;

    if (vib_db_unmix(&mixture, mixtures->db, spectrum, &mixtures->how) < 0) {
        cli_fold_say(&mixtures->fold, cli_error, query, vib_last_error());
        mixtures->failed++;
        return CLI_GO;
    }
    cli_sheet_heading(sheet, query);
    for (size_t i = 0; i < mixture.count; i++)
        write_component(sheet, query, &mixture, i);
    if (mixture.count == 0)
        cli_fold_say(&mixtures->fold, cli_note, query,
                     "like nothing in the library");
    if (mixtures->tell)
        rc = mixtures->tell(spectrum, &mixture, mixtures->payload);
    vib_mixture_release(&mixture);
    return rc;
}

int cli_mixture_all(cli_mixtures *mixtures, cli_input *input)
{
    int format = mixtures->format;
    size_t skipped = cli_format_resolve(format, stdout) == CLI_TABLE ? 1 : 0;
    cli_batch *batch = cli_new(1, sizeof *batch);
    cli_sheet sheet;
    int rc = CLI_GO;

    cli_sheet_open(&sheet, stdout, format, columns + skipped,
                   COLUMNS - skipped);
    while (rc == CLI_GO && cli_batch_fill(batch, input, 1) > 0) {
        rc = take_apart(&sheet, mixtures, &batch->spectra[0]);
        cli_batch_clear(batch);
    }
    cli_sheet_close(&sheet);
    cli_fold_end(&mixtures->fold);
    free(batch);
    return rc;
}
