/* index_parts.h - what an index is, for the files of this layer. */
#ifndef VIB_INDEX_PARTS_H
#define VIB_INDEX_PARTS_H

#include "engine.h"
#include "index.h"

struct vib_index {
    vib_engine *engine;
    uint64_t *ids; /* [count], of the engine's rows                          */
    size_t count, dimension;
    float longest;   /* the length of the longest row                        */
    bool gives_rows; /* the engine gives rows back                           */
    char factory[VIB_FACTORY_ROOM];
    char effort[VIB_FACTORY_ROOM]; /* of the search, as FAISS calls it       */
};

/* Find out whether the engine gives rows back, so that candidates can be scored
 * again. */
int vib_index_try_rows(vib_index *index);

#endif
