#include "blob.h"
#include "parse.h"
#include "scratch.h"

#include <archive.h>
#include <archive_entry.h>
#include <unistd.h>

TestSuite(archive, .init = scratch_make, .fini = scratch_remove);

typedef struct member {
    const char *name, *text; /* no text: a folder */
} member;

static const member usual[] = {
    { "u/", NULL },
    { "u/b.csv", "1,2\n2,3\n" },
    { "u/a.csv", "x,p,q\n1,2,3\n2,3,4\n" },
    { "u/.hidden", "1 2\n2 3\n" },
    { "__MACOSX/x", "1 2\n2 3\n" },
    { "readme", "nothing to see\n" },
    { "c.csv", "1 2\n2 3\n" },
};
enum { USUAL = sizeof usual / sizeof *usual };

static void put_member(struct archive *out, const member *m, size_t repeats)
{
    struct archive_entry *entry = archive_entry_new();
    size_t n = m->text ? strlen(m->text) : 0;

    archive_entry_set_pathname(entry, m->name);
    archive_entry_set_filetype(entry, m->text ? AE_IFREG : AE_IFDIR);
    archive_entry_set_perm(entry, 0755);
    archive_entry_set_size(entry, (la_int64_t)(n * repeats));
    cr_assert_eq(archive_write_header(out, entry), ARCHIVE_OK);
    for (size_t i = 0; i < repeats && n > 0; i++)
        cr_assert_eq(archive_write_data(out, m->text, n), (la_ssize_t)n);
    archive_entry_free(entry);
}

/* Write an archive of the format and filter that libarchive calls so. */
static const char *put_archive(const char *name, int format, int filter,
                               const member *members, size_t count)
{
    struct archive *out = archive_write_new();
    const char *path = scratch_path(name);

    cr_assert_eq(archive_write_set_format(out, format), ARCHIVE_OK);
    cr_assert_eq(archive_write_add_filter(out, filter), ARCHIVE_OK);
    cr_assert_eq(archive_write_open_filename(out, path), ARCHIVE_OK);
    for (size_t i = 0; i < count; i++)
        put_member(out, &members[i], 1);
    cr_assert_eq(archive_write_close(out), ARCHIVE_OK);
    archive_write_free(out);
    return path;
}

/* The sources of all spectra behind the archive's path, "!" for a failure. */
static void list(char out[500], const char *path)
{
    vib_reader *reader = NULL;
    vib_spectrum s = VIB_SPECTRUM_INIT;
    size_t at = 0;
    int status;

    out[0] = '\0';
    cr_assert_eq(vib_reader_open(&reader, &path, 1), VIB_OK);
    while ((status = vib_reader_next(&s, reader)) != 0) {
        if (status > 0)
            cr_assert_eq(strncmp(field(&s, "source"), path, strlen(path)), 0);
        at += (size_t)snprintf(out + at, 500 - at, "%s ", status < 0 ? "!"
                               : field(&s, "source") + strlen(path));
        vib_spectrum_release(&s);
    }
    vib_reader_close(reader);
}

Test(archive, reads_members_of_all_kinds_of_archive)
{
    static const struct {
        const char *name;
        int format, filter;
    } kinds[] = {
        { "a.zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE },
        { "a.7z", ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE },
        { "a.tar", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_NONE },
        { "a.tar.gz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP },
        { "a.tar.zst", ARCHIVE_FORMAT_TAR_GNUTAR, ARCHIVE_FILTER_ZSTD },
        { "a.tar.xz", ARCHIVE_FORMAT_TAR_PAX_RESTRICTED, ARCHIVE_FILTER_XZ },
        { "not_its_name.txt", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char got[500];

        list(got, put_archive(kinds[i].name, kinds[i].format, kinds[i].filter,
                              usual, USUAL));
        if (kinds[i].format == ARCHIVE_FORMAT_7ZIP)
            cr_expect(strstr(got, ":u/b.csv :u/a.csv#0 :u/a.csv#1 ! :c.csv"),
                      "%s: %s", kinds[i].name, got);
        else
            cr_expect_str_eq(got, ":u/b.csv :u/a.csv#0 :u/a.csv#1 ! :c.csv ",
                             "%s: %s", kinds[i].name, got);
    }
}

Test(archive, keeps_the_path_of_one_compressed_file)
{
    static const int filters[] = { ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD,
                                   ARCHIVE_FILTER_BZIP2 };
    static const member one[] = { { "x", "1 2\n2 3\n" } };

    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        vib_spectrum s = VIB_SPECTRUM_INIT;
        const char *path = put_archive("quartz.txt.gz", ARCHIVE_FORMAT_RAW,
                                       filters[i], one, 1);

        cr_assert_eq(vib_spectrum_load(&s, path), VIB_OK, "%s",
                     vib_last_error());
        cr_expect_str_eq(field(&s, "source"), path);
        cr_expect_str_eq(field(&s, "name"), "quartz");
        vib_spectrum_release(&s);
    }
}

Test(archive, reads_members_with_names_that_are_not_ascii)
{
    static const member one[] = { { "gr\xc3\xbcn/caf\xc3\xa9.txt",
                                    "1 2\n2 3\n" } };
    char got[500];

    list(got, put_archive("a.tar", ARCHIVE_FORMAT_TAR_USTAR,
                          ARCHIVE_FILTER_NONE, one, 1));
    cr_assert_str_eq(got, ":gr\xc3\xbcn/caf\xc3\xa9.txt ");
}

Test(archive, refuses_office_files_once)
{
    static const member parts[] = { { "[Content_Types].xml", "<Types/>" },
                                    { "xl/workbook.xml", "<a/>" } };
    char got[500];

    list(got, put_archive("a.xlsx", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                          parts, 2));
    cr_assert_str_eq(got, "! ");
    cr_assert_mentions(vib_last_error(), "office file");
}

Test(archive, refuses_an_archive_inside_an_archive)
{
    static const member nested[] = { { "b.gz", "\x1f\x8b\x08 and so on" },
                                     { "c.txt", "1 2\n2 3\n" } };
    char got[500];

    list(got, put_archive("a.tar", ARCHIVE_FORMAT_TAR_USTAR,
                          ARCHIVE_FILTER_NONE, nested, 2));
    cr_assert_str_eq(got, "! :c.txt ");
}

Test(archive, says_that_it_is_empty)
{
    char got[500];

    list(got, put_archive("a.zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE,
                          usual, 1));
    cr_assert_str_eq(got, "! ");
    cr_assert_mentions(vib_last_error(), "without any file");
}

/* Cut an archive after n bytes and read what is left. */
static void read_cut(const char *name, int format, int filter)
{
    char got[500];
    const char *path = put_archive(name, format, filter, usual, USUAL);
    FILE *file = fopen(path, "rb");
    long size;

    cr_assert(file);
    fseek(file, 0, SEEK_END);
    size = ftell(file);
    fclose(file);
    for (long n = size - 1; n >= 0; n -= 1 + size / 40) {
        cr_assert_eq(truncate(path, n), 0);
        list(got, path);
        cr_expect(n > size - 2000 || strchr(got, '!'), "%s at %ld: %s", name,
                  n, got);
    }
}

Test(archive, survives_being_cut_anywhere)
{
    read_cut("a.zip", ARCHIVE_FORMAT_ZIP, ARCHIVE_FILTER_NONE);
    read_cut("a.7z", ARCHIVE_FORMAT_7ZIP, ARCHIVE_FILTER_NONE);
    read_cut("a.tar.gz", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_GZIP);
    read_cut("a.tar", ARCHIVE_FORMAT_TAR_USTAR, ARCHIVE_FILTER_NONE);
}

Test(archive, refuses_a_member_that_unpacks_to_too_much)
{
    struct archive *out = archive_write_new();
    const char *path = scratch_path("bomb.tar");
    struct archive_entry *entry = archive_entry_new();
    vib_spectrum s = VIB_SPECTRUM_INIT;

    archive_write_set_format_ustar(out);
    cr_assert_eq(archive_write_open_filename(out, path), ARCHIVE_OK);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_pathname(entry, "x");
    archive_entry_set_size(entry, (la_int64_t)VIB_BLOB_MOST + 1);
    cr_assert_eq(archive_write_header(out, entry), ARCHIVE_OK);
    archive_entry_free(entry);
    archive_write_free(out);
    cr_assert_eq(vib_spectrum_load(&s, path), VIB_BAD_DATA);
    cr_assert_mentions(vib_last_error(), "unpacks to more than 1024 MiB");
}

/* Members of empty lines, of `size` bytes each. */
static const char *put_lines(const char *name, int filter, size_t count,
                             size_t size)
{
    static char lines[1 << 12];
    static const member blank = { "x", lines };
    struct archive *out = archive_write_new();
    const char *path = scratch_path(name);

    memset(lines, '\n', sizeof lines - 1);
    archive_write_set_format_ustar(out);
    cr_assert_eq(archive_write_add_filter(out, filter), ARCHIVE_OK);
    cr_assert_eq(archive_write_open_filename(out, path), ARCHIVE_OK);
    for (size_t i = 0; i < count; i++)
        put_member(out, &blank, size / (sizeof lines - 1));
    cr_assert_eq(archive_write_close(out), ARCHIVE_OK);
    archive_write_free(out);
    return path;
}

Test(archive, refuses_what_unpacks_to_many_times_its_size)
{
    static const int filters[] = { ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_BZIP2,
                                   ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD };

    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        vib_spectrum s = VIB_SPECTRUM_INIT;
        const char *path = put_lines("small", filters[i], 1, 2000000);

        cr_assert_eq(vib_spectrum_load(&s, path), VIB_BAD_DATA);
        cr_assert_mentions(vib_last_error(), "24 times its archive");
    }
}

/* Each of a hundred is small enough, all of them are not. */
Test(archive, stops_at_members_that_together_unpack_to_too_much)
{
    const char *path = put_lines("many", ARCHIVE_FILTER_ZSTD, 100, 1000000);
    vib_reader *reader = NULL;
    vib_spectrum s = VIB_SPECTRUM_INIT;
    size_t refused = 0;

    cr_assert_eq(vib_reader_open(&reader, &path, 1), VIB_OK);
    while (vib_reader_next(&s, reader) < 0)
        refused++;
    vib_reader_close(reader);
    cr_expect(refused > 60 && refused < 80, "%zu", refused);
    cr_assert_mentions(vib_last_error(), "1032 times its size");
}

/* Two bytes say that this one is to be unpacked with 155 MiB. */
Test(archive, refuses_compressions_of_zip_that_ask_for_memory)
{
    static const uint8_t bytes[] =
        "PK\3\4\x3f\0\0\0\x62\0\0\0\0\0\0\0\0\0\x0a\0\0\0\x64\0\0\0"
        "\5\0\0\0"
        "b.txt"
        "\xa5\x09and so on";
    const char *path = scratch_path("ppmd.zip");
    FILE *file = fopen(path, "wb");
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert(file);
    cr_assert_eq(fwrite(bytes, sizeof bytes - 1, 1, file), 1);
    fclose(file);
    cr_assert_eq(vib_spectrum_load(&s, path), VIB_BAD_DATA);
    cr_assert_mentions(vib_last_error(), "ppmd");
    cr_assert_mentions(vib_last_error(), "deflate");
}

Test(archive, refuses_a_file_that_is_too_large)
{
    const char *path = scratch_path("large.txt");
    FILE *file = fopen(path, "w");
    vib_spectrum s = VIB_SPECTRUM_INIT;

    cr_assert(file);
    fclose(file);
    cr_assert_eq(truncate(path, (off_t)VIB_BLOB_MOST + 1), 0);
    cr_assert_eq(vib_spectrum_load(&s, path), VIB_BAD_DATA);
    cr_assert_mentions(vib_last_error(), "more than 1024 MiB");
}

Test(archive, brings_files_together_that_belong_together)
{
    static const member three[] = {
        { "u/a (X-Axis).txt", "1\n2\n3\n" },
        { "u/a (Header).txt", "//Exported ASCII-File\n[Header]\nSizeX = 1\n" },
        { "u/b (Y-Axis).txt", "9\n8\n7\n" },
        { "u/a (Y-Axis).txt", "4\n5\n6\n" },
    };
    char sources[500];

    list(sources, put_archive("a.tar", ARCHIVE_FORMAT_TAR_USTAR,
                              ARCHIVE_FILTER_GZIP, three, 4));
    cr_expect_str_eq(sources, ":u/a (Header).txt ! ");
}
