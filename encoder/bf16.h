/* bf16.h - the network forward in bf16: what vib_network_forward() computes,
 * to a third of its digits and at about twice its speed. What is multiplied is
 * rounded to bf16; sums, and the stream that the blocks add to, stay float. */
#ifndef VIB_BF16_H
#define VIB_BF16_H

#include "network.h"

typedef struct vib_bf16_network vib_bf16_network;

/* Round and rearrange weights [vib_network_weights(shape)], once for all that
 * will be computed with them. VIB_SYSTEM: this processor cannot. */
int vib_bf16_open(vib_bf16_network **out, const vib_shape *shape,
                  const float *weights);
void vib_bf16_close(vib_bf16_network *network);

/* Number of floats of scratch for n samples. */
size_t vib_bf16_scratch(const vib_bf16_network *network, size_t n);

/* As vib_network_forward() without a tape; scratch aligned to 4 bytes. */
void vib_bf16_forward(float *vectors, float *scratch,
                      const vib_bf16_network *network, const float *input,
                      size_t n);

#endif
