#include "matches.h"

#include "command.h"
#include "talk.h"

#include <stdlib.h>
#include <string.h>

const char *cli_short_source(const char *source)
{
    const char *slash = strrchr(source, '/');

    return slash && slash[1] ? slash + 1 : source;
}

static int add_match(cli_matches *matches, const vib_db *db,
                     const vib_spectrum *query, const vib_hit *hit,
                     const vib_comparison *what)
{
    size_t i = matches->count;
    char *label;

    if (vib_db_get(&matches->found[i], db, hit->id) < 0 ||
        vib_db_explain(&matches->reasons[i], db, query, what) < 0) {
        vib_spectrum_release(&matches->found[i]);
        cli_error("%s", vib_last_error());
        return CLI_FAILED;
    }
    matches->count++;
    label = cli_spectrum_label(&matches->found[i]);
    matches->labels[1 + i] = cli_format("%zu  %s", i + 1, label);
    free(label);
    matches->notes[i] = cli_format("score %.3f   hqi %.3f   overlap %.0f %%",
                                   (double)hit->score, (double)hit->hqi,
                                   100 * (double)hit->overlap);
    matches->curves[i] = (vib_curve){ &matches->found[i],
                                      matches->labels[1 + i],
                                      matches->notes[i] };
    return CLI_GO;
}

int cli_matches_open(cli_matches *out, const vib_db *db,
                     const vib_spectrum *query, const vib_hits *hits,
                     const vib_search *how)
{
    vib_encoder_facts facts;
    int rc = CLI_GO;

    *out = (cli_matches){ .plot = VIB_PLOT_DEFAULT };
    if (vib_db_encoder(&facts, db) < 0) {
        cli_error("%s", vib_last_error());
        return CLI_FAILED;
    }
    out->pipeline = cli_copy(facts.pipeline);
    out->labels[0] =
        cli_copy(cli_short_source(cli_field(query, VIB_KEY_SOURCE)));
    for (size_t i = 0; i < hits->count && i < CLI_MATCHES_DRAWN &&
                       rc == CLI_GO; i++)
        rc = add_match(out, db, query, &hits->hit[i],
                       &(vib_comparison){ hits->hit[i].id,
                                          (double)hits->shift, how->regions,
                                          how->region_count });
    out->what = (vib_mirror){
        .query = { query, out->labels[0], NULL },
        .matches = out->curves,
        .reasons = out->reasons,
        .count = out->count,
        .pipeline = out->pipeline,
        .regions = how->regions,
        .region_count = how->region_count,
        .shift = (double)hits->shift,
    };
    if (rc != CLI_GO)
        cli_matches_close(out);
    return rc;
}

void cli_matches_close(cli_matches *matches)
{
    for (size_t i = 0; i < matches->count; i++) {
        vib_spectrum_release(&matches->found[i]);
        vib_reasons_release(&matches->reasons[i]);
        free(matches->labels[1 + i]);
        free(matches->notes[i]);
    }
    free(matches->labels[0]);
    free(matches->pipeline);
    *matches = (cli_matches){ 0 };
}

int cli_matches_draw(FILE *out, void *payload)
{
    const cli_matches *matches = payload;

    return vib_plot_match(out, &matches->what, &matches->plot);
}
