#include "fields.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* Fields enough to fill any block that they share, some of them long. */
static void fill(vib_spectrum *s, size_t n)
{
    char key[32], value[256];

    for (size_t i = 0; i < n; i++) {
        snprintf(key, sizeof key, "key %zu", i);
        memset(value, 'a' + (int)(i % 26), sizeof value);
        value[i % sizeof value] = 0;
        cr_assert_eq(vib_spectrum_set(s, key, value), VIB_OK);
    }
}

Test(fields, a_copy_has_all_of_them_and_lives_on_alone)
{
    static const size_t counts[] = { 0, 1, 8, 9, 300 };

    for (size_t k = 0; k < sizeof counts / sizeof *counts; k++) {
        vib_spectrum s = VIB_SPECTRUM_INIT, copy = VIB_SPECTRUM_INIT,
                     again = VIB_SPECTRUM_INIT;

        fill(&s, counts[k]);
        cr_assert_eq(vib_fields_copy(&copy, &s), VIB_OK);
        vib_spectrum_release(&s);
        fill(&s, counts[k]);
        cr_assert_eq(vib_spectrum_set(&copy, "more", "1"), VIB_OK);
        cr_assert_eq(vib_fields_copy(&again, &copy), VIB_OK);
        vib_spectrum_release(&copy);
        cr_assert_eq(again.field_count, counts[k] + 1);
        for (size_t i = 0; i < counts[k]; i++) {
            cr_assert_str_eq(again.fields[i].key, s.fields[i].key);
            cr_assert_str_eq(again.fields[i].value, s.fields[i].value);
        }
        cr_assert_str_eq(vib_spectrum_get(&again, "more"), "1");
        vib_spectrum_release(&again);
        vib_spectrum_release(&s);
    }
}

Test(fields, copies_come_behind_what_there_is)
{
    vib_spectrum s = VIB_SPECTRUM_INIT, to = VIB_SPECTRUM_INIT;

    fill(&s, 20);
    fill(&to, 1);
    cr_assert_eq(vib_fields_copy(&to, &s), VIB_OK);
    cr_assert_eq(to.field_count, 21);
    cr_assert_str_eq(to.fields[20].key, "key 19");
    vib_spectrum_release(&s);
    vib_spectrum_release(&to);
}

Test(fields, values_stay_where_they_are_while_others_come)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;
    const char *name;

    vib_spectrum_set(&s, "name", "Quartz");
    name = vib_spectrum_get(&s, "name");
    fill(&s, 300);
    cr_assert_eq(vib_spectrum_get(&s, "name"), name);
    cr_assert_str_eq(name, "Quartz");
    vib_spectrum_release(&s);
}

Test(fields, setting_a_field_again_and_again_does_not_grow)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;
    size_t bytes = 0;

    for (int i = 0; i < 1000; i++) {
        fill(&s, 5);
        if (i == 100)
            bytes = vib_fields_memory(&s);
    }
    cr_assert_eq(vib_fields_memory(&s), bytes);
    vib_spectrum_release(&s);
}

Test(fields, a_removed_field_leaves_the_others)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;

    fill(&s, 40);
    while (s.field_count > 1)
        vib_field_remove(&s, s.field_count / 2);
    cr_assert_str_eq(s.fields[0].key, "key 0");
    vib_spectrum_release(&s);
}
