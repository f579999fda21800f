/* Each kind of doubt is found where it was planted and nowhere else, and the
 * real ones in the shared data folder. */
#include "scene.h"

struct doubts {
    size_t n;
    size_t of[VIB_DOUBTS];
    vib_doubt last[VIB_DOUBTS]; /* without its texts */
    int stop;
};

static void keep(const vib_doubt *doubt, void *payload)
{
    struct doubts *doubts = payload;

    doubts->n++;
    doubts->of[doubt->kind]++;
    doubts->last[doubt->kind] = *doubt;
}

static int progress(size_t done, size_t total, const char *line,
                    void *payload)
{
    struct doubts *doubts = payload;

    (void)line;
    cr_expect_leq(done, total);
    return doubts->stop;
}

static struct doubts audit(const vib_db *db)
{
    struct doubts doubts = { .n = 0 };
    vib_audit how = VIB_AUDIT_DEFAULT;
    size_t found = 99;

    how.near = 0.999f; /* made spectra are more alike than real ones */
    how.report = keep;
    how.progress = progress;
    how.payload = &doubts;
    OK(vib_db_audit(&found, db, &how));
    cr_expect_eq(found, doubts.n);
    return doubts;
}

/* Exactly one doubt, of this kind, about these two. */
static void expect_only(const vib_db *db, vib_doubt_kind kind, uint64_t a,
                        uint64_t b)
{
    struct doubts doubts = audit(db);

    cr_expect_eq(doubts.n, 1, "%zu doubts", doubts.n);
    cr_expect_eq(doubts.of[kind], 1);
    cr_expect_eq(doubts.last[kind].id[0], a);
    if (b)
        cr_expect_eq(doubts.last[kind].id[1], b);
}

Test(audit, nothing_is_said_of_a_sound_library_or_an_empty_one)
{
    struct scene scene;

    scene_begin(&scene);
    cr_expect_eq(audit(scene.db).n, 0);
    scene_fill(scene.db, 12, 4);
    cr_expect_eq(audit(scene.db).n, 0);
    scene_end(&scene);
}

Test(audit, the_same_points_under_two_names_are_found)
{
    struct scene scene;

    scene_begin(&scene);
    scene_fill(scene.db, 12, 4);
    scene_add(scene.db, scene_named(7, 1, "seventh", "T"));
    cr_expect_eq(audit(scene.db).of[VIB_SAME_POINTS_NAMES], 1);
    cr_expect_eq(audit(scene.db).last[VIB_SAME_POINTS_NAMES].id[0], 25);
    cr_expect_eq(audit(scene.db).last[VIB_SAME_POINTS_NAMES].id[1], 49);
    scene_end(&scene);
}

Test(audit, the_same_points_under_one_name_are_found_after_a_renaming)
{
    const vib_edit edit = { VIB_SET_FIELD, VIB_KEY_NAME, "compound 7" };
    const uint64_t id = 49;
    struct scene scene;
    size_t changed = 0;

    scene_begin(&scene);
    scene_fill(scene.db, 12, 4);
    scene_add(scene.db, scene_named(7, 1, "seventh", "T"));
    OK(vib_db_edit(&changed, scene.db, &id, 1, &edit, 1));
    expect_only(scene.db, VIB_SAME_POINTS, 25, 49);
    scene_end(&scene);
}

Test(audit, one_specimen_under_two_names_is_found)
{
    struct scene scene;

    scene_begin(&scene);
    scene_fill(scene.db, 12, 4);
    scene_add(scene.db, scene_named(99, 1, "other", "S5"));
    cr_expect_eq(audit(scene.db).of[VIB_SPECIMEN_NAMES], 1);
    cr_expect(isnan(audit(scene.db).last[VIB_SPECIMEN_NAMES].similarity));
    scene_end(&scene);
}

Test(audit, a_measurement_written_in_other_units_is_nearly_the_same)
{
    vib_spectrum again = scene_named(3, 2, "compound 3", "T");
    struct scene scene;

    scene_begin(&scene);
    scene_fill(scene.db, 12, 4);
    for (size_t i = 0; i < again.n; i++)
        again.y[i] *= 1.0001;
    scene_add(scene.db, again);
    expect_only(scene.db, VIB_NEAR, 10, 49);
    scene_end(&scene);
}

Test(audit, a_wrong_name_is_found_where_the_others_know_better)
{
    struct scene scene;

    scene_begin(&scene);
    scene_fill(scene.db, 12, 4);
    scene_add(scene.db, scene_named(3, 9, "compound 5", "T"));
    expect_only(scene.db, VIB_LABEL, 49, 0);
    scene_end(&scene);
}

Test(audit, what_is_like_none_of_its_name_is_an_outlier)
{
    struct scene scene;

    scene_begin(&scene);
    scene_fill(scene.db, 12, 4);
    scene_add(scene.db, scene_named(50, 1, "compound 5", "T"));
    expect_only(scene.db, VIB_OUTLIER, 49, 0);
    scene_end(&scene);
}

Test(audit, ends_when_it_is_asked_to)
{
    struct doubts doubts = { .stop = 1 };
    vib_audit how = VIB_AUDIT_DEFAULT;
    struct scene scene;
    size_t found = 99;

    how.progress = progress;
    how.payload = &doubts;
    scene_begin(&scene);
    scene_fill(scene.db, 2, 2);
    cr_expect_eq(vib_db_audit(&found, scene.db, &how), VIB_STOPPED);
    cr_expect_eq(found, 99);
    scene_end(&scene);
}

/* ---- the real ones ----------------------------------------------------- */

/* A group of the table: two or three files of the same points, by name. */
struct group {
    char line[512];
    const char *file[3]; /* in line */
    uint64_t id[3];      /* stored; 0: not in these archives */
    bool told;
};

struct real {
    struct group group[128];
    size_t groups;
    size_t pairs; /* told */
};

static void read_groups(struct real *real)
{
    FILE *file = fopen(VIB_SHARED_DIR "/data/rruff_cross_name_duplicates.tsv",
                       "r");

    if (!file)
        cr_skip_test("SKIPPED: there is no " VIB_SHARED_DIR);
    while (real->groups < 128 &&
           fgets(real->group[real->groups].line, 512, file)) {
        struct group *group = &real->group[real->groups++];
        char *rest = group->line, *cell;

        for (size_t i = 0; i < 3 && (cell = strtok_r(rest, "\t\n", &rest)); i++)
            group->file[i] = strchr(cell, '=') + 1;
    }
    fclose(file);
}

/* The place in the table of the file that a spectrum came from, or NULL. */
static uint64_t *place_of(struct real *real, const vib_spectrum *spectrum)
{
    const char *source = vib_spectrum_get(spectrum, VIB_KEY_SOURCE);
    size_t length = strlen(source);

    for (size_t i = 0; i < 3 * real->groups; i++) {
        struct group *group = &real->group[i / 3];
        const char *file = group->file[i % 3];
        size_t n = file ? strlen(file) : 0;

        if (file && n < length && strcmp(source + length - n, file) == 0)
            return &group->id[i % 3];
    }
    return NULL;
}

/* Store those files of an archive that the table names. */
static void add_named(struct real *real, vib_db *db, const char *path)
{
    vib_reader *reader = NULL;
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int rc;

    OK(vib_reader_open(&reader, &path, 1));
    while ((rc = vib_reader_next(&spectrum, reader)) != 0) {
        uint64_t *place = rc == 1 ? place_of(real, &spectrum) : NULL;

        if (place)
            *place = scene_add(db, spectrum).id;
        else
            vib_spectrum_release(&spectrum);
        spectrum = (vib_spectrum)VIB_SPECTRUM_INIT;
    }
    vib_reader_close(reader);
}

static bool has_id(const struct group *group, uint64_t id)
{
    return id == group->id[0] || id == group->id[1] || id == group->id[2];
}

static void mark(const vib_doubt *doubt, void *payload)
{
    struct real *real = payload;

    if (doubt->kind != VIB_SAME_POINTS_NAMES)
        return;
    real->pairs++;
    cr_expect_str_neq(doubt->name[0], doubt->name[1]);
    for (size_t i = 0; i < real->groups; i++)
        real->group[i].told |= has_id(&real->group[i], doubt->id[0]) &&
                               has_id(&real->group[i], doubt->id[1]);
}

Test(audit, finds_every_spectrum_that_rruff_files_under_two_names)
{
    static struct real real;
    vib_audit how = VIB_AUDIT_DEFAULT;
    struct scene scene;
    size_t found = 0, there = 0;

    read_groups(&real);
    scene_begin(&scene);
    add_named(&real, scene.db, VIB_SHARED_DIR
              "/data/rruff_excellent_unoriented.tar.zst");
    add_named(&real, scene.db, VIB_SHARED_DIR
              "/data/rruff_excellent_oriented.tar.zst");
    how.report = mark;
    how.payload = &real;
    OK(vib_db_audit(&found, scene.db, &how));
    for (size_t i = 0; i < real.groups; i++) {
        const struct group *group = &real.group[i];
        int members = !!group->id[0] + !!group->id[1] + !!group->id[2];

        there += members >= 2;
        cr_expect_eq(group->told, members >= 2, "%s", group->line);
    }
    cr_expect_eq(real.groups, 107);
    cr_expect_eq(there, 67, "%zu groups are there", there);
    cr_expect_eq(real.pairs, 67, "%zu pairs", real.pairs);
    scene_end(&scene);
}
