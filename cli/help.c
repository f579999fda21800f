#include "help.h"

#include "command.h"
#include "config.h"
#include "talk.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Column where the explanation of an option begins. */
enum { HELP_COLUMN = 26, NARROW_COLUMN = 10 };

/* Columns there are; SIZE_MAX: any number, help goes into a pipe or file. */
static size_t help_width(void)
{
    enum { LEAST = 24 };
    size_t columns = cli_columns(stdout);

    return columns == 0 ? SIZE_MAX : columns < LEAST ? LEAST : columns;
}

/* Write the words of a text [n] from column `at` on; what does not fit goes on
 * below, from column `indent` on. Returns the column after it. */
static size_t help_fold(const char *text, size_t n, size_t at, size_t indent)
{
    const char *end = text + n;
    size_t width = help_width();
    bool first = true;

    while (text < end) {
        size_t word = strcspn(text, " \n");

        if (text + word > end)
            word = (size_t)(end - text);
        if (!first && at + 1 + word > width) {
            printf("\n%*s", (int)indent, "");
            at = indent;
        } else if (!first) {
            putchar(' ');
            at++;
        }
        printf("%.*s", (int)word, text);
        at += word;
        first = false;
        text += word;
        text += strspn(text, " \n");
    }
    return at;
}

/* Whether a line [n] is a row of a table: words apart by more than a blank. */
static bool is_row(const char *line, size_t n)
{
    return memmem(line, n, "  ", 2) != NULL;
}

/* A paragraph as it stands where it fits; else folded, row by row of tables. */
static void help_about(const char *text)
{
    size_t at = 0;

    if (help_width() >= 80) {
        puts(text);
        return;
    }
    while (*text) {
        size_t n = strcspn(text, "\n");
        bool row = is_row(text, n);

        if (at > 0 && row) {
            putchar('\n');
            at = 0;
        }
        if (at > 0 && at + 1 + strcspn(text, " \n") > help_width()) {
            putchar('\n');
            at = 0;
        } else if (at > 0) {
            putchar(' ');
            at++;
        }
        at = help_fold(text, n, at, row ? 4 : 0);
        text += n + (text[n] == '\n');
        if (row && !is_row(text, strcspn(text, "\n")) && *text) {
            putchar('\n');
            at = 0;
        }
    }
    putchar('\n');
}

/* What an option takes, from column `at` on; many words go on below one
 * another. Returns columns. */
static int help_argument(const char *argument, size_t at)
{
    enum { WIDEST = 52 };
    size_t used = 1;

    putchar(' ');
    while (*argument) {
        size_t n = strcspn(argument, "|");

        n += argument[n] == '|';
        if (used > 1 && (used + n > WIDEST || at + used + n > help_width())) {
            printf("\n        ");
            used = 8;
            at = 0;
        }
        used += (size_t)printf("%.*s", (int)n, argument);
        argument += n;
    }
    return (int)used;
}

static void help_option(const cli_option *option)
{
    int column = help_width() < 60 ? NARROW_COLUMN : HELP_COLUMN;
    char letter[3] = "";
    int used;

    if (option->letter)
        snprintf(letter, sizeof letter, "-%c", option->letter);
    used = printf("  %-2s%s%s%s", letter,
                  option->letter && option->name ? ", " : "  ",
                  option->name ? "--" : "", option->name ? option->name : "");
    if (option->argument)
        used += help_argument(option->argument, (size_t)used);
    if (used >= column - 1) {
        putchar('\n');
        used = 0;
    }
    printf("%*s", column - used, "");
    help_fold(option->help, strlen(option->help), (size_t)column,
              (size_t)column);
    putchar('\n');
}

static void help_options(const cli_usage *usage)
{
    const cli_option *option;

    for (size_t i = 0; (option = cli_option_at(usage, i)); i++)
        help_option(option);
}

static void help_indented(const char *lines)
{
    while (*lines) {
        size_t length = strcspn(lines, "\n");

        printf("  %.*s\n", (int)length, lines);
        lines += length + (lines[length] == '\n');
    }
}

void cli_help(const cli_usage *usage, void *context)
{
    int used = printf("usage: vibrary %s [options]%s", usage->command,
                      *usage->operands ? " " : "");

    (void)context;
    help_fold(usage->operands, strlen(usage->operands), (size_t)used, 8);
    puts("\n");
    help_about(usage->about);
    puts("\noptions:");
    help_options(usage);
    printf("\nexamples:\n");
    help_indented(usage->examples);
}

/* A name, and from a column on what it is. */
static void help_line(const char *name, const char *text, size_t column)
{
    int used = printf("  %s", name);

    printf("%*s", (int)column - used, "");
    help_fold(text, strlen(text), column, column);
    putchar('\n');
}

static void help_setting(const cli_option *setting)
{
    int used = printf("  %s = %s", setting->name, setting->argument);
    size_t column = help_width() < 60 ? NARROW_COLUMN : HELP_COLUMN;

    if (used >= (int)column - 1) {
        putchar('\n');
        used = 0;
    }
    printf("%*s", (int)column - used, "");
    help_fold(setting->help, strlen(setting->help), column, column);
    putchar('\n');
}

int cli_help_all(void)
{
    static const cli_usage none = { .command = "" };
    const cli_command *command;
    const cli_option *setting;

    puts("usage: vibrary COMMAND [options] ...\n\n" CLI_PURPOSE "\n\n"
         "commands:");
    for (size_t i = 0; (command = cli_command_at(i)); i++)
        help_line(command->name, command->help, 14);
    puts("\noptions of every command:");
    help_options(&none);
    puts("\nsettings, lines of " CLI_CONFIG_PLACE ":");
    for (size_t i = 0; (setting = cli_setting_at(i)); i++)
        help_setting(setting);
    puts("\nexamples:");
    help_indented(CLI_FIRST_STEPS);
    puts("\n'vibrary help COMMAND' tells more.");
    return CLI_DONE;
}

int cmd_help(int argc, char **argv)
{
    static const cli_usage usage = {
        .command = "help",
        .operands = "[COMMAND]",
        .about = "Explain a command, or list them all.",
        .examples = "vibrary help search\n",
        .most = 1,
        .needs_nothing = true,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc != CLI_GO)
        return rc;
    if (operands.count == 0)
        return cli_help_all();
    return cli_command_help(operands.item[0]);
}
