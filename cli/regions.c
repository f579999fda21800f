#include "regions.h"

#include "command.h"
#include "talk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void append(cli_regions *regions, vib_region region)
{
    vib_region *grown = cli_new(regions->count + 1, sizeof *grown);

    if (regions->count)
        memcpy(grown, regions->region, regions->count * sizeof *grown);
    grown[regions->count++] = region;
    free(regions->region);
    regions->region = grown;
}

/* A number from 0 at *text, which moves behind it. */
static bool number(double *out, const char **text)
{
    char *end;

    if (!strchr("0123456789.", **text))
        return false;
    *out = strtod(*text, &end);
    if (end == *text || !isfinite(*out))
        return false;
    *text = end;
    return true;
}

static bool skip(const char **text, char expected)
{
    if (**text != expected)
        return false;
    ++*text;
    return true;
}

/* "A-B", "A-B,C-D", or with weights "A-B=W". */
static bool read_text(cli_regions *out, const char *text, bool weighted,
                      double weight)
{
    do {
        vib_region region = { .weight = weight };

        if (!number(&region.from, &text) || !skip(&text, '-') ||
            !number(&region.to, &text) || region.to < region.from)
            return false;
        if (weighted && (!skip(&text, '=') || !number(&region.weight, &text) ||
                         region.weight > 1000))
            return false;
        append(out, region);
    } while (skip(&text, ','));
    return *text == '\0';
}

static int misuse(const char *option, const char *text, const char *like)
{
    cli_error("--%s %s: write it like %s, in cm^-1, the lower end first",
              option, text, like);
    return CLI_MISUSE;
}

int cli_regions_read(cli_regions *out, const cli_list *ranges,
                     const cli_list *weights, const cli_list *excluded)
{
    *out = (cli_regions){ NULL, 0 };
    if (ranges->count)
        append(out, (vib_region){ -INFINITY, INFINITY, 0 });
    for (size_t i = 0; i < ranges->count; i++)
        if (!read_text(out, ranges->item[i], false, 1))
            return misuse("range", ranges->item[i], "200-1200");
    for (size_t i = 0; i < weights->count; i++)
        if (!read_text(out, weights->item[i], true, 1))
            return misuse("weight", weights->item[i], "800-1200=2");
    for (size_t i = 0; i < excluded->count; i++)
        if (!read_text(out, excluded->item[i], false, 0))
            return misuse("exclude", excluded->item[i], "1550-1560,2300-2400");
    return CLI_GO;
}

void cli_regions_release(cli_regions *regions)
{
    free(regions->region);
    *regions = (cli_regions){ NULL, 0 };
}
