#include "companion.h"

#include "memory.h"
#include "status.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* Endings, of the leader and of its companions. A leader has the first row
 * whose ending it has. */
static const struct {
    const char *leader, *companions[VIB_COMPANIONS];
} families[] = {
    { ".sli.hdr", { ".sli" } },
    { ".dat.hdr", { ".dat" } },
    { ".img.hdr", { ".img" } },
    { ".raw.hdr", { ".raw" } },
    { ".hdr", { ".sli", ".dat", ".img", ".raw" } },
    { "(Header).txt", { "(X-Axis).txt", "(Y-Axis).txt" } },
    { "_Header.txt", { "_X-Axis.txt", "_Y-Axis.txt" } },
};
enum { FAMILIES = sizeof families / sizeof *families };

/* Does `name` have this ending, and something before it? */
static bool has_ending(const char *name, const char *ending)
{
    size_t n = strlen(name), length = strlen(ending);

    return n > length && strcasecmp(name + n - length, ending) == 0;
}

/* `name` with another ending, in capitals where it had them. */
static char *with_ending(const char *name, const char *old, const char *ending)
{
    size_t stem = strlen(name) - strlen(old), n = strlen(ending);
    char last = name[strlen(name) - 1];
    char *made = vib_new(stem + n + 1, 1);

    if (!made)
        return NULL;
    memcpy(made, name, stem);
    memcpy(made + stem, ending, n);
    for (size_t i = stem; i < stem + n && last >= 'A' && last <= 'Z'; i++)
        if (made[i] >= 'a' && made[i] <= 'z')
            made[i] = (char)(made[i] - 'a' + 'A');
    return made;
}

char *vib_companion_name(const char *leader, size_t k)
{
    for (size_t i = 0; i < FAMILIES; i++)
        if (has_ending(leader, families[i].leader))
            return k < VIB_COMPANIONS && families[i].companions[k]
                       ? with_ending(leader, families[i].leader,
                                     families[i].companions[k])
                       : NULL;
    return NULL;
}

char *vib_leader_name(const char *companion, size_t k)
{
    for (size_t i = 0; i < FAMILIES; i++)
        for (size_t j = 0; j < VIB_COMPANIONS; j++) {
            const char *ending = families[i].companions[j];

            if (ending && has_ending(companion, ending) && k-- == 0)
                return with_ending(companion, ending, families[i].leader);
        }
    return NULL;
}

static bool is_file(const char *path)
{
    struct stat facts;

    return stat(path, &facts) == 0 && S_ISREG(facts.st_mode);
}

int vib_companions_map(vib_blob *blob)
{
    char *name;
    int status = VIB_OK;

    for (size_t k = 0; status == VIB_OK &&
                       (name = vib_companion_name(blob->path, k)) != NULL;
         k++) {
        vib_blob companion = VIB_BLOB_INIT;

        if (is_file(name))
            status = vib_blob_map(&companion, name);
        if (status == VIB_OK && companion.path)
            status = vib_blob_join(blob, &companion);
        free(name);
    }
    return status;
}

char *vib_leader_on_disk(const char *path)
{
    char *name;

    for (size_t k = 0; (name = vib_leader_name(path, k)) != NULL; k++) {
        if (is_file(name))
            return name;
        free(name);
    }
    return NULL;
}
