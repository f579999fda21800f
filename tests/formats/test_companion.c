#include "companion.h"
#include "parse.h"

#include <stdlib.h>

static void expect(char *name, const char *wanted)
{
    if (wanted)
        cr_expect(name && strcmp(name, wanted) == 0, "%s", name);
    else
        cr_expect_null(name, "%s", name);
    free(name);
}

Test(companion, is_named_after_its_leader)
{
    expect(vib_companion_name("a/lib.hdr", 0), "a/lib.sli");
    expect(vib_companion_name("a/LIB.HDR", 0), "a/LIB.SLI");
    expect(vib_companion_name("a/lib.sli.hdr", 0), "a/lib.sli");
    expect(vib_companion_name("a/lib.hdr", 1), "a/lib.dat");
    expect(vib_companion_name("a/lib.hdr", 4), NULL);
    expect(vib_companion_name("a/map.img.hdr", 0), "a/map.img");
    expect(vib_companion_name("a/map.img.hdr", 1), NULL);
    expect(vib_companion_name("n (Header).txt", 1), "n (Y-Axis).txt");
    expect(vib_companion_name("n_Header.txt", 0), "n_X-Axis.txt");
    expect(vib_companion_name(".hdr", 0), NULL);
    expect(vib_companion_name("a.csv", 0), NULL);
}

Test(companion, may_have_more_than_one_leader)
{
    expect(vib_leader_name("lib.sli", 0), "lib.sli.hdr");
    expect(vib_leader_name("lib.sli", 1), "lib.hdr");
    expect(vib_leader_name("lib.sli", 2), NULL);
    expect(vib_leader_name("n (Y-Axis).txt", 0), "n (Header).txt");
    expect(vib_leader_name("Y-Axis.txt", 0), NULL);
}
