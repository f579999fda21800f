#include "kernels_bf16.h"

#include <assert.h>
#include <math.h>
#include <string.h>

size_t vib_bf16_place(size_t row, size_t column, size_t k, size_t n)
{
    size_t start = column / VIB_BF16_PANEL * VIB_BF16_PANEL;
    size_t width = n - start < VIB_BF16_PANEL ? n - start : VIB_BF16_PANEL;

    return start * k + (row / 2 * width + column - start) * 2 + row % 2;
}

vib_bf16 vib_bf16_round(float value)
{
    uint32_t bits;

    if (isnan(value))
        return 0x7fc0;
    memcpy(&bits, &value, sizeof bits);
    return (vib_bf16)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

bool vib_bf16_works(void)
{
#ifdef VIB_X86
    return __builtin_cpu_supports("avx512bf16")
        && __builtin_cpu_supports("avx512bw");
#else
    return false;
#endif
}

void vib_bf16_multiply(const vib_bf16_product *product)
{
    assert(product->k % VIB_BF16_PAIR == 0);
    assert(product->n % VIB_BF16_WIDTH == 0);
#ifdef VIB_X86
    vib_bf16_multiply_avx512(product);
#else
    (void)product;
#endif
}
