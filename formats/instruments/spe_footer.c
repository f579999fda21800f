/* spe_footer.c - the XML at the end of an SPE file of version 3 (Princeton
 * Instruments, SPE 3.0 File Format Specification, 2011): how frames and regions
 * lie, the wavelength of each column, and all settings of the experiment. */
#include "spe.h"

#include "bytes.h"
#include "memory.h"
#include "number.h"
#include "status.h"
#include "xml.h"

#include <stdlib.h>
#include <string.h>

/* Where on the sensor a region is; it is named by its id. */
typedef struct mapping {
    char id[16];
    size_t x, binning;
} mapping;

enum { DEEPEST = 64 };

typedef struct footer {
    vib_xml xml;
    size_t depth; /* of elements within one another */
    vib_spe_layout *out;
    mapping mappings[VIB_SPE_REGIONS];
    size_t mapping_count;
    char ids[VIB_SPE_REGIONS][32]; /* calibrations of each region, "2,3" */
    bool in_mapping;               /* of wavelengths                     */
    bool wanted;                   /* the text is                        */
    vib_buffer text;
} footer;

void vib_spe_layout_release(vib_spe_layout *layout)
{
    free(layout->wavelength);
    vib_spectrum_release(&layout->fields);
    *layout = (vib_spe_layout){ 0 };
}

static size_t size_of(const char *const *attributes, const char *name)
{
    const char *text = vib_xml_attribute(attributes, name, "0");

    return *text == '-' ? 0 : strtoul(text, NULL, 10);
}

static int set_type(vib_spe_layout *out, const char *format)
{
    static const struct {
        const char *name;
        vib_number_type type;
    } types[] = {
        { "MonochromeUnsigned16", VIB_AS_U16 },
        { "MonochromeUnsigned32", VIB_AS_U32 },
        { "MonochromeFloating32", VIB_AS_F32 },
    };

    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(format, types[i].name) == 0) {
            out->type = types[i].type;
            return VIB_OK;
        }
    return vib_fail(VIB_BAD_DATA, "numbers of an unknown kind: \"%.40s\"",
                    format);
}

static int open_frame(vib_spe_layout *out, const char *const *attributes)
{
    out->frames = size_of(attributes, "count");
    out->stride = size_of(attributes, "stride");
    return set_type(out, vib_xml_attribute(attributes, "pixelFormat", ""));
}

static int open_region(footer *f, const char *const *attributes)
{
    vib_spe_layout *out = f->out;

    if (out->regions == VIB_SPE_REGIONS)
        return vib_fail(VIB_BAD_DATA, "more than %d regions", VIB_SPE_REGIONS);
    snprintf(f->ids[out->regions], sizeof f->ids[0], "%s",
             vib_xml_attribute(attributes, "calibrations", ""));
    out->region[out->regions++] = (vib_spe_region){
        size_of(attributes, "width"), size_of(attributes, "height"),
        size_of(attributes, "stride"), 0, 1
    };
    return VIB_OK;
}

static int open_block(footer *f, const char *const *attributes)
{
    const char *type = vib_xml_attribute(attributes, "type", "");

    if (strcmp(type, "Frame") == 0)
        return open_frame(f->out, attributes);
    return strcmp(type, "Region") == 0 ? open_region(f, attributes) : VIB_OK;
}

static void add_mapping(footer *f, const char *const *attributes)
{
    mapping *m = &f->mappings[f->mapping_count];

    if (f->mapping_count == VIB_SPE_REGIONS)
        return;
    f->mapping_count++;
    snprintf(m->id, sizeof m->id, "%s",
             vib_xml_attribute(attributes, "id", ""));
    m->x = size_of(attributes, "x");
    m->binning = size_of(attributes, "xBinning");
}

/* Give `key` the value of an attribute, if there is one and no field yet. */
static int set_field(footer *f, const char *key, const char *const *attributes,
                     const char *name)
{
    const char *value = vib_xml_attribute(attributes, name, "");

    if (!*value || vib_spectrum_get(&f->out->fields, key))
        return VIB_OK;
    return vib_spectrum_set(&f->out->fields, key, value);
}

static int open_element(footer *f, const char *name,
                        const char *const *attributes)
{
    if (strcmp(name, "DataBlock") == 0)
        return open_block(f, attributes);
    if (strcmp(name, "SensorMapping") == 0)
        add_mapping(f, attributes);
    if (strcmp(name, "SensorInformation") == 0)
        f->out->sensor_width = size_of(attributes, "width");
    if (strcmp(name, "Origin") == 0)
        return set_field(f, "date", attributes, "created");
    if (strcmp(name, "Camera") == 0)
        return set_field(f, "camera", attributes, "model");
    if (strcmp(name, "Spectrometer") == 0)
        return set_field(f, "instrument", attributes, "model");
    if (strcmp(name, "WavelengthMapping") != 0)
        return VIB_OK;
    f->in_mapping = true;
    return set_field(f, VIB_KEY_LASER, attributes, "laserLine");
}

static void XMLCALL on_start(void *payload, const char *name,
                             const char **attributes)
{
    footer *f = payload;
    int status;

    if (f->xml.status < 0)
        return;
    status = f->depth++ < DEEPEST
                 ? open_element(f, name, (const char *const *)attributes)
                 : vib_fail(VIB_BAD_DATA, "more than %d elements within one "
                            "another", DEEPEST);
    if (status < 0)
        vib_xml_stop(&f->xml, status);
    f->wanted = (f->in_mapping && strcmp(name, "Wavelength") == 0) ||
                strcmp(name, "WavelengthError") == 0 ||
                strcmp(name, "ExposureTime") == 0;
    f->text.size = 0;
}

static void XMLCALL on_text(void *payload, const char *text, int n)
{
    footer *f = payload;

    if (f->wanted)
        vib_put_bytes(&f->text, text, (size_t)n);
}

/* "567.93,568.19", or with an error behind each: "567.93,0.1 568.19,0.1". */
static int read_wavelengths(vib_spe_layout *out, vib_span text, bool errors)
{
    const char *at = text.at, *end = at + text.n;
    size_t capacity = out->wavelengths, count = 0;
    void *block = out->wavelength;

    while (at < end) {
        double value;

        at = vib_number_read(&value, at, end, '.');
        if (!at)
            return vib_fail(VIB_BAD_DATA, "wavelength %zu is no number", count);
        if (vib_reserve(&block, &capacity, count + 1, sizeof value) < 0)
            return VIB_NO_MEMORY;
        out->wavelength = block;
        out->wavelength[count++] = value;
        if (errors)
            while (at < end && *at != ' ')
                at++;
        while (at < end && (*at == ',' || *at == ' '))
            at++;
    }
    out->wavelengths = count;
    return VIB_OK;
}

/* Milliseconds in the file. */
static int set_exposure(vib_spectrum *fields, vib_span text)
{
    double value;

    if (!vib_number_read(&value, text.at, text.at + text.n, '.') ||
        vib_spectrum_get(fields, "exposure"))
        return VIB_OK;
    return vib_field_number(fields, "exposure", value / 1000, 7);
}

static void XMLCALL on_end(void *payload, const char *name)
{
    footer *f = payload;
    vib_span text = { (const char *)f->text.data, f->text.size };
    int status = f->text.failed ? VIB_NO_MEMORY : VIB_OK;

    if (f->xml.status < 0)
        return;
    f->depth--;
    if (status == VIB_OK && f->wanted && text.n > 0)
        status = strcmp(name, "ExposureTime") == 0
                     ? set_exposure(&f->out->fields, text)
                     : read_wavelengths(f->out, text,
                                        strcmp(name, "WavelengthError") == 0);
    if (strcmp(name, "WavelengthMapping") == 0)
        f->in_mapping = false;
    f->wanted = false;
    if (status < 0)
        vib_xml_stop(&f->xml, status);
}

/* Is this one of the ids in a list with commas? */
static bool is_listed(const char *id, const char *list)
{
    size_t n = strlen(id);

    while (n > 0 && *list) {
        size_t length = strcspn(list, ",");

        if (length == n && memcmp(list, id, n) == 0)
            return true;
        list += length + (list[length] == ',');
    }
    return false;
}

static void place_regions(footer *f)
{
    for (size_t r = 0; r < f->out->regions; r++)
        for (size_t m = 0; m < f->mapping_count; m++)
            if (is_listed(f->mappings[m].id, f->ids[r])) {
                f->out->region[r].x = f->mappings[m].x;
                f->out->region[r].binning = f->mappings[m].binning;
            }
}

int vib_spe_read_footer(vib_spe_layout *out, vib_part xml)
{
    footer *f = vib_new(1, sizeof *f);
    int status;

    if (!f)
        return VIB_NO_MEMORY;
    f->out = out;
    status = vib_xml_open(&f->xml, on_start, on_end, on_text);
    if (status == VIB_OK)
        status = vib_xml_parse(&f->xml, xml.at, xml.n);
    if (status == VIB_OK)
        place_regions(f);
    vib_xml_close(&f->xml);
    vib_buffer_release(&f->text);
    free(f);
    return status < 0 ? vib_fail_prefix(status, "the footer") : VIB_OK;
}
