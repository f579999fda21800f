#include "command.h"
#include "edit.h"
#include "options.h"

int cmd_rename(int argc, char **argv)
{
    const char *named = NULL;
    const cli_option options[] = {
        cli_named_option(&named),
    };
    const cli_usage usage = {
        .command = "rename",
        .operands = "LIB [ID...] NAME",
        .about = "Give spectra another name, the compound that a hit says. "
                 "Nothing is measured or\nencoded again. A file that is added "
                 "again under its old name is new to the library.",
        .examples = "vibrary rename minerals.vib 17 18 Quartz\n"
                    "vibrary rename minerals.vib --named Quarz Quartz\n",
        .least = 2,
        .most = SIZE_MAX,
        .options = options,
        .option_count = sizeof options / sizeof *options,
    };
    cli_operands operands;
    vib_edit rename = { VIB_SET_FIELD, VIB_KEY_NAME, NULL };
    int rc = cli_parse(&operands, &usage, argc, argv);

    if (rc != CLI_GO)
        return rc;
    rename.value = operands.item[--operands.count];
    return cli_edit(&operands, named, &rename, 1);
}
