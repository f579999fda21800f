/* reading.c - how fast files are read: bytes of the file a second on one core,
 * from the cache of the system to axis, intensity and fields; and which share
 * that is of the speed at which the file is mapped and copied by 64 KiB.
 *
 *     reading FILE...
 *
 * Each file is read again and again for a second of processor time. */
#include "vibrary.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static long points; /* of all spectra of the file read last */

/* Read all of it; how many spectra there were, or -1. */
static long read_all(const char *path)
{
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    vib_reader *reader = NULL;
    long spectra = 0;
    int status = vib_reader_open(&reader, &path, 1);

    points = 0;
    while (status >= 0 && (status = vib_reader_next(&spectrum, reader)) > 0) {
        points += (long)spectrum.n;
        vib_spectrum_release(&spectrum);
        spectra++;
    }
    vib_reader_close(reader);
    return status < 0 ? -1 : spectra;
}

/* Map and copy all of it; its size, or -1. */
static long copy_all(const char *path)
{
    static char buffer[1 << 16];
    int file = open(path, O_RDONLY);
    struct stat facts = { 0 };
    const char *bytes = MAP_FAILED;
    size_t size;

    if (file >= 0 && fstat(file, &facts) == 0)
        bytes = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, file,
                     0);
    close(file);
    if (bytes == MAP_FAILED)
        return -1;
    size = (size_t)facts.st_size;
    for (size_t at = 0; at < size; at += sizeof buffer) {
        size_t left = size - at;

        memcpy(buffer, bytes + at, left < sizeof buffer ? left : sizeof buffer);
        __asm__ volatile("" : : "r"(buffer) : "memory"); /* it is wanted */
    }
    munmap((void *)(uintptr_t)bytes, size);
    return facts.st_size;
}

/* How often a second; *result is what `work` gave. */
static double rate_of(long *result, long (*work)(const char *),
                      const char *path)
{
    double start, seconds;
    long times = 0;

    if ((*result = work(path)) < 0)
        return 0;
    start = now();
    do {
        work(path);
        times++;
    } while ((seconds = now() - start) < 1);
    return (double)times / seconds;
}

static int measure(const char *path)
{
    long spectra, size;
    double copies = rate_of(&size, copy_all, path);
    double readings = rate_of(&spectra, read_all, path);

    if (size < 0 || spectra < 0) {
        fprintf(stderr, "%s: %s\n", path,
                size < 0 ? "cannot be mapped" : vib_last_error());
        return 1;
    }
    printf("%8.0f MB/s  %9.0f spectra/s  %5.3f of a copy  %ld points  %s\n",
           (double)size * readings / 1e6, (double)spectra * readings,
           readings / copies, points, path);
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
