/* perkinelmer_image.c - PerkinElmer Spotlight images (.fsm): a block that says
 * how large they are and then one of floats for each spectrum, row by row. */
#include "perkinelmer.h"

#include "status.h"

enum { ABOUT = 5100, SPECTRUM = 5105 };

/* Steps and first values of the two coordinates, in um, ends of the axis. */
typedef struct image {
    double x_step, y_step, first, last, x, y;
    size_t columns, points;
    vib_part labels; /* of both coordinates, the axis and the intensity */
} image;

/* Name; steps of x, y and axis, ends of the axis, two unknown, first values of
 * x, y and axis; how many of each; labels. */
static int read_about(image *out, vib_part content)
{
    vib_part numbers;

    vib_pe_text(content, &numbers);
    if (numbers.n < 92)
        return vib_fail(VIB_BAD_DATA, "cut short: what it says of the image is "
                        "not there");
    *out = (image){ vib_f64_at(numbers, 0), vib_f64_at(numbers, 8),
                    vib_f64_at(numbers, 24), vib_f64_at(numbers, 32),
                    vib_f64_at(numbers, 56), vib_f64_at(numbers, 64),
                    vib_u32_at(numbers, 80), vib_u32_at(numbers, 88),
                    vib_part_most(numbers, 92, SIZE_MAX) };
    return VIB_OK;
}

static int make_head(vib_spectrum *head, const image *about)
{
    vib_part rest = about->labels, x_unit, y_unit;
    size_t n = about->points;
    int status = vib_points_new(head, n);

    if (status < 0)
        return status;
    for (size_t i = 0; i < n && n > 1; i++)
        head->x[i] = about->first + (about->last - about->first) * (double)i /
                                        (double)(n - 1);
    vib_pe_text(rest, &rest);
    vib_pe_text(rest, &rest);
    x_unit = vib_pe_text(rest, &rest);
    y_unit = vib_pe_text(rest, &rest);
    return vib_pe_set_units(head, x_unit, y_unit);
}

static int add_one(vib_found *out, const vib_spectrum *head,
                   const image *about, vib_part data)
{
    size_t k = out->count, columns = about->columns ? about->columns : 1;
    vib_spectrum spectrum = VIB_SPECTRUM_INIT;
    int status = vib_points_like(&spectrum, head);

    if (status < 0)
        return status;
    vib_numbers_at(spectrum.y, data, VIB_AS_F32, head->n);
    status = vib_field_number(&spectrum, VIB_KEY_MAP_X,
                              about->x + about->x_step * (double)(k % columns),
                              7);
    if (status == VIB_OK)
        status = vib_field_number(
            &spectrum, VIB_KEY_MAP_Y,
            about->y + about->y_step * (double)(k / columns), 7);
    if (status == VIB_OK)
        return vib_found_add(out, &spectrum);
    vib_spectrum_release(&spectrum);
    return status;
}

int vib_pe_add_image(vib_found *out, vib_part blocks)
{
    vib_spectrum head = VIB_SPECTRUM_INIT;
    image about = { 0 };
    vib_part content;
    unsigned id;
    int status = VIB_OK;

    while (status == VIB_OK && vib_pe_block(&id, &content, &blocks)) {
        if (id == ABOUT && !head.x) {
            status = read_about(&about, content);
            if (status == VIB_OK && about.points > blocks.n / 4)
                status = vib_fail(VIB_BAD_DATA, "cut short: spectra of %zu "
                                  "points are not there", about.points);
            if (status == VIB_OK)
                status = make_head(&head, &about);
        } else if (id == SPECTRUM && head.x) {
            status = content.n / 4 < head.n
                         ? vib_fail(VIB_BAD_DATA, "spectrum %zu has %zu of %zu "
                                    "points", out->count, content.n / 4, head.n)
                         : add_one(out, &head, &about, content);
        }
    }
    if (status == VIB_OK && blocks.n > 0)
        status = vib_fail(VIB_BAD_DATA, "cut short: %zu spectra are there",
                          out->count);
    if (status == VIB_OK && out->count == 0)
        status = vib_fail(VIB_BAD_DATA, "no spectrum in it");
    vib_spectrum_release(&head);
    return status;
}
