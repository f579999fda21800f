/* command.h - the commands of the tool, and how they end. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

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

cli_run cmd_add, cmd_annotate, cmd_backup, cmd_check, cmd_convert, cmd_eval,
    cmd_export, cmd_index, cmd_init, cmd_inspect, cmd_list, cmd_match,
    cmd_plot, cmd_reencode, cmd_remove, cmd_rename, cmd_report, cmd_search,
    cmd_show, cmd_tag, cmd_train;

#endif
