/* account.h - what a training says of itself: a line while it runs, and the
 * record that its model keeps. */
#ifndef VIB_ACCOUNT_H
#define VIB_ACCOUNT_H

#include "trainer.h"

enum { VIB_ACCOUNT_LINE = 160 };

/* How far it is, with so many seconds to go, into line [VIB_ACCOUNT_LINE]:
 * "step 400 of 2000, epoch 3.2 of 21.6, loss 1.234, finds 87.5 % damaged, 71.2
 * % by name, 12 min left". */
void vib_account_line(char *line, const vib_trainer *trainer, double left);

/* Append lines of text, ended by a zero: nothing but what follows from data
 * and options, so that the same in gives the same out. */
void vib_account_record(vib_buffer *text, const vib_trainer *trainer);

#endif
