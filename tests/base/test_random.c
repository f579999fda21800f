#include "random.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

Test(random, equal_keys_give_equal_streams)
{
    vib_random a = vib_random_stream(1, 2, 3), b = vib_random_stream(1, 2, 3);

    for (int i = 0; i < 100; i++)
        cr_assert_eq(vib_random_u64(&a), vib_random_u64(&b));
}

Test(random, every_part_of_the_key_makes_another_stream)
{
    static const uint64_t keys[][3] = { { 1, 2, 3 }, { 2, 2, 3 }, { 1, 3, 3 },
                                        { 1, 2, 4 }, { 1, 3, 2 }, { 0, 0, 0 } };
    uint64_t first[6];

    for (int i = 0; i < 6; i++) {
        vib_random r = vib_random_stream(keys[i][0], keys[i][1], keys[i][2]);

        first[i] = vib_random_u64(&r);
        for (int j = 0; j < i; j++)
            cr_assert_neq(first[i], first[j], "%d and %d", i, j);
    }
}

Test(random, uniform_is_even_in_zero_to_one)
{
    vib_random r = vib_random_stream(4, 0, 0);
    int bins[10] = { 0 };

    for (int i = 0; i < 100000; i++) {
        double u = vib_random_uniform(&r);

        cr_assert(u >= 0 && u < 1);
        bins[(int)(10 * u)]++;
    }
    for (int i = 0; i < 10; i++)
        cr_assert(bins[i] > 9600 && bins[i] < 10400, "%d", bins[i]);
}

Test(random, normal_has_mean_0_variance_1_and_the_tails)
{
    vib_random r = vib_random_stream(5, 0, 0);
    double sum = 0, squares = 0, beyond_two = 0;
    enum { N = 100000 };

    for (int i = 0; i < N; i++) {
        double v = vib_random_normal(&r);

        sum += v;
        squares += v * v;
        beyond_two += fabs(v) > 2;
    }
    cr_assert_float_eq(sum / N, 0, 0.015);
    cr_assert_float_eq(squares / N, 1, 0.02);
    cr_assert_float_eq(beyond_two / N, 0.0455, 0.003);
}

Test(random, between_and_chance_keep_their_bounds)
{
    vib_random r = vib_random_stream(6, 0, 0);
    int heads = 0;

    for (int i = 0; i < 20000; i++) {
        double v = vib_random_between(&r, -3, 5);

        cr_assert(v >= -3 && v < 5);
        heads += vib_random_chance(&r, 0.25);
        cr_assert_not(vib_random_chance(&r, 0));
        cr_assert(vib_random_chance(&r, 1));
    }
    cr_assert(heads > 4700 && heads < 5300, "%d", heads);
}

Test(random, below_reaches_every_number_and_no_other)
{
    vib_random r = vib_random_stream(7, 0, 0);
    int seen[7] = { 0 };

    for (int i = 0; i < 7000; i++) {
        size_t k = vib_random_below(&r, 7);

        cr_assert_lt(k, 7);
        seen[k]++;
    }
    for (int i = 0; i < 7; i++)
        cr_assert(seen[i] > 850 && seen[i] < 1150, "%d", seen[i]);
    cr_assert_eq(vib_random_below(&r, 1), 0);
}

Test(random, shuffle_is_a_permutation_and_each_place_is_reached)
{
    int first[5] = { 0 };

    for (uint64_t round = 0; round < 5000; round++) {
        vib_random r = vib_random_stream(8, round, 0);
        uint32_t order[5] = { 0, 1, 2, 3, 4 };
        int seen[5] = { 0 };

        vib_random_shuffle(order, 5, &r);
        for (int i = 0; i < 5; i++)
            cr_assert_eq(seen[order[i]]++, 0);
        first[order[0]]++;
    }
    for (int i = 0; i < 5; i++)
        cr_assert(first[i] > 880 && first[i] < 1120, "%d", first[i]);
}
