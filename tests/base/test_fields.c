#include "vibrary.h"

#include <criterion/criterion.h>
#include <stdlib.h>

Test(fields, are_found_in_any_case_and_kept_in_order)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert_eq(vib_spectrum_set(&s, "Name", "Quartz"), VIB_OK);
    cr_assert_eq(vib_spectrum_set(&s, "laser", "532"), VIB_OK);
    cr_assert_str_eq(vib_spectrum_get(&s, VIB_KEY_NAME), "Quartz");
    cr_assert_null(vib_spectrum_get(&s, "url"));
    cr_assert_eq(s.field_count, 2);
    cr_assert_str_eq(s.fields[0].key, "Name");
    vib_spectrum_release(&s);
}

Test(fields, setting_again_replaces)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;

    vib_spectrum_set(&s, "name", "Quartz");
    cr_assert_eq(vib_spectrum_set(&s, "NAME", "Calcite"), VIB_OK);
    cr_assert_eq(s.field_count, 1);
    cr_assert_str_eq(vib_spectrum_get(&s, "name"), "Calcite");
    vib_spectrum_release(&s);
}

Test(fields, a_value_may_be_set_to_itself)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;

    vib_spectrum_set(&s, "name", "Quartz");
    vib_spectrum_set(&s, "name", vib_spectrum_get(&s, "name"));
    cr_assert_str_eq(vib_spectrum_get(&s, "name"), "Quartz");
    vib_spectrum_release(&s);
}

Test(fields, setting_to_nothing_removes)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;

    vib_spectrum_set(&s, "a", "1");
    vib_spectrum_set(&s, "b", "2");
    vib_spectrum_set(&s, "c", "3");
    cr_assert_eq(vib_spectrum_set(&s, "a", NULL), VIB_OK);
    cr_assert_eq(vib_spectrum_set(&s, "none", NULL), VIB_OK);
    cr_assert_eq(s.field_count, 2);
    cr_assert_str_eq(vib_spectrum_get(&s, "b"), "2");
    cr_assert_str_eq(vib_spectrum_get(&s, "c"), "3");
    vib_spectrum_release(&s);
}

Test(fields, a_released_spectrum_is_empty_and_can_be_used_again)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;

    s.x = calloc(3, sizeof *s.x);
    s.y = calloc(3, sizeof *s.y);
    s.n = 3;
    vib_spectrum_set(&s, "name", "Quartz");
    vib_spectrum_release(&s);
    cr_assert(!s.x && !s.y && !s.fields && s.n == 0 && s.field_count == 0);
    vib_spectrum_release(&s);
    cr_assert_eq(vib_spectrum_set(&s, "name", "Calcite"), VIB_OK);
    vib_spectrum_release(&s);
}
