#include "collection.h"

#include <stdio.h>
#include <stdlib.h>

void must(int status)
{
    if (status >= 0)
        return;
    fprintf(stderr, "%s\n", vib_last_error());
    exit(1);
}

static _Noreturn void out_of_memory(void)
{
    fprintf(stderr, "out of memory\n");
    exit(1);
}

void *must_allocate(size_t count, size_t size)
{
    void *block = calloc(count ? count : 1, size);

    if (!block)
        out_of_memory();
    return block;
}

struct collection collection_read_all(const char *const *paths, size_t count)
{
    struct collection collection = { NULL, 0 };
    vib_reader *reader = NULL;
    size_t room = 0;
    int rc;

    must(vib_reader_open(&reader, paths, count));
    do {
        if (collection.n == room) {
            room = room ? 2 * room : 1024;
            collection.spectra = reallocarray(
                collection.spectra, room, sizeof *collection.spectra);
            if (!collection.spectra)
                out_of_memory();
        }
        collection.spectra[collection.n] =
            (vib_spectrum)VIB_SPECTRUM_INIT;
        rc = vib_reader_next(&collection.spectra[collection.n], reader);
        must(rc);
        collection.n += rc == 1;
    } while (rc == 1);
    vib_reader_close(reader);
    return collection;
}

struct collection collection_read(const char *path)
{
    return collection_read_all(&path, 1);
}

void collection_release(struct collection *collection)
{
    for (size_t i = 0; i < collection->n; i++)
        vib_spectrum_release(&collection->spectra[i]);
    free(collection->spectra);
}
