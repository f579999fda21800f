/* The reader called VIB_FUZZ_FORMAT and any bytes. It begins from the files of
 * folder VIB_FUZZ_CORPUS: small ones made for it, and what broke it once. */
#include "fuzz.h"

#include "companion.h"
#include "peak.h"
#include "reader.h"

#include <assert.h>
#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIBRARIES = 1 << 20, SEED_MOST = 1 << 20 };

static void check_spectrum(const vib_spectrum *spectrum)
{
    assert(spectrum->n >= 2);
    for (size_t i = 0; i < spectrum->n; i++)
        assert(isfinite(spectrum->x[i]) && isfinite(spectrum->y[i]));
    for (size_t i = 0; i < spectrum->field_count; i++)
        assert(spectrum->fields[i].key && spectrum->fields[i].value);
}

/* found.h states it; the libraries below a reader may take a little besides. */
static size_t memory_limit(size_t size)
{
    return 64 * (size < VIB_MEMORY_FLOOR ? VIB_MEMORY_FLOOR : size) +
           LIBRARIES;
}

/* These are several files: what follows a form feed is one more of them. */
static bool has_companions(void)
{
    return strcmp(VIB_FUZZ_FORMAT, "envi") == 0 ||
           strcmp(VIB_FUZZ_FORMAT, "witec") == 0;
}

static void split(vib_input *input, vib_blob companions[VIB_COMPANIONS])
{
    const uint8_t *end = input->data + input->size, *at = input->data, *feed;

    input->companions = companions;
    while (input->companion_count < VIB_COMPANIONS &&
           (feed = memchr(at, '\f', (size_t)(end - at)))) {
        vib_blob *next = &companions[input->companion_count];

        if (input->companion_count++ == 0)
            input->size = (size_t)(feed - input->data);
        else
            next[-1].size = (size_t)(feed - next[-1].data);
        at = feed + 1;
        next->data = at;
        next->size = (size_t)(end - at);
    }
}

static void parse(const vib_format *format, const uint8_t *data, size_t size)
{
    vib_blob companions[VIB_COMPANIONS] = { VIB_BLOB_INIT };
    vib_input input = { .path = "f", .data = data, .size = size };
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    vib_found found;
    int status;

    if (has_companions())
        split(&input, companions);
    vib_found_init(&found, size);
    status = format->parse(&found, &input);
    assert(status == VIB_OK || (status < 0 && *vib_last_error()));
    while ((status = vib_found_next(&spectrum, &found)) > 0) {
        check_spectrum(&spectrum);
        vib_spectrum_release(&spectrum);
    }
    assert(status == VIB_OK || *vib_last_error());
    vib_found_release(&found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const vib_format *format = vib_format_named(VIB_FUZZ_FORMAT);

    assert(format);
    if (size == 0)
        return 0;
    peak_start();
    (void)format->sniff(data, size);
    parse(format, data, size);
    assert(peak_bytes() <= memory_limit(size));
    return 0;
}

static size_t read_file(uint8_t **out, const char *path)
{
    uint8_t *bytes = malloc(SEED_MOST);
    FILE *file = fopen(path, "rb");
    size_t n;

    assert(file && bytes);
    n = fread(bytes, 1, SEED_MOST, file);
    fclose(file);
    *out = bytes;
    return n;
}

size_t fuzz_seed(uint8_t **out, size_t i)
{
    glob_t files;
    size_t n = 0;

    if (glob(VIB_FUZZ_CORPUS "/*", 0, NULL, &files) == 0) {
        if (i < files.gl_pathc)
            n = read_file(out, files.gl_pathv[i]);
        globfree(&files);
    }
    assert(n > 0 || i > 0); /* an empty corpus is a mistake */
    return n;
}
