#include "serial.h"

#include <pthread.h>

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

void vib_serial_begin(void)
{
    pthread_mutex_lock(&turn);
}

void vib_serial_end(void)
{
    pthread_mutex_unlock(&turn);
}
