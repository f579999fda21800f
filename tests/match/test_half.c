#include "half.h"

#include <criterion/criterion.h>
#include <math.h>

Test(half, every_half_float_comes_back)
{
    for (uint32_t h = 0; h < 0x10000; h++) {
        float value = vib_half_value((uint16_t)h);

        if (isnan(value))
            cr_assert((h & 0x7fff) > 0x7c00, "%04x", h);
        else
            cr_assert_eq(vib_half_of(value), h, "%04x is %g", h,
                         (double)value);
    }
}

Test(half, values_are_those_of_the_standard)
{
    static const struct {
        uint16_t half;
        float value;
    } rows[] = {
        { 0x3c00, 1 },         { 0xc000, -2 },        { 0x7bff, 65504 },
        { 0x0400, 0x1p-14f },  { 0x0001, 0x1p-24f },  { 0x3555, 0.33325195f },
        { 0x7c00, INFINITY },  { 0xfc00, -INFINITY },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cr_expect_eq(vib_half_value(rows[i].half), rows[i].value, "%04x",
                     rows[i].half);
        cr_expect_eq(vib_half_of(rows[i].value), rows[i].half, "%g",
                     (double)rows[i].value);
    }
    cr_expect_eq(vib_half_of(NAN), VIB_HALF_NAN);
}

/* Halfway between two half floats the even one is taken. */
Test(half, rounding_is_to_nearest_even)
{
    for (uint32_t h = 0; h < 0x7bff; h++) {
        float low = vib_half_value((uint16_t)h);
        float high = vib_half_value((uint16_t)(h + 1));
        float middle = 0.5f * (low + high);

        cr_assert_eq(vib_half_of(middle), h % 2 ? h + 1 : h, "%04x", h);
        cr_assert_eq(vib_half_of(nextafterf(middle, 0)), h, "%04x", h);
        cr_assert_eq(vib_half_of(nextafterf(middle, 1e9f)), h + 1, "%04x", h);
    }
    cr_assert_eq(vib_half_of(65519.99f), 0x7bff);
    cr_assert_eq(vib_half_of(65520), 0x7c00);
}
