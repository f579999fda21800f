#include "calibrate.h"

#include "command.h"
#include "talk.h"
#include "text.h"

#include <math.h>
#include <string.h>

int cli_calibrate(vib_db *db, bool always)
{
    vib_calibration calibration;
    cli_meter meter;
    int rc = vib_db_calibration(&calibration, db);

    if (rc == VIB_OK && (always || !calibration.usable)) {
        cli_meter_start(&meter);
        meter.what = "questions to the library about itself";
        rc = vib_db_calibrate(&calibration, db, cli_meter_progress, &meter);
        cli_meter_end();
        if (rc == VIB_OK && calibration.usable)
            cli_note("calibrated by %llu spectra of %llu compounds: answers "
                     "say how sure they are",
                     (unsigned long long)calibration.queries,
                     (unsigned long long)calibration.compounds);
        else if (rc == VIB_OK && always)
            cli_note("answers cannot say how sure they are: %s",
                     calibration.why);
    }
    if (rc == VIB_STOPPED)
        return CLI_STOPPED;
    if (rc < 0)
        cli_error("%s", vib_last_error());
    return rc < 0 ? CLI_FAILED : CLI_GO;
}

/* Whether hit `which` is the first with its name. */
static bool is_new_name(const vib_hits *hits, size_t which)
{
    for (size_t i = 0; i < which; i++)
        if (strcmp(hits->hit[i].name, hits->hit[which].name) == 0)
            return false;
    return true;
}

static void append(char *text, size_t size, const char *more)
{
    size_t used = strlen(text);

    snprintf(text + used, size - used, "%s", more);
}

/* "A", "A, B or C", or how many there are when they are not all to be seen. */
static void list_names(char *text, size_t size, const vib_hits *hits)
{
    enum { LISTED = 6 };
    size_t listed = 0;

    for (size_t i = 0; i < hits->count && listed < hits->names; i++) {
        if (!is_new_name(hits, i))
            continue;
        if (hits->names > LISTED)
            break;
        append(text, size, listed == 0                 ? ""
                           : listed + 1 == hits->names ? " or "
                                                       : ", ");
        append(text, size, cli_text_name(hits->hit[i].name));
        listed++;
    }
    if (listed < hits->names) {
        snprintf(text, size, "one of the first %zu names", hits->names);
    }
}

void cli_confidence_text(char *text, size_t size, const vib_hits *hits,
                         const vib_search *how)
{
    char names[512] = "";

    *text = '\0';
    if (hits->names == 0 || isnan(hits->known))
        return;
    list_names(names, sizeof names, hits);
    snprintf(text, size, "%.0f %% sure that it is %s, if it is in this "
             "library at all, which is %.0f %% likely", 100 * how->level, names,
             100 * (double)hits->known);
}
