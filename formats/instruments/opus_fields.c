/* opus_fields.c - what a Bruker OPUS file says of sample and instrument. */
#include "opus.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char name[4], *key;
} parameters[] = {
    { "SNM", VIB_KEY_TITLE },     { "SFM", "sample form" },
    { "CNM", "operator" },        { "EXP", "experiment" },
    { "INS", "instrument" },      { "SRC", "light source" },
    { "DTC", "detector" },        { "BMS", "beam splitter" },
    { "ACC", "accessory" },       { "APT", "aperture" },
    { "RES", "resolution" },      { "NSS", "scans" },
    { "APF", "apodization" },     { "RLP", "laser power" },
    { "OBJ", "objective" },
};

/* Blocks of parameters that belong to no data and not to the reference. */
static bool is_general(uint32_t type)
{
    return (type & 0xf) == 0 && (type >> 4 & 0x3f) != 0;
}

static int set_parameter(vib_spectrum *head, vib_part block, const char *name,
                         const char *key)
{
    double number;
    vib_part text;

    if (vib_spectrum_get(head, key))
        return VIB_OK;
    if (vib_opus_number(&number, block, name))
        return vib_field_number(head, key, number, 9);
    return vib_opus_text(&text, block, name) ? vib_field_text(head, key, text)
                                             : VIB_OK;
}

/* The laser's wavenumber, where there is one, as a wavelength. */
static int set_laser(vib_spectrum *head, vib_part block)
{
    double laser;

    if (!vib_opus_number(&laser, block, "RLW") || !(laser > 0))
        return VIB_OK;
    return vib_field_number(head, VIB_KEY_LASER, 1e7 / laser, 7);
}

static int set_block(vib_spectrum *head, vib_part block)
{
    int status = set_laser(head, block);

    for (size_t i = 0;
         i < sizeof parameters / sizeof *parameters && status == VIB_OK; i++)
        status = set_parameter(head, block, parameters[i].name,
                               parameters[i].key);
    return status;
}

/* The day is written d/m/y or y/m/d; "2020-02-06 13:09:58.095 (GMT+1)". */
static int set_date(vib_spectrum *head, vib_part block)
{
    vib_part day, time = { NULL, 0 };
    char text[16] = "", clock[40] = "", date[64];
    int a, b, c;

    if (!vib_opus_text(&day, block, "DAT"))
        return VIB_OK;
    memcpy(text, day.at, day.n < sizeof text ? day.n : sizeof text - 1);
    if (sscanf(text, "%4d/%2d/%4d", &a, &b, &c) != 3)
        return vib_field_text(head, "date", day);
    if (vib_opus_text(&time, block, "TIM"))
        memcpy(clock, time.at,
               time.n < sizeof clock ? time.n : sizeof clock - 1);
    snprintf(date, sizeof date, "%04d-%02d-%02d %s", a > 31 ? a : c, b,
             a > 31 ? c : a, clock);
    return vib_field_text(head, "date",
                          (vib_part){ (uint8_t *)date, strlen(date) });
}

/* Wavenumbers, micrometres; other units as they are written. */
static int set_x_unit(vib_spectrum *head, vib_part status)
{
    vib_part unit;

    if (!vib_opus_text(&unit, status, "DXU"))
        return VIB_OK;
    if (vib_part_begins(unit, "WN"))
        return vib_spectrum_set(head, VIB_KEY_X_UNIT, "cm-1");
    if (vib_part_begins(unit, "MI") && vib_u8_at(unit, 2) == 0)
        return vib_spectrum_set(head, VIB_KEY_X_UNIT, "um");
    if (vib_part_begins(unit, "PNT"))
        return vib_spectrum_set(head, VIB_KEY_X_UNIT, "points");
    return vib_field_text(head, VIB_KEY_X_UNIT, unit);
}

int vib_opus_set_general(vib_spectrum *general, const vib_opus *file)
{
    int status = VIB_OK;

    for (size_t i = 0; i < file->count && status == VIB_OK; i++)
        if (is_general(file->block[i].type))
            status = set_block(general, file->block[i].bytes);
    return status;
}

int vib_opus_set_data(vib_spectrum *head, vib_part status,
                      const vib_opus_kind *kind)
{
    int rc = set_date(head, status);

    if (rc == VIB_OK)
        rc = set_x_unit(head, status);
    if (rc == VIB_OK)
        rc = vib_spectrum_set(head, VIB_KEY_Y_UNIT, kind->y_unit);
    if (rc == VIB_OK && kind->technique)
        rc = vib_spectrum_set(head, VIB_KEY_TECHNIQUE, kind->technique);
    if (rc == VIB_OK &&
        (!kind->technique || strcmp(kind->technique, "raman") != 0))
        rc = vib_spectrum_set(head, VIB_KEY_LASER, NULL);
    return rc;
}
