#include "kernels.h"

#include <assert.h>

typedef struct flavour {
    void (*multiply)(const vib_product *product);
    const char *name;
} flavour;

/* Asked at each call: a look at a word that the start of the program filled
 * in. A function pointer kept here would have to be shared by threads. */
static flavour choose(void)
{
#ifdef VIB_X86
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512dq"))
        return (flavour){ vib_multiply_avx512, "avx512" };
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return (flavour){ vib_multiply_avx2, "avx2" };
#endif
    return (flavour){ vib_multiply_baseline, "baseline" };
}

const char *vib_kernel_name(void)
{
    return choose().name;
}

void vib_multiply(const vib_product *product)
{
    assert(product->a_row == 1 || product->a_step == 1);
    assert(product->to.sum || product->to.act);
    assert(!product->to.accumulate || (product->to.sum && !product->to.sign));
    choose().multiply(product);
}
