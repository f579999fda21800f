#include "command.h"
#include "config.h"
#include "help.h"
#include "options.h"
#include "vibrary.h"

#include <stdio.h>
#include <string.h>

/* Text as roff takes it: no character of it is an instruction, and a dash is
 * one that can be copied into a shell. */
static void put_text(const char *text)
{
    bool line_begins = true;

    for (; *text; text++) {
        if (line_begins && (*text == '.' || *text == '\''))
            fputs("\\&", stdout);
        line_begins = *text == '\n';
        switch (*text) {
        case '\\': fputs("\\e", stdout); break;
        case '-': fputs("\\-", stdout); break;
        case '^': fputs("\\(ha", stdout); break;
        case '~': fputs("\\(ti", stdout); break;
        case '\'': fputs("\\(aq", stdout); break;
        case '`': fputs("\\(ga", stdout); break;
        default: putchar(*text);
        }
    }
}

static void put_examples(const char *lines)
{
    puts(".PP\n.EX");
    put_text(lines);
    puts(".EE");
}

static void put_option(const cli_option *option)
{
    printf(".TP\n");
    if (option->letter)
        printf("\\fB\\-%c\\fR%s", option->letter, option->name ? ", " : "");
    if (option->name) {
        printf("\\fB");
        put_text("--");
        put_text(option->name);
        printf("\\fR");
    }
    if (option->argument) {
        printf(" \\fI");
        for (const char *p = option->argument; *p; p++) {
            put_text((const char[]){ *p, '\0' });
            if (*p == '|')
                printf("\\:"); /* a line may end here */
        }
        printf("\\fR");
    }
    putchar('\n');
    put_text(option->help);
    putchar('\n');
}

/* The options that are the command's, not every one's. */
static void put_own_options(const cli_usage *usage)
{
    for (size_t i = 0; i < usage->option_count + usage->shared_count; i++)
        put_option(cli_option_at(usage, i));
}

static void put_command(const cli_usage *usage, void *context)
{
    (void)context;
    printf(".SS vibrary %s\n\\fBvibrary %s\\fR [\\fIoptions\\fR]%s",
           usage->command, usage->command, *usage->operands ? " \\fI" : "");
    put_text(usage->operands);
    printf("%s\n.PP\n", *usage->operands ? "\\fR" : "");
    put_text(usage->about);
    putchar('\n');
    put_own_options(usage);
    put_examples(usage->examples);
}

static void put_settings(void)
{
    const cli_option *setting;

    printf(".SH FILES\n.TP\n");
    put_text(CLI_CONFIG_PLACE);
    puts("\nWhat is set for all commands: lines of the form\n"
         ".IR key \" = \" value .\n"
         "A line that begins with # is passed over. Options win.\n.RS");
    for (size_t i = 0; (setting = cli_setting_at(i)); i++) {
        printf(".TP\n\\fB%s\\fR = \\fI%s\\fR\n", setting->name,
               setting->argument);
        put_text(setting->help);
        putchar('\n');
    }
    puts(".RE\n.PP\n"
         "A library or file that is really named @ is written ./@ instead.");
}

static void put_page(void)
{
    static const cli_usage none = { .command = "" };
    const cli_option *option;

    printf(".\\\" made by 'vibrary manual'\n"
           ".TH VIBRARY 1 \"\" \"Vibrary %s\" \"User Commands\"\n"
           ".ad l\n.nh\n"
           ".SH NAME\nvibrary \\- search libraries of Raman and infrared "
           "spectra\n.SH SYNOPSIS\n"
           "\\fBvibrary\\fR \\fICOMMAND\\fR [\\fIoptions\\fR] ...\n"
           ".SH DESCRIPTION\n", vib_version());
    put_text(CLI_PURPOSE);
    puts("\nA library is a folder of reference spectra, which files, folders "
         "and archives are\nadded to.");
    put_examples(CLI_FIRST_STEPS);
    puts(".SH OPTIONS\nThese every command has; they may also stand before "
         "it.");
    for (size_t i = 0; (option = cli_option_at(&none, i)); i++)
        put_option(option);
    puts(".SH COMMANDS");
    cli_each_usage(put_command, NULL);
    put_settings();
    puts(".SH EXIT STATUS\n"
         ".TP\n0\nAll was done.\n"
         ".TP\n1\nIt could not be done, or not all of it; standard error says "
         "why.\n"
         ".TP\n2\nThe command line is wrong.\n"
         ".TP\n130\nThe user interrupted it.\n"
         ".SH ENVIRONMENT\n"
         ".TP\nXDG_CONFIG_HOME\nThe folder used instead of \\(ti/.config, when "
         "it is an absolute path.\n"
         ".TP\nCOLUMNS\nHow wide tables and pictures on a terminal are.\n"
         ".TP\nNO_COLOR\nWhen set: no colours on a terminal.");
}

int cmd_manual(int argc, char **argv)
{
    static const cli_usage usage = {
        .command = "manual",
        .operands = "",
        .about = "Write the manual page, of all commands.",
        .examples = "vibrary manual | man -l -\n",
        .needs_nothing = true,
    };
    cli_operands operands;
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc != CLI_GO)
        return rc;
    put_page();
    return CLI_DONE;
}
