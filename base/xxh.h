/* xxh.h - xxHash, as wide as the processor is where the library can choose. The
 * hashes are the same. */
#ifndef VIB_XXH_H
#define VIB_XXH_H

#include <xxhash.h>
#ifdef VIB_XXH_DISPATCH
#include <xxh_x86dispatch.h>
#endif

#endif
