# The libraries Vibrary stands on, each as one imported target.
find_package(PkgConfig REQUIRED)
if(VIB_OPENMP)
    find_package(OpenMP REQUIRED COMPONENTS C)
endif()
find_package(FaissC REQUIRED)
find_package(LibArchive REQUIRED)
find_package(EXPAT REQUIRED)
pkg_check_modules(HDF5 REQUIRED IMPORTED_TARGET hdf5-serial)
# It is loaded when a file needs it: its headers, and the name to load it by.
list(GET HDF5_LINK_LIBRARIES 0 hdf5_file)
execute_process(COMMAND ${CMAKE_OBJDUMP} -p ${hdf5_file}
    OUTPUT_VARIABLE hdf5_facts)
if(NOT hdf5_facts MATCHES "SONAME +([^ \n]+)")
    message(FATAL_ERROR "${hdf5_file} is no shared library")
endif()
add_library(vib_hdf5_loaded INTERFACE)
target_include_directories(vib_hdf5_loaded SYSTEM INTERFACE ${HDF5_INCLUDE_DIRS})
target_compile_definitions(vib_hdf5_loaded INTERFACE
    VIB_HDF5_NAME="${CMAKE_MATCH_1}")
target_link_libraries(vib_hdf5_loaded INTERFACE ${CMAKE_DL_LIBS})
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(LMDB REQUIRED IMPORTED_TARGET lmdb)
pkg_check_modules(BLOSC REQUIRED IMPORTED_TARGET blosc)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
# Some builds of xxHash choose the vector instructions at run time.
include(CheckCSourceCompiles)
set(CMAKE_REQUIRED_LIBRARIES PkgConfig::XXHASH)
check_c_source_compiles("
    #include <xxhash.h>
    #include <xxh_x86dispatch.h>
    int main(void)
    {
        return (int)XXH3_64bits_withSeed(\"\", 0, 0);
    }" VIB_XXH_DISPATCH)
unset(CMAKE_REQUIRED_LIBRARIES)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET cairo cairo-svg cairo-pdf
    cairo-png)
