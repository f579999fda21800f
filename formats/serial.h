/* serial.h - one at a time: for libraries that are not safe for threads. */
#ifndef VIB_SERIAL_H
#define VIB_SERIAL_H

/* Between these two no other thread is. They do not nest. */
void vib_serial_begin(void);
void vib_serial_end(void);

#endif
