#include "network.h"

#include "vibrary.h"

#include <criterion/criterion.h>
#include <string.h>

#define DEFAULT "resnet in=3x1701 stem=16k11 blocks=16,32/2,32,64/2,64/2,64 " \
    "kernel=5 head=32 out=128"

#define LARGEST "resnet in=16x65536 stem=1024k255 blocks=8/2,8/2,8/2,8/2," \
    "8/2,8/2,8/2,8/2,8/2,8/2,8/2,8/2,8/2,8/2,8/2,8/2 kernel=255 head=16 " \
    "out=4096"

Test(shape, text_is_read_and_written_the_same)
{
    static const char *const texts[] = {
        DEFAULT,
        "resnet in=1x1 stem=1k1 blocks=1 kernel=3 head=1 out=1",
        LARGEST,
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char text[VIB_SHAPE_TEXT];
        vib_shape shape;

        cr_assert_eq(vib_shape_parse(&shape, texts[i]), VIB_OK, "%s",
                     vib_last_error());
        vib_shape_format(text, &shape);
        cr_expect_str_eq(text, texts[i]);
    }
}

Test(shape, fields_are_what_the_text_says)
{
    vib_shape shape;

    cr_assert_eq(vib_shape_parse(&shape, DEFAULT), VIB_OK);
    cr_expect(shape.channels == 3 && shape.length == 1701);
    cr_expect(shape.stem == 16 && shape.stem_kernel == 11);
    cr_expect(shape.blocks == 6 && shape.kernel == 5);
    cr_expect(shape.width[3] == 64 && shape.stride[3] == 2);
    cr_expect(shape.width[5] == 64 && shape.stride[5] == 1);
    cr_expect(shape.head == 32 && shape.dimension == 128);
}

/* Counted by hand: 3 11 16; two convolutions of 5 taps a block and, beside
 * those that change stride or width, one of 2; 64 32; 107 positions of 32. */
Test(shape, weights_are_counted)
{
    const size_t convolutions = 3 * 11 * 16
        + 5 * (16 * 16 + 16 * 16) + 5 * (16 * 32 + 32 * 32) + 2 * 16 * 32
        + 5 * (32 * 32 + 32 * 32) + 5 * (32 * 64 + 64 * 64) + 2 * 32 * 64
        + 5 * (64 * 64 + 64 * 64) + 2 * 64 * 64 + 5 * (64 * 64 + 64 * 64)
        + 64 * 32;
    const size_t biases = 16 + 2 * (16 + 32 + 32 + 64 + 64 + 64) + 128;
    vib_shape shape;

    cr_assert_eq(vib_shape_parse(&shape, DEFAULT), VIB_OK);
    cr_expect_eq(vib_network_weights(&shape),
                 convolutions + 107 * 32 * 128 + biases + 6);
}

Test(shape, what_is_no_shape_is_refused)
{
    static const char *const texts[] = {
        "", "resnet", "resnet in=3x1701", DEFAULT " ", DEFAULT "0000",
        " " DEFAULT,
        "resnet in=0x9 stem=1k1 blocks=1 kernel=3 head=1 out=1",
        "resnet in=17x9 stem=1k1 blocks=1 kernel=3 head=1 out=1",
        "resnet in=1x65537 stem=1k1 blocks=1 kernel=3 head=1 out=1",
        "resnet in=1x9 stem=1k2 blocks=1 kernel=3 head=1 out=1",
        "resnet in=1x9 stem=1k1 blocks= kernel=3 head=1 out=1",
        "resnet in=1x9 stem=1k1 blocks=1, kernel=3 head=1 out=1",
        "resnet in=1x9 stem=1k1 blocks=1/3 kernel=3 head=1 out=1",
        "resnet in=1x9 stem=1k1 blocks=1/0 kernel=3 head=1 out=1",
        "resnet in=1x9 stem=1k1 blocks=1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1 "
        "kernel=3 head=1 out=1",
        "resnet in=1x9 stem=1k1 blocks=1 kernel=1 head=1 out=1",
        "resnet in=1x9 stem=1k1 blocks=1 kernel=4 head=1 out=1",
        "resnet in=1x9 stem=1k1 blocks=1 kernel=-3 head=1 out=1",
        "resnet in=1x99999999999999999999 stem=1k1 blocks=1 kernel=3 head=1 "
        "out=1",
        "resnet in=1x65536 stem=1k1 blocks=1 kernel=3 head=1024 out=4096",
    };
    vib_shape shape = { .length = 77 };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cr_expect_eq(vib_shape_parse(&shape, texts[i]), VIB_BAD_DATA, "%s",
                     texts[i]);
        cr_expect_eq(shape.length, 77);
    }
}
