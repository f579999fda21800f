/* index_parts.h - what an index is, for the files of this layer. */
#ifndef VIB_INDEX_PARTS_H
#define VIB_INDEX_PARTS_H

#include "engine.h"
#include "index.h"

struct vib_index {
    vib_engine *engine;
    uint64_t *ids; /* [count], of the engine's rows                          */
    size_t count, room, dimension;
    float longest;   /* the length of the longest row                        */
    bool gives_rows; /* the engine gives whole rows back                     */
    uint32_t effort; /* of the search, in the unit of its kind; 0: none      */
    uint32_t spare;  /* candidates beyond k that are scored exactly          */
    uint32_t trial;  /* queries of vib_index_tune()                          */
    float recall;
    char factory[VIB_FACTORY_ROOM];
    char setting[VIB_FACTORY_ROOM]; /* the effort as FAISS calls it          */
};

/* What the factory string of an index says about searching it. (kind.c) */
typedef struct vib_kind {
    const char *parameter; /* FAISS's name for the effort, or NULL           */
    uint32_t least, most;  /* effort                                         */
    bool whole;            /* rows are kept as they are                      */
} vib_kind;

vib_kind vib_kind_of(const char *factory);

/* The most centroids that are made of the rows it is trained on, 0: none. */
size_t vib_kind_centroids(const char *factory);

/* Search with this effort, the kind's `parameter`, from now on. */
int vib_index_set_effort(vib_index *index, uint32_t effort);

#endif
