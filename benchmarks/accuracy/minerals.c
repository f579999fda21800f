#include "minerals.h"

#include "collection.h"

#include <ctype.h>
#include <nettle/md5.h>
#include <stdlib.h>
#include <string.h>

static const char *field_of(const vib_spectrum *spectrum, const char *key)
{
    const char *value = vib_spectrum_get(spectrum, key);

    return value ? value : "";
}

void mineral_key(char key[MINERAL_NAME], const char *name)
{
    size_t n = 0;

    for (; *name && n + 1 < MINERAL_NAME; name++)
        if (isalnum((unsigned char)*name))
            key[n++] = (char)tolower((unsigned char)*name);
    key[n] = 0;
}

/* The name as in the file's name, before "__"; n bytes, lower case. */
static size_t file_name(char name[MINERAL_NAME], const vib_spectrum *spectrum)
{
    const char *source = field_of(spectrum, VIB_KEY_SOURCE);
    const char *slash = strrchr(source, '/');
    size_t n = 0;

    for (const char *at = slash ? slash + 1 : source;
         *at && strncmp(at, "__", 2) != 0 && n < MINERAL_NAME; at++)
        name[n++] = (char)tolower((unsigned char)*at);
    return n;
}

bool mineral_is_unseen(const vib_spectrum *spectrum)
{
    char name[MINERAL_NAME];
    size_t n = file_name(name, spectrum);
    uint8_t digest[MD5_DIGEST_SIZE];
    unsigned rest = 0;
    struct md5_ctx md5;

    md5_init(&md5);
    md5_update(&md5, n, (const uint8_t *)name);
    md5_digest(&md5, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        rest = (rest * 256 + digest[i]) % 10;
    return rest == 7;
}

static int compare(const void *a, const void *b)
{
    const struct mineral *p = a, *q = b;
    int names = strcmp(p->key, q->key);

    return names ? names : strcmp(p->specimen, q->specimen);
}

struct minerals minerals_read(const vib_db *db)
{
    vib_db_facts facts;
    struct minerals minerals = { NULL, 0 };
    uint64_t id = 0;
    int rc;

    must(vib_db_describe(&facts, db));
    minerals.item = must_allocate((size_t)facts.spectra, sizeof *minerals.item);
    while (minerals.n < facts.spectra && (rc = vib_db_next(&id, db)) == 1) {
        struct mineral *item = &minerals.item[minerals.n++];
        vib_spectrum fields = VIB_SPECTRUM_INIT;

        must(vib_db_fields(&fields, db, id));
        mineral_key(item->key, field_of(&fields, VIB_KEY_NAME));
        strncpy(item->specimen, field_of(&fields, VIB_KEY_SPECIMEN),
                sizeof item->specimen - 1);
        vib_spectrum_release(&fields);
    }
    qsort(minerals.item, minerals.n, sizeof *minerals.item, compare);
    return minerals;
}

void minerals_release(struct minerals *minerals)
{
    free(minerals->item);
}

/* The place of the first that is not before (key, specimen). */
static size_t place_of(const struct minerals *minerals,
                       const struct mineral *item)
{
    size_t low = 0, high = minerals->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare(&minerals->item[middle], item) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t minerals_place(const struct minerals *minerals,
                      const vib_spectrum *query)
{
    struct mineral item = { .specimen = "" };

    mineral_key(item.key, field_of(query, VIB_KEY_NAME));
    return place_of(minerals, &item);
}

bool minerals_have(const struct minerals *minerals, const vib_spectrum *query)
{
    const char *specimen = field_of(query, VIB_KEY_SPECIMEN);
    struct mineral item = { .specimen = "" };

    mineral_key(item.key, field_of(query, VIB_KEY_NAME));
    for (size_t i = place_of(minerals, &item);
         i < minerals->n && strcmp(minerals->item[i].key, item.key) == 0; i++)
        if (!*specimen || strcmp(minerals->item[i].specimen, specimen) != 0)
            return true;
    return false;
}
