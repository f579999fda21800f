/* hdf5.c - HDF5 files through libhdf5, from memory: of NeXus, each NXdata with
 * its @signal and @axes (NeXus manual, "Associating plottable data"); of any
 * other, such as MATLAB 7.3, the arrays of each group. The library is not safe
 * for threads, prints, and damaged files bring it to crash: it works in a
 * process of its own. */
#include "apart.h"
#include "arrays.h"
#include "binary.h"
#include "hdf5_library.h"
#include "memory.h"
#include "reader.h"
#include "status.h"
#include "units.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SURE = 95, NAME = 256, DATASETS = 256, AXES = VIB_ARRAY_RANK };

/* H5F_ACC_RDONLY, whose macro calls the library by its name. */
enum { READ_ONLY = 0 };

/* MATLAB puts a header of its own in front. */
enum { MATLAB_HEADER = 512 };

static const vib_hdf5_library *h5; /* of the process that reads a file */

typedef struct hdf5 {
    hid_t file;
    vib_found *out;
    size_t left;   /* of the numbers that may be read                    */
    char (*groups)[NAME]; /* [DATASETS], of NXdata or with arrays         */
    size_t count;
    bool nexus;
    int status;    /* the first that could not be read                   */
} hdf5;

static bool is_hdf5(const uint8_t *data, size_t size)
{
    static const char magic[] = "\x89HDF\r\n\x1a\n";

    return size > 8 && memcmp(data, magic, 8) == 0;
}

static int hdf5_sniff(const uint8_t *data, size_t size)
{
    return is_hdf5(data, size) ||
                   (size > MATLAB_HEADER &&
                    vib_part_begins((vib_part){ data, size }, "MATLAB 7.3") &&
                    is_hdf5(data + MATLAB_HEADER, size - MATLAB_HEADER))
               ? SURE
               : 0;
}

static hid_t open_image(const vib_input *input)
{
    hid_t how = h5->Pcreate(*h5->file_access), file;

    h5->Pset_fapl_core(how, 1 << 16, false);
    /* The library copies the bytes; it does not write to them. */
    h5->Pset_file_image(how, (void *)(uintptr_t)input->data, input->size);
    file = h5->Fopen("image", READ_ONLY, how);
    h5->Pclose(how);
    return file;
}

/* ---- Attributes -------------------------------------------------------- */

/* Text number k of an attribute of texts, "" when there is none. */
static void attribute_text(char text[NAME], hid_t object, const char *name,
                           size_t k)
{
    hid_t attribute = -1, type = -1, space = -1;
    hssize_t count;
    size_t size;
    char *bytes = NULL;

    text[0] = '\0';
    if (h5->Aexists(object, name) <= 0 ||
        (attribute = h5->Aopen(object, name, H5P_DEFAULT)) < 0)
        return;
    type = h5->Aget_type(attribute);
    space = h5->Aget_space(attribute);
    count = h5->Sget_simple_extent_npoints(space);
    size = h5->Tget_size(type);
    if (h5->Tget_class(type) == H5T_STRING && count > 0 && count <= AXES &&
        k < (size_t)count && size < NAME)
        bytes = vib_new((size_t)count * size + 1, 1);
    if (bytes && h5->Aread(attribute, type, bytes) >= 0) {
        bool variable = h5->Tis_variable_str(type) > 0;
        const char *found = variable ? ((char **)(void *)bytes)[k]
                                     : bytes + k * size;

        snprintf(text, NAME, "%.*s", variable ? NAME - 1 : (int)size,
                 found ? found : "");
        if (variable)
            h5->Dvlen_reclaim(type, space, H5P_DEFAULT, bytes);
    }
    free(bytes);
    h5->Sclose(space);
    h5->Tclose(type);
    h5->Aclose(attribute);
}

/* ---- Arrays ------------------------------------------------------------ */

/* Is all of the dataset inside the file, in pieces that fit in memory? */
static bool is_inside(const hdf5 *h, hid_t dataset, size_t element)
{
    hid_t how = h5->Dget_create_plist(dataset);
    H5D_layout_t layout = h5->Pget_layout(how);
    hsize_t chunk[VIB_ARRAY_RANK], bytes = element;
    bool inside = (layout == H5D_COMPACT || layout == H5D_CONTIGUOUS ||
                   layout == H5D_CHUNKED) && h5->Pget_external_count(how) == 0;
    int rank = layout == H5D_CHUNKED
                   ? h5->Pget_chunk(how, VIB_ARRAY_RANK, chunk) : 0;

    inside = inside && rank <= VIB_ARRAY_RANK;
    for (int i = 0; inside && i < rank; i++) {
        inside = chunk[i] > 0 && bytes <= h->left * sizeof(double) / chunk[i];
        bytes *= chunk[i];
    }
    h5->Pclose(how);
    return inside;
}

/* The shape of a dataset of real numbers. False: it has none. */
static bool read_shape(vib_array *out, hid_t dataset)
{
    hid_t space = h5->Dget_space(dataset), type = h5->Dget_type(dataset);
    H5T_class_t class = h5->Tget_class(type);
    hsize_t shape[VIB_ARRAY_RANK];
    int rank = h5->Sget_simple_extent_ndims(space);
    bool good = (class == H5T_FLOAT || class == H5T_INTEGER) && rank >= 1 &&
                rank <= VIB_ARRAY_RANK &&
                h5->Sget_simple_extent_dims(space, shape, NULL) == rank;

    for (int i = 0; good && i < rank; i++)
        out->shape[i] = (size_t)shape[i];
    out->rank = good ? (size_t)rank : 0;
    h5->Tclose(type);
    h5->Sclose(space);
    return good;
}

/* Read a dataset of real numbers; its values are the caller's to free. False:
 * it is none, or too large. */
static bool read_array(vib_array *out, hdf5 *h, hid_t group, const char *name)
{
    vib_array array = { .name = name };
    hid_t dataset = h5->Dopen2(group, name, H5P_DEFAULT), type;
    size_t n, element;
    bool read = false;

    if (dataset < 0)
        return false;
    type = h5->Dget_type(dataset);
    element = h5->Tget_size(type);
    h5->Tclose(type);
    n = read_shape(&array, dataset) ? vib_array_size(&array) : 0;
    if (n > 1 && n <= h->left && is_inside(h, dataset, element))
        array.values = vib_new(n, sizeof *array.values);
    if (array.values)
        read = h5->Dread(dataset, *h5->native_double, H5S_ALL, H5S_ALL,
                       H5P_DEFAULT, array.values) >= 0;
    h5->Dclose(dataset);
    if (!read) {
        free(array.values);
        return false;
    }
    h->left -= n;
    *out = array;
    return true;
}

static void field_of_attribute(vib_spectrum *common, const char *key,
                               hid_t group, const char *dataset,
                               const char *attribute)
{
    hid_t object = h5->Dopen2(group, dataset, H5P_DEFAULT);
    char text[NAME];

    if (object < 0)
        return;
    attribute_text(text, object, attribute, 0);
    h5->Dclose(object);
    if (*text)
        vib_field_text(common, key,
                       (vib_part){ (const uint8_t *)text, strlen(text) });
}

/* ---- Any other --------------------------------------------------------- */

typedef struct members {
    hdf5 *h;
    vib_array at[DATASETS];
    char names[DATASETS][NAME];
    size_t count;
} members;

static herr_t take_member(hid_t group, const char *name, const H5L_info_t *info,
                          void *payload)
{
    members *m = payload;

    if (info->type != H5L_TYPE_HARD || m->count == DATASETS)
        return 0;
    snprintf(m->names[m->count], NAME, "%s", name);
    if (read_array(&m->at[m->count], m->h, group, name)) {
        m->at[m->count].name = m->names[m->count];
        m->count++;
    }
    return 0;
}

static int read_group(hdf5 *h, hid_t group)
{
    vib_spectrum none = VIB_SPECTRUM_INIT;
    members *m = vib_new(1, sizeof *m);
    int status = VIB_NO_MEMORY;

    if (!m)
        return status;
    m->h = h;
    h5->Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, take_member, m);
    status = vib_arrays_give(h->out, m->at, m->count, &none);
    for (size_t i = 0; i < m->count; i++)
        free(m->at[i].values);
    free(m);
    return status;
}

/* ---- NeXus ------------------------------------------------------------- */

/* The name of the axis: of the last dimension whose unit is one of spectra, or
 * else of the last that has one. */
static void find_axis(char name[NAME], hid_t group)
{
    name[0] = '\0';
    for (size_t k = AXES; k-- > 0;) {
        vib_spectrum probe = VIB_SPECTRUM_INIT;
        char axis[NAME];
        const char *unit;
        bool spectral;

        attribute_text(axis, group, "axes", k);
        if (!*axis || strcmp(axis, ".") == 0 ||
            h5->Lexists(group, axis, H5P_DEFAULT) <= 0)
            continue;
        field_of_attribute(&probe, "unit", group, axis, "units");
        unit = vib_spectrum_get(&probe, "unit");
        spectral = unit && vib_unit_of(unit) != VIB_UNIT_OTHER &&
                   vib_unit_of(unit) != VIB_UNIT_UNKNOWN;
        vib_spectrum_release(&probe);
        if (!*name || spectral)
            memcpy(name, axis, NAME);
        if (spectral)
            return;
    }
}

static int read_nxdata(hdf5 *h, hid_t group)
{
    vib_spectrum common = VIB_SPECTRUM_INIT;
    vib_array arrays[2] = { { 0 }, { 0 } };
    char signal[NAME], axis[NAME];
    int status;

    attribute_text(signal, group, "signal", 0);
    find_axis(axis, group);
    if (!*signal || !*axis)
        return read_group(h, group);
    field_of_attribute(&common, VIB_KEY_X_UNIT, group, axis, "units");
    field_of_attribute(&common, VIB_KEY_Y_UNIT, group, signal, "units");
    field_of_attribute(&common, VIB_KEY_TITLE, group, signal, "long_name");
    if (read_array(&arrays[0], h, group, axis) &&
        read_array(&arrays[1], h, group, signal)) {
        arrays[0].name = "x";
        arrays[1].name = signal;
        status = vib_arrays_give(h->out, arrays, 2, &common);
    } else {
        status = vib_fail(VIB_BAD_DATA, "\"%.60s\" and \"%.60s\" are not both "
                          "arrays of numbers that fit in memory", signal, axis);
    }
    free(arrays[0].values);
    free(arrays[1].values);
    vib_spectrum_release(&common);
    return status;
}

/* ---- The file ---------------------------------------------------------- */

static void keep_group(hdf5 *h, const char *path, size_t n)
{
    bool known = h->count > 0 && strlen(h->groups[h->count - 1]) == n &&
                 memcmp(h->groups[h->count - 1], path, n) == 0;

    if (known || n >= NAME || h->count == DATASETS)
        return;
    memcpy(h->groups[h->count], path, n);
    h->groups[h->count++][n] = '\0';
}

/* Note the groups of NXdata; while there is none, those that hold datasets.
 * The library comes to each object once. */
static herr_t look_at(hid_t root, const char *path, const H5O_info_t *info,
                      void *payload)
{
    hdf5 *h = payload;
    const char *slash = strrchr(path, '/');
    char class[NAME];
    hid_t object;

    if (info->type == H5O_TYPE_DATASET && !h->nexus)
        keep_group(h, slash ? path : ".", slash ? (size_t)(slash - path) : 1);
    if (info->type != H5O_TYPE_GROUP)
        return 0;
    object = h5->Oopen(root, path, H5P_DEFAULT);
    if (object < 0)
        return 0;
    attribute_text(class, object, "NX_class", 0);
    h5->Oclose(object);
    if (strcmp(class, "NXdata") != 0)
        return 0;
    if (!h->nexus)
        h->count = 0;
    h->nexus = true;
    keep_group(h, path, strlen(path));
    return 0;
}

/* What could not be read is the file's failure only when nothing could. */
static int read_groups(hdf5 *h)
{
    int status = VIB_OK;

    h5->Ovisit(h->file, H5_INDEX_NAME, H5_ITER_INC, look_at, h);
    if (h->count == 0)
        return vib_fail(VIB_BAD_DATA, "an HDF5 file without any array");
    for (size_t i = 0; i < h->count; i++) {
        hid_t group = h5->Gopen2(h->file, h->groups[i], H5P_DEFAULT);
        int rc = group < 0 ? vib_fail(VIB_BAD_DATA, "a damaged HDF5 file")
                 : h->nexus ? read_nxdata(h, group)
                            : read_group(h, group);

        if (group >= 0)
            h5->Gclose(group);
        if (rc == VIB_NO_MEMORY)
            return rc;
        if (rc < 0)
            status = rc;
    }
    return h->out->count > 0 ? VIB_OK : status;
}

static int read_file(vib_found *out, const vib_input *input)
{
    hdf5 h = { .file = -1, .out = out,
               .left = out->working / sizeof(double) };
    int status;

    status = vib_hdf5_load(&h5);
    if (status < 0)
        return status;
    h.groups = vib_new(DATASETS, sizeof *h.groups);
    if (!h.groups)
        return VIB_NO_MEMORY;
    h5->open();
    h5->Eset_auto2(H5E_DEFAULT, NULL, NULL);
    h5->PLset_loading_state(0); /* no code from elsewhere */
    h.file = open_image(input);
    if (h.file >= 0) {
        status = read_groups(&h);
        h5->Fclose(h.file);
    } else {
        status = vib_fail(VIB_BAD_DATA, "a damaged HDF5 file");
    }
    free(h.groups);
    return status;
}

static int hdf5_parse(vib_found *out, const vib_input *input)
{
    const vib_hdf5_library *loaded; /* once for all of its processes */
    int status = vib_hdf5_load(&loaded);

    return status == VIB_OK ? vib_apart_parse(out, input, read_file) : status;
}

const vib_format vib_format_hdf5 = { "hdf5", hdf5_sniff, hdf5_parse };
