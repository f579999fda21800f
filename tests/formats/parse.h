/* parse.h - spectra from bytes in a test. */
#ifndef VIB_TEST_PARSE_H
#define VIB_TEST_PARSE_H

#include "reader.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Points and fields of another; the caller releases *out. */
static inline void copy_spectrum(vib_spectrum *out, const vib_spectrum *s)
{
    cr_assert_eq(vib_points_new(out, s->n), VIB_OK);
    memcpy(out->x, s->x, s->n * sizeof *s->x);
    memcpy(out->y, s->y, s->n * sizeof *s->y);
    cr_assert_eq(vib_fields_copy(out, s), VIB_OK);
}

/* Make all that is still to be made. */
static inline int make_all(vib_found *found)
{
    vib_found all = { 0 };
    int status = VIB_OK;

    all.spectra = calloc(vib_found_count(found) + 1, sizeof *all.spectra);
    cr_assert(all.spectra);
    while ((status = vib_found_next(&all.spectra[all.count], found)) > 0)
        all.count++;
    vib_found_release(found);
    *found = all;
    return status;
}

/* Parse n bytes as a file "f.txt"; the caller releases *out. */
static inline int parse_bytes(vib_found *out, const char *bytes, size_t n)
{
    vib_input input = { .path = "f.txt", .data = (const uint8_t *)bytes,
                        .size = n };
    int status, made;

    vib_found_init(out, n);
    status = vib_formats_parse(out, &input);
    made = make_all(out);
    return status < 0 ? status : made;
}

static inline vib_found parse(const char *text)
{
    vib_found found;
    int status = parse_bytes(&found, text, strlen(text));

    cr_assert_eq(status, VIB_OK, "%s, of \"%.60s\"", vib_last_error(), text);
    return found;
}

/* Parse what must fail; the message. */
static inline const char *refusal(const char *bytes, size_t n)
{
    vib_found found;
    int status = parse_bytes(&found, bytes, n);

    cr_assert_lt(status, 0, "read: \"%.60s\"", bytes);
    vib_found_release(&found);
    return vib_last_error();
}

/* Parse, whatever comes of it; how many spectra there were. */
static inline size_t survive(const char *bytes, size_t n)
{
    char *copy = malloc(n ? n : 1); /* exact, so that a read behind it shows */
    vib_found found;
    size_t count;

    cr_assert(copy);
    memcpy(copy, bytes, n);
    (void)parse_bytes(&found, copy, n);
    count = found.count;
    for (size_t k = 0; k < count; k++)
        cr_assert(found.spectra[k].n >= 2);
    vib_found_release(&found);
    free(copy);
    return count;
}

#define cr_assert_mentions(text, part) \
    cr_assert(strstr(text, part), "\"%s\" does not mention \"%s\"", text, part)

/* "" when there is no such field. */
static inline const char *field(const vib_spectrum *spectrum, const char *key)
{
    const char *value = vib_spectrum_get(spectrum, key);

    return value ? value : "";
}

#endif
