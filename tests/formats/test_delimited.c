#include "parse.h"

/* One text, and what is to be read from it. */
typedef struct reading {
    const char *text;
    size_t spectra;       /* how many                        */
    size_t n;             /* points of the first             */
    double x0, x1, y0, y1; /* its first and last point        */
    const char *x_unit, *y_unit, *title; /* of the first      */
} reading;

static const reading readings[] = {
    /* separators and decimal points */
    { "1.5,2.5\n2.5,3.5\n", 1, 2, 1.5, 2.5, 2.5, 3.5, "", "", "" },
    { "1.5, 2.5\n2.5, 3.5\n", 1, 2, 1.5, 2.5, 2.5, 3.5, "", "", "" },
    { "1.5;2.5\n2.5;3.5\n", 1, 2, 1.5, 2.5, 2.5, 3.5, "", "", "" },
    { "1.5\t2.5\n2.5\t3.5\n", 1, 2, 1.5, 2.5, 2.5, 3.5, "", "", "" },
    { "1.5   2.5\n 2.5 3.5 \n", 1, 2, 1.5, 2.5, 2.5, 3.5, "", "", "" },
    { "1.5 \t2.5\n2.5\t\t 3.5\n", 1, 2, 1.5, 2.5, 2.5, 3.5, "", "", "" },
    { "1.5 | 2.5\n2.5|3.5\n", 1, 2, 1.5, 2.5, 2.5, 3.5, "", "", "" },
    { "1,5;2,5\n2,5;3,5\n", 1, 2, 1.5, 2.5, 2.5, 3.5, "", "", "" },
    { "1,5\t2,5\n2,5\t3,5\n", 1, 2, 1.5, 2.5, 2.5, 3.5, "", "", "" },
    { "1,5 2,5\n2,5 3,5\n", 1, 2, 1.5, 2.5, 2.5, 3.5, "", "", "" },
    { "1,5, 2,5\n2,5, 3,5\n", 1, 2, 1.5, 2.5, 2.5, 3.5, "", "", "" },
    { "100,5 2\n101,5 3\n", 1, 2, 100.5, 101.5, 2, 3, "", "", "" },
    { "100 2,5\n101 3\n102 3,5\n", 1, 3, 100, 102, 2.5, 3.5, "", "", "" },
    { "100, 2\n101, 3\n", 1, 2, 100, 101, 2, 3, "", "", "" },
    { "-241,8\t0,0\n-238,7\t1208,0\n", 1, 2, -241.8, -238.7, 0, 1208, "",
      "", "" },
    { "1,1, 1\n2,2, 2\n", 2, 2, 1, 2, 1, 2, "", "", "" },
    { ",8;-12,\n1,3;7e1\n", 1, 2, 0.8, 1.3, -12, 70, "", "", "" },
    { "\"1.5\",\"2.5\"\n\"2.5\",\"3.5\"\n", 1, 2, 1.5, 2.5, 2.5, 3.5,
      "", "", "" },
    { "1.5e+002,-2.5E-01\n2.5D2,3\n", 1, 2, 150, 250, -0.25, 3, "", "", "" },
    /* digits in groups */
    { "988.3,\"36,136.3\"\n1088.3,2.5\n", 1, 2, 988.3, 1088.3, 36136.3, 2.5, "",
      "", "" },
    { "988.5\t2.50\n1,095.690\t36,136\n", 1, 2, 988.5, 1095.69, 2.5, 36136, "",
      "", "" },
    { "988,5;36 136,30\n1 095,5;2\n", 1, 2, 988.5, 1095.5, 36136.3, 2, "", "",
      "" },
    { "988,5;36.136,30\n1095,5;-1.002.003,5\n", 1, 2, 988.5, 1095.5, 36136.3,
      -1002003.5, "", "", "" },
    { "1 088,5\t36 136,5\n1 089,5\t1 000,0\n", 1, 2, 1088.5, 1089.5, 36136.5,
      1000, "", "", "" },
    { "1088,5;36\xc2\xa0" "136\n1089,5;1\xe2\x80\xaf" "000,5\n", 1, 2, 1088.5,
      1089.5, 36136, 1000.5, "", "", "" },
    { "988.5;36'136.5\n1088.5;1\xe2\x80\x99" "000\n", 1, 2, 988.5, 1088.5,
      36136.5, 1000, "", "", "" },
    { "name,100,\"1,101.5\",1103\nA,1,\"2,000.5\",\"3,000\"\n", 1, 3, 100, 1103,
      1, 3000, "", "", "A" },
    /* three decimals, not thousands; other columns, not groups */
    { "101,732;36,136\n102,5;1,095\n", 1, 2, 101.732, 102.5, 36.136, 1.095, "",
      "", "" },
    { "\"101,732\",\"36,136\"\n\"102,5\",\"-7\"\n", 1, 2, 101.732, 102.5,
      36.136, -7, "", "", "" },
    { "100 200 300\n101 201 301\n", 2, 2, 100, 101, 200, 201, "", "", "" },
    /* line ends and encodings that keep the terminator */
    { "1 2\r2 3\r3 4", 1, 3, 1, 3, 2, 4, "", "", "" },
    { "1,2\r\r\n2,3\r\r\n3,4\r\r\n", 1, 3, 1, 3, 2, 4, "", "", "" },
    { "\xef\xbb\xbf" "1,2\n2,3\n", 1, 2, 1, 2, 2, 3, "", "", "" },
    /* labels and units */
    { "nm,Intensity\n1,2\n2,3\n", 1, 2, 1, 2, 2, 3, "nm", "Intensity", "" },
    { "cm-1,A\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1", "A", "" },
    { "cm-1,Absorption (%)\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1",
      "Absorption (%)", "" },
    { "cm-1,Absorbance [a.u.]\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1",
      "Absorbance [a.u.]", "" },
    { "cm-1,Intensity (%)\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1",
      "Intensity (%)", "" },
    { "cm-1,Intensity (a.u.)\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1", "a.u.",
      "" },
    { "cm-1,log(1/R)\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1", "log(1/R)", "" },
    { "cm-1,ABS_1\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1", "", "" },
    { "cm-1,PP (FR)\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1", "FR", "" },
    { "cm-1,Transmission [%]\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1",
      "Transmission [%]", "" },
    { "cm-1,Percent Transmittance\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1",
      "Percent Transmittance", "" },
    { "cm-1,PET (%T)\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1", "%T", "" },
    { "cm-1,Silicone (R)\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1", "", "" },
    { "cm-1,(R)-carvone\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1", "", "" },
    { "Wavenumber,Absorption\ncm-1,%\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1",
      "Absorption (%)", "" },
    { "Wavenumber,PET\ncm-1,%T\n2,2\n1,3\n", 1, 2, 2, 1, 2, 3, "cm-1", "%T",
      "" },
    { "cm-1,A,B\n2,2,1\n1,3,1\n", 2, 2, 2, 1, 2, 3, "cm-1", "", "A" },
    { "cm-1,T,R\n2,2,1\n1,3,1\n", 2, 2, 2, 1, 2, 3, "cm-1", "T", "T" },
    { "Wavelength,S1\nnm,CPS\n1,2\n2,3\n", 1, 2, 1, 2, 2, 3, "nm", "CPS", "" },
    { "Wave   ;Sample   ;Dark\n[nm]   ;[counts] ;[%]\n\n1;2;3\n2;3;4\n", 2, 2,
      1, 2, 2, 3, "nm", "counts", "Sample" },
    { "Raman shift (cm-1)\tCounts (a.u.)\n1\t2\n2\t3\n", 1, 2, 1, 2, 2, 3,
      "cm-1", "a.u.", "" },
    { "Wavenumber / cm-1;y / arb. units\n1;2\n2;3\n", 1, 2, 1, 2, 2, 3,
      "cm-1", "arb. units", "" },
    { "#Wave\t\t#Intensity\n1\t2\n2\t3\n", 1, 2, 1, 2, 2, 3, "", "Intensity",
      "" },
    { "Index,13,14,\n[nm],\n1,2,3,\n2,3,4,\n", 2, 2, 1, 2, 2, 3, "nm", "",
      "" },
    { "1/cm\tCCD cts\tCCD cts\n1\t2\t3\n2\t3\t4\n", 2, 2, 1, 2, 2, 3,
      "1/cm", "CCD cts", "" },
    { "Wavenumber,20,40\n1,2,3\n2,3,4\n3,4,5\n", 2, 3, 1, 3, 2, 4,
      "Wavenumber", "", "20" },
    /* missing values */
    { "1,2\n2,NA\n3,4\n4,\n5,nan\n", 1, 2, 1, 3, 2, 4, "", "", "" },
    { "1;2;;\n2;3;;\n", 1, 2, 1, 2, 2, 3, "", "", "" },
    { "freq,PE_1,PE_2\n1,NA,3\n2,NA,4\n3,5,NA\n4,6,NA\n", 2, 2, 3, 4, 5, 6,
      "", "", "PE_1" },
    { "1,2,3\n2,3\n3,4,5\n", 2, 3, 1, 3, 2, 4, "", "", "" },
    /* header and footer lines */
    { "Date: 12 10 2020\nUser 3\n1 0 0\n>>>Begin<<<\n1.5 2\n2.5 3\n>>>End\n",
      1, 2, 1.5, 2.5, 2, 3, "", "", "" },
    { "XUNITS\t1/CM\nYUNITS\tINTENSITY\nXYDATA\n1\t2\n2\t3\n", 1, 2, 1, 2, 2,
      3, "1/CM", "INTENSITY", "" },
    { "3000\n 1 2\n 2 3\n", 1, 2, 1, 2, 2, 3, "", "", "" },
    /* a spectrum a row */
    { "name,100,101.5,103\nQuartz,1,2,3\nCalcite,4,5,6\n", 2, 3, 100, 103, 1,
      3, "", "", "Quartz" },
    { "ID,Substance,3600,3598,3596\n7,nylon,1,2,3\n8,silk,4,5,6\n", 2, 3, 3600,
      3596, 1, 3, "", "", "nylon" },
    { "type,30,20,10\nd,c,c,c\nclass\nskin,1,2,3\n", 1, 3, 30, 10, 1, 3, "",
      "", "skin" },
    { "\t\t10\t20\t30\n0\t1\t5\t6\t7\n0\t2\t8\t9\t10\n", 2, 3, 10, 30, 5, 7,
      "", "", "" },
    { "10\t20\t30\tmeta\n1\t2\t3\tred\n", 1, 3, 10, 30, 1, 3, "", "", "red" },
    { "name,10,20,30\nA,1,NA,3\n", 1, 2, 10, 30, 1, 3, "", "", "A" },
    { "T,10,20,30\n290,1,2,3\n300,4,5,6\n", 2, 3, 10, 30, 1, 3, "", "", "" },
    { "cm-1,10,20,30\nPE,1,2,3\n", 1, 3, 10, 30, 1, 3, "cm-1", "", "PE" },
    { "\"\",\"X100\",\"X101\",\"X103\"\n\"a\",1,2,3\n", 1, 3, 100, 103, 1, 3,
      "", "", "a" },
    /* pixels in the first column */
    { "Pixel;Wavelength;Raman Shift;Dark;Dark Subtracted #1;\n"
      "0; ; ;7,5;3164,2;\n1;530,5;-2,5;7,5;2661,0;\n2;531,5;1,5;7,5;-1693,5;\n",
      1, 2, -2.5, 1.5, 2661, -1693.5, "Raman Shift", "", "" },
    { "Pixels,Wavelength,Raw\n0,500.5,7\n1,501.5,8\n", 1, 2, 500.5, 501.5, 7,
      8, "Wavelength", "", "" },
    /* the axis in another column, and the first only counts */
    { ",Raman shift (cm-1),Intensity\n0,1,2\n1,2,3\n", 1, 2, 1, 2, 2, 3, "cm-1",
      "Intensity", "" },
    { "\"\",\"Wavelength\",\"Raw\"\n\"1\",5,2\n\"2\",6,3\n", 1, 2, 5, 6, 2, 3,
      "Wavelength", "", "" },
    { "Unnamed: 0,Unnamed: 0.1,nm,A,B\n0,7,1,2,5\n1,8,2,3,6\n", 2, 2, 1, 2, 2,
      3, "nm", "", "A" },
    { "id,x,y\n0,1,2\n1,2,3\n", 1, 2, 1, 2, 2, 3, "", "", "" },
    { "Point,X (cm-1),Y\n0,1,2\n1,2,3\n", 1, 2, 1, 2, 2, 3, "cm-1", "", "" },
    { "Index,Counts,Wavenumber\n0,2,1\n1,3,2\n", 1, 2, 1, 2, 2, 3, "Wavenumber",
      "Counts", "" },
    { "Wavelength (nm),Raman shift (cm-1),I\n500,1,2\n501,2,3\n", 1, 2, 1, 2, 2,
      3, "cm-1", "", "" },
    { "nm,A1,nm,B1\n1,2,5,7\n2,3,6,8\n", 2, 2, 1, 2, 2, 3, "nm", "", "A1" },
    /* intensities first */
    { "Counts,Raman shift (cm-1)\n2,1\n3,2\n", 1, 2, 1, 2, 2, 3, "cm-1",
      "Counts", "" },
    { "Counts/s;Shift;Dark\n(a.u.);(1/cm);(a.u.)\n2;1;5\n3;2;6\n", 2, 2, 1, 2,
      2, 3, "1/cm", "a.u.", "Counts/s" },
    /* labels that only seem to be of an axis */
    { "x,Wavelength\n1,2\n2,3\n", 1, 2, 1, 2, 2, 3, "", "", "" },
    { "nm,strength (cm-1)\n1,2\n2,3\n", 1, 2, 1, 2, 2, 3, "nm", "cm-1", "" },
    { ",532 nm,785 nm\n1,2,5\n2,3,6\n", 2, 2, 1, 2, 2, 3, "", "", "532 nm" },
    { "Shift,peak at 1030 cm-1,B\n1,2,5\n2,3,6\n", 2, 2, 1, 2, 2, 3, "", "",
      "peak at 1030 cm-1" },
    /* what vibrary convert writes; others name no lone column */
    { "\"x (cm-1)\",\"Calcite\"\n1,2\n2,3\n", 1, 2, 1, 2, 2, 3, "cm-1", "",
      "Calcite" },
    { "\"x\",\"Quartz (A) (counts)\"\n1,2\n2,3\n", 1, 2, 1, 2, 2, 3, "",
      "counts", "Quartz (A)" },
    { "\"x (nm)\",\"B (counts)\",\"C (counts)\"\n1,2,5\n2,3,6\n", 2, 2, 1, 2, 2,
      3, "nm", "counts", "B" },
    { "\"x (cm-1)\",\"spectrum (counts)\"\n1,2\n2,3\n", 1, 2, 1, 2, 2, 3,
      "cm-1", "counts", "" },
    { "\"x\",\"y\"\n1,2\n2,3\n", 1, 2, 1, 2, 2, 3, "", "", "" },
    { "x,Calcite\n1,2\n2,3\n", 1, 2, 1, 2, 2, 3, "", "", "" },
    /* several tables */
    { "[Data]\n1 2\n2 3\n[Data]\n1 5\n2 6\n", 2, 2, 1, 2, 2, 3, "", "", "" },
    { "1 2\n2 3\n\n1 5\n2 6\n", 2, 2, 1, 2, 2, 3, "", "", "" },
    { "1 2\n\n2 3\n\n3 5\n", 1, 3, 1, 3, 2, 5, "", "", "" },
};

static void check(const reading *r)
{
    vib_found found = parse(r->text);
    const vib_spectrum *s = &found.spectra[0];

    cr_expect_eq(found.count, r->spectra, "%zu spectra in \"%s\"", found.count,
                 r->text);
    cr_expect_eq(s->n, r->n, "%zu points in \"%s\"", s->n, r->text);
    cr_expect(s->x[0] == r->x0 && s->x[s->n - 1] == r->x1,
              "x %g to %g in \"%s\"", s->x[0], s->x[s->n - 1], r->text);
    cr_expect(s->y[0] == r->y0 && s->y[s->n - 1] == r->y1,
              "y %g to %g in \"%s\"", s->y[0], s->y[s->n - 1], r->text);
    cr_expect_str_eq(field(s, "x_unit"), r->x_unit, "in \"%s\"", r->text);
    cr_expect_str_eq(field(s, "y_unit"), r->y_unit, "in \"%s\"", r->text);
    cr_expect_str_eq(field(s, "title"), r->title, "in \"%s\"", r->text);
    cr_expect_str_eq(field(s, "format"), "delimited");
    vib_found_release(&found);
}

Test(delimited, reads_all_ways_to_write_a_table)
{
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        check(&readings[i]);
}

Test(delimited, makes_a_field_of_each_tag)
{
    vib_found found = parse("# tag: p\n# a: b\n# tag: q\n# a: c\n1,2\n2,3\n");
    const vib_spectrum *s = &found.spectra[0];

    cr_assert_eq(s->field_count, 4);
    cr_expect_str_eq(s->fields[0].value, "p");
    cr_expect_str_eq(s->fields[1].value, "b\nc");
    cr_expect_str_eq(s->fields[2].key, "tag");
    cr_expect_str_eq(s->fields[2].value, "q");
    vib_found_release(&found);
}

/* Each column over the axis before it; the shorter ones end earlier. */
Test(delimited, reads_an_axis_for_each_column)
{
    vib_found found = parse("Raman shift,A1,Raman shift,B1\n1,2,5,7\n"
                            "2,3,6,8\n3,4,,\n");

    cr_assert_eq(found.count, 2);
    cr_expect(found.spectra[0].n == 3 && found.spectra[0].x[2] == 3);
    cr_expect(found.spectra[1].n == 2 && found.spectra[1].x[0] == 5);
    cr_expect(found.spectra[1].x[1] == 6 && found.spectra[1].y[1] == 8);
    vib_found_release(&found);
}

/* Rows that cannot be read and stand amidst others are told, not lost. */
Test(delimited, refuses_a_row_it_would_lose)
{
    static const char *const texts[][2] = {
        { "1,2\n2,3\n3,4\n4,saturated\n5,6\n6,7\n",
          "line 4: \"4,saturated\" is no row of 2 numbers" },
        { "9 2\n8 3\n7 4\n6\n5 6\n4 7\n", "line 4: \"6\"" },
        { "9 2 1\n8 3 1\n7 4 1\n6 1\n5 6 1\n4 7 1\n", "line 4: \"6 1\"" },
        { "7.5,2\n8.5,3\n9.5,4\n10.5,1,136.3\n11.5,2,100\n12.5,3,100\n",
          "line 4: \"10.5,1,136.3\"" },
        { "name,10,20,30\nA,1,2,3\nB,1,over,3\nC,4,5,6\n",
          "line 3: words among its numbers: \"B,1,over,3\"" },
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_assert_mentions(refusal(texts[i][0], strlen(texts[i][0])),
                           texts[i][1]);
}

/* Zolix's program begins with zeros where it did not measure: they are what
 * the file says, and the axis is kept with them. */
Test(delimited, keeps_zeros_in_front)
{
    vib_found found = parse("-241.82\t0.0\n-238.79\t0.0\n-235.76\t0.0\n"
                            "-232.73\t1208.0\n-229.71\t1217.0\n");
    const vib_spectrum *s = found.spectra;

    cr_assert_eq(s->n, 5);
    cr_expect(s->x[0] == -241.82 && s->y[0] == 0 && s->y[2] == 0);
    cr_expect(s->x[3] == -232.73 && s->y[3] == 1208);
    cr_expect_str_eq(field(s, "note"), "");
    vib_found_release(&found);
}

/* Headers of instruments have a hundred lines and more, some with numbers. */
Test(delimited, reads_what_stands_below_a_long_header)
{
    enum { LINES = 150 };
    char text[LINES * 32 + 64];
    size_t n = 0;
    vib_found found;

    for (int i = 0; i < LINES; i++)
        n += (size_t)snprintf(text + n, sizeof text - n,
                              i % 3 ? "Setting %d: %d\n" : "Gain %d\t%d\n", i,
                              i * i);
    snprintf(text + n, sizeof text - n, "nm\tcounts\n500.5\t7\n501.5\t8\n"
                                        "502.5\t9\n");
    found = parse(text);
    cr_assert_eq(found.count, 1);
    cr_assert_eq(found.spectra->n, 3);
    cr_expect(found.spectra->x[0] == 500.5 && found.spectra->y[2] == 9);
    cr_expect_str_eq(field(found.spectra, "x_unit"), "nm");
    cr_expect_str_eq(field(found.spectra, "Setting 149"), "22201");
    vib_found_release(&found);
}

/* Commas that are both: nothing but the axis, which stands still, shows it, and
 * that is noted. */
Test(delimited, notes_what_commas_everywhere_may_have_done)
{
    vib_found found = parse("100,2,7,5\n100,4,8,25\n100,6,8,5\n");

    cr_assert_mentions(field(found.spectra, "note"), "the axis repeats");
    vib_found_release(&found);
}

Test(delimited, reads_utf16)
{
    static const char bytes[] = "\xff\xfe" "1\0\t\0" "2\0\r\0\n\0" "2\0\t\0"
                                "3\0\r\0\n";
    vib_found found;

    cr_assert_eq(parse_bytes(&found, bytes, sizeof bytes), VIB_OK, "%s",
                 vib_last_error());
    cr_assert_eq(found.spectra[0].n, 2);
    cr_expect(found.spectra[0].y[1] == 3);
    vib_found_release(&found);
}

Test(delimited, reads_windows_1252)
{
    vib_found found = parse("Temp (\xb0" "C)=\t-60\nx [\xb5m]\ty\n1\t2\n"
                            "2\t3\n");

    cr_expect_str_eq(field(&found.spectra[0], "Temp (\xc2\xb0" "C)"), "-60");
    cr_expect_str_eq(field(&found.spectra[0], "x_unit"), "\xc2\xb5m");
    vib_found_release(&found);
}

Test(delimited, names_each_column)
{
    vib_found found = parse("freq,PE_1,PET_2,empty\n1,2,3,NA\n2,3,4,NA\n");

    cr_assert_eq(found.count, 2);
    cr_expect_str_eq(field(&found.spectra[0], "name"), "PE_1");
    cr_expect_str_eq(field(&found.spectra[1], "name"), "PET_2");
    vib_found_release(&found);
}

Test(delimited, keeps_the_other_cells_of_a_row)
{
    vib_found found = parse("ID,Substance,3600,3598,3596,note\n"
                            "7,nylon,1,2,3,old\n");
    const vib_spectrum *s = &found.spectra[0];

    cr_expect_str_eq(field(s, "id"), "7");
    cr_expect_str_eq(field(s, "substance"), "nylon");
    cr_expect_str_eq(field(s, "name"), "nylon");
    cr_expect_str_eq(field(s, "original note"), "old");
    vib_found_release(&found);
}

Test(delimited, keeps_the_place_of_a_map)
{
    vib_found found = parse("#Laser=\t532nm_Edge\n\t\t10\t20\t30\n"
                            "-1.5\t2\t5\t6\t7\n");
    const vib_spectrum *s = &found.spectra[0];

    cr_expect_str_eq(field(s, "map_y"), "-1.5");
    cr_expect_str_eq(field(s, "map_x"), "2");
    cr_expect_str_eq(field(s, "laser"), "532");
    cr_expect_str_eq(field(s, "original laser"), "532nm_Edge");
    cr_expect_str_eq(field(s, "name"), "");
    vib_found_release(&found);
}

Test(delimited, takes_columns_x_and_y_for_the_place_in_a_map)
{
    vib_found found = parse("x (um),y (um),100,200,300\n"
                            "1.5,-2,5,6,7\n2.5,-2,6,7,8\n");
    const vib_spectrum *s = &found.spectra[1];

    cr_assert_eq(found.count, 2);
    cr_expect_str_eq(field(s, "map_x"), "2.5");
    cr_expect_str_eq(field(s, "map_y"), "-2");
    vib_found_release(&found);
}

Test(delimited, takes_no_words_for_a_place)
{
    vib_found found = parse("x = shift\ny = counts\n100 1\n200 2\n");

    cr_assert_eq(found.count, 1);
    cr_expect_str_eq(field(&found.spectra[0], "map_x"), "");
    vib_found_release(&found);
}

Test(delimited, keeps_the_header_of_each_table)
{
    vib_found found = parse("Title = A\n1 2\n2 3\nTitle = B\n1 5\n2 6\n");

    cr_assert_eq(found.count, 2);
    cr_expect_str_eq(field(&found.spectra[0], "title"), "A");
    cr_expect_str_eq(field(&found.spectra[1], "title"), "B");
    vib_found_release(&found);
}

Test(delimited, fills_more_columns_than_it_takes_at_once)
{
    char text[4000] = "";
    size_t n = 0;
    vib_found found;

    for (int row = 0; row < 3; row++)
        for (int column = 0; column < 20; column++)
            n += (size_t)snprintf(text + n, sizeof text - n, "%d%c",
                                  row * 100 + column, column < 19 ? ',' : '\n');
    found = parse(text);
    cr_assert_eq(found.count, 19);
    for (size_t k = 0; k < 19; k++) {
        cr_expect(found.spectra[k].x[2] == 200);
        cr_expect(found.spectra[k].y[1] == 101 + (double)k);
    }
    vib_found_release(&found);
}

Test(delimited, says_what_it_cannot_read)
{
    static const struct {
        const char *text, *says;
    } cases[] = {
        { "1\n2\n3\n", "one column of numbers" },
        { "Dear reader,\nthere is nothing here.\n", "without a table" },
        { "1 2\n", "single row" },
        { "1 2\nword\n", "single row" },
        { "", "an empty file" },
        { "\n\n\n", "without a table" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_assert_mentions(refusal(cases[i].text, strlen(cases[i].text)),
                           cases[i].says);
}

Test(delimited, refuses_what_is_something_else)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *says;
    } cases[] = {
        { "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16, "PNG image" },
        { "%PDF-1.4\n1 0 obj\n", 17, "PDF" },
        { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", 10, "OLE2" },
        { "##TITLE= a\n##JCAMP-DX=5.01\n1 2\n2 3\n", 36, "JCAMP-DX" },
        { " ##title=a\n1 2\n", 14, "JCAMP-DX" },
        { "<?xml version=\"1.0\"?>\n1 2\n2 3\n", 30, "XML" },
        { "<a>1 2\n2 3</a>\n", 15, "XML" },
        { "WIT_PRCT\x01\0\0\0", 12, "WITec project" },
        { "<com.oceanoptics.spectrasuite.X>\n<a/>\n", 38, "ProcSpec" },
        { "\0\1\2\3\4\5\6\7", 8, "not text" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_assert_mentions(refusal(cases[i].bytes, cases[i].n), cases[i].says);
}
