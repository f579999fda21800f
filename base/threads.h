/* threads.h - how many cores the parallel loops use. */
#ifndef VIB_THREADS_H
#define VIB_THREADS_H

/* What vib_set_threads() allows, at least 1; for num_threads() clauses. */
int vib_threads(void);

/* The number of this thread in the parallel loop it is in, from 0. */
int vib_thread_number(void);

#endif
