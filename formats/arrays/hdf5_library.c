#include "hdf5_library.h"

#include "status.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { REASON = 256 };

static pthread_once_t once = PTHREAD_ONCE_INIT;
static vib_hdf5_library library;
static char trouble[REASON]; /* empty: it is loaded */

static void find(void *out, size_t size, void *handle, const char *name)
{
    void *symbol = dlsym(handle, name);

    if (!symbol && !trouble[0])
        snprintf(trouble, sizeof trouble, "no %s in " VIB_HDF5_NAME, name);
    memcpy(out, &symbol, size);
}

/* Some versions of the headers have a macro for the name of a function. */
#define TEXT(name) #name
#define NAME(name) TEXT(name)

/* A program that is linked with libhdf5 may hold the variables of the library
 * itself: there its own names count. */
static void load(void)
{
    bool linked = dlsym(RTLD_DEFAULT, "H5open") != NULL;
    void *handle = linked ? RTLD_DEFAULT
                          : dlopen(VIB_HDF5_NAME, RTLD_NOW | RTLD_LOCAL);

    if (!linked && !handle) {
        snprintf(trouble, sizeof trouble, "%s", dlerror());
        return;
    }
#define FIND(name) \
    find(&library.name, sizeof library.name, handle, NAME(H5##name));
    VIB_HDF5_CALLS(FIND)
#undef FIND
    find(&library.file_access, sizeof library.file_access, handle,
         "H5P_CLS_FILE_ACCESS_ID_g");
    find(&library.native_double, sizeof library.native_double, handle,
         "H5T_NATIVE_DOUBLE_g");
}

int vib_hdf5_load(const vib_hdf5_library **out)
{
    pthread_once(&once, load);
    if (trouble[0])
        return vib_fail(VIB_SYSTEM, "HDF5 files need libhdf5: %s", trouble);
    *out = &library;
    return VIB_OK;
}
