#include "resume.h"

#include "command.h"
#include "ranking.h"
#include "talk.h"
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fail_errno(const char *what, const char *path)
{
    cli_error("cannot %s %s: %s", what, path, strerror(errno));
    return CLI_FAILED;
}

/* ---- What an earlier run did ------------------------------------------- */

static void done_append(cli_part *part, size_t *capacity, const char *query)
{
    part->done = cli_grow(part->done, capacity, part->done_count + 1,
                          sizeof *part->done);
    part->done[part->done_count++] = cli_copy(query);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

bool cli_part_is_first(const char *line)
{
    const char *tab = strchr(line, '\t');

    return tab && strncmp(tab, "\t1\t", 3) == 0;
}

/* Read the rows, collect their queries, and cut the file before the last one:
 * its rows may not all be there. */
static int read_rows(cli_part *part)
{
    char *line = NULL;
    size_t size = 0, capacity = 0;
    long begin = ftell(part->file);
    long last = begin; /* where the last query begins */
    ssize_t length;

    while ((length = getline(&line, &size, part->file)) > 0) {
        char *tab = strchr(line, '\t');

        if (line[length - 1] != '\n' || !tab)
            break;
        if (cli_part_is_first(line)) { /* another query */
            *tab = '\0';
            done_append(part, &capacity, line);
            last = begin;
        }
        begin += length;
    }
    free(line);
    if (part->done_count)
        free(part->done[--part->done_count]);
    if (part->done_count)
        qsort(part->done, part->done_count, sizeof *part->done,
              compare_texts);
    part->met = cli_new(part->done_count, sizeof *part->met);
    if (fseek(part->file, last, SEEK_SET) != 0 ||
        ftruncate(fileno(part->file), last) != 0)
        return fail_errno("go on with", part->path);
    return CLI_GO;
}

/* Tell the first part, by tabs, in which two jobs differ. */
static void tell_difference(const cli_part *part, const char *there,
                            const char *asked)
{
    const char *a = there, *b = asked;
    size_t n = strcspn(a, "\t"), m = strcspn(b, "\t");

    while (a[n] && b[m] && n == m && strncmp(a, b, n) == 0) {
        a += n + 1;
        b += m + 1;
        n = strcspn(a, "\t");
        m = strcspn(b, "\t");
    }
    if (a == there) /* not even the name is the same */
        cli_error("%s is not the beginning of any search; remove it or name "
                  "another file with -o", part->path);
    else
        cli_error("%s is the beginning of another search: there '%.*s', now "
                  "'%.*s'; remove it or name another file with -o",
                  part->path, n < 200 ? (int)n : 200, a,
                  m < 200 ? (int)m : 200, b);
}

/* The first line says what was asked. */
static int read_part(cli_part *part, const char *asked)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length = getline(&line, &size, part->file);
    int rc = CLI_FAILED;

    if (length > 0 && line[length - 1] == '\n')
        line[length - 1] = '\0';
    if (length > 0 && strcmp(line, asked) == 0)
        rc = read_rows(part);
    else
        tell_difference(part, length > 0 ? line : "", asked);
    free(line);
    return rc;
}

static int begin_part(cli_part *part, const char *asked)
{
    part->file = fopen(part->path, "w+x");
    if (!part->file)
        return fail_errno("write", part->path);
    fprintf(part->file, "%s\n", asked);
    return cli_part_flush(part);
}

int cli_part_open(cli_part *part, const char *out, const char *asked)
{
    int rc;

    *part = (cli_part){ .out = out };
    part->path = cli_format("%s.part", out);
    part->file = fopen(part->path, "r+");
    if (part->file)
        rc = read_part(part, asked);
    else if (errno == ENOENT)
        rc = begin_part(part, asked);
    else
        rc = fail_errno("read", part->path);
    if (rc != CLI_GO)
        cli_part_close(part);
    return rc;
}

/* The first of the done queries, sorted, that equals `query`, or NULL. */
static char **done_find(const cli_part *part, const char *query)
{
    char **found = part->done_count
                       ? bsearch(&query, part->done, part->done_count,
                                 sizeof *part->done, compare_texts)
                       : NULL;

    while (found && found > part->done && strcmp(found[-1], query) == 0)
        found--;
    return found;
}

bool cli_part_has(cli_part *part, const char *query)
{
    char *clean = cli_text_clean(query); /* as it is written */
    char **found = done_find(part, clean);
    bool has = false;

    for (char **end = part->done + part->done_count;
         found && found < end && strcmp(*found, clean) == 0 && !has; found++) {
        bool *met = &part->met[found - part->done];

        has = !*met;
        *met = true;
    }
    part->passed += has;
    free(clean);
    return has;
}

/* ---- Writing ----------------------------------------------------------- */

int cli_part_flush(cli_part *part)
{
    if (fflush(part->file) == 0 && !ferror(part->file) &&
        fsync(fileno(part->file)) == 0)
        return CLI_GO;
    cli_error("cannot write %s: %s; what it holds is kept, the same command "
              "goes on from there", part->path, strerror(errno));
    return CLI_FAILED;
}

/* One row of the part, without its line end, into the sheet. */
static void copy_row(cli_sheet *sheet, char *line)
{
    const char *cells[CLI_RESULT_COLUMNS] = { 0 };

    for (size_t c = 0; c < CLI_RESULT_COLUMNS; c++) {
        cells[c] = line;
        line += strcspn(line, "\t\n");
        if (*line)
            *line++ = '\0';
    }
    cli_sheet_row(sheet, cells + (CLI_RESULT_COLUMNS - sheet->column_count));
}

static void copy_rows(cli_sheet *sheet, FILE *from, const bool *keep)
{
    char *line = NULL;
    size_t size = 0;
    bool first = true; /* which says what was asked */

    rewind(from);
    while (getline(&line, &size, from) > 0) {
        if (!first && (!keep || (cli_part_is_first(line) && *keep++)))
            copy_row(sheet, line);
        first = false;
    }
    free(line);
}

/* What OUT is made of. */
typedef struct whole {
    FILE *rows;
    int format;
    const bool *keep;
} whole;

static int write_whole(FILE *out, void *payload)
{
    const whole *all = payload;
    cli_sheet sheet;

    cli_sheet_open(&sheet, out, all->format, cli_result_columns,
                   CLI_RESULT_COLUMNS);
    copy_rows(&sheet, all->rows, all->keep);
    cli_sheet_close(&sheet);
    return VIB_OK;
}

int cli_part_finish(cli_part *part, int format, const bool *keep)
{
    whole all = { part->file, format, keep };

    if (vib_file_write(part->out, write_whole, &all) < 0) {
        cli_error("%s", vib_last_error());
        return CLI_FAILED;
    }
    remove(part->path);
    return CLI_GO;
}

void cli_part_close(cli_part *part)
{
    if (part->file)
        fclose(part->file);
    for (size_t i = 0; i < part->done_count; i++)
        free(part->done[i]);
    free(part->done);
    free(part->met);
    free(part->path);
    *part = (cli_part){ 0 };
}
