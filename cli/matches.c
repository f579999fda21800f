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

/* Hit number `rank` from 0, unless it cannot be drawn, which is told: one that
 * is damaged does not take the others along. */
static void add_match(cli_matches *matches, const vib_db *db,
                      const vib_hits *hits, size_t rank,
                      const vib_search *how)
{
    const vib_hit *hit = &hits->hit[rank];
    const vib_comparison what = { hit->id, (double)hits->shift, how->regions,
                                  how->region_count };
    size_t i = matches->count;
    char *label;

    if (vib_db_get(&matches->found[i], db, hit->id) < 0 ||
        vib_db_explain(&matches->reasons[i], db, matches->what.query.spectrum,
                       &what) < 0) {
        vib_spectrum_release(&matches->found[i]);
        cli_note("spectrum %llu is not drawn: %s",
                 (unsigned long long)hit->id, vib_last_error());
        return;
    }
    matches->count++;
    label = cli_spectrum_label(&matches->found[i]);
    matches->labels[1 + i] = cli_format("%zu  %s", rank + 1, label);
    free(label);
    matches->notes[i] = cli_format("score %.3f   hqi %.3f   overlap %.0f %%",
                                   (double)hit->score, (double)hit->hqi,
                                   100 * (double)hit->overlap);
    matches->curves[i] = (vib_curve){ &matches->found[i],
                                      matches->labels[1 + i],
                                      matches->notes[i] };
}

int cli_matches_open(cli_matches *out, const vib_db *db,
                     const vib_spectrum *query, const vib_hits *hits,
                     const vib_search *how)
{
    vib_encoder_facts facts;

    *out = (cli_matches){ .plot = VIB_PLOT_DEFAULT };
    if (vib_db_encoder(&facts, db) < 0) {
        cli_error("%s", vib_last_error());
        return CLI_FAILED;
    }
    out->pipeline = cli_copy(facts.pipeline);
    out->labels[0] =
        cli_copy(cli_short_source(cli_field(query, VIB_KEY_SOURCE)));
    out->what = (vib_mirror){
        .query = { query, out->labels[0], NULL },
        .matches = out->curves,
        .reasons = out->reasons,
        .pipeline = out->pipeline,
        .regions = how->regions,
        .region_count = how->region_count,
        .shift = (double)hits->shift,
    };
    for (size_t i = 0; i < hits->count && i < CLI_MATCHES_DRAWN; i++)
        add_match(out, db, hits, i, how);
    out->what.count = out->count;
    return CLI_GO;
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
