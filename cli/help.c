#include "help.h"

#include "command.h"
#include "config.h"

#include <stdio.h>
#include <string.h>

/* Column where the explanation of an option begins. */
enum { HELP_COLUMN = 26 };

/* What an option takes; many words go on below one another. Returns columns. */
static int help_argument(const char *argument)
{
    enum { WIDEST = 52 };
    int used = 1;

    putchar(' ');
    while (*argument) {
        size_t n = strcspn(argument, "|");

        n += argument[n] == '|';
        if (used > 1 && used + (int)n > WIDEST) {
            printf("\n        ");
            used = 8;
        }
        used += printf("%.*s", (int)n, argument);
        argument += n;
    }
    return used;
}

static void help_option(const cli_option *option)
{
    char letter[3] = "";
    int used;

    if (option->letter)
        snprintf(letter, sizeof letter, "-%c", option->letter);
    used = printf("  %-2s%s%s%s", letter,
                  option->letter && option->name ? ", " : "  ",
                  option->name ? "--" : "", option->name ? option->name : "");
    if (option->argument)
        used += help_argument(option->argument);
    if (used >= HELP_COLUMN - 1) {
        putchar('\n');
        used = 0;
    }
    printf("%*s%s\n", HELP_COLUMN - used, "", option->help);
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
    (void)context;
    printf("usage: vibrary %s [options]%s%s\n\n%s\n\noptions:\n",
           usage->command, *usage->operands ? " " : "", usage->operands,
           usage->about);
    help_options(usage);
    printf("\nexamples:\n");
    help_indented(usage->examples);
}

static void help_setting(const cli_option *setting)
{
    int used = printf("  %s = %s", setting->name, setting->argument);

    printf("%*s%s\n", HELP_COLUMN - used, "", setting->help);
}

int cli_help_all(void)
{
    static const cli_usage none = { .command = "" };
    const cli_command *command;
    const cli_option *setting;

    puts("usage: vibrary COMMAND [options] ...\n\n" CLI_PURPOSE "\n\n"
         "commands:");
    for (size_t i = 0; (command = cli_command_at(i)); i++)
        printf("  %-12s%s\n", command->name, command->help);
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
