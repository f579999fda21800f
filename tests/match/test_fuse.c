#include "fuse.h"

#include <criterion/criterion.h>

Test(fuse, full_agreement_is_one_and_both_count)
{
    cr_assert_eq(vib_fuse(1, 1), 1);
    cr_assert_lt(vib_fuse(0.8f, 0.9f), vib_fuse(0.9f, 0.9f));
    cr_assert_lt(vib_fuse(0.9f, 0.8f), vib_fuse(0.9f, 0.9f));
}
