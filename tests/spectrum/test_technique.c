#include "technique.h"

#include <criterion/criterion.h>

static int check(const char *technique, bool raman)
{
    vib_spectrum s = VIB_SPECTRUM_INIT;
    int rc;

    cr_assert_eq(vib_spectrum_set(&s, VIB_KEY_TECHNIQUE, technique), VIB_OK);
    rc = vib_technique_check(&s, raman);
    vib_spectrum_release(&s);
    return rc;
}

Test(technique, the_other_one_is_refused)
{
    cr_expect_eq(check("infrared", true), VIB_BAD_DATA);
    cr_expect_eq(check("Raman", false), VIB_BAD_DATA);
}

Test(technique, its_own_and_none_are_taken)
{
    cr_expect_eq(check("Raman", true), VIB_OK);
    cr_expect_eq(check("infrared", false), VIB_OK);
    cr_expect_eq(check("", true), VIB_OK);
    cr_expect_eq(check(NULL, false), VIB_OK);
    cr_expect_eq(check("Fluorescence", true), VIB_OK);
}
