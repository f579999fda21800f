#include "parse.h"
#include "scratch.h"

#include <math.h>
#include <sys/stat.h>
#include <unistd.h>

TestSuite(reader, .init = scratch_make, .fini = scratch_remove);

static const char *put_file(const char *name, const char *text)
{
    const char *path = scratch_path(name);
    FILE *file = fopen(path, "w");

    cr_assert(file, "%s", path);
    fputs(text, file);
    fclose(file);
    return path;
}

static const char *put_folder(const char *name)
{
    const char *path = scratch_path(name);

    cr_assert_eq(mkdir(path, 0755), 0);
    return path;
}

/* Everything `paths` give, one after the other: the sources without the
 * scratch folder, "!" for a failure. */
static void list(char out[500], const char *const *paths, size_t count)
{
    vib_reader *reader = NULL;
    vib_spectrum s = VIB_SPECTRUM_INIT;
    size_t at = 0, skip = strlen(scratch) + 1;
    int status;

    cr_assert_eq(vib_reader_open(&reader, paths, count), VIB_OK);
    while ((status = vib_reader_next(&s, reader)) != 0) {
        const char *source = status < 0 ? "" : field(&s, "source");

        at += (size_t)snprintf(out + at, 500 - at, "%s ",
                               status < 0 ? "!"
                               : strncmp(source, scratch, skip - 1) == 0
                                   ? source + skip : source);
        vib_spectrum_release(&s);
    }
    cr_expect_eq(vib_reader_next(&s, reader), 0, "the end is not the end");
    vib_reader_close(reader);
    out[at] = '\0';
}

Test(reader, gives_files_and_their_spectra_in_order)
{
    char got[500];
    const char *paths[3];

    paths[0] = put_file("b.csv", "1,2\n2,3\n");
    paths[1] = put_file("a.csv", "x,p,q\n1,2,3\n2,3,4\n");
    paths[2] = put_file("b2.csv", "1 2\n2 3\n");
    list(got, paths, 3);
    cr_assert_str_eq(got, "b.csv a.csv#0 a.csv#1 b2.csv ");
}

Test(reader, walks_folders_in_name_order)
{
    char got[500];
    const char *paths[1];

    put_folder("in");
    put_folder("in/b");
    put_file("in/b/2.txt", "1 2\n2 3\n");
    put_file("in/b/1.txt", "1 2\n2 3\n");
    put_file("in/c.txt", "1 2\n2 3\n");
    put_file("in/a.txt", "1 2\n2 3\n");
    put_file("in/.hidden", "1 2\n2 3\n");
    paths[0] = scratch_path("in");
    list(got, paths, 1);
    cr_assert_str_eq(got, "in/a.txt in/b/1.txt in/b/2.txt in/c.txt ");
}

Test(reader, keeps_failures_in_their_place_and_goes_on)
{
    char got[500];
    const char *paths[5];

    paths[0] = put_file("a.txt", "1 2\n2 3\n");
    paths[1] = put_file("b.txt", "nothing to see\n");
    paths[2] = put_file("c.txt", "1 2\n2 3\n");
    paths[3] = "/nowhere/at/all";
    paths[4] = paths[0];
    list(got, paths, 5);
    cr_assert_str_eq(got, "a.txt ! c.txt ! a.txt ");
}

Test(reader, names_the_file_that_failed)
{
    const char *path = put_file("bad.txt", "##NAMES=A\n1, 2\nx\n");
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert_eq(vib_spectrum_load(&s, path), VIB_BAD_DATA);
    cr_assert_mentions(vib_last_error(), "bad.txt: line 3: ");
    cr_assert_eq(vib_spectrum_load(&s, "/nowhere"), VIB_NOT_FOUND);
    cr_assert_mentions(vib_last_error(), "/nowhere");
}

Test(reader, is_not_caught_in_loops_of_links)
{
    char got[500];
    const char *paths[1];

    put_folder("in");
    put_file("in/a.txt", "1 2\n2 3\n");
    cr_assert_eq(symlink(".", scratch_path("in/b")), 0);
    cr_assert_eq(symlink("..", scratch_path("in/c")), 0);
    cr_assert_eq(symlink("a.txt", scratch_path("in/d.txt")), 0);
    cr_assert_eq(symlink("e.txt", scratch_path("in/e.txt")), 0);
    paths[0] = scratch_path("in");
    list(got, paths, 1);
    cr_assert_str_eq(got, "in/a.txt in/d.txt ! ");
}

Test(reader, gives_up_on_folders_that_are_too_deep)
{
    char path[4096], got[500];
    const char *paths[1];
    int n;

    paths[0] = put_folder("in");
    n = snprintf(path, sizeof path, "%s", paths[0]);
    for (int i = 0; i < 70; i++) {
        n += snprintf(path + n, sizeof path - (size_t)n, "/d");
        cr_assert_eq(mkdir(path, 0755), 0);
    }
    list(got, paths, 1);
    cr_assert_str_eq(got, "! ");
    cr_assert_mentions(vib_last_error(), "more than 64 deep");
}

Test(reader, says_that_a_folder_is_empty)
{
    const char *path = put_folder("in");
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert_eq(vib_spectrum_load(&s, path), VIB_NOT_FOUND);
    cr_assert_mentions(vib_last_error(), "without any file");
}

Test(reader, reads_standard_input_and_pipes)
{
    static const char text[] = "1 2\n2 3\n";
    vib_spectrum s = VIB_SPECTRUM_INIT;
    int ends[2];

    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(write(ends[1], text, sizeof text - 1), sizeof text - 1);
    close(ends[1]);
    cr_assert(dup2(ends[0], STDIN_FILENO) >= 0);
    cr_assert_eq(vib_spectrum_load(&s, "-"), VIB_OK, "%s", vib_last_error());
    cr_expect_eq(s.n, 2);
    cr_expect_str_eq(field(&s, "source"), "-");
    vib_spectrum_release(&s);
    close(ends[0]);
}

Test(reader, takes_from_the_file_name_what_the_file_does_not_say)
{
    static const struct {
        const char *file, *name, *technique, *laser, *specimen;
    } cases[] = {
        { "Adamite__R040130-3__Raman__514__0__ccw__Raman_Data__12119.txt",
          "Adamite", "raman", "514", "R040130" },
        { "AllaniteCe__R080044-1__Infrared__Infrared_Data__1014.txt",
          "AllaniteCe", "infrared", "", "R080044" },
        { "Anatase__R060277__Broad_Scan____0__unoriented__Raman_Data.txt",
          "Anatase", "raman", "", "R060277" },
        { "VLFR_01-LDPE_bio_Raman_46e5.csv", "VLFR_01-LDPE_bio_Raman_46e5",
          "raman", "", "" },
        { "LCG_08-PLA_nobio_ATR_d7.csv", "LCG_08-PLA_nobio_ATR_d7",
          "infrared", "", "" },
        { "quartz.v2.csv", "quartz.v2", "", "", "" },
        { "noending", "noending", "", "", "" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        vib_spectrum s = VIB_SPECTRUM_INIT;
        const char *path = put_file(cases[i].file, "1 2\n2 3\n");

        cr_assert_eq(vib_spectrum_load(&s, path), VIB_OK);
        cr_expect_str_eq(field(&s, "name"), cases[i].name);
        cr_expect_str_eq(field(&s, "technique"), cases[i].technique);
        cr_expect_str_eq(field(&s, "laser"), cases[i].laser);
        cr_expect_str_eq(field(&s, "specimen"), cases[i].specimen);
        vib_spectrum_release(&s);
    }
}

Test(reader, gives_the_same_at_any_number_of_threads)
{
    char got[2][500];
    const char *paths[1];

    put_folder("in");
    for (int i = 0; i < 30; i++) {
        char name[32], text[64];

        snprintf(name, sizeof name, "in/%02d", i);
        snprintf(text, sizeof text, i % 7 == 3 ? "none\n" : "1 %d\n2 3\n", i);
        put_file(name, text);
    }
    paths[0] = scratch_path("in");
    vib_set_threads(1);
    list(got[0], paths, 1);
    vib_set_threads(4);
    list(got[1], paths, 1);
    vib_set_threads(0);
    cr_assert_str_eq(got[0], got[1]);
    cr_assert(strchr(got[0], '!'));
}

Test(reader, can_be_closed_before_the_end)
{
    vib_reader *reader = NULL;
    vib_spectrum s = VIB_SPECTRUM_INIT;
    const char *path = put_file("a.csv", "x,p,q\n1,2,3\n2,3,4\n");

    cr_assert_eq(vib_reader_open(&reader, &path, 1), VIB_OK);
    cr_assert_eq(vib_reader_next(&s, reader), 1);
    vib_spectrum_release(&s);
    vib_reader_close(reader);
    vib_reader_close(NULL);
}

Test(reader, tells_how_far_it_is)
{
    const char *paths[] = { put_folder("d") };
    vib_reader *reader = NULL;
    vib_spectrum s = VIB_SPECTRUM_INIT;

    put_file("d/a.txt", "1 1 1\n2 2 2\n3 3 3\n");
    put_file("d/b.txt", "1 1 1\n2 2 2\n3 3 3\n");
    cr_assert_eq(vib_reader_open(&reader, paths, 1), VIB_OK);
    for (int i = 1; i <= 4; i++) {
        cr_assert_eq(vib_reader_next(&s, reader), 1);
        cr_expect_float_eq(vib_reader_share(reader), i / 4.0, 1e-9, "%d", i);
        vib_spectrum_release(&s);
    }
    vib_reader_close(reader);
}

Test(reader, cannot_tell_how_long_a_pipe_is)
{
    const char *paths[] = { "-" };
    vib_reader *reader = NULL;

    cr_assert_eq(vib_reader_open(&reader, paths, 1), VIB_OK);
    cr_expect(isnan(vib_reader_share(reader)));
    vib_reader_close(reader);
}
