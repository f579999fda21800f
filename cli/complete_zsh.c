#include "completion.h"

#include "command.h"

#include <stdio.h>

/* What means something within [...] and between colons. */
static const char special[] = "\\[]:";

/* The forms of an option, each ending as one that takes a value does:
 * '(-q --quiet)'{-q,--quiet}' or '--threads=' with the quote open. */
static void put_forms(const cli_option *option)
{
    bool takes = cli_option_needs_text(option);
    const char *dash_end = takes ? "+" : "", *name_end = takes ? "=" : "";

    if (option->letter && option->name)
        printf("'(-%c --%s)'{-%c%s,--%s%s}'", option->letter, option->name,
               option->letter, dash_end, option->name, name_end);
    else if (option->name)
        printf("'%s--%s%s", option->kind == CLI_LIST ? "*" : "", option->name,
               name_end);
    else
        printf("'-%c%s", option->letter, dash_end);
}

static void put_option(const cli_option *option)
{
    printf("            ");
    put_forms(option);
    putchar('[');
    cli_put_quoted(option->help, special);
    putchar(']');
    if (!cli_option_needs_text(option)) {
        puts("' \\");
        return;
    }
    putchar(':');
    switch (cli_option_filling(option)) {
    case CLI_FILL_WORDS:
        printf("%s:(", option->name ? option->name : "value");
        cli_put_words(option->argument);
        puts(")' \\");
        break;
    case CLI_FILL_FREE:
        cli_put_quoted(option->argument, special);
        puts(": ' \\");
        break;
    case CLI_FILL_FILES:
        cli_put_quoted(option->argument, special);
        puts(":_files' \\");
        break;
    }
}

static void put_options(const cli_usage *usage)
{
    const cli_option *option;

    for (size_t i = 0; (option = cli_option_at(usage, i)); i++)
        put_option(option);
}

static void put_command(const cli_usage *usage, void *context)
{
    const char *operands = cli_operand_words(usage);

    (void)context;
    printf("        %s)\n        _arguments -s -S \\\n", usage->command);
    put_options(usage);
    printf("            '*:");
    cli_put_quoted(usage->operands, special);
    if (operands) {
        printf(":(");
        cli_put_words(operands);
        puts(")' ;;");
    } else {
        puts(":_files' ;;");
    }
}

void cli_complete_zsh(void)
{
    const cli_usage none = { .command = "" };
    const cli_command *command;

    puts("#compdef vibrary\n"
         "# made by 'vibrary completion zsh'\n"
         "\n"
         "_vibrary()\n"
         "{\n"
         "    local context state state_descr line\n"
         "    local -A opt_args\n"
         "    local -a commands=(");
    for (size_t i = 0; (command = cli_command_at(i)); i++) {
        printf("        '%s:", command->name);
        cli_put_quoted(command->help, special);
        puts("'");
    }
    puts("    )\n"
         "\n"
         "    _arguments -s -S -C \\");
    put_options(&none);
    puts("            '1:command:->command' '*::words:->words' && return\n"
         "    case $state in\n"
         "    command) _describe command commands ;;\n"
         "    words)\n"
         "        case $words[1] in");
    cli_each_usage(put_command, NULL);
    puts("        esac ;;\n"
         "    esac\n"
         "}\n"
         "\n"
         "if [ \"$funcstack[1]\" = _vibrary ]; then\n"
         "    _vibrary \"$@\"\n"
         "else\n"
         "    compdef _vibrary vibrary\n"
         "fi");
}
