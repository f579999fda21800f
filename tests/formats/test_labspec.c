#include "parse.h"

Test(labspec, takes_unit_and_laser_from_the_header)
{
    vib_found found = parse("#Acq. time (s)=\t1\n"
                            "#Detector temperature (\xb0" "C)=\t-60.1\n"
                            "#Instrument=\tLabRAM HR Evol\n"
                            "#Laser=\t785nm_Edge\n"
                            "#Spectro (cm-\xb9)=\t910.003\n"
                            "#Title=\tPS\n12.5\t204.4\n14.4\t365.1\n16\t400\n");
    const vib_spectrum *s = &found.spectra[0];

    cr_assert_eq(found.count, 1);
    cr_assert(s->n == 3 && s->x[0] == 12.5 && s->y[2] == 400);
    cr_expect_str_eq(field(s, "format"), "labspec");
    cr_expect_str_eq(field(s, "x_unit"), "cm-\xc2\xb9");
    cr_expect_str_eq(field(s, "laser"), "785");
    cr_expect_str_eq(field(s, "title"), "PS");
    cr_expect_str_eq(field(s, "Detector temperature (\xc2\xb0" "C)"), "-60.1");
    vib_found_release(&found);
}

Test(labspec, knows_an_axis_in_nm)
{
    vib_found found = parse("#Instrument=\tLabRAM\r\n#Spectro (nm)=\t550\r\n"
                            "540.1\t2\r\n540.2\t3\r\n");

    cr_expect_str_eq(field(&found.spectra[0], "x_unit"), "nm");
    vib_found_release(&found);
}

Test(labspec, names_the_coordinates_of_a_map)
{
    vib_found found = parse(
        "#Acquired=\t14.02.2019\n#AxisType[0]=\tIntens\n#AxisUnit[0]=\tCnt\n"
        "#AxisType[1]=\tSpectr\n#AxisUnit[1]=\t1/cm\n#AxisType[2]=\tY\n"
        "#AxisUnit[2]=\t\xb5m\n#AxisType[3]=\tX\n#AxisUnit[3]=\t\xb5m\n"
        "\t\t100\t102\t104\n-1\t5.5\t1\t2\t3\n-1\t6.5\t4\t5\t6\n");
    const vib_spectrum *s = &found.spectra[1];

    cr_assert_eq(found.count, 2);
    cr_assert(s->n == 3 && s->x[2] == 104 && s->y[0] == 4);
    cr_expect_str_eq(field(s, "map_y"), "-1");
    cr_expect_str_eq(field(s, "map_x"), "6.5");
    cr_expect_str_eq(field(s, "x_unit"), "1/cm");
    cr_expect_str_eq(field(s, "y_unit"), "Cnt");
    vib_found_release(&found);
}

Test(labspec, keeps_the_order_of_a_descending_axis)
{
    vib_found found = parse("#Instrument=\tLabRAM\n#AxisType[1]=\tSpectr\n"
                            "#AxisUnit[1]=\tnm\n\t300\t200\t100\n"
                            "0\t1\t2\t3\n0.5\t4\t5\t6\n");

    cr_assert_eq(found.count, 2);
    cr_expect(found.spectra[0].x[0] == 300 && found.spectra[0].y[2] == 3);
    vib_found_release(&found);
}
