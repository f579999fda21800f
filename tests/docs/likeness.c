/* likeness.c - likeness A.png B.png: ends with 0 when two pictures look alike,
 * drawn with other fonts perhaps, else says where they do not. */
#include "alike.h"

int main(int argc, char **argv)
{
    cairo_surface_t *a, *b;
    alike_result result;

    if (argc != 3)
        return 2;
    a = cairo_image_surface_create_from_png(argv[1]);
    b = cairo_image_surface_create_from_png(argv[2]);
    result = alike_compare(a, b);
    if (!result.alike)
        printf("%s and %s differ by %.3f at (%d, %d), by %.4f in all\n",
               argv[1], argv[2], result.most, result.x, result.y, result.mean);
    cairo_surface_destroy(a);
    cairo_surface_destroy(b);
    return result.alike ? 0 : 1;
}
