# FindFaissC - the C library of FAISS
#
# Headers alone prove nothing (Debian ships them without the library), so a
# small program is linked before anything is called found. Looked for, in this
# order, in FaissC_ROOT, CMAKE_PREFIX_PATH, the cache scripts/setup.sh fills,
# and the system.
#
#   Faiss::C            imported target; brings the BLAS, OpenMP and C++
#                       runtimes along
#   FaissC_INCLUDE_DIR  folder of faiss/c_api/
#   FaissC_LIBRARIES    what the test program was linked with
include(CheckCSourceCompiles)
include(CMakePushCheckState)
include(FindPackageHandleStandardArgs)

# Prefixes scripts/build_faiss.sh has made, the newest first.
function(faiss_cached_prefixes result)
    if(DEFINED ENV{VIBRARY_CACHE})
        set(cache $ENV{VIBRARY_CACHE})
    elseif(DEFINED ENV{XDG_CACHE_HOME})
        set(cache $ENV{XDG_CACHE_HOME}/vibrary)
    else()
        set(cache $ENV{HOME}/.cache/vibrary)
    endif()
    file(GLOB prefixes ${cache}/faiss-*)
    list(SORT prefixes COMPARE NATURAL ORDER DESCENDING)
    set(${result} ${prefixes} PARENT_SCOPE)
endfunction()

# Link a program against a list of libraries; the answer is cached, and asked
# again only when the list changes.
function(faiss_try_link result)
    cmake_push_check_state(RESET)
    set(CMAKE_REQUIRED_QUIET TRUE)
    set(CMAKE_REQUIRED_INCLUDES ${FaissC_INCLUDE_DIR})
    set(CMAKE_REQUIRED_LIBRARIES ${ARGN})
    string(MD5 key "${CMAKE_C_COMPILER};${FaissC_INCLUDE_DIR};${ARGN}")
    check_c_source_compiles("
        #include <faiss/c_api/index_factory_c.h>
        int main(void)
        {
            FaissIndex *index = 0;
            return faiss_index_factory(&index, 8, \"Flat\",
                                       METRIC_INNER_PRODUCT);
        }" FaissC_LINKS_${key})
    cmake_pop_check_state()
    set(${result} ${FaissC_LINKS_${key}} PARENT_SCOPE)
endfunction()

# BLAS and LAPACK for a static FAISS: OpenBLAS holds both. Its OpenMP flavour
# first: the flavour with threads of its own fights OpenMP's.
function(faiss_find_blas result)
    find_library(openblas openblas PATH_SUFFIXES openblas-openmp NO_CACHE)
    if(openblas)
        set(${result} ${openblas} PARENT_SCOPE)
        return()
    endif()
    find_package(LAPACK QUIET)
    set(${result} ${LAPACK_LIBRARIES} ${BLAS_LIBRARIES} PARENT_SCOPE)
endfunction()

# The first list of libraries a program links with: a shared library brings
# its own, a static one needs the OpenMP runtime it was compiled for.
function(faiss_choose_libraries result)
    set(${result} "" PARENT_SCOPE)
    faiss_try_link(linked ${FaissC_LIBRARY})
    if(linked)
        set(${result} ${FaissC_LIBRARY} PARENT_SCOPE)
        return()
    endif()
    if(NOT FaissC_CORE_LIBRARY)
        return()
    endif()
    faiss_find_blas(blas)
    foreach(openmp gomp omp)
        set(libraries ${FaissC_LIBRARY} ${FaissC_CORE_LIBRARY} ${blas}
            ${openmp} stdc++ m)
        faiss_try_link(linked ${libraries})
        if(linked)
            set(${result} ${libraries} PARENT_SCOPE)
            return()
        endif()
    endforeach()
endfunction()

faiss_cached_prefixes(FaissC_hints)
find_path(FaissC_INCLUDE_DIR faiss/c_api/index_factory_c.h
    HINTS ${FaissC_hints} PATH_SUFFIXES include NO_CACHE)
find_library(FaissC_LIBRARY faiss_c
    HINTS ${FaissC_hints} PATH_SUFFIXES lib NO_CACHE)
find_library(FaissC_CORE_LIBRARY NAMES faiss_avx512 faiss_avx2 faiss
    NAMES_PER_DIR HINTS ${FaissC_hints} PATH_SUFFIXES lib NO_CACHE)
set(FaissC_LIBRARIES "")
if(FaissC_INCLUDE_DIR AND FaissC_LIBRARY)
    faiss_choose_libraries(FaissC_LIBRARIES)
endif()

find_package_handle_standard_args(FaissC
    REQUIRED_VARS FaissC_LIBRARY FaissC_LIBRARIES FaissC_INCLUDE_DIR
    REASON_FAILURE_MESSAGE "no FAISS C library that links: run \
scripts/setup.sh, which builds it, or name its prefix with -DFaissC_ROOT=DIR")

if(FaissC_FOUND AND NOT TARGET Faiss::C)
    add_library(Faiss::C INTERFACE IMPORTED)
    target_include_directories(Faiss::C SYSTEM
        INTERFACE ${FaissC_INCLUDE_DIR})
    target_link_libraries(Faiss::C INTERFACE ${FaissC_LIBRARIES})
endif()
