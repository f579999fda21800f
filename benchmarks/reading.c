/* reading.c - how fast files are read: bytes of the file a second on one core,
 * from the cache of the system to axis, intensity and fields.
 *
 *     reading FILE...
 *
 * Each file is read again and again for a second of processor time. */
#include "vibrary.h"

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* Read all of it; how many spectra there were, or -1. */
static long read_all(const char *path)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    vib_reader *reader = NULL;
    long spectra = 0;
    int status = vib_reader_open(&reader, &path, 1);

    while (status >= 0 && (status = vib_reader_next(&spectrum, reader)) > 0) {
        vib_spectrum_release(&spectrum);
        spectra++;
    }
    vib_reader_close(reader);
    return status < 0 ? -1 : spectra;
}

static int measure(const char *path)
{
    struct stat file;
    double start, seconds;
    long spectra, times = 0;

    if (stat(path, &file) < 0 || (spectra = read_all(path)) < 0) {
        fprintf(stderr, "%s: %s\n", path, vib_last_error());
        return 1;
    }
    start = now();
    do {
        read_all(path);
        times++;
    } while ((seconds = now() - start) < 1);
    printf("%8.0f MB/s  %9.0f spectra/s  %s\n",
           (double)file.st_size * (double)times / seconds / 1e6,
           (double)spectra * (double)times / seconds, path);
    return 0;
}

int main(int argc, char **argv)
{
    int failed = 0;

    vib_set_threads(1);
    for (int i = 1; i < argc; i++)
        failed |= measure(argv[i]);
    return failed;
}
