/* minerals.h - which minerals and specimens there are, and which minerals no
 * training may use. */
#ifndef MINERALS_H
#define MINERALS_H

#include "vibrary.h"

enum { MINERAL_NAME = 96 };

/* Names are compared by their letters and digits alone, in lower case, as the
 * sources spell them differently: "Axinite-(Fe)", "AxiniteFe". */
void mineral_key(char key[MINERAL_NAME], const char *name);

/* Whether a spectrum's mineral is one of the tenth that is kept from training:
 * md5(lower(name)) mod 10 is 7, the name as in RRUFF's file names. */
bool mineral_is_unseen(const vib_spectrum *spectrum);

/* Names and specimens of all spectra of a library. */
struct minerals {
    struct mineral {
        char key[MINERAL_NAME];
        char specimen[32];
    } *item; /* [n] sorted */
    size_t n;
};

struct minerals minerals_read(const vib_db *db);
void minerals_release(struct minerals *minerals);

/* Whether a query has a right answer: its mineral is there in a specimen other
 * than its own. */
bool minerals_have(const struct minerals *minerals, const vib_spectrum *query);

/* The first place of a query's mineral, if it is there: a number for it. */
size_t minerals_place(const struct minerals *minerals,
                      const vib_spectrum *query);

#endif
