/* main.c - the tool: a table of commands. */
#include "command.h"
#include "options.h"
#include "place.h"
#include "talk.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct command {
    const char *name;
    cli_run *run;
    const char *help;
    bool long_work; /* keeps all cores busy for more than a moment */
} command;

static cli_run run_help;

static const command commands[] = {
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
    { "check", cmd_check, "verify a library, and repair it", true },
    { "backup", cmd_backup, "copy a library while it is used", false },
    { "inspect", cmd_inspect, "tell what is in files", false },
    { "convert", cmd_convert, "write spectra of any format to a plain one",
      false },
    { "help", run_help, "explain a command", false },
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static int show_usage(void)
{
    puts("usage: vibrary COMMAND [options] ...\n\n"
         "Identify Raman and infrared spectra by searching a library.\n\n"
         "commands:");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        printf("  %-10s%s\n", commands[i].name, commands[i].help);
    puts("\noptions of every command:");
    cli_help_common();
    puts("\nexamples:\n"
         "  vibrary init minerals.vib\n"
         "  vibrary add minerals.vib rruff.zip more/\n"
         "  vibrary search minerals.vib unknown.txt\n"
         "\n'vibrary help COMMAND' tells more.");
    return CLI_DONE;
}

static const command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static int unknown_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    const char *near;

    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[i] = commands[i].name;
    near = cli_nearest(name, names, COMMAND_COUNT);
    if (near)
        cli_error("no command '%s'; did you mean '%s'?", name, near);
    else
        cli_error("no command '%s'; 'vibrary help' lists them", name);
    return CLI_MISUSE;
}

static int run_help(int argc, char **argv)
{
    char option[] = "--help";
    const command *wanted;

    if (argc < 2 || strcmp(argv[1], "--help") == 0)
        return show_usage();
    wanted = find_command(argv[1]);
    if (!wanted)
        return unknown_command(argv[1]);
    return wanted->run(2, (char *[]){ argv[1], option, NULL });
}

/* Threads that wait must not keep busy a core that others need. The OpenMP
 * runtime reads its setting only while it is loaded, so the program is started
 * once more, which takes some 10 ms. */
static void wait_passively(char **argv)
{
    char *program;

    if (getenv("OMP_WAIT_POLICY") || setenv("OMP_WAIT_POLICY", "passive", 1))
        return;
    program = cli_own_path();
    if (program)
        execv(program, argv); /* comes back only when it failed */
    free(program);
}

/* Whether what is to be added is a moment's work: files of together less than
 * 256 kB, beside the library, which is a folder. Words that name no file are
 * options, or will be told. */
static bool is_moment(int argc, char **argv)
{
    off_t bytes = 0;
    int folders = 0;

    for (int i = 1; i < argc; i++) {
        struct stat facts;

        if (strcmp(argv[i], "-") == 0)
            return false;
        if (stat(argv[i], &facts) < 0)
            continue;
        folders += S_ISDIR(facts.st_mode);
        bytes += S_ISDIR(facts.st_mode) ? 0 : facts.st_size;
    }
    return folders <= 1 && bytes < 256 << 10;
}

/* The exit status, once all that was written to stdout has arrived there. */
static int finish(int status)
{
    cli_meter_end();
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    cli_error("cannot write to standard output: %s", strerror(errno));
    return CLI_FAILED;
}

/* Run what argv, without the options before it, asks for. */
static int dispatch(int argc, char **argv, char **whole)
{
    const command *wanted;

    if (argc < 1) {
        cli_error("no command; 'vibrary help' lists them");
        return CLI_MISUSE;
    }
    if (strcmp(argv[0], "--version") == 0) {
        printf("vibrary %s\n", vib_version());
        return CLI_DONE;
    }
    if (strcmp(argv[0], "--help") == 0)
        return show_usage();
    wanted = find_command(argv[0]);
    if (!wanted)
        return unknown_command(argv[0]);
    if (wanted->run == cmd_add && is_moment(argc, argv))
        cli_settings.threads = 1; /* others would take longer to start */
    else if (wanted->long_work)
        wait_passively(whole);
    return wanted->run(argc, argv);
}

int main(int argc, char **argv)
{
    int used = 0;
    int rc;

    setlocale(LC_CTYPE, ""); /* for the width of characters */
    signal(SIGPIPE, SIG_DFL); /* nobody reads: end, quietly */
    signal(SIGXFSZ, SIG_IGN); /* a file too large: a write that fails */
    rc = cli_parse_leading(&used, argc - 1, argv + 1);
    if (rc != CLI_GO)
        return rc;
    return finish(dispatch(argc - 1 - used, argv + 1 + used, argv));
}
