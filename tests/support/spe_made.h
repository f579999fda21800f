/* spe_made.h - Princeton Instruments SPE files, small, with what real ones
 * have. */
#ifndef VIB_SPE_MADE_H
#define VIB_SPE_MADE_H

#include "bytes_made.h"

enum { HEADER = 4100, FLOATS = 0, SHORTS = 3, LONGS = 8 };

static inline vib_buffer make_header(double version)
{
    vib_buffer file = { 0 };

    put_zeros(&file, HEADER);
    set_f32(&file, 1992, version);
    set_u32(&file, 2996, 0x01234567);
    set_u16(&file, 4098, 0x5555);
    return file;
}

static inline void set_f64(vib_buffer *file, size_t at, double value)
{
    set_bytes(file, at, &value, sizeof value);
}

/* Version 2: `frames` frames of `rows` rows of three points: 0, 1, 2, ... */
static inline vib_buffer make_old(unsigned rows, unsigned frames)
{
    vib_buffer file = make_header(2.2);

    set_f32(&file, 10, 5);
    set_bytes(&file, 20, "21Dec2006", 9);
    set_u16(&file, 42, 3);
    set_u16(&file, 108, SHORTS);
    set_bytes(&file, 200, "a comment", 9);
    set_u16(&file, 656, rows);
    set_u32(&file, 1446, frames);
    file.data[3098] = 1;
    file.data[3100] = 4;
    file.data[3101] = 2;
    set_f64(&file, 3263, 500);
    set_f64(&file, 3271, 2);
    set_f64(&file, 3279, 0.5);
    for (unsigned i = 0; i < 3 * rows * frames; i++)
        put_u16(&file, i);
    return file;
}

/* Version 3: a region of 3 x 2 and one of 2 x 1, whose points are two columns
 * of the sensor each, as `type`; the frame has 8 bytes more. */
static const char regions[] =
    "<SpeFormat version=\"3.0\" xmlns=\"http://x\"><DataFormat>"
    "<DataBlock type=\"Frame\" count=\"2\" pixelFormat=\"%s\" size=\"32\" "
    "stride=\"40\" calibrations=\"1\">"
    "<DataBlock type=\"Region\" calibrations=\"2,3\" count=\"1\" width=\"3\" "
    "height=\"2\" size=\"24\" stride=\"24\"/>"
    "<DataBlock type=\"Region\" calibrations=\"2,4\" count=\"1\" width=\"2\" "
    "height=\"1\" size=\"8\" stride=\"8\"/></DataBlock></DataFormat>"
    "<Calibrations><WavelengthMapping id=\"1\" laserLine=\"531.988\">"
    "<Wavelength xml:space=\"preserve\">%s</Wavelength></WavelengthMapping>"
    "<SensorInformation id=\"2\" width=\"6\" height=\"4\"/>"
    "<SensorMapping id=\"3\" x=\"1\" width=\"3\" xBinning=\"1\"/>"
    "<SensorMapping id=\"4\" x=\"2\" width=\"4\" xBinning=\"2\"/>"
    "</Calibrations><DataHistories><DataHistory><Origin "
    "created=\"2018-01-26T16:31:05+01:00\"><Camera model=\"PIXIS\"/>"
    "<ExposureTime type=\"Double\">4000</ExposureTime>"
    "<Units><Wavelength type=\"LightUnit\">Nanometers</Wavelength>"
    "<WavelengthLaserLine relevance=\"False\">785</WavelengthLaserLine>"
    "</Units></Origin></DataHistory></DataHistories></SpeFormat>";

static inline vib_buffer make_new(const char *format, const char *wavelengths)
{
    vib_buffer file = make_header(3);
    char xml[4000];

    for (uint32_t i = 0; i < 20; i++)
        vib_put_u32(&file, i);
    set_u64(&file, 678, file.size);
    snprintf(xml, sizeof xml, regions, format, wavelengths);
    vib_put_bytes(&file, xml, strlen(xml));
    return file;
}

static const char usual[] = "500,501,502,503,504,505.5";

#endif
