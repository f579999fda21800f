#include "threads.h"

#include "vibrary.h"

#include <stdatomic.h>
#ifdef _OPENMP
#include <omp.h>
#endif

static atomic_int allowed; /* 0: all cores */

void vib_set_threads(int threads)
{
    atomic_store(&allowed, threads > 0 ? threads : 0);
}

#ifdef _OPENMP
int vib_threads(void)
{
    int threads = atomic_load(&allowed);

    return threads ? threads : omp_get_max_threads();
}

int vib_thread_number(void)
{
    return omp_get_thread_num();
}
#else
int vib_threads(void)
{
    return 1;
}

int vib_thread_number(void)
{
    return 0;
}
#endif
