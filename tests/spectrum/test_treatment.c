#include "vibrary.h"

#include "made.h"

#include <criterion/criterion.h>

Test(treatment, counts_what_is_done)
{
    static const char pipeline[] =
        "raman grid=100:1500:2 despike=8 ends=1 snip=40 derivative=11,2";
    vib_spectrum s = made_spectrum(3, 1);
    vib_treatment done;

    cr_assert_eq(vib_treatment_of(&done, pipeline, &s), 0);
    cr_expect_eq(done.points, s.n);
    cr_expect_eq(done.from, 120);
    cr_expect_eq(done.grid, 701);
    cr_expect(done.measured > 560 && done.measured < 575, "%zu",
              done.measured);
    cr_expect_eq(done.spikes, 0);
    cr_expect_eq(done.first, 120);
    cr_expect_eq(done.last, 1258);
    s.y[300] += 5000;
    s.y[200] = NAN;
    cr_assert_eq(vib_treatment_of(&done, pipeline, &s), 0);
    cr_expect_eq(done.points, s.n - 1);
    cr_expect_eq(done.spikes, 1);
    for (size_t i = s.n - 100; i < s.n; i++)
        s.y[i] = 0;
    cr_assert_eq(vib_treatment_of(&done, pipeline, &s), 0);
    cr_expect_eq(done.last, 1068);
    s.n = 1;
    cr_expect_eq(vib_treatment_of(&done, pipeline, &s), VIB_BAD_DATA);
    cr_expect_eq(done.spikes, 1);
    cr_expect_eq(vib_treatment_of(&done, "nonsense", &s), VIB_BAD_DATA);
    vib_spectrum_release(&s);
}
