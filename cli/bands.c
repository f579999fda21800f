#include "bands.h"

#include "talk.h"

#include <stdlib.h>

static void write_place(FILE *out, double at, float height)
{
    fprintf(out, "%.1f, %.3f", at, (double)height);
}

/* The bands of one kind: [[...], ...]. */
static void write_kind(FILE *out, const vib_reasons *reasons,
                       vib_reason_kind kind)
{
    const char *before = "[";

    for (size_t i = 0; i < reasons->count; i++) {
        const vib_reason *band = &reasons->band[i];

        if (band->kind != kind)
            continue;
        fprintf(out, "%s[", before);
        if (kind != VIB_BAND_EXTRA)
            write_place(out, band->query, band->query_height);
        if (kind == VIB_BAND_FOUND)
            fputs(", ", out);
        if (kind != VIB_BAND_MISSING)
            write_place(out, band->reference, band->reference_height);
        fputs("]", out);
        before = ", ";
    }
    fputs(*before == '[' ? "[]" : "]", out);
}

static void write_reasons(FILE *out, const vib_reasons *reasons)
{
    fprintf(out, "{\"agreement\": %.6f, \"found\": ",
            (double)reasons->agreement);
    write_kind(out, reasons, VIB_BAND_FOUND);
    fputs(", \"missing\": ", out);
    write_kind(out, reasons, VIB_BAND_MISSING);
    fputs(", \"extra\": ", out);
    write_kind(out, reasons, VIB_BAND_EXTRA);
    fputs("}", out);
}

char *cli_bands_text(const vib_db *db, const vib_spectrum *query,
                     const vib_hits *hits, size_t which,
                     const vib_search *how)
{
    vib_reasons reasons = VIB_REASONS_INIT;
    vib_comparison what = { hits->hit[which].id, (double)hits->shift,
                            how->regions, how->region_count };
    char *text = NULL;
    size_t size = 0;
    FILE *out;

    if (vib_db_explain(&reasons, db, query, &what) < 0)
        return cli_copy("null");
    out = open_memstream(&text, &size);
    if (out) {
        write_reasons(out, &reasons);
        fclose(out);
    }
    vib_reasons_release(&reasons);
    return text ? text : cli_copy("null");
}
