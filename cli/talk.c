#include "talk.h"

#include "command.h"
#include "text.h"

#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { METER_SIZE = 512 }; /* bytes of a progress line */

cli_common cli_settings;

static bool meter_drawn; /* there is a progress line to clear */
static volatile sig_atomic_t interrupted;

/* ---- Messages ---------------------------------------------------------- */

static void say(const char *prefix, const char *format, va_list arguments)
{
    cli_meter_end();
    fflush(stdout); /* so that on a terminal both come in order */
    fputs(prefix, stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

void cli_error(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    say("vibrary: ", format, arguments);
    va_end(arguments);
}

void cli_note(const char *format, ...)
{
    va_list arguments;

    if (cli_settings.quiet)
        return;
    va_start(arguments, format);
    say("", format, arguments);
    va_end(arguments);
}

static void *or_end(void *memory)
{
    if (memory)
        return memory;
    cli_error("out of memory");
    exit(CLI_FAILED);
}

void *cli_new(size_t count, size_t size)
{
    return or_end(calloc(count ? count : 1, size));
}

void *cli_grow(void *list, size_t *room, size_t count, size_t size)
{
    if (count > *room) {
        *room = 2 * count + 64;
        list = or_end(reallocarray(list, *room, size));
    }
    return list;
}

char *cli_copy(const char *text)
{
    return or_end(strdup(text));
}

char *cli_format(const char *format, ...)
{
    char *text = NULL;
    va_list arguments;

    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0)
        text = NULL;
    va_end(arguments);
    return or_end(text);
}

/* ---- Progress ---------------------------------------------------------- */

double cli_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

bool cli_is_terminal(FILE *stream)
{
    const char *kind = getenv("TERM");

    return isatty(fileno(stream)) && kind && strcmp(kind, "dumb") != 0;
}

size_t cli_columns(FILE *stream)
{
    const char *wanted = getenv("COLUMNS");
    long columns = wanted ? strtol(wanted, NULL, 10) : 0;
    struct winsize size;

    if (!isatty(fileno(stream)))
        return 0;
    if (columns > 0 && columns < USHRT_MAX)
        return (size_t)columns;
    if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

void cli_meter_start(cli_meter *meter)
{
    *meter = (cli_meter){ .start = cli_seconds() };
    meter->shown = meter->start;
}

/* "1:02:03", "2:03" */
static void format_time(char *text, size_t size, double seconds)
{
    unsigned long whole = seconds < 1e9 ? (unsigned long)seconds : 999999999;
    unsigned long minutes = whole / 60;

    if (minutes >= 60)
        snprintf(text, size, "%lu:%02lu:%02lu", minutes / 60, minutes % 60,
                 whole % 60);
    else
        snprintf(text, size, "%lu:%02lu", minutes, whole % 60);
}

/* "[#######.......]", a share from 0 to 1, into bar [size]. */
static void format_bar(char *bar, size_t size, double share)
{
    size_t width = size - 3;
    double whole = share < 0 ? 0 : share > 1 ? 1 : share;

    memset(bar, '.', size - 1);
    memset(bar + 1, '#', (size_t)(whole * (double)width));
    bar[0] = '[';
    bar[size - 2] = ']';
    bar[size - 1] = '\0';
}

/* Draw over the line before, within the width of the terminal. */
static void meter_put(const char *text)
{
    size_t columns = cli_columns(stderr);
    char *line = cli_text_clean(text);

    cli_text_cut(line, columns > 10 ? columns - 1 : 10);
    fprintf(stderr, "\r%s\033[K", line);
    fflush(stderr);
    free(line);
    meter_drawn = true;
}

/* Not in the first moments, not too often. */
bool cli_meter_due(const cli_meter *meter)
{
    const double first = 0.5, every = 0.1; /* seconds */
    double now = cli_seconds();

    return now - meter->start >= first && now - meter->shown >= every &&
           !cli_settings.quiet && cli_is_terminal(stderr);
}

void cli_meter_show(cli_meter *meter, double share, const char *line)
{
    double now = cli_seconds(), spent = now - meter->start;
    double done = share - meter->begun;
    char bar[23], time[32];
    char text[METER_SIZE];

    if (!cli_meter_due(meter))
        return;
    meter->shown = now;
    if (isnan(share)) {
        format_time(time, sizeof time, spent);
        snprintf(text, sizeof text, "%s  %s", time, line);
    } else {
        format_bar(bar, sizeof bar, share);
        format_time(time, sizeof time,
                    done > 0 ? spent * (1 - share) / done : 0);
        snprintf(text, sizeof text, "%s %s%s%s", bar, done > 0 ? time : "",
                 done > 0 ? " left  " : "", line);
    }
    meter_put(text);
}

int cli_meter_progress(size_t done, size_t total, const char *line,
                       void *payload)
{
    cli_meter *meter = payload;
    char text[METER_SIZE];

    if (!line || !*line)
        line = meter->what;
    snprintf(text, sizeof text, "%zu of %zu %s", done, total, line);
    cli_meter_show(meter, (double)done / (double)(total ? total : 1), text);
    return cli_interrupted();
}

void cli_meter_end(void)
{
    if (meter_drawn)
        fputs("\r\033[K", stderr);
    meter_drawn = false;
}

/* ---- Interrupts -------------------------------------------------------- */

static void on_interrupt(int signal)
{
    (void)signal;
    interrupted = 1;
}

void cli_catch_interrupts(void)
{
    struct sigaction action = { .sa_handler = on_interrupt,
                                .sa_flags = (int)SA_RESETHAND };

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool cli_interrupted(void)
{
    return interrupted != 0;
}
