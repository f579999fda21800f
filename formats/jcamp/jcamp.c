/* jcamp.c - JCAMP-DX: blocks of labelled data records and their tables. */
#include "jcamp.h"

#include "header.h"
#include "memory.h"
#include "reader.h"
#include "status.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LOOK = 4096, SURE = 95, LIKELY = 60 };

enum {
    FAILURES_MOST = 16, /* tables that cannot be read before we give up */
    LIST_MOST = 4096,   /* characters                                   */
    VARIABLES_MOST = 16
};

/* Records of a block that the reader needs: first the lists of NTUPLES, which
 * have one item a variable, then what are fields as well. */
enum { SYMBOL, VAR_NAME, UNITS, FACTOR, FIRST, LAST, VAR_DIM, PAGE, LISTS,
       DATA_TYPE = LISTS, NTUPLES, NUM_DIM, KEPT };

static const char *const kept_names[KEPT] = {
    "SYMBOL", "VARNAME", "UNITS", "FACTOR", "FIRST", "LAST", "VARDIM", "PAGE",
    "DATATYPE", "NTUPLES", "NUMDIM"
};

static const char *const scale_names[VIB_SCALES] = {
    "XFACTOR", "YFACTOR", "FIRSTX", "LASTX", "FIRSTY", "DELTAX", "NPOINTS"
};

/* Labels that say what the points say themselves, and are not kept. */
static const char *const technical[] = {
    "MAXX", "MINX", "MAXY", "MINY", "VARTYPE", "VARFORM", "MIN", "MAX",
    "JCAMPDX", "DATACLASS", "BLOCKS", "BLOCKID", "ENDNTUPLES",
};

typedef struct jcamp_table {
    vib_span value, page;
    double scale[VIB_SCALES]; /* as the header was when it came */
    bool ntuples;
} jcamp_table;

/* From a TITLE to its END. */
typedef struct jcamp_block {
    vib_spectrum header; /* fields only */
    double scale[VIB_SCALES];
    vib_span kept[KEPT];
    bool comma; /* its numbers have decimal commas */
    jcamp_table *tables;
    size_t count, capacity;
} jcamp_block;

typedef struct jcamp_file {
    vib_found *out;
    const char *text;
    jcamp_block block;
    char *collection; /* title of the LINK block, or NULL */
    size_t assignments, structures, failures;
} jcamp_file;

static void clear_block(jcamp_block *block)
{
    vib_spectrum_release(&block->header);
    free(block->tables);
    *block = (jcamp_block){ .header = VIB_SPECTRUM_INIT };
    for (size_t i = 0; i < VIB_SCALES; i++)
        block->scale[i] = NAN;
}

static size_t index_of(const char *name, const char *const names[], size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(name, names[i]) == 0)
            return i;
    return n;
}

static bool is_table(const char *name)
{
    static const char *const names[] = {
        "XYDATA", "XYPOINTS", "PEAKTABLE", "DATATABLE"
    };
    size_t n = sizeof names / sizeof *names;

    return index_of(name, names, n) < n;
}

static int add_table(jcamp_block *block, const vib_record *record)
{
    void *grown = block->tables;
    jcamp_table *table;

    if (vib_reserve(&grown, &block->capacity, block->count + 1,
                    sizeof *block->tables) < 0)
        return VIB_NO_MEMORY;
    block->tables = grown;
    table = &block->tables[block->count++];
    *table = (jcamp_table){ .value = record->value, .page = block->kept[PAGE],
                            .ntuples = strcmp(record->name,
                                              "DATATABLE") == 0 };
    memcpy(table->scale, block->scale, sizeof table->scale);
    return VIB_OK;
}

static int add_field(jcamp_block *block, const vib_record *record)
{
    char *value;
    int status = vib_record_text(&value, record->value);

    if (status < 0)
        return status;
    status = vib_field_add(&block->header, record->label,
                           (vib_span){ value, strlen(value) });
    free(value);
    return status;
}

static bool is_assignment(const char *name)
{
    return strncmp(name, "PEAKASSIGNMENT", 14) == 0;
}

static void note_kind(jcamp_file *file, const char *name)
{
    static const char *const of_structures[] = {
        "JCAMPCS", "ATOMLIST", "BONDLIST", "MOLFILE", "$MOLFILE"
    };
    size_t n = sizeof of_structures / sizeof *of_structures;

    file->structures += index_of(name, of_structures, n) < n;
    file->assignments += is_assignment(name);
}

/* One record of the present block, other than its END. */
static int take_record(jcamp_file *file, const vib_record *record)
{
    jcamp_block *block = &file->block;
    size_t scale = index_of(record->name, scale_names, VIB_SCALES);
    size_t kept = index_of(record->name, kept_names, KEPT);
    size_t n = sizeof technical / sizeof *technical;

    note_kind(file, record->name);
    if (is_table(record->name))
        return add_table(block, record);
    if (is_assignment(record->name))
        return VIB_OK;
    if (scale < VIB_SCALES)
        block->scale[scale] = vib_record_number(&block->comma, record->value);
    else if (kept < KEPT)
        block->kept[kept] = (vib_span){ record->value.at,
                                        record->value.n < LIST_MOST
                                            ? record->value.n
                                            : LIST_MOST };
    if (scale < VIB_SCALES || kept < LISTS ||
        index_of(record->name, technical, n) < n)
        return VIB_OK;
    return add_field(block, record);
}

/* ---- The spectra of a block ---- */

/* Which variable a symbol is; 0 when it is not in the list. */
static size_t variable_of(const jcamp_block *block, vib_span symbol)
{
    for (size_t i = 0; i < VARIABLES_MOST; i++) {
        vib_span item = vib_list_item(block->kept[SYMBOL], i);

        if (item.n == symbol.n && item.n > 0 &&
            strncasecmp(item.at, symbol.at, item.n) == 0)
            return i;
    }
    return 0;
}

static int set_item(vib_spectrum *out, const char *key, vib_span item)
{
    return item.n == 0 ? VIB_OK : vib_field_set(out, key, item);
}

/* Scales and units of the two variables of a page. */
static int take_variables(vib_spectrum *out, double *scale,
                          jcamp_block *block, const jcamp_table *table)
{
    static const struct {
        size_t scale, list;
        bool of_x;
    } numbers[] = {
        { VIB_FACTOR_X, FACTOR, true }, { VIB_FACTOR_Y, FACTOR, false },
        { VIB_FIRST_X, FIRST, true },   { VIB_FIRST_Y, FIRST, false },
        { VIB_LAST_X, LAST, true },     { VIB_POINTS, VAR_DIM, true },
    };
    vib_form form = vib_form_of(table->value);
    size_t x = variable_of(block, form.x), y = variable_of(block, form.y);
    const vib_span *kept = block->kept;
    int status;

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        scale[numbers[i].scale] = vib_record_number(
            &block->comma, vib_list_item(kept[numbers[i].list],
                                         numbers[i].of_x ? x : y));
    status = set_item(out, VIB_KEY_X_UNIT, vib_list_item(kept[UNITS], x));
    if (status == VIB_OK)
        status = set_item(out, VIB_KEY_Y_UNIT, vib_list_item(kept[UNITS], y));
    if (status == VIB_OK)
        status = set_item(out, "variable", vib_list_item(kept[VAR_NAME], y));
    if (status == VIB_OK)
        status = set_item(out, "page", vib_list_item(table->page, 0));
    return status;
}

static int read_points(vib_spectrum *out, jcamp_file *file,
                       const jcamp_table *table, const double *scale)
{
    vib_body body = { .text = file->text,
                      .point = file->block.comma ? ',' : '.',
                      .most = vib_found_room(file->out) };

    return vib_table_read(out, &body, table->value, scale);
}

static int add_spectrum(jcamp_file *file, const jcamp_table *table)
{
    vib_spectrum out = VIB_SPECTRUM_INIT;
    double scale[VIB_SCALES];
    int status;

    for (size_t i = 0; i < VIB_SCALES; i++)
        scale[i] = isnan(table->scale[i]) ? file->block.scale[i]
                                          : table->scale[i];
    status = vib_fields_copy(&out, &file->block.header);
    if (status == VIB_OK && table->ntuples)
        status = take_variables(&out, scale, &file->block, table);
    if (status == VIB_OK && file->collection)
        status = vib_spectrum_set(&out, "collection", file->collection);
    if (status == VIB_OK)
        status = read_points(&out, file, table, scale);
    if (status == VIB_OK && (out.n >= 2 || file->block.count == 1))
        return vib_found_add(file->out, &out);
    vib_spectrum_release(&out);
    return status;
}

static bool is_two_dimensional(jcamp_block *block)
{
    vib_span type = vib_list_item(block->kept[DATA_TYPE], 0);
    vib_span ntuples = vib_list_item(block->kept[NTUPLES], 0);

    return (type.n > 1 && strncasecmp(type.at, "nD", 2) == 0) ||
           (ntuples.n > 1 && strncasecmp(ntuples.at, "nD", 2) == 0) ||
           vib_record_number(&block->comma, block->kept[NUM_DIM]) > 1;
}

/* A table that cannot be read does not keep us from the others. */
static int count_failure(jcamp_file *file, int status)
{
    return status == VIB_BAD_DATA && file->failures++ < FAILURES_MOST
               ? VIB_OK
               : status;
}

/* The block is over: read its tables. */
static int end_block(jcamp_file *file)
{
    jcamp_block *block = &file->block;
    int status = VIB_OK;

    if (block->count == 0)
        return VIB_OK;
    if (is_two_dimensional(block))
        return count_failure(file, vib_fail(VIB_BAD_DATA, "two-dimensional "
                                            "NMR data is no spectrum"));
    status = vib_header_understand(&block->header);
    for (size_t i = 0; i < block->count && status == VIB_OK; i++)
        status = count_failure(file, add_spectrum(file, &block->tables[i]));
    return status;
}

/* The title of a LINK block, when the first block in it begins. */
static int keep_collection(jcamp_file *file)
{
    vib_span type = vib_list_item(file->block.kept[DATA_TYPE], 0);
    const char *title = vib_spectrum_get(&file->block.header, "TITLE");

    if (!vib_span_is(type, "LINK") || !title || !*title)
        return VIB_OK;
    free(file->collection);
    file->collection = vib_copy_text(title, strlen(title));
    return file->collection ? VIB_OK : VIB_NO_MEMORY;
}

static int add_record(jcamp_file *file, const vib_record *record)
{
    bool title = strcmp(record->name, "TITLE") == 0;
    int status;

    if (!title && strcmp(record->name, "END") != 0)
        return take_record(file, record);
    status = end_block(file);
    if (status == VIB_OK && title)
        status = keep_collection(file);
    clear_block(&file->block);
    return status == VIB_OK && title ? take_record(file, record) : status;
}

static int nothing_found(const jcamp_file *file)
{
    return vib_fail(VIB_BAD_DATA, "JCAMP-DX with %s, no spectrum",
                    file->assignments > 0  ? "peak assignments only"
                    : file->structures > 0 ? "a chemical structure only"
                                           : "no table of data");
}

static int read_records(jcamp_file *file, const vib_text *text)
{
    vib_records records = vib_records_of(text);
    vib_record record;
    int status = VIB_OK;

    clear_block(&file->block);
    while (status == VIB_OK && vib_records_next(&record, &records))
        status = add_record(file, &record);
    if (status == VIB_OK)
        status = end_block(file);
    if (status == VIB_OK && file->failures > 0)
        return VIB_BAD_DATA;
    if (status == VIB_OK && file->out->count == 0)
        status = nothing_found(file);
    return status;
}

static int jcamp_parse(vib_found *out, const vib_input *input)
{
    jcamp_file file = { .out = out };
    vib_text text = { 0 };
    int status = vib_text_open(&text, input->data, input->size);

    if (status < 0)
        return status;
    file.text = text.at;
    status = read_records(&file, &text);
    clear_block(&file.block);
    free(file.collection);
    vib_text_close(&text);
    return status;
}

/* The label of the first record; blanks may be strewn in. */
static int jcamp_sniff(const uint8_t *data, size_t size)
{
    vib_text text = { (const char *)data, size < LOOK ? size : LOOK, NULL };
    vib_records records;
    vib_record record;

    if (text.n >= 3 && memcmp(text.at, "\xef\xbb\xbf", 3) == 0) {
        text.at += 3;
        text.n -= 3;
    }
    records = vib_records_of(&text);
    if (!vib_records_next(&record, &records))
        return 0;
    if (strcmp(record.name, "JCAMPDX") == 0)
        return SURE;
    if (strcmp(record.name, "TITLE") != 0)
        return 0;
    return vib_records_next(&record, &records) &&
                   strcmp(record.name, "JCAMPDX") == 0
               ? SURE
               : LIKELY;
}

const vib_format vib_format_jcamp = { "jcamp", jcamp_sniff, jcamp_parse };
