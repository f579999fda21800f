/* parse_made.h - what becomes of a binary file that a test has made. */
#ifndef VIB_TEST_PARSE_MADE_H
#define VIB_TEST_PARSE_MADE_H

#include "bytes_made.h"
#include "parse.h"

#include <stdlib.h>

/* Parse what was made, which must be read. */
static inline vib_found parse_made(const vib_buffer *file)
{
    vib_found found;

    cr_assert_eq(parse_bytes(&found, (const char *)file->data, file->size),
                 VIB_OK, "%s", vib_last_error());
    return found;
}

/* Parse what must be refused; the message. */
static inline const char *refusal_of(const vib_buffer *file)
{
    return refusal((const char *)file->data, file->size);
}

/* Every beginning of the file, and every single byte of it changed, is refused
 * in one line or read; a copy of exact size lets a read behind it show. */
static inline void survive_damage(const vib_buffer *file)
{
    static const uint8_t values[] = { 0, 1, 0x7f, 0x80, 0xff };
    vib_found found;

    for (size_t n = 1; n < file->size; n++) {
        char *copy = malloc(n);

        cr_assert(copy);
        memcpy(copy, file->data, n);
        if (parse_bytes(&found, copy, n) < 0)
            cr_assert(*vib_last_error());
        vib_found_release(&found);
        free(copy);
    }
    for (size_t i = 0; i < file->size; i++)
        for (size_t k = 0; k < sizeof values; k++) {
            char *copy = malloc(file->size);

            cr_assert(copy);
            memcpy(copy, file->data, file->size);
            copy[i] = (char)values[k];
            (void)parse_bytes(&found, copy, file->size);
            vib_found_release(&found);
            free(copy);
        }
}

#endif
