/* status.h - how a failure is told: a code for the program, a sentence for
 * the human. */
#ifndef VIB_STATUS_H
#define VIB_STATUS_H

#include "vibrary.h"

/* Keep the sentence for vib_last_error() and return `status`, so that the place
 * that knows the fact reads `return vib_fail(VIB_BAD_DATA, ...)`. One line,
 * lower case, no full stop; what lies above passes the code up untouched. */
int vib_fail(int status, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* As vib_fail() for the error number of the system call that just failed:
 * appends ": " and its description. VIB_NOT_FOUND when nothing is there. */
int vib_fail_errno(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Put "prefix: " before the sentence of this thread, returning `status`. For
 * the caller that knows which file it was. */
int vib_fail_prefix(int status, const char *prefix);

#endif
