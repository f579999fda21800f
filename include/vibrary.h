/* vibrary.h - identify vibrational (Raman, infrared) spectra by searching a
 * library of reference spectra, compared by learned vectors and by their bands.
 *
 *     vib_db *db = NULL;
 *     vib_spectrum unknown = VIB_SPECTRUM_INIT;
 *     vib_hits hits = VIB_HITS_INIT;
 *     vib_search how = VIB_SEARCH_DEFAULT;
 *
 *     if (vib_db_open(&db, "minerals.vib", VIB_READ) == VIB_OK &&
 *         vib_spectrum_load(&unknown, "unknown.txt") == VIB_OK &&
 *         vib_db_search(&hits, db, &unknown, 1, &how) == VIB_OK)
 *         printf("%s %.3f\n", hits.hit[0].name, hits.hit[0].score);
 *     else
 *         fprintf(stderr, "%s\n", vib_last_error());
 *
 * The rules, once. A call that can fail returns VIB_OK or a negative
 * vib_status, leaves its outputs untouched when it fails, and explains itself
 * in vib_last_error(). Outputs come first. Handles are opaque, belong to the
 * caller, and are closed by a call that accepts NULL. Calls that take a const
 * handle may run in many threads at once; any other call needs the handle to
 * itself. Text is UTF-8. Nothing here prints, exits, or reads the environment.
 */
#ifndef VIBRARY_H
#define VIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__) && !defined(_WIN32)
#define VIB_API __attribute__((visibility("default")))
#else
#define VIB_API
#endif

#define VIB_VERSION "0.1.0"

/* The version of the library that is linked, as VIB_VERSION is of this file. */
VIB_API const char *vib_version(void);

/* ---- Errors ------------------------------------------------------------ */

typedef enum vib_status {
    VIB_OK = 0,
    VIB_NOT_FOUND = -1, /* no such file, record, encoder or library          */
    VIB_BAD_ARG = -2,   /* the caller broke a stated precondition            */
    VIB_BAD_DATA = -3,  /* malformed input; the message says where           */
    VIB_NO_MEMORY = -4,
    VIB_SYSTEM = -5,  /* the operating system, LMDB or FAISS refused         */
    VIB_STOPPED = -6, /* a progress callback asked to stop                   */
    VIB_EXISTS = -7,  /* there is something already where this would go      */
    VIB_READ_ONLY = -8, /* the library was opened for reading                */
    VIB_BUSY = -9 /* another process is changing the library; it is named    */
} vib_status;

/* Why the last failed call of this thread failed: one line, never NULL. Valid
 * until the thread's next call that fails. */
VIB_API const char *vib_last_error(void);

/* How many threads the calls below may use; 0: as many as there are cores. */
VIB_API void vib_set_threads(int threads);

/* Called now and then during long work with what is done of what there is
 * (`total` 0: not known) and a line to show or NULL. Non-zero asks to stop. */
typedef int vib_progress(size_t done, size_t total, const char *line,
                         void *payload);

/* ---- Spectra ----------------------------------------------------------- */

/* One line of metadata. Keys the library itself understands: */
#define VIB_KEY_NAME "name"         /* compound or mineral: what a hit says */
#define VIB_KEY_TITLE "title"       /* as written in the file               */
#define VIB_KEY_SOURCE "source"     /* path, archive:member, with #k        */
#define VIB_KEY_FORMAT "format"     /* the reader that recognised it        */
#define VIB_KEY_X_UNIT "x_unit"     /* as the file says: "cm-1", "nm", ...  */
#define VIB_KEY_Y_UNIT "y_unit"     /* "counts", "absorbance", "%T", ...    */
#define VIB_KEY_LASER "laser"       /* excitation wavelength, nm            */
#define VIB_KEY_TECHNIQUE "technique" /* "raman" or "infrared"; a library
                                     * takes and answers none of another    */
#define VIB_KEY_SPECIMEN "specimen" /* spectra of one physical sample       */
#define VIB_KEY_URL "url"
#define VIB_KEY_TAG "tag"           /* any number of them                   */
#define VIB_KEY_MAP_X "map_x"       /* where in a map it was taken, um      */
#define VIB_KEY_MAP_Y "map_y"
#define VIB_KEY_MAP_Z "map_z"

typedef struct vib_field {
    char *key;
    char *value;
} vib_field;

/* A measured spectrum as its file gives it: any axis, any order, any unit.
 * Owns everything it points to: x and y are from malloc(), fields are changed
 * with vib_spectrum_set() and vib_spectrum_add() only. */
typedef struct vib_spectrum {
    double *x;         /* [n] in the unit of field x_unit, in file order    */
    double *y;         /* [n] in the unit of field y_unit                   */
    size_t n;          /* points                                            */
    vib_field *fields; /* [field_count] metadata, in file order             */
    size_t field_count;
} vib_spectrum;
#define VIB_SPECTRUM_INIT { NULL, NULL, 0, NULL, 0 }

/* Free the contents and leave *spectrum empty, ready for use again. */
VIB_API void vib_spectrum_release(vib_spectrum *spectrum);

/* The value of the first field called `key` (any case), or NULL. It stays where
 * it is until that field is set or removed. */
VIB_API const char *vib_spectrum_get(const vib_spectrum *spectrum,
                                     const char *key);

/* Give field `key` a copy of `value`, replacing what it had; NULL removes. */
VIB_API int vib_spectrum_set(vib_spectrum *spectrum, const char *key,
                             const char *value);

/* Give it one field more, beside those that are called `key` already. */
VIB_API int vib_spectrum_add(vib_spectrum *spectrum, const char *key,
                             const char *value);

/* Write points and metadata as text that every reader of two columns takes:
 * lines "##key=value", then "x, y" with all digits, then "##END=". */
VIB_API int vib_spectrum_write(FILE *out, const vib_spectrum *spectrum);

/* Does a Raman shift need an excitation wavelength that is not known: is the
 * axis in nm, um or eV, and field "laser" empty? Points are stored as measured;
 * they become a shift only on their way to a comparison. */
VIB_API bool vib_spectrum_lacks_laser(const vib_spectrum *spectrum);

/* Estimate the excitation wavelength from what the filter lets through of the
 * laser itself: a narrow peak within 1.2 nm of a usual line, with nothing in
 * front of it. VIB_NOT_FOUND: there is none. */
VIB_API int vib_spectrum_laser(double *nm, const vib_spectrum *spectrum);

/* ---- Reading files ----------------------------------------------------- */

/* All spectra of some files, folders and archives, as one stream. */
typedef struct vib_reader vib_reader;

/* Open `count` paths: files in any known format, recognised by content;
 * folders, read in name order with all below them; zip, tar, 7z and gz
 * archives; "-" for standard input. The strings must outlive the reader. */
VIB_API int vib_reader_open(vib_reader **out, const char *const *paths,
                            size_t count);

/* 1: *out, which must be empty, is the next spectrum and the caller's to
 * release. 0: there are no more. Negative: a file could not be read; it has
 * been skipped and reading may go on. Files are parsed ahead in parallel, but
 * spectra come in order. */
VIB_API int vib_reader_next(vib_spectrum *out, vib_reader *reader);

/* How far reading is: the share, 0 to 1, of the bytes of all that was named.
 * NAN: a pipe is among it. The first call looks up the size of every file. */
VIB_API double vib_reader_share(vib_reader *reader);
VIB_API void vib_reader_close(vib_reader *reader);

/* Read the first spectrum of one file into *out, which must be empty. */
VIB_API int vib_spectrum_load(vib_spectrum *out, const char *path);

/* ---- Writing files ----------------------------------------------------- */

/* Gives the next spectrum, as vib_reader_next() does. */
typedef int vib_source(vib_spectrum *out, void *payload);

/* Write all spectra that `next` gives, until it gives 0, into one file, which
 * appears at `path` complete or not at all; *count is how many there were.
 * `format`, or the ending of `path` where that is NULL:
 *
 * "csv" (.csv)       a column of x, then one of y for each spectrum;
 * "npy" (.npy)       an array of doubles [1 + spectra][points], x first;
 * "jcamp" (.jdx .dx) JCAMP-DX 4.24 with the metadata, several spectra in a LINK
 *                    block; DIFDUP where it loses nothing, else pairs.
 *
 * Every y reads back as the same double, and every x but those of an even axis
 * in JCAMP-DX, which do to twelve digits. VIB_BAD_ARG: the format is not known.
 * VIB_BAD_DATA: nothing to write, a table of spectra whose axes differ, or an
 * array that nobody could tell rows from columns in. What `next` fails with is
 * passed on. */
VIB_API int vib_spectra_save(size_t *count, const char *path,
                             const char *format, vib_source *next, void *data);

/* Writes a file's content to `out`, which can be read and gone back in. 0, or
 * the failure to pass on. Need not look for errors of the stream. */
typedef int vib_file_writer(FILE *out, void *payload);

/* Have `write` make a file, which appears at `path` complete or not at all, as
 * all files do that this library writes: it is made beside the one that is
 * there, whose permissions it keeps, and put in its place. Links are followed.
 * A pipe, a device or /dev/stdout is given the whole content in the end. */
VIB_API int vib_file_write(const char *path, vib_file_writer *write,
                           void *payload);

/* ---- Encoders ---------------------------------------------------------- */

/* A pipeline and a trained network: any spectrum in, one unit vector out. */
typedef struct vib_encoder vib_encoder;

typedef struct vib_encoder_facts {
    const char *identity;   /* hex digits; the same for the same vectors     */
    const char *pipeline;   /* the one line that turns a spectrum into input */
    const char *provenance; /* lines of text: how and from what it was made  */
    size_t dimension;       /* floats in a vector                            */
    size_t parameters;      /* trained weights                               */
} vib_encoder_facts;

/* Read a model file. */
VIB_API int vib_encoder_open(vib_encoder **out, const char *path);

/* Write a model file; replaces `path` at once or not at all. */
VIB_API int vib_encoder_save(const vib_encoder *encoder, const char *path);

/* Facts about an encoder; the strings live as long as it does. */
VIB_API void vib_encoder_describe(vib_encoder_facts *out,
                                  const vib_encoder *encoder);

/* What an encoder computes in. */
typedef enum vib_precision {
    VIB_F32, /* what libraries store and search: the default                 */
    VIB_BF16 /* about twice as fast; the vectors agree with those of VIB_F32
              * to a cosine of 0.9999 and may be compared with them. Needs a
              * processor with AVX512_BF16                                   */
} vib_precision;

/* Choose for all later calls with this handle. VIB_SYSTEM: the processor does
 * not have it; the handle stays as it was. Model files and libraries made from
 * the handle do not depend on it. */
VIB_API int vib_encoder_set_precision(vib_encoder *encoder,
                                      vib_precision precision);

/* Encode n spectra into vectors [n, dimension], as unknowns are; references in
 * a library are first broadened as the pipeline's `slit` says. status [n] tells
 * which could not be (no point on the model's axis, no signal): their vector is
 * zero. */
VIB_API int vib_encoder_encode(float *vectors, int *status,
                               const vib_encoder *encoder,
                               const vib_spectrum *spectra, size_t n);

VIB_API void vib_encoder_close(vib_encoder *encoder);

typedef struct vib_training { /* start from VIB_TRAINING_DEFAULT */
    const char *pipeline;   /* pipeline text, "raman" or "infrared"          */
    const char *network;    /* network text, or NULL: the usual one          */
    const char *checkpoint; /* file to write to and resume from, or NULL     */
    const char *command;    /* kept as provenance, or NULL                   */
    double synthetic; /* share of batches made of generated compounds, 0..1  */
    size_t steps;     /* optimiser steps at most; 0: chosen from the data    */
    double minutes;   /* when `steps` is 0: as many as fit in them, if above
                       * 0; so the steps, and the weights, depend on the
                       * machine                                             */
    size_t batch;     /* spectra a step, each seen in two views              */
    uint64_t seed;    /* same seed, same data: same weights, any threads     */
    vib_progress *progress; /* or NULL; after each step, with a line at most
                             * each second                                   */
    void *payload;
} vib_training;
#define VIB_TRAINING_DEFAULT \
    { "raman", NULL, NULL, NULL, 0.6, 0, 0, 256, 1, NULL, NULL }

/* Train an encoder without labels on all that `next` gives; NULL: on generated
 * compounds alone. Fields "specimen" and "name", where spectra have them, only
 * serve to hold out whole specimens and to judge the encoder by them.
 *
 * It begins with the linear map that sees as the correlation search does. Each
 * twentieth of the steps ends with a look at what was held out. The encoder is
 * the last one that did as well there as the best, chance aside, and never one
 * that did worse than the first; training ends early when, after the steps on
 * generated compounds that come first, nothing was better for 0.4 of all steps.
 * The provenance tells how it went, and how many spectra were skipped: flat,
 * outside the axis, unreadable or of the other technique. An unbroken training
 * and one that went on from its checkpoint give the same encoder.
 *
 * VIB_STOPPED: the callback asked to stop; the checkpoint, if any, has been
 * written. VIB_BAD_DATA: nothing to learn from, or a NaN or infinity came up;
 * the message names the step and the layer. */
VIB_API int vib_encoder_train(vib_encoder **out, vib_source *next,
                              void *source, const vib_training *options);

/* ---- The library ------------------------------------------------------- */

/* Reference spectra on disk, the encoder that describes them, their index. */
typedef struct vib_db vib_db;

typedef enum vib_mode { VIB_READ, VIB_WRITE } vib_mode;

/* Make an empty library, a directory, with its own copy of the encoder. */
VIB_API int vib_db_create(const char *path, const vib_encoder *encoder);

/* Open a library. Any number of processes may read while one writes; each
 * call sees one committed state. */
VIB_API int vib_db_open(vib_db **out, const char *path, vib_mode mode);

VIB_API void vib_db_close(vib_db *db);

/* How many seconds a call that changes a library waits for another process or
 * thread that is changing it, before it fails with VIB_BUSY: 60 unless set. For
 * all libraries of this process. */
VIB_API void vib_set_patience(double seconds);

typedef struct vib_db_facts {
    uint64_t spectra;            /* stored now                               */
    uint64_t bytes;              /* on disk                                  */
    vib_encoder_facts encoder;   /* strings live as long as the handle       */
    char index[96];              /* FAISS factory string, or "exact"         */
    uint64_t indexed;            /* spectra in the index file                */
    char effort[96];             /* how hard it searches, "nprobe=24", or "" */
    uint64_t trial;              /* spectra its recall was measured by, or 0 */
    double recall;               /* share of their 10 nearest that it found  */
} vib_db_facts;

VIB_API int vib_db_describe(vib_db_facts *out, const vib_db *db);

/* Its encoder alone, without a look at the index. */
VIB_API int vib_db_encoder(vib_encoder_facts *out, const vib_db *db);

typedef enum vib_outcome {
    VIB_ADDED,
    VIB_DUPLICATE, /* the same points under the same name are stored already */
    VIB_REJECTED   /* cannot be used; the reason says why                    */
} vib_outcome;

typedef struct vib_added {
    vib_outcome outcome;
    uint64_t id;      /* of the new spectrum, or of the one it repeats       */
    char reason[160]; /* of a rejection, else ""                             */
} vib_added;

/* Store n spectra in one transaction; results [n]. When it returns VIB_OK they
 * are on disk and the next search, in any process, finds them. A failure
 * stores none. */
VIB_API int vib_db_add(vib_added *results, vib_db *db,
                       const vib_spectrum *spectra, size_t n);

/* Delete the spectra with these ids; ids are never given out again.
 * VIB_NOT_FOUND names the first that does not exist; then none is deleted. */
VIB_API int vib_db_remove(vib_db *db, const uint64_t *ids, size_t n);

/* One change of metadata. Keys are the same in any case. */
typedef enum vib_edit_kind {
    VIB_SET_FIELD,   /* the field has this value, and no other               */
    VIB_CLEAR_FIELD, /* there is no field of this key; no value              */
    VIB_ADD_VALUE,   /* there is a field of this key and value, beside others */
    VIB_REMOVE_VALUE /* there is none of this key and value                  */
} vib_edit_kind;

typedef struct vib_edit {
    vib_edit_kind kind;
    const char *key, *value;
} vib_edit;

/* Make all edits [count], in order, of the metadata of all spectra ids [n], or,
 * where it fails, none. *changed: how many spectra have other metadata than
 * before. Their points and vectors stay where they are, and the next search, in
 * any process, shows the new names. VIB_NOT_FOUND: an id does not exist.
 * VIB_BAD_ARG, VIB_BAD_DATA: with these units, laser line or technique one
 * would not be what its vector was made of, or not be one for this library. */
VIB_API int vib_db_edit(size_t *changed, vib_db *db, const uint64_t *ids,
                        size_t n, const vib_edit *edits, size_t count);

/* Read spectrum `id` into *out, which must be empty. */
VIB_API int vib_db_get(vib_spectrum *out, const vib_db *db, uint64_t id);

/* As vib_db_get() without the points: fields only, n = 0. Quick. */
VIB_API int vib_db_fields(vib_spectrum *out, const vib_db *db, uint64_t id);

/* How many points spectrum `id` has, into *n, without reading them. */
VIB_API int vib_db_points(size_t *n, const vib_db *db, uint64_t id);

/* The smallest id above *id, put into *id. 1: found; 0: there is none. Start
 * with 0; ids begin at 1. */
VIB_API int vib_db_next(uint64_t *id, const vib_db *db);

/* Write the encoder that travels in the library to a model file. */
VIB_API int vib_db_export_encoder(const vib_db *db, const char *path);

/* ---- Choosing by metadata ---------------------------------------------- */

/* A condition on the fields of a spectrum, as text, such as
 *     laser=532 and (name~feldspar or not technique=raman)
 * A comparison is a field, one of = != < <= > >= ~ and a value. Names of fields
 * and texts are compared without regard to case; a ~ b: b is a part of a. Where
 * both sides are plain decimal numbers, -12.5, they are compared as numbers,
 * else as texts. A spectrum without the field satisfies only !=; of several
 * fields of one name any may fit. "not" binds closest, then "and", then "or".
 * Names and values with blanks or signs go into quotes, ' or ". Of spectra of a
 * library, the words of vib_field_is_computed() can be asked for as fields can.
 */
typedef struct vib_where vib_where;

/* VIB_BAD_ARG says at which character what was expected. */
VIB_API int vib_where_open(vib_where **out, const char *text);

/* Whether the fields of a spectrum satisfy it, or spectrum `id` of a library:
 * 1, 0, or why that cannot be said. Edges of points take reading them. */
VIB_API bool vib_where_holds(const vib_where *where,
                             const vib_spectrum *spectrum);
VIB_API int vib_db_holds(const vib_db *db, uint64_t id, const vib_where *where);

/* The field of comparison `i`, from 0, borrowed; NULL: there are no more. */
VIB_API const char *vib_where_field(const vib_where *where, size_t i);

/* Whether `key` is id, points, x_min, x_max, y_min or y_max, in any case: they
 * are worked out of each stored spectrum, and vib_db_edit() does not set them.
 */
VIB_API bool vib_field_is_computed(const char *key);
VIB_API void vib_where_close(vib_where *where); /* accepts NULL */

/* ---- Searching --------------------------------------------------------- */

typedef enum vib_score {
    VIB_FUSED,     /* vectors find candidates, full spectra decide           */
    VIB_EMBEDDING, /* inner product of the vectors alone                     */
    VIB_HQI,       /* correlation of the full spectra alone, on all of them  */
    VIB_ALIGNED,   /* the same, the best of moves by up to two grid points   */
    VIB_EMBEDDING_ALIGNED, /* vectors alone, the best of the same moves; where
                            * the ranges differ much, of the shared range    */
    /* What other programs call a hit quality index, on the full spectra of the
     * candidates that vectors find; match/measure.h has the formulas. */
    VIB_PEARSON, VIB_COSINE,               /* of the intensity as measured   */
    VIB_PEARSON_ROOT, VIB_COSINE_ROOT,     /* of its root, baseline removed  */
    VIB_PEARSON_FIRST, VIB_COSINE_FIRST,   /* of its first derivative        */
    VIB_PEARSON_SECOND, VIB_COSINE_SECOND, /* of its second derivative       */
    VIB_EUCLIDEAN, /* 1 - the root mean square difference of intensities     */
    VIB_SHIFTED,   /* as VIB_PEARSON_ROOT, the best of moves within `reach`  */
    VIB_PEAKS,     /* agreement of the bands' positions and heights          */
    VIB_SCORES     /* how many there are                                     */
} vib_score;

/* A part of the axis and how much its points count in a comparison. */
typedef struct vib_region {
    double from, to; /* cm^-1, both included; either order                   */
    double weight;   /* 1: as usual; 0: not at all                           */
} vib_region;

typedef struct vib_search { /* start from VIB_SEARCH_DEFAULT */
    size_t k;               /* hits a query                                  */
    vib_score score;        /* what ranks them                               */
    bool by_compound;       /* only the best spectrum of each name           */
    size_t candidates;      /* spectra the vectors pass on to be scored      */
    const char *leave_out;  /* hide references whose field of this name has
                             * the query's value, or NULL                    */
    double reach;           /* cm^-1 that VIB_SHIFTED may move, at most 100  */
    const vib_region *regions; /* [region_count] each sets what its points
                             * count, later ones over earlier ones; all else
                             * counts 1. Vectors take part of what counts, not
                             * how much                                      */
    size_t region_count;
    double level;           /* of the set of names that holds the truth this
                             * often; 0: nothing is said of how sure         */
    double find_shift;      /* cm^-1 by which the query's axis may be off, at
                             * most 50: how much it is is estimated and taken
                             * away; 0: it is as it says                     */
    const vib_where *where; /* pass over all that does not hold, or NULL     */
} vib_search;
#define VIB_SEARCH_DEFAULT \
    { 10, VIB_FUSED, false, 200, NULL, 10, NULL, 0, 0.95, 0, NULL }

typedef struct vib_hit {
    uint64_t id;
    const char *name;  /* compound, "" when it has none; owned by vib_hits   */
    float score;       /* the one asked for                                  */
    float embedding;   /* inner product of the unit vectors, -1 to 1; where
                        * fused and the ranges differ, of the shared range   */
    float hqi;         /* Pearson correlation over the overlap, -1 to 1      */
    float overlap;     /* share of the query's range that both cover, 0 to 1 */
    float aligned;     /* hqi at the best of small shifts, each at a penalty */
    float p;           /* share of right names, 0 to 1, that stood no better
                        * when the library was calibrated; NAN: it was not   */
} vib_hit;

typedef struct vib_hits {
    vib_hit *hit; /* [count], best first                                     */
    size_t count; /* at most k, and none that shares nothing with its range  */
    size_t names; /* so many of the first names hold the right one as often as
                   * `level` says, if it is in the library: the first, and those
                   * of the 25 first with p > 1 - level; 0: not calibrated, or
                   * the first shares less than a quarter of either range    */
    float known;  /* probability that the compound is in the library at all,
                   * where half of the unknowns are; NAN: not calibrated     */
    float right;  /* probability that the first name is right, if its compound
                   * is in the library; NAN: not calibrated                  */
    float shift;  /* cm^-1 that were found too much on the query's axis      */
    int status;   /* VIB_OK, or why this query could not be searched         */
    char reason[160]; /* the same in words; of VIB_OK: what to beware of, such
                       * as a best hit that shares little with it, or "" */
} vib_hits;
#define VIB_HITS_INIT { NULL, 0, 0, 0, 0, 0, 0, "" }

/* Search for n unknowns; out [n], each to be released. A query that cannot be
 * searched says so in its status and does not fail the others. A reference
 * whose points are the query's own comes first. */
VIB_API int vib_db_search(vib_hits *out, const vib_db *db,
                          const vib_spectrum *queries, size_t n,
                          const vib_search *options);

VIB_API void vib_hits_release(vib_hits *hits);

/* Estimate the excitation wavelength of a spectrum in nm, um or eV: the one, of
 * the usual lines and near the best of them, with which it looks most like a
 * reference; *score tells how much. VIB_NOT_FOUND: like none with any. */
VIB_API int vib_db_laser(double *nm, float *score, const vib_db *db,
                         const vib_spectrum *spectrum);

/* ---- Trials ------------------------------------------------------------ */

/* What instruments and samples do to a spectrum. */
typedef enum vib_harm {
    VIB_HARM_SHIFT,        /* axis off by so many cm^-1, either way          */
    VIB_HARM_NOISE,        /* white noise, to a signal to noise ratio in dB
                            * of mean squares above the lowest point         */
    VIB_HARM_FLUORESCENCE, /* a broad band, so many times as high as the
                            * strongest of its own, with its shot noise      */
    VIB_HARM_CUT,          /* this share of the points lost, in one piece    */
    VIB_HARM_BROADEN,      /* by a Gaussian of so many cm^-1 at half height  */
    VIB_HARM_LASER,        /* the wing of the laser line at the beginning, so
                            * many times as high as the strongest band       */
    VIB_HARM_PAD           /* this share of the points, half of it at either
                            * end, filled with 0                             */
} vib_harm;

/* Put a spectrum with an axis in cm^-1 on steps of 2 cm^-1, each the mean of
 * its points, so that noise means the same in every file; then do that to it.
 * The same key does the same. */
VIB_API int vib_spectrum_harm(vib_spectrum *spectrum, vib_harm harm,
                              double amount, uint64_t key);

/* ---- Why --------------------------------------------------------------- */

typedef enum vib_reason_kind {
    VIB_BAND_FOUND,   /* the unknown's, and the reference has it             */
    VIB_BAND_MISSING, /* the unknown's, and the reference has it not         */
    VIB_BAND_EXTRA    /* the reference's alone                               */
} vib_reason_kind;

typedef struct vib_reason { /* one band */
    vib_reason_kind kind;
    double query, reference; /* where it is, cm^-1; NAN in one without it    */
    float query_height, reference_height; /* above the baseline, 1: the
                              * strongest of each; 0 in one without it       */
} vib_reason;

typedef struct vib_reasons {
    vib_reason *band; /* [count] by place, over the range that both measured  */
    size_t count;
    float agreement; /* of places and heights, 0 to 1: the score VIB_PEAKS   */
} vib_reasons;
#define VIB_REASONS_INIT { NULL, 0, 0 }

/* What is compared: a hit's id, the shift of its vib_hits, and the regions of
 * the search (only whether they count). */
typedef struct vib_comparison {
    uint64_t id;
    double shift;
    const vib_region *regions; /* [region_count] */
    size_t region_count;
} vib_comparison;

/* Which bands of an unknown a reference has, and which not: bands at most 8
 * cm^-1 apart are one. Up to 64 of each, the strongest. */
VIB_API int vib_db_explain(vib_reasons *out, const vib_db *db,
                           const vib_spectrum *query,
                           const vib_comparison *what);

VIB_API void vib_reasons_release(vib_reasons *reasons);

/* ---- Care -------------------------------------------------------------- */

/* Rebuild the index. `factory` is a FAISS factory string ("HNSW32,Flat"),
 * "exact", or NULL: by size, exact up to 2 ms. It searches so hard that 99 % of
 * the ten nearest of a sample are found, if it can. Readers see the old one or
 * the new; what is added later is searched exactly beside it. */
VIB_API int vib_db_index(vib_db *db, const char *factory);

/* Give the library another encoder: new vectors are made beside the old ones,
 * which serve until one commit changes over. Ended by whatever, VIB_STOPPED by
 * `progress` (or NULL), the same call goes on where it was. VIB_BAD_DATA: the
 * encoder is not for a spectrum, which the message names. VIB_BAD_ARG: it is
 * for the other technique, and the library is not empty. */
VIB_API int vib_db_reencode(vib_db *db, const vib_encoder *encoder,
                            vib_progress *progress, void *payload);

#ifdef __cplusplus
}
#endif

#include "vibrary_audit.h"
#include "vibrary_care.h"
#include "vibrary_confidence.h"
#include "vibrary_mixtures.h"
#include "vibrary_pictures.h"
#endif
