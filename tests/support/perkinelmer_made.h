/* perkinelmer_made.h - PerkinElmer files, small, with what real ones have. */
#ifndef VIB_PERKINELMER_MADE_H
#define VIB_PERKINELMER_MADE_H

#include "bytes_made.h"

enum { POINTS = 3 };
enum { TEXT = 29987, ARRAY = 29974, RANGE = 29981, COUNT = 29995 };

/* Begin block `id`; end() sets its size. */
static inline size_t begin(vib_buffer *file, unsigned id)
{
    size_t at = file->size;

    put_u16(file, id);
    vib_put_u32(file, 0);
    return at;
}

static inline void end(vib_buffer *file, size_t at)
{
    set_u32(file, at + 2, (uint32_t)(file->size - at - 6));
}

static inline void put_words(vib_buffer *file, const char *text)
{
    put_u16(file, (unsigned)strlen(text));
    vib_put_bytes(file, text, strlen(text));
}

static inline void put_text(vib_buffer *file, unsigned id, const char *text)
{
    size_t at = begin(file, id);

    put_u16(file, TEXT);
    put_words(file, text);
    end(file, at);
}

/* What was done to the spectrum: containers in containers; the comment of the
 * innermost is the title. */
static inline void put_history(vib_buffer *file)
{
    size_t history = begin(file, 35711), outer = begin(file, 121), at, inner;

    put_text(file, 35699, "Absorbance");
    put_text(file, 35702, "");
    at = begin(file, 35703);
    inner = begin(file, 122);
    put_text(file, 35699, "Created as New Dataset");
    put_text(file, 35702, "Spectrum at 5673,-2148 \xb5m");
    end(file, inner);
    end(file, at);
    end(file, outer);
    end(file, history);
}

static inline void put_axis(vib_buffer *file)
{
    size_t at = begin(file, 35698);

    put_u16(file, RANGE);
    vib_put_f64(file, 4000);
    vib_put_f64(file, 3000);
    end(file, at);
    at = begin(file, 35701);
    put_u16(file, COUNT);
    vib_put_u32(file, POINTS);
    end(file, at);
}

static inline vib_buffer make_spectrum(const char *y_unit)
{
    vib_buffer file = { 0 };
    size_t all, at;

    put_place(&file, "PEPE2D constant interval DataSet file", 44);
    all = begin(&file, 120);
    put_history(&file);
    put_axis(&file);
    put_text(&file, 35703, "cm-1");
    put_text(&file, 35704, y_unit);
    put_text(&file, 35709, "C:\\a.sp");
    put_text(&file, 35713, "strip01");
    at = begin(&file, 35708);
    put_u16(&file, ARRAY);
    vib_put_u32(&file, 8 * POINTS);
    for (int i = 0; i < POINTS; i++)
        vib_put_f64(&file, 0.5 + i);
    end(&file, at);
    end(&file, all);
    return file;
}

static inline vib_buffer make_image(uint32_t columns, uint32_t rows)
{
    vib_buffer file = { 0 };
    size_t at;

    put_place(&file, "PEPEDataSet - 4DConst3DInterval", 44);
    at = begin(&file, 5100);
    put_words(&file, "Image");
    for (size_t i = 0; i < 10; i++)
        vib_put_f64(&file, (double[]){ 50, 25, -500, 4000, 3000, 0, 0, 17480,
                                       2749, 4000 }[i]);
    vib_put_u32(&file, columns);
    vib_put_u32(&file, rows);
    vib_put_u32(&file, POINTS);
    put_words(&file, "Y - micrometers");
    put_words(&file, "X - micrometers");
    put_words(&file, "cm-1");
    put_words(&file, "%T");
    end(&file, at);
    for (uint32_t k = 0; k < columns * rows; k++) {
        at = begin(&file, 5105);
        for (uint32_t i = 0; i < POINTS; i++)
            put_f32(&file, 10 * k + i);
        end(&file, at);
    }
    return file;
}

#endif
