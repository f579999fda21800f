/* The product with AVX2 and FMA; compiled with these switched on. */
#define VIB_MULTIPLY vib_multiply_avx2
#include "product.h"
