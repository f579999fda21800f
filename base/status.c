#include "status.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

enum { MESSAGE_SIZE = 512 };

/* Fixed memory, so that reporting a failure cannot fail. */
static _Thread_local char message[MESSAGE_SIZE] = "no error";

const char *vib_last_error(void)
{
    return message;
}

const char *vib_version(void)
{
    return VIB_VERSION;
}

/* A message is one line whatever a hostile file puts into it. */
static void message_make_printable(void)
{
    for (char *p = message; *p; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            *p = '?';
}

int vib_fail(int status, const char *format, ...)
{
    char text[MESSAGE_SIZE]; /* the old message may be among the arguments */
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    memcpy(message, text, sizeof message);
    message_make_printable();
    return status;
}

int vib_fail_errno(const char *format, ...)
{
    int error = errno;
    char text[MESSAGE_SIZE];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    return vib_fail(error == ENOENT ? VIB_NOT_FOUND : VIB_SYSTEM, "%s: %s",
                    text, strerror(error));
}

int vib_fail_prefix(int status, const char *prefix)
{
    return vib_fail(status, "%s: %s", prefix, message);
}
