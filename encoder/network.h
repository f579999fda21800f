/* network.h - the 1D residual network: channels of a spectrum in, one unit
 * vector out, and the way back.
 *
 *   stem    convolution, stride 2
 *   blocks  x + gain * conv(act(conv(act(x)))); where the stride or the width
 *           changes, x goes through a convolution as wide as the stride. No
 *           normalisation: each block starts as the identity (gain 0; De and
 *           Smith 2020, "SkipInit"), so a new network is a linear map of its
 *           input and what a spectrum gives depends on no other spectrum
 *   head    1x1 convolution to few channels, flattened with positions kept,
 *           one linear layer, unit length
 *
 * Pure functions on arrays: weights, tape (what forward leaves for backward)
 * and gradient belong to the caller, best aligned to 64 bytes. A chunk of
 * samples (16 or so) goes through in one call, one sample after the other so
 * that each stays in cache; parallel is who calls, with a chunk a thread.
 */
#ifndef VIB_NETWORK_H
#define VIB_NETWORK_H

#include "real.h"

#include <stddef.h>
#include <stdint.h>

enum { VIB_BLOCKS_MAX = 16, VIB_SHAPE_TEXT = 256 };

typedef struct vib_shape {
    size_t length, channels;            /* of the input                      */
    size_t stem, stem_kernel;           /* channels, taps                    */
    size_t blocks, kernel;              /* how many, taps of each            */
    size_t width[VIB_BLOCKS_MAX];       /* channels of each block            */
    size_t stride[VIB_BLOCKS_MAX];      /* 1 or 2                            */
    size_t head;                        /* channels that are flattened       */
    size_t dimension;                   /* of the vector                     */
} vib_shape;

/* One line, for example
 *   resnet in=3x1701 stem=16k11 blocks=16,32/2,32,64/2,64/2,64 kernel=5
 *   head=32 out=128
 * Parsing refuses (VIB_BAD_DATA) what would need more than 64 M weights. */
int vib_shape_parse(vib_shape *out, const char *text);
void vib_shape_format(char *text, const vib_shape *shape);

/* Numbers of weights; of tape for n samples; of scratch for n samples. */
size_t vib_network_weights(const vib_shape *shape);
size_t vib_network_tape(const vib_shape *shape, size_t n);
size_t vib_network_scratch(const vib_shape *shape, size_t n);

/* Draw the weights: He et al. 2015 for convolutions, gains and biases 0. */
void vib_network_init(real *weights, const vib_shape *shape, uint64_t seed);

/* 1 where weight decay applies (matrices), 0 where not (biases, gains);
 * decays [weights]. */
void vib_network_decays(uint8_t *decays, const vib_shape *shape);

/* vectors [n][dimension] of unit length from input [n][channels][length], as
 * the pipeline gives it. Leaves in `tape` what backward needs; NULL tape for
 * inference. A vector depends on its own sample alone, bit for bit. */
void vib_network_forward(real *vectors, real *tape, real *scratch,
                         const vib_shape *shape, const real *weights,
                         const real *input, size_t n);

/* How many numbers of a sample the linear layer reads, and where in the weights
 * its own are [flat][dimension]. */
size_t vib_network_flat(const vib_shape *shape);
size_t vib_network_linear(const vib_shape *shape);

/* Make the network blind to channels of its input, a bit each. */
void vib_network_hide(real *weights, const vib_shape *shape, unsigned channels);

/* What it read of n samples [n][flat], in the tape that forward left. */
const real *vib_network_flats(const real *tape, const vib_shape *shape,
                              size_t n);

/* Add to gradient [weights] what d_vectors [n][dimension] asks for; the same
 * weights and n as the forward that left the tape. */
void vib_network_backward(real *gradient, real *scratch,
                          const vib_shape *shape, const real *weights,
                          const real *tape, const real *d_vectors, size_t n);

#endif
