#include "options.h"

#include "command.h"
#include "config.h"
#include "help.h"
#include "output.h"
#include "talk.h"
#include "vibrary.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool help_wanted;
static cli_teller *teller = cli_help;
static void *teller_context;

static const cli_option common[] = {
    { 0, "threads", CLI_COUNT, &cli_settings.threads, "N",
      "cores to use [all]" },
    { 'q', "quiet", CLI_FLAG, &cli_settings.quiet, NULL, "only errors" },
    { 'v', "verbose", CLI_FLAG, &cli_settings.verbose, NULL, "more details" },
    { 'h', "help", CLI_FLAG, &help_wanted, NULL, "show this help" },
};
enum { COMMON_COUNT = sizeof common / sizeof *common };

const cli_option *cli_option_at(const cli_usage *usage, size_t place)
{
    const cli_option *tables[] = { usage->options, usage->shared, common };
    const size_t counts[] = { usage->option_count, usage->shared_count,
                              COMMON_COUNT };

    for (size_t t = 0; t < sizeof counts / sizeof *counts; t++) {
        if (place < counts[t])
            return &tables[t][place];
        place -= counts[t];
    }
    return NULL;
}

void cli_tell_help_to(cli_teller *tell, void *context)
{
    teller = tell;
    teller_context = context;
}

/* ---- Nearest word ------------------------------------------------------ */

enum { WORD_MAX = 31 };

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;

    return least < c ? least : c;
}

/* Letters to insert, delete, replace or swap to make b of a (Damerau 1964, the
 * restricted form), or SIZE_MAX when one is too long to be a word of ours. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t cost[WORD_MAX + 1][WORD_MAX + 1];
    size_t la = strlen(a);
    size_t lb = strlen(b);

    if (la > WORD_MAX || lb > WORD_MAX)
        return SIZE_MAX;
    for (size_t i = 0; i <= la; i++)
        for (size_t j = 0; j <= lb; j++) {
            if (i == 0 || j == 0) {
                cost[i][j] = i + j;
                continue;
            }
            cost[i][j] = smallest(
                cost[i - 1][j] + 1, cost[i][j - 1] + 1,
                cost[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1] && cost[i - 2][j - 2] + 1 < cost[i][j])
                cost[i][j] = cost[i - 2][j - 2] + 1;
        }
    return cost[la][lb];
}

const char *cli_nearest(const char *word, const char *const *candidates,
                        size_t count)
{
    const char *nearest = NULL;
    size_t least = 3; /* more than two slips is another word */

    for (size_t i = 0; i < count; i++) {
        size_t distance = edit_distance(word, candidates[i]);

        if (distance < least && distance < strlen(candidates[i])) {
            least = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}

/* ---- Parsing ----------------------------------------------------------- */

static int misuse(const cli_usage *usage, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Tell what is wrong and where help is, on one line. */
static int misuse(const cli_usage *usage, const char *format, ...)
{
    char what[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(what, sizeof what, format, arguments);
    va_end(arguments);
    cli_error("%s; see 'vibrary %s%s--help'", what, usage->command,
              *usage->command ? " " : "");
    return CLI_MISUSE;
}

/* The option with this letter, or else the name [length]. */
static const cli_option *option_find(const cli_usage *usage, char letter,
                                     const char *name, size_t length)
{
    const cli_option *option;

    for (size_t i = 0; (option = cli_option_at(usage, i)); i++) {
        const char *known = option->name;

        if (letter ? option->letter == letter
                   : known && strlen(known) == length &&
                         strncmp(known, name, length) == 0)
            return option;
    }
    return NULL;
}

static int option_unknown(const cli_usage *usage, const char *word)
{
    enum { NAMES_MAX = 64 };
    const char *names[NAMES_MAX];
    const cli_option *option;
    const char *near;
    size_t found = 0;

    for (size_t i = 0; (option = cli_option_at(usage, i)); i++)
        if (option->name && found < NAMES_MAX)
            names[found++] = option->name;
    near = strncmp(word, "--", 2) == 0 ? cli_nearest(word + 2, names, found)
                                       : NULL;
    if (near)
        return misuse(usage, "unknown option %s, did you mean --%s?", word,
                      near);
    return misuse(usage, "unknown option %s", word);
}

/* A whole number no smaller than `least`. */
static bool parse_whole(uint64_t *out, const char *text, uint64_t least)
{
    char *end;
    unsigned long long value;

    if (!isdigit((unsigned char)*text))
        return false;
    errno = 0;
    value = strtoull(text, &end, 10);
    if (*end || errno || value < least)
        return false;
    *out = value;
    return true;
}

static bool parse_number(double *out, const char *text)
{
    char *end;
    double value = strtod(text, &end);

    if (end == text || *end || !isfinite(value))
        return false;
    *out = value;
    return true;
}

bool cli_choice_of(int *out, const char *text, const char *words)
{
    size_t length = strlen(text);

    for (int place = 0; *words; place++) {
        size_t n = strcspn(words, "|");

        if (n == length && strncmp(words, text, n) == 0) {
            *out = place;
            return true;
        }
        words += n + (words[n] == '|');
    }
    return false;
}

static bool list_append(cli_list *list, const char *text)
{
    const char **grown =
        realloc(list->item, (list->count + 1) * sizeof *grown);

    if (!grown)
        return false;
    grown[list->count++] = text;
    list->item = grown;
    return true;
}

bool cli_option_set(const cli_option *option, const char *text)
{
    uint64_t whole;

    switch (option->kind) {
    case CLI_FLAG:
        *(bool *)option->value = true;
        return true;
    case CLI_TEXT:
        *(const char **)option->value = text;
        return true;
    case CLI_OUTPUT:
        *(const char **)option->value =
            strcmp(text, "-") == 0 ? CLI_STDOUT : text;
        return true;
    case CLI_MAYBE:
        if (!text) {
            *(size_t *)option->value = SIZE_MAX;
            return true;
        }
        /* fall through */
    case CLI_COUNT:
        if (!parse_whole(&whole, text, 1) || whole > INT32_MAX)
            return false;
        *(size_t *)option->value = (size_t)whole;
        return true;
    case CLI_SEED:
        return parse_whole(option->value, text, 0);
    case CLI_NUMBER:
        return parse_number(option->value, text);
    case CLI_CHOICE:
        return cli_choice_of(option->value, text, option->argument);
    case CLI_LIST:
        return list_append(option->value, text);
    }
    return false;
}

bool cli_option_needs_text(const cli_option *option)
{
    return option->kind != CLI_FLAG && option->kind != CLI_MAYBE;
}

const char *cli_option_wants(const cli_option *option)
{
    return option->kind == CLI_COUNT || option->kind == CLI_MAYBE
                ? "a whole number from 1"
           : option->kind == CLI_SEED   ? "a whole number"
           : option->kind == CLI_NUMBER ? "a number such as 0.5"
                                        : option->argument;
}

static int option_apply(const cli_usage *usage, const cli_option *option,
                        const char *word, const char *text)
{
    if (cli_option_needs_text(option) && !text)
        return misuse(usage, "option %s needs %s", word, option->argument);
    if (!cli_option_set(option, text))
        return misuse(usage, "option %s takes %s, not '%s'", word,
                      cli_option_wants(option), text);
    return CLI_GO;
}

/* The word after argv[*at] as what the option there takes, or NULL when it
 * takes none: a number that may be left out is one if it looks like one. */
static const char *next_text(const cli_option *option, int *at, char **argv)
{
    const char *next = argv[*at + 1];
    bool takes = cli_option_needs_text(option) ||
                 (option->kind == CLI_MAYBE && next && *next &&
                  next[strspn(next, "0123456789")] == '\0');

    return takes ? argv[++*at] : NULL;
}

/* "--name", "--name value" or "--name=value" at argv[*at]. */
static int parse_long(const cli_usage *usage, int *at, char **argv)
{
    char *word = argv[*at];
    char *equals = strchr(word, '=');
    size_t length = equals ? (size_t)(equals - word) : strlen(word);
    const cli_option *option =
        option_find(usage, 0, word + 2, length - 2);

    if (!option)
        return option_unknown(usage, word);
    if (equals && option->kind == CLI_FLAG)
        return misuse(usage, "option --%s takes no value", option->name);
    if (equals)
        *equals = '\0';
    return option_apply(usage, option, word,
                        equals ? equals + 1 : next_text(option, at, argv));
}

/* "-qv", "-k 5" or "-k5" at argv[*at]. */
static int parse_short(const cli_usage *usage, int *at, char **argv)
{
    for (const char *p = argv[*at] + 1; *p; p++) {
        const cli_option *option = option_find(usage, *p, NULL, 0);
        const char word[] = { '-', *p, '\0' };
        int rc;

        if (!option)
            return option_unknown(usage, word);
        if (option->kind == CLI_FLAG) {
            cli_option_set(option, NULL);
            continue;
        }
        rc = option_apply(usage, option, word, p[1] ? p + 1 : argv[++*at]);
        return rc;
    }
    return CLI_GO;
}

static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] != '\0';
}

static int parse_option(const cli_usage *usage, int *at, char **argv)
{
    return argv[*at][1] == '-' ? parse_long(usage, at, argv)
                               : parse_short(usage, at, argv);
}

static int check_operands(const cli_usage *usage, size_t count)
{
    if (count < usage->least)
        return misuse(usage, "%s needs %s", usage->command, usage->operands);
    if (count > usage->most)
        return misuse(usage, "%s takes only %s", usage->command,
                      usage->operands);
    return CLI_GO;
}

/* What is written must be none of what is read. */
static int check_outputs(const cli_usage *usage, const cli_operands *operands)
{
    const cli_option *option;
    int rc = CLI_GO;

    for (size_t i = 0; rc == CLI_GO && (option = cli_option_at(usage, i)); i++)
        if (option->kind == CLI_OUTPUT) {
            const char *out = *(const char **)option->value;
            const char letter[] = { '-', option->letter, '\0' };
            char *word = option->letter ? cli_copy(letter)
                                        : cli_format("--%s", option->name);

            if (out)
                rc = cli_output_check(word, out, operands, false);
            free(word);
        }
    return rc;
}

/* What the user has set, where the command line says nothing else. */
static int apply_config(const cli_usage *usage, char **operands, size_t count)
{
    int rc = usage->needs_nothing ? CLI_GO : cli_config_read();

    if (rc == CLI_GO && count > 0 && strncmp(usage->operands, "LIB", 3) == 0 &&
        strcmp(operands[0], CLI_DEFAULT_LIBRARY) == 0) {
        operands[0] = cli_default_library();
        rc = operands[0] ? CLI_GO : CLI_MISUSE;
    }
    return rc;
}

int cli_parse(cli_operands *out, const cli_usage *usage, int argc, char **argv)
{
    size_t count = 0;
    bool options_over = false;
    int rc;

    for (int at = 1; at < argc; at++) {
        if (options_over || !is_option(argv[at])) {
            argv[count++] = argv[at];
            continue;
        }
        if (strcmp(argv[at], "--") == 0) {
            options_over = true;
            continue;
        }
        rc = parse_option(usage, &at, argv);
        if (rc != CLI_GO)
            return rc;
        if (help_wanted) {
            help_wanted = false;
            teller(usage, teller_context);
            return CLI_DONE;
        }
    }
    rc = check_operands(usage, count);
    if (rc == CLI_GO)
        rc = apply_config(usage, argv, count);
    vib_set_threads((int)cli_settings.threads);
    *out = (cli_operands){ (const char *const *)argv, count };
    return rc == CLI_GO ? check_outputs(usage, out) : rc;
}

int cli_parse_leading(int *used, int argc, char **argv)
{
    static const cli_usage usage = { .command = "" };
    int at = 0;

    while (at < argc && is_option(argv[at]) &&
           strcmp(argv[at], "--help") != 0 && strcmp(argv[at], "-h") != 0 &&
           strcmp(argv[at], "--version") != 0) {
        int rc = parse_option(&usage, &at, argv);

        if (rc != CLI_GO)
            return rc;
        at++;
    }
    *used = at < argc ? at : argc;
    return CLI_GO;
}
