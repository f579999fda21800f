/* pool.h - references that may be parts of a mixture. */
#ifndef VIB_POOL_H
#define VIB_POOL_H

#include "nearest.h"
#include "survey.h"

/* `reference` are as vib_mix has them. */
typedef struct vib_pool {
    vib_cards *cards;     /* of the call, borrowed                           */
    const vib_view *view; /* the same                                        */
    vib_survey survey;    /* loaded when first used                          */
    float *reference;     /* [count][length], above its baseline             */
    size_t *compound;     /* [count] the place of the first of its name      */
    uint64_t *id;         /* [count]                                         */
    char **name;          /* [count], or NULL                                */
    float *scratch;       /* [3][length]                                     */
    size_t count, room;
} vib_pool;

/* Room for so many references; vib_pool_release() also after a failure. */
int vib_pool_new(vib_pool *out, vib_cards *cards, const vib_view *view,
                 size_t room);
void vib_pool_release(vib_pool *pool);

/* Take in the `width` nearest to a rest, by vector, and the `width` nearest by
 * HQI: `rest` [length] on the grid, `mask` where it was measured. A rest that
 * cannot be encoded finds nothing. */
int vib_pool_gather(vib_pool *pool, const float *rest, const float *mask,
                    size_t width);

/* Split intensity [length] on the grid into its baseline (below) and, in its
 * place, what is above; 0 where it was not measured. */
void vib_pool_split(float *intensity, float *below, float *scratch,
                    const float *mask, const vib_pipeline *pipeline);

#endif
