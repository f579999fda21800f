/* meaning.h - whether a stored spectrum may be given other units. */
#ifndef VIB_MEANING_H
#define VIB_MEANING_H

#include "sets.h"
#include "vibrary.h"

/* Spectrum `id` had these fields and is to have those: whether it is still what
 * its vector and profile were made of, and of the library's technique. Reads
 * its points into *after where they are needed. VIB_BAD_ARG, VIB_BAD_DATA say
 * what is wrong. */
int vib_meaning_check(vib_txn *txn, const vib_set *set, uint64_t id,
                      const vib_spectrum *before, vib_spectrum *after);

#endif
