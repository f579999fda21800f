/* A library of real spectra. */
#include "scene.h"

enum { MOST = 400 };

/* Some spectra of an archive of the shared data folder; how many. */
static size_t read_real(vib_spectrum *spectra, const char *archive)
{
    char path[512];
    const char *const paths[] = { path };
    vib_reader *reader = NULL;
    size_t n = 0;
    int rc;

    snprintf(path, sizeof path, VIB_SHARED_DIR "/data/%s", archive);
    if (vib_reader_open(&reader, paths, 1) < 0)
        return 0;
    while (n < MOST && (rc = vib_reader_next(&spectra[n], reader)) != 0)
        n += rc == 1;
    vib_reader_close(reader);
    return n;
}

Test(real, every_stored_spectrum_finds_itself_first)
{
    static vib_spectrum spectra[MOST];
    static vib_added added[MOST];
    static vib_hits hits[MOST];
    vib_search how = VIB_SEARCH_DEFAULT;
    struct scene scene;
    size_t found = 99;
    size_t n = read_real(spectra, "rruff_excellent_unoriented.tar.zst");

    if (n == 0)
        cr_skip_test("no spectra in " VIB_SHARED_DIR "/data: nothing tested");
    scene_begin(&scene);
    OK(vib_db_add(added, scene.db, spectra, n));
    for (int score = VIB_FUSED; score <= VIB_ALIGNED; score++) {
        how.score = (vib_score)score;
        how.k = 1;
        OK(vib_db_search(hits, scene.db, spectra, n, &how));
        for (size_t i = 0; i < n; i++) {
            cr_expect_neq(added[i].outcome, VIB_REJECTED, "%s",
                          added[i].reason);
            cr_expect_eq(hits[i].hit[0].id, added[i].id);
            vib_hits_release(&hits[i]);
        }
    }
    OK(vib_db_check(&found, scene.db, NULL, NULL));
    cr_expect_eq(found, 0);
    for (size_t i = 0; i < n; i++)
        vib_spectrum_release(&spectra[i]);
    scene_end(&scene);
}
