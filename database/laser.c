/* laser.c - the excitation wavelength with which a spectrum looks most like
 * something in the library. */
#include "laser.h"

#include "memory.h"
#include "offset.h"
#include "status.h"
#include "vibrary.h"

#include <math.h>
#include <stdlib.h>

/* Tries at most; where the shifts of a spectrum begin at most and how far they
 * must reach from there, cm^-1; how many steps beside a line a laser may be,
 * and these, nm; and the score that is believed. */
enum { TRIES = 64, BEGIN = 1000, REACH = 400, FINE = 4 };
static const double fine_nm = 0.15;
static const float least_score = 0.6f;

typedef struct tries {
    double nm[TRIES];
    vib_spectrum spectra[TRIES]; /* copies with that laser */
    size_t count;
    double best;
    float score;
} tries;

static void release(tries *t)
{
    for (size_t i = 0; i < t->count; i++)
        vib_spectrum_release(&t->spectra[i]);
    t->count = 0;
}

/* One more try, if with this laser the spectrum covers enough. `absolute` is
 * the spectrum with its axis as a wavenumber. */
static int add_try(tries *t, const vib_spectrum *absolute, double nm)
{
    double first = 1e7 / nm - absolute->x[0];
    double last = 1e7 / nm - absolute->x[absolute->n - 1];
    double low = fmin(first, last), high = fmax(first, last);
    vib_spectrum *made = &t->spectra[t->count];
    int rc;

    if (low > BEGIN || high < fmax(low, 100) + REACH || t->count == TRIES)
        return VIB_OK;
    *made = (vib_spectrum)VIB_SPECTRUM_INIT;
    rc = vib_offset_undo(made, absolute, true, 1e7 / nm);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < made->n; i++)
        made->x[i] = -made->x[i];
    t->nm[t->count++] = nm;
    return VIB_OK;
}

/* Search for all tries, and keep the best. */
static int search(tries *t, const vib_db *db)
{
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits *hits = vib_new(t->count, sizeof *hits);
    int rc = VIB_OK;

    if (!hits)
        return VIB_NO_MEMORY;
    how.k = 1;
    if (t->count > 0)
        rc = vib_db_search(hits, db, t->spectra, t->count, &how);
    for (size_t i = 0; i < t->count && rc == VIB_OK; i++) {
        if (hits[i].count > 0 && hits[i].hit[0].score > t->score) {
            t->score = hits[i].hit[0].score;
            t->best = t->nm[i];
        }
        vib_hits_release(&hits[i]);
    }
    free(hits);
    release(t);
    return rc;
}

int vib_db_laser(double *nm, float *score, const vib_db *db,
                 const vib_spectrum *spectrum)
{
    vib_spectrum absolute = VIB_SPECTRUM_INIT;
    tries *t = vib_new(1, sizeof *t);
    size_t count;
    const double *lines = vib_laser_lines(&count);
    double middle;
    int rc = t ? vib_offset_undo(&absolute, spectrum, false, 0) : VIB_NO_MEMORY;

    for (size_t i = 0; i < count && rc == VIB_OK; i++)
        rc = add_try(t, &absolute, lines[i]);
    if (rc == VIB_OK)
        rc = search(t, db);
    if (rc < 0)
        goto out;
    middle = t->best;
    for (int i = -FINE; i <= FINE && rc == VIB_OK && middle > 0; i++)
        rc = add_try(t, &absolute, middle + i * fine_nm);
    if (rc == VIB_OK)
        rc = search(t, db);
    if (rc == VIB_OK && t->score < least_score)
        rc = vib_fail(VIB_NOT_FOUND, "with no laser line does it look like "
                      "anything in the library");
    if (rc == VIB_OK) {
        *nm = t->best;
        *score = t->score;
    }
out:
    if (t)
        release(t);
    free(t);
    vib_spectrum_release(&absolute);
    return rc;
}
