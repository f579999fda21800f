/* Conditions on metadata: what they mean, what is no condition, and searches
 * that are to keep to them. */
#include "fields.h"
#include "scene.h"

static vib_spectrum feldspar(void)
{
    static const char *const fields[][2] = {
        { "name", "Albite (feldspar)" }, { "laser", "532" },
        { "Technique", "raman" },        { "power", "12.50" },
        { "offset", "-3" },              { "tag", "grey" },
        { "tag", "old" },                { "odd key", "it's" },
    };
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;

    for (size_t i = 0; i < 8; i++)
        OK(vib_field_append(&spectrum, fields[i][0], strlen(fields[i][0]),
                            fields[i][1], strlen(fields[i][1])));
    return spectrum;
}

static bool holds(const char *text)
{
    vib_spectrum spectrum = feldspar();
    vib_where *where = NULL;
    bool result;

    OK(vib_where_open(&where, text));
    result = vib_where_holds(where, &spectrum);
    vib_where_close(where);
    vib_spectrum_release(&spectrum);
    return result;
}

Test(where, what_holds)
{
    static const char *const texts[] = {
        "laser=532",
        "laser = 532.0",
        "LASER=0532",
        "laser=532 and name~feldspar",
        "name~FELD",
        "name='albite (FELDSPAR)'",
        "name=\"Albite (feldspar)\"",
        "power=12.5 and power>9 and power<100",
        "power>=12.5 and power<=12.5",
        "offset<0 and offset>-10 and offset=-3.0",
        "laser!=785",
        "missing!=1",
        "not missing=1",
        "not not laser=532",
        "not (laser=785 or laser=633)",
        "laser=785 or laser=532",
        "laser=532 or laser=1 and laser=2",
        "(laser=532 or laser=1) and technique=RAMAN",
        "NOT laser=1 AND technique=raman",
        "tag=grey and tag=old and not tag=new",
        "'odd key'=\"it's\"",
        "name>a and name<b",
        "notes!=x",
        "laser~53",
        "name~''",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_expect(holds(texts[i]), "%s", texts[i]);
}

Test(where, what_does_not_hold)
{
    static const char *const texts[] = {
        "laser=53",
        "laser!=532",
        "laser<99", /* as a text it would be */
        "name=Albite",
        "missing=1",
        "missing<1 or missing>=1 or missing~1",
        "laser=532 and laser=785",
        "not laser=532 or laser=1",
        "(laser=532 or laser=1) and technique=infrared",
        "tag!=old",
        "name~quartz",
        "power<12.5",
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        cr_expect_not(holds(texts[i]), "%s", texts[i]);
}

Test(where, what_is_no_condition_is_refused_with_its_place)
{
    static const struct {
        const char *text, *place;
    } wrong[] = {
        { "", "character 1, where it ends" },
        { "   ", "character 4, where it ends" },
        { "laser", "one of = != < <= > >= ~ at character 6" },
        { "laser=", "a value at character 7" },
        { "=532", "a field at character 1" },
        { "laser=532 name~x", "at character 11" },
        { "laser=alpha quartz", "several words needs quotes" },
        { "laser=532 and", "a field at character 14" },
        { "(laser=532", "')' at character 11" },
        { "laser=532)", "at character 10" },
        { "not", "a field at character 4" },
        { "name='x", "a closing quote" },
        { "laser==532", "a value at character 7" },
        { "laser!532", "at character 6" },
        { "()", "a field at character 2" },
    };

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        vib_where *where = NULL;

        cr_expect_eq(vib_where_open(&where, wrong[i].text), VIB_BAD_ARG, "%s",
                     wrong[i].text);
        cr_expect(strstr(vib_last_error(), wrong[i].place) != NULL,
                  "%s: %s", wrong[i].text, vib_last_error());
        cr_expect_null(where);
    }
}

Test(where, depth_and_length_are_bounded_and_breadth_is_not)
{
    static char text[6000];
    vib_where *where = NULL;

    memset(text, '(', 4000);
    cr_expect_eq(vib_where_open(&where, text), VIB_BAD_ARG);
    for (size_t i = 0; i + 4 <= 4000; i += 4)
        memcpy(text + i, "not ", 4);
    cr_expect_eq(vib_where_open(&where, text), VIB_BAD_ARG);
    memset(text, 'a', 5000);
    cr_expect_eq(vib_where_open(&where, text), VIB_BAD_ARG);
    memset(text, 0, sizeof text);
    strcpy(text, "a=1");
    while (strlen(text) < 4000)
        strcat(text, " or a=1 and (b=2 or c=3)");
    cr_expect_not(holds(text));
    strcat(text, " or laser=532");
    cr_expect(holds(text));
}

/* Any bytes: an answer or an error, never more than that. */
Test(where, whatever_is_written_is_read_or_refused)
{
    static const char *const parts[] = {
        "a", "=",  "and", "or", "not", "(",    ")",     "'",
        "~", "\"", "<=",  " ",  "-1",  "\xff", "laser", "!",
    };
    vib_spectrum spectrum = feldspar();

    for (uint64_t seed = 0; seed < 20000; seed++) {
        vib_random random = vib_random_stream(seed, 0, 0);
        char text[128] = "";
        vib_where *where = NULL;

        for (size_t i = vib_random_below(&random, 14); i > 0; i--)
            strcat(text, parts[vib_random_below(&random, 16)]);
        if (vib_where_open(&where, text) == VIB_OK)
            vib_where_holds(where, &spectrum);
        else
            cr_assert(strlen(vib_last_error()) > 0);
        vib_where_close(where);
    }
    vib_spectrum_release(&spectrum);
}

/* ---- what is worked out ------------------------------------------------ */

/* Two spectra, the second shorter; which ones hold, as bits. */
static int which_hold(const vib_db *db, const char *text)
{
    vib_where *where = NULL;
    int bits = 0;

    OK(vib_where_open(&where, text));
    for (uint64_t id = 1; id <= 2; id++) {
        int holds = vib_db_holds(db, id, where);

        cr_assert(holds >= 0, "%s", vib_last_error());
        bits |= holds << (id - 1);
    }
    cr_expect_eq(vib_db_holds(db, 3, where), VIB_NOT_FOUND);
    vib_where_close(where);
    return bits;
}

static void expect_no_edit(vib_db *db, vib_edit_kind kind, const char *key)
{
    const vib_edit edit = { kind, key, "3" };
    size_t changed = 0;

    cr_expect_eq(vib_db_edit(&changed, db, &(uint64_t){ 1 }, 1, &edit, 1),
                 VIB_BAD_ARG, "%s", key);
}

Test(where, what_is_worked_out_can_be_asked_for_and_not_set)
{
    vib_spectrum spectra[2] = { scene_named(1, 1, "one", NULL),
                                scene_named(2, 1, "two", NULL) };
    struct scene scene;
    char text[64];
    size_t n = spectra[0].n;

    spectra[1].n--;
    snprintf(text, sizeof text, "points=%zu", n);
    scene_begin(&scene);
    scene_add_all(scene.db, spectra, 2);
    cr_expect_eq(which_hold(scene.db, text), 1);
    cr_expect_eq(which_hold(scene.db, "id=2"), 2);
    cr_expect_eq(which_hold(scene.db, "ID>=1 and not name=two"), 1);
    cr_expect_eq(which_hold(scene.db, "x_min>1 and x_max<1e5"), 3);
    cr_expect_eq(which_hold(scene.db, "x_max<2 or y_min>1e9"), 0);
    expect_no_edit(scene.db, VIB_SET_FIELD, "points");
    expect_no_edit(scene.db, VIB_ADD_VALUE, "Y_Max");
    scene_end(&scene);
}

/* ---- searches ---------------------------------------------------------- */

/* 60 compounds in 2 versions; the laser of every fifth spectrum is 785. */
static void fill(struct scene *scene)
{
    vib_spectrum spectra[120];

    scene_begin(scene);
    for (size_t i = 0; i < 120; i++) {
        char name[32];

        snprintf(name, sizeof name, "compound %zu", i / 2 + 1);
        spectra[i] = scene_named(i / 2 + 1, i % 2 + 1, name, NULL);
        OK(vib_spectrum_set(&spectra[i], VIB_KEY_LASER,
                            i % 5 == 0 ? "785" : "532"));
    }
    scene_add_all(scene->db, spectra, 120);
}

/* What such a library would be without the others. */
static size_t fill_alone(struct scene *alone, const struct scene *scene)
{
    vib_spectrum kept[24];
    size_t n = 0;

    scene_begin(alone);
    for (uint64_t id = 1; id <= 120; id += 5) {
        kept[n] = (vib_spectrum)VIB_SPECTRUM_INIT;
        OK(vib_db_get(&kept[n++], scene->db, id));
    }
    scene_add_all(alone->db, kept, n);
    return n;
}

static void expect_as_if_alone(const struct scene *scene,
                               const struct scene *alone, size_t n,
                               vib_search how)
{
    vib_search filtered = how;
    vib_where *where = NULL;

    OK(vib_where_open(&where, "laser=785"));
    filtered.where = where;
    for (uint64_t i = 1; i <= 5; i++) {
        vib_hits wanted = scene_search(alone->db, scene_spectrum(i, 1), &how);
        vib_hits hits = scene_search(scene->db, scene_spectrum(i, 1),
                                     &filtered);

        cr_assert_eq(hits.count, n);
        cr_assert_eq(wanted.count, n);
        for (size_t k = 0; k < n; k++) {
            cr_expect_eq(hits.hit[k].id, 5 * (wanted.hit[k].id - 1) + 1);
            cr_expect_eq(hits.hit[k].score, wanted.hit[k].score);
        }
        vib_hits_release(&hits);
        vib_hits_release(&wanted);
    }
    vib_where_close(where);
}

Test(where, a_search_answers_as_if_the_others_were_not_there)
{
    static const char *const factories[] = { "exact", "HNSW16", "IVF8,SQ8" };
    static const vib_score scores[] = { VIB_EMBEDDING, VIB_FUSED, VIB_HQI };
    vib_search how = VIB_SEARCH_DEFAULT;
    struct scene scene, alone;
    size_t n;

    fill(&scene);
    n = fill_alone(&alone, &scene);
    how.k = 30;
    for (size_t i = 0; i < 3; i++) {
        OK(vib_db_index(scene.db, factories[i]));
        for (size_t score = 0; score < 3; score++) {
            how.score = scores[score];
            expect_as_if_alone(&scene, &alone, n, how);
        }
    }
    scene_end(&alone);
    scene_end(&scene);
}

Test(where, the_querys_own_spectrum_is_kept_out_too)
{
    struct scene scene;
    vib_search how = VIB_SEARCH_DEFAULT;
    vib_where *where = NULL;
    vib_hits hits;

    fill(&scene);
    OK(vib_where_open(&where, "name~'compound 7' or name='compound 9'"));
    how.where = where;
    hits = scene_search(scene.db, scene_spectrum(3, 1), &how);
    cr_expect_eq(hits.count, 4);
    for (size_t k = 0; k < hits.count; k++)
        cr_expect(hits.hit[k].id >= 13);
    vib_hits_release(&hits);
    vib_where_close(where);
    where = NULL;
    OK(vib_where_open(&where, "name=nothing"));
    how.where = where;
    hits = scene_search(scene.db, scene_spectrum(3, 1), &how);
    cr_expect_eq(hits.count, 0);
    cr_expect_eq(hits.status, VIB_OK);
    vib_hits_release(&hits);
    vib_where_close(where);
    scene_end(&scene);
}
