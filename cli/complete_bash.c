#include "completion.h"

#include "command.h"

#include <stdio.h>

/* "--name", or "-n" of an option that has no name. */
static void put_option(const cli_option *option)
{
    if (option->name)
        printf("--%s", option->name);
    else
        printf("-%c", option->letter);
}

/* A case for an option that takes something. */
static void put_value(const cli_option *option)
{
    printf("        ");
    if (option->letter && option->name)
        printf("-%c | ", option->letter);
    put_option(option);
    printf(") values='");
    if (cli_option_filling(option) == CLI_FILL_WORDS)
        cli_put_words(option->argument);
    else
        printf("%s", cli_option_filling(option) == CLI_FILL_FREE ? "(none)"
                                                                 : "(files)");
    puts("' ;;");
}

static void put_command(const cli_usage *usage, void *context)
{
    const char *operands = cli_operand_words(usage);
    const cli_option *option;

    (void)context;
    printf("    '%s')\n        options='", usage->command);
    for (size_t i = 0; (option = cli_option_at(usage, i)); i++) {
        printf("%s", i ? " " : "");
        put_option(option);
    }
    printf("'\n        operands='");
    cli_put_words(operands ? operands : "");
    printf("'\n        case $last in\n");
    for (size_t i = 0; (option = cli_option_at(usage, i)); i++)
        if (cli_option_needs_text(option))
            put_value(option);
    puts("        esac ;;");
}

/* The words before the command: its options, of which some take another. */
static void put_search(const cli_usage *none)
{
    const cli_option *option;

    puts("    for ((at = 1; at < COMP_CWORD; at++)); do\n"
         "        case ${COMP_WORDS[at]} in");
    for (size_t i = 0; (option = cli_option_at(none, i)); i++)
        if (cli_option_needs_text(option)) {
            printf("        ");
            put_option(option);
            puts(")\n"
                 "            [ \"${COMP_WORDS[at + 1]}\" != = ] || "
                 "((at++))\n"
                 "            ((at++)) ;;");
        }
    puts("        -*) ;;\n"
         "        *) command=${COMP_WORDS[at]} && break ;;\n"
         "        esac\n"
         "    done");
}

void cli_complete_bash(void)
{
    const cli_usage none = { .command = "" };

    puts("# bash completion for vibrary, made by 'vibrary completion bash'\n"
         "\n"
         "_vibrary()\n"
         "{\n"
         "    local word=${COMP_WORDS[COMP_CWORD]}\n"
         "    local last=${COMP_WORDS[COMP_CWORD - 1]}\n"
         "    local command='' at options='' operands='' values=''\n"
         "\n"
         "    # --name=value comes as three words\n"
         "    if [ \"$word\" = = ]; then\n"
         "        word=''\n"
         "    elif [ \"$last\" = = ]; then\n"
         "        last=${COMP_WORDS[COMP_CWORD - 2]}\n"
         "    fi");
    put_search(&none);
    puts("    case $command in");
    put_command(&none, NULL);
    cli_each_usage(put_command, NULL);
    puts("    esac\n"
         "    case $values in\n"
         "    '(files)') return ;;\n"
         "    '(none)') compopt +o default 2>/dev/null; return ;;\n"
         "    '') [[ $word == -* ]] && values=$options || values=$operands ;;\n"
         "    esac\n"
         "    # shellcheck disable=SC2207  # no word of ours has blanks\n"
         "    COMPREPLY=($(compgen -W \"$values\" -- \"$word\"))\n"
         "}\n"
         "complete -o bashdefault -o default -F _vibrary vibrary");
}
