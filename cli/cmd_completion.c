#include "completion.h"

#include "command.h"
#include "talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

cli_filling cli_option_filling(const cli_option *option)
{
    switch (option->kind) {
    case CLI_CHOICE:
        return CLI_FILL_WORDS;
    case CLI_COUNT:
    case CLI_SEED:
    case CLI_NUMBER:
        return CLI_FILL_FREE;
    default:
        return CLI_FILL_FILES;
    }
}

/* The names of all commands, "a|b|c". */
static const char *command_words(void)
{
    static char words[512];
    const cli_command *command;
    size_t used = 0;

    for (size_t i = 0; (command = cli_command_at(i)); i++)
        used += (size_t)snprintf(words + used, sizeof words - used, "%s%s",
                                 i ? "|" : "", command->name);
    return words;
}

const char *cli_operand_words(const cli_usage *usage)
{
    const char *operands = usage->operands;

    if (!operands || strcmp(operands, "[COMMAND]") == 0)
        return command_words();
    /* "bash|zsh": words in small letters, no name of what the user has */
    if (strspn(operands, "abcdefghijklmnopqrstuvwxyz|") == strlen(operands))
        return operands;
    return NULL;
}

void cli_put_words(const char *words)
{
    for (; *words; words++)
        putchar(*words == '|' ? ' ' : *words);
}

void cli_put_quoted(const char *text, const char *special)
{
    for (; *text; text++) {
        if (*text == '\'') {
            fputs("'\\''", stdout);
            continue;
        }
        if (strchr(special, *text))
            putchar('\\');
        putchar(*text);
    }
}

int cmd_completion(int argc, char **argv)
{
    static void (*const writers[])(void) = {
        cli_complete_bash, cli_complete_zsh, cli_complete_fish };
    static const char shells[] = "bash|zsh|fish";
    const cli_usage usage = {
        .command = "completion",
        .operands = shells,
        .about = "Write what lets a shell complete commands and options. "
                 "Where Vibrary is\ninstalled for all users it is in place; "
                 "else put it where your shell looks.",
        .examples =
            "vibrary completion bash >"
            "~/.local/share/bash-completion/completions/vibrary\n"
            "vibrary completion zsh >~/.zfunc/_vibrary\n"
            "vibrary completion fish >~/.config/fish/completions/"
            "vibrary.fish\n",
        .least = 1,
        .most = 1,
        .needs_nothing = true,
    };
    cli_operands operands;
    int which;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc != CLI_GO)
        return rc;
    if (!cli_choice_of(&which, operands.item[0], shells)) {
        cli_error("completion takes %s, not '%s'", shells, operands.item[0]);
        return CLI_MISUSE;
    }
    writers[which]();
    return CLI_DONE;
}
