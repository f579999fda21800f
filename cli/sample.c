#include "sample.h"

#include "command.h"
#include "input.h"
#include "talk.h"

#include <stdlib.h>
#include <string.h>

static void case_release(cli_case *item)
{
    free(item->name);
    free(item->specimen);
    free(item->laser);
    free(item->quality);
}

void cli_sample_release(cli_sample *sample)
{
    for (size_t i = 0; i < sample->n; i++)
        case_release(&sample->item[i]);
    free(sample->item);
}

static bool is_per_cm(const char *unit)
{
    return *unit == '\0' || strstr(unit, "cm");
}

/* Append a spectrum by its fields, or count why not. */
static void offer(cli_sample *sample, uint64_t id, const vib_spectrum *fields,
                  const char *key)
{
    const char *name = cli_field(fields, VIB_KEY_NAME);
    const char *specimen = cli_field(fields, key);

    if (!*name || !*specimen)
        sample->nameless++;
    else if (!is_per_cm(cli_field(fields, VIB_KEY_X_UNIT)))
        sample->strange++;
    else
        sample->item[sample->n++] =
            (cli_case){ .id = id,
                        .name = cli_copy(name),
                        .specimen = cli_copy(specimen),
                        .laser = cli_copy(cli_field(fields, VIB_KEY_LASER)),
                        .quality = cli_copy(cli_field(fields, "quality")) };
}

static int read_all(cli_sample *sample, const vib_db *db, const char *key)
{
    vib_db_facts facts;
    uint64_t id = 0;
    int rc = vib_db_describe(&facts, db);

    if (rc < 0)
        return rc;
    sample->item = cli_new((size_t)facts.spectra, sizeof *sample->item);
    for (uint64_t i = 0; i < facts.spectra; i++) {
        vib_spectrum fields = VIB_SPECTRUM_INIT;

        rc = vib_db_next(&id, db);
        if (rc != 1)
            return rc;
        rc = vib_db_fields(&fields, db, id);
        if (rc == VIB_OK)
            offer(sample, id, &fields, key);
        vib_spectrum_release(&fields);
        if (rc < 0)
            return rc;
    }
    return VIB_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const cli_case *)a)->name, ((const cli_case *)b)->name);
}

/* Number the compounds and keep those of two specimens or more. */
static void keep_shared(cli_sample *sample)
{
    size_t kept = 0;

    qsort(sample->item, sample->n, sizeof *sample->item, by_name);
    for (size_t i = 0, end; i < sample->n; i = end) {
        bool shared = false;

        for (end = i; end < sample->n &&
                      by_name(&sample->item[i], &sample->item[end]) == 0;
             end++)
            shared = shared || strcmp(sample->item[i].specimen,
                                      sample->item[end].specimen) != 0;
        for (size_t k = i; k < end; k++) {
            sample->item[k].compound = sample->compounds;
            if (shared)
                sample->item[kept++] = sample->item[k];
            else
                case_release(&sample->item[k]);
        }
        sample->compounds += shared;
        sample->alone += shared ? 0 : end - i;
    }
    sample->n = kept;
}

/* An order that has nothing to do with that of adding. */
static uint64_t scrambled(uint64_t id)
{
    return (id + 1) * UINT64_C(0x9e3779b97f4a7c15);
}

static int by_lot(const void *a, const void *b)
{
    uint64_t p = scrambled(((const cli_case *)a)->id);
    uint64_t q = scrambled(((const cli_case *)b)->id);

    return (p > q) - (p < q);
}

/* How many compounds the spectra are of. */
static size_t count_drawn(const cli_sample *sample)
{
    bool *met = cli_new(sample->compounds, sizeof *met);
    size_t count = 0;

    for (size_t i = 0; i < sample->n; i++) {
        count += !met[sample->item[i].compound];
        met[sample->item[i].compound] = true;
    }
    free(met);
    return count;
}

int cli_sample_draw(cli_sample *out, const vib_db *db, const char *key,
                    size_t most)
{
    *out = (cli_sample){ .item = NULL };
    if (read_all(out, db, key) < 0) {
        cli_error("%s", vib_last_error());
        cli_sample_release(out);
        return CLI_FAILED;
    }
    keep_shared(out);
    if (out->n)
        qsort(out->item, out->n, sizeof *out->item, by_lot);
    while (out->n > most)
        case_release(&out->item[--out->n]);
    out->drawn = count_drawn(out);
    return CLI_GO;
}
