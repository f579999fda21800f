/* pipeline_text.c - a pipeline as the one line of text a model keeps. */
#include "pipeline.h"

#include "decimal.h"
#include "savgol.h"
#include "slit.h"
#include "status.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char *const presets[][2] = {
    { "raman",
      "raman grid=100:3500:2 despike=8 ends=1 snip=40 derivative=11,2 "
      "slit=16" },
    { "infrared",
      "infrared grid=400:4000:4 despike=0 ends=1 snip=200 "
      "derivative=7,2 power=0.75" },
};

static bool skip(const char **text, const char *expected)
{
    size_t length = strlen(expected);

    if (strncmp(*text, expected, length) != 0)
        return false;
    *text += length;
    return true;
}

static bool read_int(int *value, const char **text)
{
    double number;

    if (!vib_decimal_read(&number, text) || number > 1e6 ||
        number != floor(number))
        return false;
    *value = (int)number;
    return true;
}

/* "first:last:step", where last is on the grid. */
static bool read_grid(vib_pipeline *out, const char **text)
{
    double last, points;

    if (!vib_decimal_read(&out->first, text) || !skip(text, ":") ||
        !vib_decimal_read(&last, text) || !skip(text, ":") ||
        !vib_decimal_read(&out->step, text) || out->step <= 0)
        return false;
    points = (last - out->first) / out->step + 1;
    if (!(points >= VIB_GRID_MIN && points <= VIB_GRID_MAX) ||
        fabs(points - round(points)) > 1e-6)
        return false;
    out->length = (size_t)llround(points);
    return true;
}

/* Nothing, which means the square root, or " power=" and a whole number of
 * eighths. */
static bool read_power(int *eighths, const char **text)
{
    double power = 0.5;

    if (skip(text, " power=") && !vib_decimal_read(&power, text))
        return false;
    *eighths = (int)fmin(8 * power, 9);
    return *eighths >= 1 && *eighths <= 8 && 8 * power == *eighths;
}

/* Nothing, which means 0, or `word` and a number above that. */
static bool read_optional(double *value, const char **text, const char *word)
{
    *value = 0;
    return !skip(text, word) || (vib_decimal_read(value, text) && *value > 0);
}

static bool in_range(const vib_pipeline *p)
{
    return p->snip >= p->step && p->snip <= p->step * (double)p->length &&
           p->savgol_points % 2 == 1 && p->savgol_points <= VIB_SAVGOL_MAX &&
           p->slit >= 0 && p->slit <= VIB_SLIT_MAX * p->step &&
           p->savgol_order >= 1 && p->savgol_order < p->savgol_points;
}

int vib_pipeline_parse(vib_pipeline *out, const char *text)
{
    const char *at = text;
    vib_pipeline read = { 0 };

    for (size_t i = 0; i < sizeof presets / sizeof *presets; i++)
        if (strcmp(text, presets[i][0]) == 0)
            at = presets[i][1];
    read.raman = skip(&at, "raman");
    if ((!read.raman && !skip(&at, "infrared")) ||
        !skip(&at, " grid=") || !read_grid(&read, &at) ||
        !skip(&at, " despike=") || !vib_decimal_read(&read.despike, &at) ||
        !read_optional(&read.ends, &at, " ends=") ||
        !skip(&at, " snip=") || !vib_decimal_read(&read.snip, &at) ||
        !skip(&at, " derivative=") || !read_int(&read.savgol_points, &at) ||
        !skip(&at, ",") || !read_int(&read.savgol_order, &at) ||
        !read_power(&read.power, &at) ||
        !read_optional(&read.slit, &at, " slit=") ||
        *at != '\0' || !in_range(&read))
        return vib_fail(VIB_BAD_DATA, "pipeline \"%.80s\" is neither raman nor "
                        "infrared nor like \"%s\"", text, presets[0][1]);
    *out = read;
    return VIB_OK;
}

void vib_pipeline_format(char *text, const vib_pipeline *p)
{
    double numbers[] = { p->first, p->first + p->step * (double)(p->length - 1),
                         p->step, p->despike, p->snip, p->power / 8.0,
                         p->slit, p->ends };
    char n[sizeof numbers / sizeof *numbers][VIB_DECIMAL_TEXT];
    bool root = p->power == 4;

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        vib_decimal_write(n[i], numbers[i]);
    snprintf(text, VIB_PIPELINE_TEXT,
             "%s grid=%s:%s:%s despike=%s%s%s snip=%s derivative=%d,%d%s%s%s%s",
             p->raman ? "raman" : "infrared", n[0], n[1], n[2], n[3],
             p->ends > 0 ? " ends=" : "", p->ends > 0 ? n[7] : "", n[4],
             p->savgol_points, p->savgol_order, root ? "" : " power=",
             root ? "" : n[5], p->slit > 0 ? " slit=" : "",
             p->slit > 0 ? n[6] : "");
}
