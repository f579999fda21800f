/* opus_type.c - what the type of a block in a Bruker OPUS file says, from the
 * lowest bit: 2 bits how complex (3: amplitude), 2 channel, 6 what parameters,
 * 7 what data, 2 derivative, the rest what else, where 0 is a spectrum and 2 a
 * series. Bit 30 tells that there is a checksum. */
#include "opus.h"

enum { SAMPLE = 1, REFERENCE, RATIO, AMPLITUDE = RATIO };
enum { SPECTRUM = 1, INTERFEROGRAM = 2, INTERFEROGRAM_2 = 34 };
enum { SERIES = 2 };

static const vib_opus_kind kinds[] = {
    { "a", "absorbance", "infrared", 4, RATIO },
    { "aria", "absorbance", "infrared", 19, RATIO },
    { "t", "transmittance", "infrared", 5, RATIO },
    { "arit", "transmittance", "infrared", 18, RATIO },
    { "r", "reflectance", "infrared", 12, RATIO },
    { "km", "Kubelka-Munk", "infrared", 6, RATIO },
    { "logr", "log(1/R)", "infrared", 15, RATIO },
    { "atr", "ATR", "infrared", 16, RATIO },
    { "pas", "photoacoustic", "infrared", 17, RATIO },
    { "ra", "raman", "raman", 10, RATIO },
    { "ra", "raman", "raman", 10, SAMPLE },
    { "e", "emission", NULL, 11, RATIO },
    { "pw", "power", NULL, 14, RATIO },
    { "a_2ch", "absorbance", "infrared", 36, RATIO },
    { "sm", "single channel", NULL, SPECTRUM, SAMPLE },
    { "sm_2ch", "single channel", NULL, 33, SAMPLE },
    { "sm_3ch", "single channel", NULL, 65, SAMPLE },
    { "sm_4ch", "single channel", NULL, 97, SAMPLE },
    { "rf", "single channel", NULL, SPECTRUM, REFERENCE },
    { "rf_2ch", "single channel", NULL, 33, REFERENCE },
    { "rf_3ch", "single channel", NULL, 65, REFERENCE },
    { "rf_4ch", "single channel", NULL, 97, REFERENCE },
};

const vib_opus_kind *vib_opus_kind_at(size_t i)
{
    return i < sizeof kinds / sizeof *kinds ? &kinds[i] : NULL;
}

static unsigned data_of(uint32_t type)
{
    return type >> 10 & 0x7f;
}

static unsigned rest_of(uint32_t type)
{
    return (type & 0x3fffffff) >> 19;
}

bool vib_opus_is_kind(uint32_t type, const vib_opus_kind *kind)
{
    return (type & 3) == AMPLITUDE && (type >> 2 & 3) == kind->channel &&
           (type >> 4 & 0x3f) == 0 && data_of(type) == kind->data &&
           (rest_of(type) == 0 || rest_of(type) == SERIES);
}

bool vib_opus_is_series(uint32_t type)
{
    return rest_of(type) == SERIES;
}

bool vib_opus_is_interferogram(uint32_t type)
{
    return data_of(type) == INTERFEROGRAM || data_of(type) == INTERFEROGRAM_2;
}

const char *vib_opus_derivative(uint32_t type)
{
    static const char *const orders[] = { NULL, "first", "second", "n-th" };

    return orders[type >> 17 & 3];
}
