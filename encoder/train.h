/* train.h - vib_encoder_train() with everything that it fixes laid open, for
 * studies. */
#ifndef VIB_TRAIN_H
#define VIB_TRAIN_H

#include "augment.h"
#include "neighbours.h"

typedef struct vib_recipe {
    double temperature;      /* of the loss                                  */
    double own;              /* weight of a pair in its own sum: see loss.h  */
    unsigned hidden;         /* channels of the input that the network does
                              * not see, a bit each                          */
    double rate, decay;      /* AdamW: highest rate, weight decay            */
    double clip;             /* longest gradient                             */
    double average;          /* decay of the averaged weights                */
    double opening;          /* share of the steps that comes first, on
                              * generated compounds alone                    */
    double patience;         /* share of the steps after which training stops
                              * when none of them did better                 */
    double alike;            /* similarity of likely false negatives         */
    size_t examples;         /* spectra that the first, linear network is
                              * fitted to; 0: it is drawn                    */
    vib_kinship kinship;     /* neighbours that are positives                */
    vib_damage mild, hard;   /* of the views                                 */
} vib_recipe;

/* The usual ones; the second differs in the damage of the views, and in what
 * is a positive. */
extern const vib_recipe vib_recipe_usual, vib_recipe_infrared;

/* That of a pipeline, given as its text or name. */
const vib_recipe *vib_recipe_for(const char *pipeline);

/* The network that is trained unless another is named, without its input. */
extern const char vib_network_usual[];

int vib_train(vib_encoder **out, vib_source *next, void *source,
              const vib_training *options, const vib_recipe *recipe);

#endif
