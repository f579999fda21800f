#include "fuse.h"

#include <criterion/criterion.h>

static const float whole[VIB_HQI_MOVES] = { 1, 1, 1, 1, 1 };
static const float most[VIB_HQI_MOVES] = { 0.9f, 0.9f, 0.9f, 0.9f, 0.9f };
static const float less[VIB_HQI_MOVES] = { 0.8f, 0.8f, 0.8f, 0.8f, 0.8f };
static const float half = 0.5f;

Test(fuse, full_agreement_is_one_and_both_count)
{
    cr_assert_eq(vib_fuse(whole, whole, half), 1);
    cr_assert_lt(vib_fuse(less, most, half), vib_fuse(most, most, half));
    cr_assert_lt(vib_fuse(most, less, half), vib_fuse(most, most, half));
}

Test(fuse, one_move_is_made_by_both_and_costs)
{
    const float up[VIB_FUSE_MOVES] = { 0, 0.5f, 0.9f };
    const float down[VIB_FUSE_MOVES] = { 0.9f, 0.5f, 0 };
    const float hqi[VIB_HQI_MOVES] = { 0, 0, 0.5f, 0, 0.9f };

    cr_assert_float_eq(vib_fuse(up, hqi, half), 0.87, 1e-6);
    cr_assert_float_eq(vib_fuse(down, hqi, half), 0.5, 1e-6);
}

Test(fuse, the_mean_is_weighted)
{
    cr_assert_float_eq(vib_fuse(whole, less, 1), 1, 1e-6);
    cr_assert_float_eq(vib_fuse(whole, less, 0.5f), 0.9, 1e-6);
    cr_assert_float_eq(vib_fuse(whole, less, 0), 0.8, 1e-6);
}

Test(fuse, vectors_of_a_part_count_less)
{
    float whole_range = vib_fuse_weight(true, 1);

    cr_assert_float_eq(vib_fuse_weight(true, 0.5f), 0.5f * whole_range, 1e-6);
    cr_assert_eq(vib_fuse_weight(true, 0), 0);
    cr_assert_eq(vib_fuse_weight(true, 1.5f), whole_range);
    cr_assert_lt(vib_fuse_weight(false, 1), whole_range);
}

Test(fuse, a_shared_edge_counts_for_what_it_is)
{
    cr_assert_eq(vib_fuse_share(1), 1);
    cr_assert_eq(vib_fuse_share(0.25f), 1);
    cr_assert_float_eq(vib_fuse_share(0.05f), 0.2, 1e-6);
    cr_assert_eq(vib_fuse_share(0), 0);
}
