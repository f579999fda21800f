/* hdf5_library.h - libhdf5, loaded when its first file is met. It brings
 * some thirty libraries along, through its drivers for files on servers, and
 * these took more than half of the time in which any command started. */
#ifndef VIB_HDF5_LIBRARY_H
#define VIB_HDF5_LIBRARY_H

#include <hdf5.h>

/* The functions that are used, without their "H5". */
#define VIB_HDF5_CALLS(CALL) \
    CALL(open) CALL(Eset_auto2) CALL(PLset_loading_state) \
    CALL(Fopen) CALL(Fclose) CALL(Gopen2) CALL(Gclose) \
    CALL(Oopen) CALL(Oclose) CALL(Ovisit) CALL(Lexists) CALL(Literate) \
    CALL(Aexists) CALL(Aopen) CALL(Aget_type) CALL(Aget_space) CALL(Aread) \
    CALL(Aclose) \
    CALL(Dopen2) CALL(Dget_create_plist) CALL(Dget_space) CALL(Dget_type) \
    CALL(Dread) CALL(Dvlen_reclaim) CALL(Dclose) \
    CALL(Pcreate) CALL(Pset_fapl_core) CALL(Pset_file_image) \
    CALL(Pget_layout) CALL(Pget_external_count) CALL(Pget_chunk) CALL(Pclose) \
    CALL(Sget_simple_extent_npoints) CALL(Sget_simple_extent_ndims) \
    CALL(Sget_simple_extent_dims) CALL(Sclose) \
    CALL(Tget_size) CALL(Tget_class) CALL(Tis_variable_str) CALL(Tclose)

typedef struct vib_hdf5_library {
#define VIB_HDF5_POINTER(name) __typeof__(&H5##name) name;
    VIB_HDF5_CALLS(VIB_HDF5_POINTER)
#undef VIB_HDF5_POINTER
    /* What H5P_FILE_ACCESS and H5T_NATIVE_DOUBLE stand for, after open(). */
    const hid_t *file_access, *native_double;
} vib_hdf5_library;

/* The library, loaded for the rest of the process; from any thread.
 * VIB_SYSTEM: it is not on this machine, or is another one. */
int vib_hdf5_load(const vib_hdf5_library **out);

#endif
