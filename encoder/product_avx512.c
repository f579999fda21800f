/* The product with AVX-512; compiled with this switched on. */
#define VIB_MULTIPLY vib_multiply_avx512
#include "product.h"
