/* Records of fields: what is read comes back to the byte. */
#include "fuzz.h"

#include "record.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    vib_spectrum read = VIB_SPECTRUM_INIT;
    vib_buffer record = { 0 };

    if (vib_fields_read(&read, data, size) < 0)
        return 0;
    assert(vib_fields_write(&record, &read) == VIB_OK);
    assert(record.size == size && memcmp(record.data, data, size) == 0);
    vib_buffer_release(&record);
    vib_spectrum_release(&read);
    return 0;
}

size_t fuzz_seed(uint8_t **out, size_t i)
{
    vib_field fields[] = {
        { (char[]){ "name" }, (char[]){ "Quartz" } },
        { (char[]){ "" }, (char[]){ "" } },
        { (char[]){ "Fundort" }, (char[]){ "Graub\xc3\xbcnden" } },
    };
    vib_spectrum spectrum = { .fields = fields, .field_count = 3 };
    vib_buffer record = { 0 };

    if (i > 0)
        return 0;
    assert(vib_fields_write(&record, &spectrum) == VIB_OK);
    *out = record.data;
    return record.size;
}
