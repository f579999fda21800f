/* commands.c - the table of commands. */
#include "command.h"
#include "options.h"
#include "talk.h"

#include <stdlib.h>
#include <string.h>

static const cli_command commands[] = {
    { "init", cmd_init, "make an empty library", false },
    { "add", cmd_add, "add reference spectra to a library", true },
    { "search", cmd_search, "find what an unknown spectrum is like", false },
    { "report", cmd_report, "identify unknowns, as HTML or PDF", false },
    { "match", cmd_match, "search for thousands of spectra", true },
    { "eval", cmd_eval, "measure accuracy on a library's own spectra", true },
    { "train", cmd_train, "train an encoder on unlabelled spectra", true },
    { "list", cmd_list, "list the spectra of a library", false },
    { "show", cmd_show, "show all that is known about a spectrum", false },
    { "plot", cmd_plot, "draw spectra", false },
    { "export", cmd_export, "write spectra, or the encoder, to files", false },
    { "remove", cmd_remove, "delete spectra", false },
    { "rename", cmd_rename, "give spectra another name", false },
    { "tag", cmd_tag, "give spectra tags", false },
    { "annotate", cmd_annotate, "change other metadata of spectra", false },
    { "index", cmd_index, "rebuild the index of a library", true },
    { "reencode", cmd_reencode, "give a library another encoder", true },
    { "audit", cmd_audit, "find duplicates and doubtful names", true },
    { "check", cmd_check, "verify a library, and repair it", true },
    { "compact", cmd_compact, "give back the space of what was removed",
      false },
    { "backup", cmd_backup, "copy a library while it is used", false },
    { "inspect", cmd_inspect, "tell what is in files", false },
    { "convert", cmd_convert, "write spectra of any format to a plain one",
      false },
    { "completion", cmd_completion, "let a shell complete what is typed",
      false },
    { "manual", cmd_manual, "write the manual page", false },
    { "help", cmd_help, "explain a command", false },
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

const cli_command *cli_command_at(size_t place)
{
    return place < COMMAND_COUNT ? &commands[place] : NULL;
}

const cli_command *cli_find_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    const char *near;

    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
        names[i] = commands[i].name;
    }
    near = cli_nearest(name, names, COMMAND_COUNT);
    if (near)
        cli_error("no command '%s'; did you mean '%s'?", name, near);
    else
        cli_error("no command '%s'; 'vibrary help' lists them", name);
    return NULL;
}

static int ask(const cli_command *command)
{
    char *name = cli_copy(command->name);
    char option[] = "--help";
    int rc = command->run(2, (char *[]){ name, option, NULL });

    free(name);
    return rc;
}

int cli_command_help(const char *name)
{
    const cli_command *command = cli_find_command(name);

    return command ? ask(command) : CLI_MISUSE;
}

void cli_each_usage(cli_teller *tell, void *context)
{
    cli_tell_help_to(tell, context);
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        ask(&commands[i]);
}
