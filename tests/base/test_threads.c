#include "threads.h"

#include "vibrary.h"

#include <criterion/criterion.h>

Test(threads, there_is_at_least_one)
{
    cr_assert_geq(vib_threads(), 1);
    vib_set_threads(-4);
    cr_assert_geq(vib_threads(), 1);
}

#ifdef _OPENMP
Test(threads, as_many_as_were_allowed_run)
{
    int count = 0, highest = 0;

    vib_set_threads(3);
    cr_assert_eq(vib_threads(), 3);
#pragma omp parallel num_threads(vib_threads()) reduction(+ : count) \
    reduction(max : highest)
    {
        count++;
        highest = vib_thread_number();
    }
    cr_assert(count >= 1 && count <= 3);
    cr_assert_eq(highest, count - 1);
}

Test(threads, none_named_means_all_again)
{
    int all = vib_threads();

    vib_set_threads(all + 1);
    vib_set_threads(0);
    cr_assert_eq(vib_threads(), all);
}
#endif
