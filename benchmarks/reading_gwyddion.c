/* reading_gwyddion.c - how fast Gwyddion reads a file with its own modules, as
 * reading.c measures it for Vibrary: MB of the file a second of processor time
 * on one core, points of spectra, and numbers of images. Built and run by
 * reading_peers.sh only.
 *
 *     reading_gwyddion FILE
 *
 * Which module it is for is asked once and not measured. */
#include <app/gwyapp.h>
#include <libgwymodule/gwymodule.h>
#include <libgwydgets/gwydgets.h>
#include <libprocess/gwyprocess.h>

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

static double now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

/* All file formats are in one module; no window is opened. */
static void start_gwyddion(void)
{
    char *modules = gwy_find_self_dir("modules");
    char *formats = g_build_filename(modules, "file", "file.so", NULL);
    GError *error = NULL;

    gwy_widgets_type_init();
    gwy_undo_set_enabled(FALSE);
    if (!gwy_module_register_module(formats, &error)) {
        fprintf(stderr, "Gwyddion has no file modules: %s\n", error->message);
        exit(1);
    }
    g_free(formats);
    g_free(modules);
}

/* Gwyddion gives spectra on a grid as a brick, and single ones as curves; a
 * photograph, and what has no axis, as an image. */
typedef struct contents {
    long points; /* of spectra */
    long images; /* numbers of images */
} contents;

static long points_of_graph(GwyGraphModel *graph)
{
    long points = 0;

    for (int i = 0; i < gwy_graph_model_get_n_curves(graph); i++)
        points += gwy_graph_curve_model_get_ndata(
            gwy_graph_model_get_curve(graph, i));
    return points;
}

static void count_item(gpointer key, gpointer value, gpointer payload)
{
    contents *found = payload;
    gpointer object = G_VALUE_HOLDS_OBJECT((GValue *)value)
                          ? g_value_get_object(value)
                          : NULL;

    (void)key;
    if (object && GWY_IS_BRICK(object))
        found->points += (long)gwy_brick_get_xres(object) *
                         gwy_brick_get_yres(object) *
                         gwy_brick_get_zres(object);
    else if (object && GWY_IS_GRAPH_MODEL(object))
        found->points += points_of_graph(object);
    else if (object && GWY_IS_DATA_FIELD(object))
        found->images += (long)gwy_data_field_get_xres(object) *
                         gwy_data_field_get_yres(object);
}

static GwyContainer *load(const char *module, const char *path)
{
    GError *error = NULL;
    GwyContainer *file = gwy_file_func_run_load(
        module, path, GWY_RUN_NONINTERACTIVE, &error);

    if (!file) {
        fprintf(stderr, "%s: Gwyddion's %s cannot load it: %s\n", path, module,
                error ? error->message : "it says nothing");
        exit(1);
    }
    return file;
}

int main(int argc, char **argv)
{
    const char *path = argc == 2 ? argv[1] : "", *module;
    contents found = { 0, 0 };
    struct stat facts;
    GwyContainer *file;
    double start, seconds;
    long times = 0;

    start_gwyddion();
    module = gwy_file_detect(path, FALSE, GWY_FILE_OPERATION_LOAD);
    if (!module || stat(path, &facts) != 0) {
        fprintf(stderr, "%s: no file that Gwyddion can load\n", path);
        return 1;
    }
    file = load(module, path);
    gwy_container_foreach(file, NULL, count_item, &found);
    g_object_unref(file);
    start = now();
    do {
        g_object_unref(load(module, path));
        times++;
    } while ((seconds = now() - start) < 1);
    printf("%.1f %ld %ld\n",
           (double)facts.st_size * (double)times / seconds / 1e6, found.points,
           found.images);
    return 0;
}
