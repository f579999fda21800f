#include "fuse.h"

#include <criterion/criterion.h>

static const float whole[VIB_HQI_MOVES] = { 1, 1, 1, 1, 1 };
static const float most[VIB_HQI_MOVES] = { 0.9f, 0.9f, 0.9f, 0.9f, 0.9f };
static const float less[VIB_HQI_MOVES] = { 0.8f, 0.8f, 0.8f, 0.8f, 0.8f };

Test(fuse, full_agreement_is_one_and_both_count)
{
    cr_assert_eq(vib_fuse(whole, whole, 1), 1);
    cr_assert_lt(vib_fuse(less, most, 1), vib_fuse(most, most, 1));
    cr_assert_lt(vib_fuse(most, less, 1), vib_fuse(most, most, 1));
}

Test(fuse, one_move_is_made_by_both_and_costs)
{
    const float up[VIB_FUSE_MOVES] = { 0, 0.5f, 0.9f };
    const float down[VIB_FUSE_MOVES] = { 0.9f, 0.5f, 0 };
    const float hqi[VIB_HQI_MOVES] = { 0, 0, 0.5f, 0, 0.9f };

    cr_assert_float_eq(vib_fuse(up, hqi, 1), 0.88, 1e-6);
    cr_assert_float_eq(vib_fuse(down, hqi, 1), 0.5, 1e-6);
}

Test(fuse, vectors_of_a_part_weigh_less)
{
    cr_assert_float_eq(vib_fuse(whole, less, 1), 0.9, 1e-6);
    cr_assert_float_eq(vib_fuse(whole, less, 0.5f), 0.85, 1e-6);
    cr_assert_float_eq(vib_fuse(whole, less, 0), 0.8, 1e-6);
    cr_assert_float_eq(vib_fuse(whole, less, 1.5f), 0.9, 1e-6);
}
