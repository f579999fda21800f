/* The product with what every processor of this kind has. */
#define VIB_MULTIPLY vib_multiply_baseline
#include "product.h"
