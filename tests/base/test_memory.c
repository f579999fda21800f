#include "memory.h"

#include "vibrary.h"

#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

Test(memory, new_is_all_zero)
{
    unsigned char *block = vib_new(100, 7);

    cr_assert(block);
    for (size_t i = 0; i < 700; i++)
        cr_assert_eq(block[i], 0);
    free(block);
}

Test(memory, aligned_is_aligned_and_zero)
{
    for (size_t n = 0; n < 200; n += 13) {
        unsigned char *block = vib_new_aligned(n, 3);

        cr_assert(block);
        cr_assert_eq((uintptr_t)block % 64, 0);
        for (size_t i = 0; i < 3 * n; i++)
            cr_assert_eq(block[i], 0);
        free(block);
    }
}

Test(memory, none_of_something_may_be_freed)
{
    free(vib_new(0, 8));
    free(vib_resize(NULL, 0, 8));
}

Test(memory, a_product_that_overflows_is_refused)
{
    /* volatile: the compiler would warn of what is tested here */
    volatile size_t many = SIZE_MAX / 4;

    cr_assert_null(vib_new(many, 8));
    cr_assert(strstr(vib_last_error(), "out of memory"));
    cr_assert_null(vib_new_aligned(many, 8));
    cr_assert_null(vib_new_aligned(SIZE_MAX - 3, 1));
    cr_assert_null(vib_resize(NULL, many, 8));
}

Test(memory, resize_keeps_what_was_there)
{
    int *block = vib_new(2, sizeof *block);

    block[0] = 5;
    block[1] = 6;
    block = vib_resize(block, 1000, sizeof *block);
    cr_assert(block && block[0] == 5 && block[1] == 6);
    free(block);
}

Test(memory, reserve_doubles_and_does_nothing_when_there_is_room)
{
    void *block = NULL, *kept;
    size_t capacity = 0, changes = 0;

    for (size_t n = 1; n <= 10000; n++) {
        size_t before = capacity;

        cr_assert_eq(vib_reserve(&block, &capacity, n, 4), VIB_OK);
        cr_assert_geq(capacity, n);
        changes += capacity != before;
    }
    cr_assert_leq(changes, 14);
    kept = block;
    cr_assert_eq(vib_reserve(&block, &capacity, 3, 4), VIB_OK);
    cr_assert_eq(block, kept);
    free(block);
}

Test(memory, a_reserve_that_fails_changes_nothing)
{
    void *block = NULL, *kept;
    size_t capacity = 0;

    cr_assert_eq(vib_reserve(&block, &capacity, 10, 8), VIB_OK);
    kept = block;
    cr_assert_eq(vib_reserve(&block, &capacity, SIZE_MAX / 2, 8),
                 VIB_NO_MEMORY);
    cr_assert(block == kept && capacity == 10);
    free(block);
}

Test(memory, copied_text_ends)
{
    char *copy = vib_copy_text("quartz", 4);

    cr_assert_str_eq(copy, "quar");
    free(copy);
}
