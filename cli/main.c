/* main.c - the tool: finds the command and runs it. */
#include "command.h"
#include "help.h"
#include "options.h"
#include "place.h"
#include "talk.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
    const cli_command *wanted;

    if (argc < 1) {
        cli_error("no command; 'vibrary help' lists them");
        return CLI_MISUSE;
    }
    if (strcmp(argv[0], "--version") == 0) {
        printf("vibrary %s\n", vib_version());
        return CLI_DONE;
    }
    if (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0)
        return cli_help_all();
    wanted = cli_find_command(argv[0]);
    if (!wanted)
        return CLI_MISUSE;
    if (wanted->run == cmd_add && is_moment(argc, argv))
        cli_settings.threads = 1; /* others would take longer to start */
    else if (wanted->long_work)
        wait_passively(whole);
    return wanted->run(argc, argv);
}

/* A stream that was closed, as some daemons start what they run, would be the
 * number of the next file that is opened: a library, and what is told would be
 * written into it. What is put there fails just as a closed one does. */
static void fill_closed_streams(void)
{
    static const int modes[] = { O_WRONLY, O_RDONLY, O_RDONLY };

    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
            _exit(CLI_FAILED);
}

int main(int argc, char **argv)
{
    int used = 0;
    int rc;

    fill_closed_streams();
    setlocale(LC_CTYPE, ""); /* for the width of characters */
    signal(SIGPIPE, SIG_DFL); /* nobody reads: end, quietly */
    signal(SIGXFSZ, SIG_IGN); /* a file too large: a write that fails */
    rc = cli_parse_leading(&used, argc - 1, argv + 1);
    if (rc != CLI_GO)
        return rc;
    return finish(dispatch(argc - 1 - used, argv + 1 + used, argv));
}
