#include "apart.h"

#include "bytes.h"
#include "memory.h"
#include "status.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS = 60, CHUNK = 1 << 16, END = 0x2e444e45 };

/* ---- The child --------------------------------------------------------- */

static void put_spectrum(vib_buffer *buffer, const vib_spectrum *spectrum)
{
    vib_put_u64(buffer, spectrum->n);
    vib_put_bytes(buffer, spectrum->x, spectrum->n * sizeof *spectrum->x);
    vib_put_bytes(buffer, spectrum->y, spectrum->n * sizeof *spectrum->y);
    vib_put_u64(buffer, spectrum->field_count);
    for (size_t i = 0; i < spectrum->field_count; i++) {
        vib_put_text(buffer, spectrum->fields[i].key);
        vib_put_text(buffer, spectrum->fields[i].value);
    }
}

static void write_all(int fd, const vib_buffer *buffer)
{
    size_t done = 0;

    while (done < buffer->size) {
        ssize_t n = write(fd, buffer->data + done, buffer->size - done);

        if (n < 0 && errno != EINTR)
            return;
        done += n > 0 ? (size_t)n : 0;
    }
}

/* What was found, then the status and message, then a mark. */
static void answer(int fd, const vib_found *found, int status)
{
    vib_buffer buffer = { 0 };

    vib_put_u64(&buffer, found->count);
    for (size_t i = 0; i < found->count; i++)
        put_spectrum(&buffer, &found->spectra[i]);
    vib_put_u32(&buffer, (uint32_t)-status);
    vib_put_text(&buffer, status < 0 ? vib_last_error() : "");
    vib_put_u32(&buffer, END);
    if (!buffer.failed)
        write_all(fd, &buffer);
}

static void keep_quiet_and_brief(void)
{
    struct rlimit seconds = { SECONDS, SECONDS }, none = { 0, 0 };
    int nowhere = open("/dev/null", O_WRONLY);

    setrlimit(RLIMIT_CPU, &seconds);
    setrlimit(RLIMIT_CORE, &none);
    if (nowhere >= 0) {
        dup2(nowhere, STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
    }
}

/* ---- The parent -------------------------------------------------------- */

/* All that comes until the other end closes, at most `most` bytes. */
static int read_answer(vib_buffer *out, int fd, size_t most)
{
    uint8_t *chunk = vib_new(CHUNK, 1);
    int status = chunk ? VIB_OK : VIB_NO_MEMORY;

    while (status == VIB_OK) {
        ssize_t n = read(fd, chunk, CHUNK);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        if (out->size + (size_t)n > most)
            status = vib_fail(VIB_BAD_DATA, "its spectra would take too much "
                              "memory");
        vib_put_bytes(out, chunk, (size_t)n);
    }
    free(chunk);
    return out->failed ? VIB_NO_MEMORY : status;
}

static int take_fields(vib_spectrum *spectrum, vib_cursor *from)
{
    uint64_t count = vib_get_u64(from);
    int status = VIB_OK;

    for (uint64_t i = 0; i < count && !from->failed && status == VIB_OK; i++) {
        vib_span value, key;
        char *name;

        key.at = vib_get_text(&key.n, from);
        value.at = vib_get_text(&value.n, from);
        if (from->failed)
            break;
        name = vib_copy_text(key.at, key.n);
        status = name ? vib_field_set(spectrum, name, value) : VIB_NO_MEMORY;
        free(name);
    }
    return status;
}

static int take_spectrum(vib_found *out, vib_cursor *from)
{
    uint64_t n = vib_get_u64(from);
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    const uint8_t *x, *y;
    int status;

    if (from->failed || n > (from->size - from->at) / (2 * sizeof(double)))
        return VIB_BAD_DATA;
    x = vib_get_bytes(from, (size_t)n * sizeof(double));
    y = vib_get_bytes(from, (size_t)n * sizeof(double));
    status = x && y ? vib_points_new(&spectrum, (size_t)n) : VIB_BAD_DATA;
    if (status < 0)
        return status;
    memcpy(spectrum.x, x, (size_t)n * sizeof(double));
    memcpy(spectrum.y, y, (size_t)n * sizeof(double));
    status = take_fields(&spectrum, from);
    if (status == VIB_OK)
        status = from->failed ? VIB_BAD_DATA : vib_found_add(out, &spectrum);
    vib_spectrum_release(&spectrum);
    return status;
}

static int take_answer(vib_found *out, const vib_buffer *buffer)
{
    vib_cursor from = { buffer->data, buffer->size, 0, false };
    uint64_t count = vib_get_u64(&from);
    int status = VIB_OK, said;
    const char *message;
    size_t length;

    for (uint64_t i = 0; i < count && !from.failed && status == VIB_OK; i++)
        status = take_spectrum(out, &from);
    if (status < 0 && !from.failed)
        return status;
    said = -(int)vib_get_u32(&from);
    message = vib_get_text(&length, &from);
    if (vib_get_u32(&from) != END || from.failed)
        return vib_fail(VIB_BAD_DATA, "a damaged file: reading it did not end "
                        "well");
    return said < 0 ? vib_fail(said, "%.*s", (int)length, message) : VIB_OK;
}

int vib_apart_parse(vib_found *out, const vib_input *input,
                    int (*parse)(vib_found *out, const vib_input *input))
{
    vib_buffer buffer = { 0 };
    int ends[2], status;
    pid_t child;

    if (pipe2(ends, O_CLOEXEC) < 0)
        return vib_fail_errno("cannot make a pipe");
    child = fork();
    if (child == 0) {
        keep_quiet_and_brief();
        answer(ends[1], out, parse(out, input));
        raise(SIGKILL); /* at once: nothing of the copy may be put away */
    }
    close(ends[1]);
    status = child < 0 ? vib_fail_errno("cannot start a process")
                       : read_answer(&buffer, ends[0], out->limit + CHUNK);
    close(ends[0]);
    if (child > 0) {
        if (status < 0)
            kill(child, SIGKILL);
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    if (status == VIB_OK)
        status = take_answer(out, &buffer);
    vib_buffer_release(&buffer);
    return status;
}
