/* import.c - whether a long import goes on as fast as it began.
 *
 *     import VIBRARY MODEL ARCHIVE N NEW_FOLDER
 *
 * Writes a tar archive of N text files, altered copies of the spectra in
 * ARCHIVE (each intensity times a random 0.5 to 2, with noise of 1 % of the
 * strongest band, on its own axis), has VIBRARY add it to a new library, and
 * looks from outside how many are committed, and how much memory of its own the
 * command has. */
#include "collection.h"
#include "measure.h"
#include "random.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATH = 256, PARTS = 10, BLOCK = 512 };

/* ---- the archive ------------------------------------------------------- */

static void *open_text(char **text, size_t *size)
{
    FILE *memory = open_memstream(text, size);

    if (!memory) {
        perror("memory");
        exit(1);
    }
    return memory;
}

/* Copy number `number` of a spectrum, as a file of two columns. */
static char *make_text(size_t *size, const vib_spectrum *from, uint64_t number)
{
    vib_random random = vib_random_stream(5, 0, number);
    double scale = vib_random_between(&random, 0.5, 2), strongest = 0;
    const char *name = vib_spectrum_get(from, VIB_KEY_NAME);
    char *text = NULL;
    FILE *memory = open_text(&text, size);

    for (size_t i = 0; i < from->n; i++)
        strongest = fmax(strongest, fabs(from->y[i]));
    fprintf(memory, "##name=%s %llu\n", name ? name : "copy",
            (unsigned long long)number);
    for (size_t i = 0; i < from->n; i++)
        fprintf(memory, "%.6g, %.7g\n", from->x[i],
                scale * (from->y[i] +
                         0.01 * strongest * vib_random_normal(&random)));
    fclose(memory);
    return text;
}

/* A header of POSIX's ustar format. */
static void write_header(FILE *out, const char *name, size_t size)
{
    unsigned char header[BLOCK] = { 0 };
    unsigned sum = 0;

    snprintf((char *)header, 100, "%s", name);
    memcpy(header + 100, "0000644\0" "0000000\0" "0000000\0", 24);
    snprintf((char *)header + 124, 12, "%011zo", size);
    memcpy(header + 136, "00000000000", 12);
    memset(header + 148, ' ', 8);
    header[156] = '0';
    memcpy(header + 257, "ustar\0" "00", 8);
    for (size_t i = 0; i < BLOCK; i++)
        sum += header[i];
    snprintf((char *)header + 148, 7, "%06o", sum);
    fwrite(header, 1, BLOCK, out);
}

static void write_archive(const char *path, const struct collection *from,
                          size_t n)
{
    static const char zeros[2 * BLOCK];
    FILE *out = fopen(path, "wb");

    for (size_t i = 0; out && i < n; i++) {
        char name[64];
        size_t size = 0;
        char *text = make_text(&size, &from->spectra[i % from->n], i);

        snprintf(name, sizeof name, "%08zu.txt", i);
        write_header(out, name, size);
        fwrite(text, 1, size, out);
        fwrite(zeros, 1, (BLOCK - size % BLOCK) % BLOCK, out);
        free(text);
    }
    if (out)
        fwrite(zeros, 1, sizeof zeros, out);
    if (!out || ferror(out) || fclose(out)) {
        perror(path);
        exit(1);
    }
}

/* ---- watching ---------------------------------------------------------- */

static pid_t start(const char *const *arguments)
{
    pid_t child = fork();
    int nowhere;

    if (child == 0) {
        nowhere = open("/dev/null", O_WRONLY);
        if (nowhere < 0 || dup2(nowhere, STDOUT_FILENO) < 0)
            _exit(127);
        execvp(arguments[0], (char *const *)(uintptr_t)arguments);
        _exit(127);
    }
    if (child < 0) {
        perror(arguments[0]);
        exit(1);
    }
    return child;
}

/* A figure of /proc, in kB: memory that is not of files. 0: it has ended. */
static double own_megabytes(pid_t process)
{
    char path[64], line[128];
    double kilobytes = 0;
    FILE *file;

    snprintf(path, sizeof path, "/proc/%d/status", (int)process);
    file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "RssAnon:", 8) == 0)
            kilobytes = strtod(line + 8, NULL);
    if (file)
        fclose(file);
    return kilobytes / 1024;
}

/* The processor's time that a process has used, in seconds. */
static double used_seconds(pid_t process)
{
    struct timespec time = { 0, 0 };
    clockid_t clock;

    if (clock_getcpuclockid(process, &clock) == 0)
        clock_gettime(clock, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static size_t count_stored(const vib_db *db)
{
    uint64_t id = 0;
    size_t low = 0, high = SIZE_MAX / 2;

    /* ids are given out one after the other: look for the last */
    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;

        id = middle - 1;
        if (vib_db_next(&id, db) == 1)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* Spectra, and when so many were stored. */
struct mark {
    size_t stored;
    double seconds, used, megabytes;
};

static size_t watch(struct mark *marks, const char *library, pid_t child,
                    size_t n)
{
    const struct timespec pause = { 0, 50000000 };
    double begun = now(), most = 0;
    size_t part = 0;
    vib_db *db = NULL;
    int status;

    must(vib_db_open(&db, library, VIB_READ));
    while (part < PARTS && waitpid(child, &status, WNOHANG) == 0) {
        size_t stored = count_stored(db);
        double own = own_megabytes(child);

        most = own > most ? own : most;
        if (stored >= (part + 1) * n / PARTS) {
            marks[part++] = (struct mark){ stored, now() - begun,
                                           used_seconds(child), most };
            most = 0;
        }
        nanosleep(&pause, NULL);
    }
    vib_db_close(db);
    return part;
}

static void print(const struct mark *marks, size_t parts)
{
    struct mark before = { 0, 0, 0, 0 };

    printf("stored\tper second\tper second of processor\tMB of its own\n");
    for (size_t i = 0; i < parts; i++) {
        double more = (double)(marks[i].stored - before.stored);

        printf("%zu\t%.0f\t%.0f\t%.0f\n", marks[i].stored,
               more / (marks[i].seconds - before.seconds),
               more / (marks[i].used - before.used), marks[i].megabytes);
        before = marks[i];
    }
}

static void make_library(const char *path, const char *model)
{
    vib_encoder *encoder = NULL;

    must(vib_encoder_open(&encoder, model));
    must(vib_db_create(path, encoder));
    vib_encoder_close(encoder);
}

int main(int argc, char **argv)
{
    char library[PATH], archive[PATH];
    const char *add[] = { argv[1], "add", "-q", library, archive, NULL };
    struct collection from;
    struct mark marks[PARTS];
    size_t n, parts;

    if (argc != 6 || atoll(argv[4]) < 1000 || mkdir(argv[5], 0777) < 0) {
        fprintf(stderr, "usage: import VIBRARY MODEL ARCHIVE N NEW_FOLDER, N "
                        "at least 1000\n");
        return 2;
    }
    n = (size_t)atoll(argv[4]);
    snprintf(library, PATH, "%s/import.vib", argv[5]);
    snprintf(archive, PATH, "%s/copies.tar", argv[5]);
    make_library(library, argv[2]);
    from = collection_read(argv[3]);
    write_archive(archive, &from, n);
    collection_release(&from);
    parts = watch(marks, library, start(add), n - 1);
    print(marks, parts);
    remove_folder(argv[5]);
    return parts == PARTS ? 0 : 1;
}
