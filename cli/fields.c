#include "fields.h"

#include "command.h"
#include "talk.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

cli_option cli_fields_option(cli_list *fields)
{
    return (cli_option){ 0, "set", CLI_LIST, fields, "KEY=VALUE",
                         "give them this field; any number of times" };
}

/* Whether the first n letters are a word that fields may not have. */
static bool is_computed(const char *pair, size_t n)
{
    char *key = cli_format("%.*s", (int)n, pair);
    bool found = vib_field_is_computed(key);

    free(key);
    return found;
}

int cli_fields_read(const cli_list *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        const char *equals = strchr(fields->item[i], '=');

        if (!equals || equals == fields->item[i]) {
            cli_error("option --set takes KEY=VALUE, not '%s'",
                      fields->item[i]);
            return CLI_MISUSE;
        }
        if (strcasecmp(fields->item[i], VIB_KEY_TAG "=") == 0) {
            cli_error("option --set %s: a tag cannot be empty",
                      fields->item[i]);
            return CLI_MISUSE;
        }
        if (is_computed(fields->item[i], (size_t)(equals - fields->item[i]))) {
            cli_error("option --set %s: this is worked out of each spectrum "
                      "and cannot be set", fields->item[i]);
            return CLI_MISUSE;
        }
    }
    return CLI_GO;
}

/* Of tags there are any number, of other fields one. */
static int set(vib_spectrum *spectrum, const char *pair)
{
    const char *equals = strchr(pair, '=');
    char *key = cli_copy(pair);
    int rc;

    key[equals - pair] = '\0';
    rc = strcasecmp(key, VIB_KEY_TAG) == 0
             ? vib_spectrum_add(spectrum, key, equals + 1)
             : vib_spectrum_set(spectrum, key, equals + 1);
    free(key);
    return rc;
}

int cli_fields_apply(const cli_list *fields, vib_spectrum *spectrum)
{
    int rc = VIB_OK;

    for (size_t i = 0; i < fields->count && rc == VIB_OK; i++)
        rc = set(spectrum, fields->item[i]);
    return rc;
}
