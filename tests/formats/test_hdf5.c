#include "parse.h"

#include <hdf5.h>
#include <stdlib.h>

/* A file that is being made, in memory. */
static hid_t begin(void)
{
    hid_t how = H5Pcreate(H5P_FILE_ACCESS), file;

    H5Pset_fapl_core(how, 1 << 12, false);
    file = H5Fcreate("made", H5F_ACC_TRUNC, H5P_DEFAULT, how);
    H5Pclose(how);
    cr_assert_geq(file, 0);
    return file;
}

typedef struct image {
    char *bytes;
    size_t n;
} image;

static image end(hid_t file)
{
    image made;

    H5Fflush(file, H5F_SCOPE_GLOBAL);
    made.n = (size_t)H5Fget_file_image(file, NULL, 0);
    made.bytes = malloc(made.n);
    cr_assert(made.bytes);
    H5Fget_file_image(file, made.bytes, made.n);
    H5Fclose(file);
    return made;
}

static void put_text(hid_t object, const char *name, const char *const *texts,
                     size_t count, bool variable)
{
    hid_t type = H5Tcopy(H5T_C_S1);
    hsize_t n = count;
    hid_t space = count == 1 ? H5Screate(H5S_SCALAR)
                             : H5Screate_simple(1, &n, NULL);
    char fixed[4][16] = { "" };
    hid_t attribute;

    H5Tset_size(type, variable ? H5T_VARIABLE : sizeof fixed[0]);
    for (size_t i = 0; i < count; i++)
        snprintf(fixed[i], sizeof fixed[i], "%s", texts[i]);
    attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
    cr_assert_geq(H5Awrite(attribute, type,
                           variable ? (const void *)texts : fixed), 0);
    H5Aclose(attribute);
    H5Sclose(space);
    H5Tclose(type);
}

/* A dataset with a unit, "" for none. */
static void put_array(hid_t group, const char *name, const double *values,
                      size_t rows, size_t columns, const char *unit)
{
    hsize_t shape[] = { rows, columns };
    hid_t space = H5Screate_simple(rows == 1 ? 1 : 2,
                                   rows == 1 ? shape + 1 : shape, NULL);
    hid_t set = H5Dcreate2(group, name, H5T_IEEE_F32LE, space, H5P_DEFAULT,
                           H5P_DEFAULT, H5P_DEFAULT);

    H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
    if (*unit)
        put_text(set, "units", &unit, 1, true);
    H5Dclose(set);
    H5Sclose(space);
}

static const double shifts[] = { 100, 102, 104 };
static const double places[] = { 1, 2 }, counts[] = { 5, 6, 7, 8, 9, 10 };

/* /entry/data is NXdata: two spectra at two places. */
static image nexus(bool variable)
{
    static const char *const nxdata[] = { "NXdata" }, *const nxentry[] = {
        "NXentry" }, *const signal[] = { "counts" };
    static const char *const axes[] = { "place", "shift" };
    hid_t file = begin();
    hid_t entry = H5Gcreate2(file, "entry", H5P_DEFAULT, H5P_DEFAULT,
                             H5P_DEFAULT);
    hid_t data = H5Gcreate2(entry, "data", H5P_DEFAULT, H5P_DEFAULT,
                            H5P_DEFAULT);

    put_text(entry, "NX_class", nxentry, 1, variable);
    put_text(data, "NX_class", nxdata, 1, variable);
    put_text(data, "signal", signal, 1, variable);
    put_text(data, "axes", axes, 2, variable);
    put_array(data, "counts", counts, 2, 3, "count");
    put_array(data, "place", places, 1, 2, "um");
    put_array(data, "shift", shifts, 1, 3, "1/cm");
    put_array(entry, "other", counts, 2, 3, "");
    H5Gclose(data);
    H5Gclose(entry);
    return end(file);
}

static vib_found take(image *file)
{
    vib_found found;

    cr_assert_eq(parse_bytes(&found, file->bytes, file->n), VIB_OK, "%s",
                 vib_last_error());
    free(file->bytes);
    return found;
}

Test(hdf5, follows_signal_and_axes_of_nexus)
{
    for (int variable = 0; variable < 2; variable++) {
        image file = nexus(variable);
        vib_found found = take(&file);
        const vib_spectrum *s = &found.spectra[1];

        cr_assert_eq(found.count, 2);
        cr_expect(s->n == 3 && s->x[2] == 104 && s->y[0] == 8);
        cr_expect_str_eq(field(s, "format"), "hdf5");
        cr_expect_str_eq(field(s, "x_unit"), "1/cm");
        cr_expect_str_eq(field(s, "y_unit"), "count");
        vib_found_release(&found);
    }
}

Test(hdf5, finds_the_arrays_of_each_group_without_nexus)
{
    hid_t file = begin(), group;
    image made;
    vib_found found;

    for (int i = 0; i < 2; i++) {
        group = H5Gcreate2(file, i ? "b" : "a", H5P_DEFAULT, H5P_DEFAULT,
                           H5P_DEFAULT);
        put_array(group, "wavelength", shifts, 1, 3, "");
        put_array(group, "intensity", counts + i, 1, 3, "");
        H5Gclose(group);
    }
    made = end(file);
    found = take(&made);
    cr_assert_eq(found.count, 2);
    cr_expect(found.spectra[1].x[0] == 100 && found.spectra[1].y[0] == 6);
    cr_expect_str_eq(field(&found.spectra[0], "x_unit"), "nm");
    vib_found_release(&found);
}

Test(hdf5, says_when_the_signal_is_not_there)
{
    static const char *const nxdata[] = { "NXdata" }, *const x[] = { "x" };
    static const char *const name[] = { "1234" };
    hid_t file = begin();
    hid_t data = H5Gcreate2(file, "data", H5P_DEFAULT, H5P_DEFAULT,
                            H5P_DEFAULT);
    image made;

    put_text(data, "NX_class", nxdata, 1, true);
    put_text(data, "signal", name, 1, true);
    put_text(data, "axes", x, 1, true);
    put_array(data, "x", shifts, 1, 3, "1/cm");
    H5Gclose(data);
    made = end(file);
    cr_assert_mentions(refusal(made.bytes, made.n), "1234");
    free(made.bytes);
}

Test(hdf5, refuses_what_has_no_array)
{
    image made = end(begin());

    cr_assert_mentions(refusal(made.bytes, made.n), "without any array");
    free(made.bytes);
}

/* The numbers would stand in a file of the reader's machine. */
Test(hdf5, does_not_look_into_other_files)
{
    hid_t file = begin(), how = H5Pcreate(H5P_DATASET_CREATE), set, space;
    hsize_t n = 4;
    image made;

    space = H5Screate_simple(1, &n, NULL);
    H5Pset_external(how, "/etc/passwd", 0, 32);
    set = H5Dcreate2(file, "x", H5T_IEEE_F64LE, space, H5P_DEFAULT, how,
                     H5P_DEFAULT);
    H5Dclose(set);
    H5Sclose(space);
    H5Pclose(how);
    put_array(file, "y", counts, 1, 4, "");
    made = end(file);
    cr_assert_mentions(refusal(made.bytes, made.n), "axis");
    free(made.bytes);
}

/* A dataset of a thousand million zeros that are nowhere in the file. */
Test(hdf5, refuses_what_is_larger_than_its_file)
{
    hid_t file = begin(), set, space;
    hsize_t n = 1000000000;
    image made;

    space = H5Screate_simple(1, &n, NULL);
    set = H5Dcreate2(file, "x", H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT,
                     H5P_DEFAULT);
    H5Dclose(set);
    H5Sclose(space);
    made = end(file);
    cr_assert_mentions(refusal(made.bytes, made.n), "no array");
    free(made.bytes);
}

Test(hdf5, survives_truncations)
{
    image made = nexus(true);

    for (size_t n = 9; n < made.n; n += made.n / 50 + 1) {
        char *copy = malloc(n);
        vib_found found;

        cr_assert(copy);
        memcpy(copy, made.bytes, n);
        (void)parse_bytes(&found, copy, n);
        vib_found_release(&found);
        free(copy);
    }
    free(made.bytes);
}
