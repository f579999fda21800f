/* search.c - what is this spectrum? Open a library, load a file, print the
 * five best answers.
 *
 *     search minerals.vib unknown.txt
 */
#include <vibrary.h>

#include <stdio.h>
#include <stdlib.h>

static void print_hits(const vib_hits *hits)
{
    for (size_t i = 0; i < hits->count; i++)
        printf("%zu  %-24s %.3f\n", i + 1, hits->hit[i].name,
               (double)hits->hit[i].score);
}

int main(int argc, char **argv)
{
    vib_db *db = NULL;
    vib_spectrum unknown = VIB_SPECTRUM_INIT;
    vib_hits hits = VIB_HITS_INIT;
    vib_search how = VIB_SEARCH_DEFAULT;
    int status = EXIT_FAILURE;

    if (argc != 3) {
        fprintf(stderr, "usage: search LIBRARY FILE\n");
        return EXIT_FAILURE;
    }
    how.k = 5;
    if (vib_db_open(&db, argv[1], VIB_READ) < 0 ||
        vib_spectrum_load(&unknown, argv[2]) < 0 ||
        vib_db_search(&hits, db, &unknown, 1, &how) < 0) {
        fprintf(stderr, "search: %s\n", vib_last_error());
    } else if (hits.status < 0) { /* this query, not the search, failed */
        fprintf(stderr, "search: %s: %s\n", argv[2], hits.reason);
    } else {
        print_hits(&hits);
        status = EXIT_SUCCESS;
    }
    vib_hits_release(&hits);
    vib_spectrum_release(&unknown);
    vib_db_close(db);
    return status;
}
