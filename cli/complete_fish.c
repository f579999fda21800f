#include "completion.h"

#include "command.h"

#include <stdio.h>

/* The condition that `usage` is of the command that is typed. */
static void put_start(const cli_usage *usage)
{
    printf("complete -c vibrary -n '__vibrary_is \"%s\"'", usage->command);
}

static void put_option(const cli_usage *usage, const cli_option *option)
{
    put_start(usage);
    if (option->letter)
        printf(" -s %c", option->letter);
    if (option->name)
        printf(" -l %s", option->name);
    if (cli_option_needs_text(option)) {
        switch (cli_option_filling(option)) {
        case CLI_FILL_WORDS:
            printf(" -x -a '");
            cli_put_words(option->argument);
            putchar('\'');
            break;
        case CLI_FILL_FREE:
            printf(" -x");
            break;
        case CLI_FILL_FILES:
            printf(" -r -F");
            break;
        }
    }
    printf(" -d '");
    cli_put_quoted(option->help, "\\");
    puts("'");
}

static void put_command(const cli_usage *usage, void *context)
{
    const char *operands = cli_operand_words(usage);
    const cli_option *option;

    (void)context;
    if (operands && *usage->command) {
        put_start(usage);
        printf(" -f -a '");
        cli_put_words(operands);
        puts("'");
    }
    for (size_t i = 0; (option = cli_option_at(usage, i)); i++)
        put_option(usage, option);
}

/* A function of the shell: whether the command that is typed is $argv[1]. */
static void put_function(const cli_usage *none)
{
    const cli_option *option;

    puts("function __vibrary_is\n"
         "    set -l skip 0\n"
         "    for word in (commandline -opc)[2..-1]\n"
         "        if test $skip = 1\n"
         "            set skip 0\n"
         "            continue\n"
         "        end\n"
         "        switch $word");
    for (size_t i = 0; (option = cli_option_at(none, i)); i++)
        if (cli_option_needs_text(option))
            printf("            case --%s\n                set skip 1\n",
                   option->name);
    puts("            case '-*'\n"
         "            case '*'\n"
         "                test $word = \"$argv[1]\"\n"
         "                return\n"
         "        end\n"
         "    end\n"
         "    test -z \"$argv[1]\"\n"
         "end");
}

void cli_complete_fish(void)
{
    const cli_usage none = { .command = "" };
    const cli_command *command;

    puts("# fish completion for vibrary, made by 'vibrary completion fish'\n");
    put_function(&none);
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        put_start(&none);
        printf(" -f -a %s -d '", command->name);
        cli_put_quoted(command->help, "\\");
        puts("'");
    }
    put_command(&none, NULL);
    cli_each_usage(put_command, NULL);
}
