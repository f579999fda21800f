/* command.h - the commands of the tool, and how they end. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "options.h"

/* What a command returns, and so the exit status. */
enum {
    CLI_GO = -1, /* not an exit status: nothing has ended, go on           */
    CLI_DONE = 0,
    CLI_FAILED = 1, /* could not, or not all of it; stderr says why         */
    CLI_MISUSE = 2,
    CLI_STOPPED = 130 /* interrupted, as the shell tells it                 */
};

/* Run a command; argv[0] is its name. */
typedef int cli_run(int argc, char **argv);

cli_run cmd_add, cmd_annotate, cmd_audit, cmd_backup, cmd_check, cmd_compact,
    cmd_completion, cmd_convert, cmd_eval, cmd_export, cmd_help, cmd_index,
    cmd_init, cmd_inspect, cmd_list, cmd_manual, cmd_match, cmd_plot,
    cmd_reencode, cmd_remove, cmd_rename, cmd_report, cmd_search, cmd_show,
    cmd_tag, cmd_train;

typedef struct cli_command {
    const char *name;
    cli_run *run;
    const char *help; /* a few words */
    bool long_work;   /* keeps all cores busy for more than a moment */
} cli_command;

/* The command at `place` of all; NULL: there are no more. */
const cli_command *cli_command_at(size_t place);

/* NULL: there is none of this name, which is told. */
const cli_command *cli_find_command(const char *name);

/* Show the help of the command of this name; the exit status. */
int cli_command_help(const char *name);

/* Give `tell` the usage of every command. Their option tables live in them, so
 * each is asked for its help, which goes to `tell` from now on. */
void cli_each_usage(cli_teller *tell, void *context);

#endif
