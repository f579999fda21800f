/* scene.h - a small library to test with: made spectra and a made encoder, in
 * the scratch folder. */
#ifndef SCENE_H
#define SCENE_H

#include "made.h"
#include "scratch.h"

#include <string.h>

#define OK(call) \
    cr_assert_eq((call), VIB_OK, "%s: %s", #call, vib_last_error())

static int scenes; /* how many there are */

struct scene {
    char path[96]; /* of the library     */
    vib_encoder *encoder;
    vib_db *db;    /* open for writing   */
};

static inline vib_encoder *scene_encoder(uint64_t seed)
{
    vib_training training = made_training(seed);
    vib_encoder *encoder = NULL;

    OK(vib_encoder_train(&encoder, NULL, NULL, &training));
    return encoder;
}

static inline void scene_begin(struct scene *scene)
{
    if (scenes++ == 0)
        scratch_make();
    snprintf(scene->path, sizeof scene->path, "%s/%d.vib", scratch, scenes);
    scene->encoder = scene_encoder(1);
    scene->db = NULL;
    OK(vib_db_create(scene->path, scene->encoder));
    OK(vib_db_open(&scene->db, scene->path, VIB_WRITE));
}

static inline void scene_end(struct scene *scene)
{
    vib_db_close(scene->db);
    vib_encoder_close(scene->encoder);
    if (--scenes == 0)
        scratch_remove();
}

/* As made_spectrum(). */
static inline vib_spectrum scene_spectrum(uint64_t which, uint64_t version)
{
    return made_spectrum(which, version);
}

/* The same with name and specimen; NULL: without. */
static inline vib_spectrum scene_named(uint64_t which, uint64_t version,
                                       const char *name, const char *specimen)
{
    vib_spectrum spectrum = scene_spectrum(which, version);

    OK(vib_spectrum_set(&spectrum, VIB_KEY_NAME, name));
    OK(vib_spectrum_set(&spectrum, VIB_KEY_SPECIMEN, specimen));
    return spectrum;
}

/* Add and release one spectrum; what became of it. */
static inline vib_added scene_add(vib_db *db, vib_spectrum spectrum)
{
    vib_added added;

    OK(vib_db_add(&added, db, &spectrum, 1));
    vib_spectrum_release(&spectrum);
    return added;
}

/* Add and release n spectra at once; all must be new. */
static inline void scene_add_all(vib_db *db, vib_spectrum *spectra, size_t n)
{
    vib_added *added = calloc(n, sizeof *added);

    OK(vib_db_add(added, db, spectra, n));
    for (size_t i = 0; i < n; i++) {
        cr_assert_eq(added[i].outcome, VIB_ADDED);
        vib_spectrum_release(&spectra[i]);
    }
    free(added);
}

/* Add version 1 of spectra first .. last, without names. */
static inline void scene_add_range(vib_db *db, uint64_t first, uint64_t last)
{
    size_t n = (size_t)(last - first + 1);
    vib_spectrum *spectra = calloc(n, sizeof *spectra);

    for (size_t i = 0; i < n; i++)
        spectra[i] = scene_spectrum(first + i, 1);
    scene_add_all(db, spectra, n);
    free(spectra);
}

/* Compounds 1 .. n, "compound 1" and so on, in `versions` versions each, of one
 * specimen each; ids count through the versions of a compound, then on. */
static inline void scene_fill(vib_db *db, size_t n, size_t versions)
{
    size_t count = n * versions;
    vib_spectrum *spectra = calloc(count, sizeof *spectra);

    for (size_t i = 0; i < count; i++) {
        char name[32], specimen[32];

        snprintf(name, sizeof name, "compound %zu", i / versions + 1);
        snprintf(specimen, sizeof specimen, "S%zu", i + 1);
        spectra[i] = scene_named(i / versions + 1, i % versions + 1, name,
                                 specimen);
    }
    scene_add_all(db, spectra, count);
    free(spectra);
}

/* Search for one spectrum and release it. */
static inline vib_hits scene_search(const vib_db *db, vib_spectrum query,
                                    const vib_search *how)
{
    vib_hits hits = VIB_HITS_INIT;

    OK(vib_db_search(&hits, db, &query, 1, how));
    vib_spectrum_release(&query);
    return hits;
}

/* The id of the first hit, 0 without one. */
static inline uint64_t scene_first(const vib_db *db, vib_spectrum query,
                                   vib_score score)
{
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_hits hits;
    uint64_t id;

    how.score = score;
    hits = scene_search(db, query, &how);
    id = hits.count ? hits.hit[0].id : 0;
    vib_hits_release(&hits);
    return id;
}

#endif
