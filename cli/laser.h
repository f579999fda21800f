/* laser.h - the option --laser: the excitation wavelength of spectra whose axis
 * is in nm and whose file does not tell it. */
#ifndef CLI_LASER_H
#define CLI_LASER_H

#include "options.h"
#include "vibrary.h"

typedef struct cli_laser {
    const char *given;  /* as the user wrote it, or NULL */
    bool automatic;     /* "auto": estimate it           */
    const vib_db *db;   /* what to compare with, or NULL */
    double told;        /* the estimate last told, nm    */
} cli_laser;

/* The option that sets *laser. */
cli_option cli_laser_option(cli_laser *laser);

/* Check what was given. CLI_GO; CLI_MISUSE, which is told. */
int cli_laser_read(cli_laser *laser);

/* Give a spectrum that lacks it field "laser"; an estimate is told, and why
 * there is none. */
void cli_laser_apply(cli_laser *laser, vib_spectrum *spectrum);

#endif
