#include "labspec_tree.h"

#include "binary.h"
#include "header.h"
#include "memory.h"
#include "number.h"
#include "status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names of nodes. */
enum {
    DATA = 0x7a74d9d6, AXES = 0x7b697861, TYPE = 0x6d707974, UNIT = 0x7c696e75,
    VALUES = 0x7d6cd4db, TITLE = 0x6c7469d9, NAME = 0x6d6d616e,
    VALUE = 0x7d6c61db, POSITION = 0x08736f70
};

enum { NONE = VIB_LABSPEC_NODES, AXES_MOST = 6 };

void vib_labspec_release(vib_labspec_tree *tree)
{
    free(tree->nodes);
    free(tree->numbers.value);
    vib_buffer_release(&tree->texts);
    *tree = (vib_labspec_tree){ 0 };
}

int vib_labspec_add(size_t *node, vib_labspec_tree *tree, size_t parent,
                    uint32_t id)
{
    void *block = tree->nodes;

    if (tree->count == VIB_LABSPEC_NODES)
        return vib_fail(VIB_BAD_DATA, "more than %d nodes", VIB_LABSPEC_NODES);
    if (vib_reserve(&block, &tree->capacity, tree->count + 1,
                    sizeof *tree->nodes) < 0)
        return VIB_NO_MEMORY;
    tree->nodes = block;
    tree->nodes[tree->count] = (vib_labspec_node){ .id = id, .parent = parent };
    *node = tree->count++;
    return VIB_OK;
}

int vib_labspec_put_text(vib_labspec_tree *tree, size_t node, vib_span text)
{
    if (tree->texts.size == 0)
        vib_put_bytes(&tree->texts, "", 1); /* no text begins at 0 */
    tree->nodes[node].text = tree->texts.size;
    vib_put_bytes(&tree->texts, text.at, text.n);
    vib_put_bytes(&tree->texts, "", 1);
    return tree->texts.failed ? VIB_NO_MEMORY : VIB_OK;
}

int vib_labspec_put_number(vib_labspec_tree *tree, size_t node, double value)
{
    vib_labspec_node *n = &tree->nodes[node];
    void *block = tree->numbers.value;

    if (vib_reserve(&block, &tree->numbers.capacity, tree->numbers.n + 1,
                    sizeof value) < 0)
        return VIB_NO_MEMORY;
    tree->numbers.value = block;
    if (n->count == 0)
        n->first = tree->numbers.n;
    n->count++;
    tree->numbers.value[tree->numbers.n++] = value;
    return VIB_OK;
}

/* The first child of `parent` called so, or NONE. */
static size_t child(const vib_labspec_tree *tree, size_t parent, uint32_t id)
{
    for (size_t i = 0; parent != NONE && i < tree->count; i++)
        if (tree->nodes[i].parent == parent && tree->nodes[i].id == id)
            return i;
    return NONE;
}

static const char *text_of(const vib_labspec_tree *tree, size_t node)
{
    if (node == NONE || tree->nodes[node].text == 0)
        return "";
    return (const char *)tree->texts.data + tree->nodes[node].text;
}

/* [*n] of them; NULL when it has none. */
static const double *numbers_of(size_t *n, const vib_labspec_tree *tree,
                                size_t node)
{
    *n = tree->nodes[node].count;
    return *n > 0 ? tree->numbers.value + tree->nodes[node].first : NULL;
}

/* One axis of the data: the intensity itself is the first. */
typedef struct axis {
    const char *type, *unit;
    const double *values; /* [n] */
    size_t n;
} axis;

typedef struct axes {
    axis intensity, spectral, other[AXES_MOST];
    size_t others;
    const double *intensities; /* [intensity_count] */
    size_t intensity_count;
} axes;

static axis axis_of(const vib_labspec_tree *tree, size_t node)
{
    size_t values = child(tree, node, VALUES);
    axis found = { text_of(tree, child(tree, node, TYPE)),
                   text_of(tree, child(tree, node, UNIT)), NULL, 0 };

    if (values != NONE)
        found.values = numbers_of(&found.n, tree, values);
    return found;
}

static int find_axes(axes *out, const vib_labspec_tree *tree)
{
    size_t data = child(tree, 0, DATA), node, list = NONE;

    if (data != NONE)
        list = child(tree, data, AXES);
    for (uint32_t k = 0; (node = child(tree, list, k)) != NONE; k++) {
        axis found = axis_of(tree, node);

        if (k == 0)
            out->intensity = found;
        else if (k == 1)
            out->spectral = found;
        else if (out->others == AXES_MOST)
            return vib_fail(VIB_BAD_DATA, "data with more than %d axes",
                            AXES_MOST + 2);
        else
            out->other[out->others++] = found;
    }
    if (!out->spectral.type || strcmp(out->spectral.type, "Spectr") != 0)
        return vib_fail(VIB_BAD_DATA, "a LabSpec file without a spectral axis");
    out->intensities = out->intensity.values;
    out->intensity_count = out->intensity.n;
    if (tree->matrix != 0)
        out->intensities = numbers_of(&out->intensity_count, tree,
                                      tree->matrix);
    return VIB_OK;
}

/* Field "name" with a value, which is a text or a number. */
static int add_pair(vib_spectrum *common, const vib_labspec_tree *tree,
                    size_t name, size_t value)
{
    const vib_labspec_node *node = &tree->nodes[value];
    const char *key = text_of(tree, name), *text = text_of(tree, value);
    char number[VIB_NUMBER_TEXT];

    if (!*text && node->count == 1) {
        vib_number_write(number, tree->numbers.value[node->first]);
        text = number;
    }
    if (!*key || !*text)
        return VIB_OK;
    return vib_field_add(common, (vib_span){ key, strlen(key) },
                         (vib_span){ text, strlen(text) });
}

/* Behind the name of the laser, "785 ", stands its wavelength, 784.48. */
static int set_laser(vib_spectrum *common, const vib_labspec_tree *tree,
                     size_t name)
{
    size_t position = child(tree, tree->nodes[name].parent, POSITION);

    if (strcmp(text_of(tree, name), "Laser (nm)") != 0 || position == NONE ||
        tree->nodes[position].count != 1)
        return VIB_OK;
    return vib_field_number(common, VIB_KEY_LASER, tree->numbers.value[
                                tree->nodes[position].first], 7);
}

/* Every node that has a name and a value is a field. */
static int add_fields(vib_spectrum *common, const vib_labspec_tree *tree)
{
    int status = VIB_OK;

    for (size_t i = 0; i < tree->count && status == VIB_OK; i++) {
        size_t parent = tree->nodes[i].parent, value;

        if (tree->nodes[i].id != NAME || parent == NONE)
            continue;
        value = child(tree, parent, VALUE);
        if (value != NONE)
            status = add_pair(common, tree, i, value);
        if (status == VIB_OK)
            status = set_laser(common, tree, i);
    }
    return status;
}

static int set_common(vib_spectrum *common, const axes *a,
                      const vib_labspec_tree *tree)
{
    const char *title = text_of(tree, child(tree, 0, TITLE));
    int status = add_fields(common, tree);

    if (status == VIB_OK && *title)
        status = vib_spectrum_set(common, VIB_KEY_TITLE, title);
    if (status == VIB_OK && *a->spectral.unit)
        status = vib_spectrum_set(common, VIB_KEY_X_UNIT, a->spectral.unit);
    if (status == VIB_OK && *a->intensity.unit)
        status = vib_spectrum_set(common, VIB_KEY_Y_UNIT, a->intensity.unit);
    return status < 0 ? status : vib_header_understand(common);
}

bool vib_labspec_axis_name(char *name, size_t size, const char *type)
{
    if (strlen(type) == 1 && strchr("XYZ", *type))
        snprintf(name, size, "map_%c", *type - 'X' + 'x');
    else
        snprintf(name, size, "%.20s", type);
    return *type != '\0';
}

/* Where spectrum k is: the last axis runs fastest. */
static int set_place(vib_spectrum *spectrum, const axes *a, size_t k)
{
    int status = VIB_OK;

    for (size_t i = a->others; i-- > 0 && status == VIB_OK;) {
        const axis *other = &a->other[i];
        char key[32];

        if (vib_labspec_axis_name(key, sizeof key, other->type) &&
            other->n > 0)
            status = vib_field_number(spectrum, key,
                                      other->values[k % other->n], 10);
        k /= other->n > 0 ? other->n : 1;
    }
    return status;
}

static int give(vib_found *out, const axes *a, const vib_spectrum *common,
                size_t k)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    size_t n = a->spectral.n;
    int status = vib_points_new(&spectrum, n);

    if (status < 0)
        return status;
    memcpy(spectrum.x, a->spectral.values, n * sizeof *spectrum.x);
    memcpy(spectrum.y, a->intensities + k * n, n * sizeof *spectrum.y);
    status = vib_fields_copy(&spectrum, common);
    if (status == VIB_OK)
        status = set_place(&spectrum, a, k);
    if (status == VIB_OK)
        status = vib_found_add(out, &spectrum);
    vib_spectrum_release(&spectrum);
    return status;
}

int vib_labspec_give(vib_found *out, const vib_labspec_tree *tree)
{
    vib_spectrum common = VIB_SPECTRUM_INIT;
    axes a = { 0 };
    int status = find_axes(&a, tree);
    size_t n = a.spectral.n, count;

    if (status < 0)
        return status;
    count = n > 0 ? a.intensity_count / n : 0;
    if (count == 0 || count * n != a.intensity_count)
        return vib_fail(VIB_BAD_DATA, "an axis of %zu points does not fit %zu "
                        "intensities", n, a.intensity_count);
    status = set_common(&common, &a, tree);
    for (size_t k = 0; k < count && status == VIB_OK; k++)
        status = give(out, &a, &common, k);
    vib_spectrum_release(&common);
    return status;
}
