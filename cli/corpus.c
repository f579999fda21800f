#include "corpus.h"

#include "command.h"
#include "talk.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* ---- Names to leave out ------------------------------------------------ */

static int compare_names(const void *a, const void *b)
{
    return strcasecmp(*(char *const *)a, *(char *const *)b);
}

static void append_name(cli_corpus *corpus, size_t *capacity, const char *name)
{
    corpus->excluded =
        cli_grow(corpus->excluded, capacity, corpus->excluded_count + 1,
                 sizeof *corpus->excluded);
    corpus->excluded[corpus->excluded_count++] = cli_copy(name);
}

static int read_excluded(cli_corpus *corpus, const char *path)
{
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t size = 0, capacity = 0;

    if (!file) {
        cli_error("cannot read %s: %s", path, strerror(errno));
        return CLI_FAILED;
    }
    while (getline(&line, &size, file) > 0) {
        line[strcspn(line, "\r\n")] = '\0';
        if (*line)
            append_name(corpus, &capacity, line);
    }
    free(line);
    fclose(file);
    if (corpus->excluded_count)
        qsort(corpus->excluded, corpus->excluded_count,
              sizeof *corpus->excluded, compare_names);
    return CLI_GO;
}

static bool is_excluded(const cli_corpus *corpus, const vib_spectrum *spectrum)
{
    const char *name = vib_spectrum_get(spectrum, VIB_KEY_NAME);

    return name && corpus->excluded_count &&
           bsearch(&name, corpus->excluded, corpus->excluded_count,
                   sizeof *corpus->excluded, compare_names);
}

/* ---- Opening ----------------------------------------------------------- */

/* A path is a library when it opens as one; what does not is left to the
 * readers of files, which tell if it is nothing for them either. */
static int open_path(cli_corpus *corpus, const char *path)
{
    struct stat facts;
    vib_db *db = NULL;
    int rc = stat(path, &facts) == 0 && S_ISDIR(facts.st_mode)
                 ? vib_db_open(&db, path, VIB_READ)
                 : VIB_NOT_FOUND;

    if (rc == VIB_OK) {
        corpus->libraries[corpus->library_count++] = db;
    } else if (rc == VIB_NOT_FOUND || rc == VIB_BAD_DATA) {
        corpus->paths[corpus->path_count++] = path;
    } else {
        cli_error("%s", vib_last_error());
        return CLI_FAILED;
    }
    return CLI_GO;
}

int cli_corpus_open(cli_corpus *corpus, const char *const *paths,
                    size_t count, const char *exclude)
{
    int rc = CLI_GO;

    *corpus = (cli_corpus){ 0 };
    cli_meter_start(&corpus->meter);
    corpus->libraries = cli_new(count, sizeof *corpus->libraries);
    corpus->paths = cli_new(count, sizeof *corpus->paths);
    for (size_t i = 0; i < count && rc == CLI_GO; i++)
        rc = open_path(corpus, paths[i]);
    if (rc == CLI_GO && exclude)
        rc = read_excluded(corpus, exclude);
    if (rc == CLI_GO && corpus->path_count)
        rc = cli_input_open(&corpus->input, corpus->paths,
                            corpus->path_count);
    if (rc != CLI_GO)
        cli_corpus_close(corpus);
    return rc;
}

void cli_corpus_close(cli_corpus *corpus)
{
    cli_input_close(&corpus->input);
    for (size_t i = 0; i < corpus->library_count; i++)
        vib_db_close(corpus->libraries[i]);
    for (size_t i = 0; i < corpus->excluded_count; i++)
        free(corpus->excluded[i]);
    free(corpus->libraries);
    free(corpus->paths);
    free(corpus->excluded);
    *corpus = (cli_corpus){ 0 };
}

/* ---- Reading ----------------------------------------------------------- */

/* The next spectrum of the present library; as vib_reader_next(). */
static int library_next(vib_spectrum *out, cli_corpus *corpus)
{
    const vib_db *db = corpus->libraries[corpus->library_at];
    int rc = vib_db_next(&corpus->id, db);

    if (rc == 1)
        rc = vib_db_get(out, db, corpus->id) == VIB_OK ? 1 : -1;
    else if (rc < 0)
        corpus->id = UINT64_MAX; /* cannot go on in this one */
    return rc;
}

/* 1 or 0; what cannot be read is told and passed over. */
static int any_next(vib_spectrum *out, cli_corpus *corpus)
{
    while (corpus->library_at < corpus->library_count && !cli_interrupted()) {
        int rc = library_next(out, corpus);

        if (rc > 0)
            return 1;
        if (rc < 0) {
            cli_error("%s; skipped", vib_last_error());
            corpus->unreadable++;
        }
        if (rc == 0 || corpus->id == UINT64_MAX) {
            corpus->library_at++;
            corpus->id = 0;
        }
    }
    return corpus->input.reader ? cli_input_next(out, &corpus->input) : 0;
}

int cli_corpus_next(vib_spectrum *out, void *payload)
{
    cli_corpus *corpus = payload;

    if (cli_meter_due(&corpus->meter)) {
        char *line = cli_format("%zu spectra read", corpus->given);

        cli_meter_show(&corpus->meter, NAN, line);
        free(line);
    }
    while (any_next(out, corpus)) {
        if (!is_excluded(corpus, out)) {
            corpus->given++;
            return 1;
        }
        corpus->left_out++;
        vib_spectrum_release(out);
    }
    return cli_interrupted() ? VIB_STOPPED : 0;
}
