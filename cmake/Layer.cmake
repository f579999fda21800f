# vib_layer(<name> SOURCES <file>... [FOLDERS <shelf>...] [USES <layer>...]
#     [LINKS <library>...])
#
# One folder of the project as one target, its sources in it or on shelves of it.
# They find their own headers and those of the layers in USES (and what these
# use), nothing else: a wrong #include does not compile.

add_library(vib_options INTERFACE)
target_include_directories(vib_options INTERFACE
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)
target_compile_options(vib_options INTERFACE
    $<$<COMPILE_LANGUAGE:C>:-Wall;-Wextra;-Wpedantic;-Wconversion;-Wshadow>
    $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes;-Wmissing-prototypes>
    $<$<BOOL:${VIB_WERROR}>:-Werror>)
target_compile_definitions(vib_options INTERFACE _GNU_SOURCE)
if(VIB_SANITIZE)
    target_compile_options(vib_options INTERFACE
        -fsanitize=address,undefined -fno-omit-frame-pointer
        -fno-sanitize-recover=undefined)
    target_link_options(vib_options INTERFACE -fsanitize=address,undefined)
endif()
if(VIB_FUZZ)
    target_compile_options(vib_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(VIB_OPENMP)
    target_link_libraries(vib_options INTERFACE OpenMP::OpenMP_C)
else()
    target_compile_options(vib_options INTERFACE
        $<$<COMPILE_LANGUAGE:C>:-Wno-unknown-pragmas>)
endif()

set_property(GLOBAL PROPERTY VIB_LAYERS "")

function(vib_layer name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;FOLDERS;USES;LINKS")
    add_library(vib_${name} OBJECT ${arg_SOURCES})
    set(closure vib_${name})
    foreach(used IN LISTS arg_USES)
        get_property(below GLOBAL PROPERTY VIB_CLOSURE_${used})
        list(APPEND closure ${below})
    endforeach()
    list(REMOVE_DUPLICATES closure)
    set_property(GLOBAL PROPERTY VIB_CLOSURE_${name} ${closure})
    list(TRANSFORM arg_FOLDERS PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
    target_include_directories(vib_${name}
        PUBLIC ${CMAKE_CURRENT_SOURCE_DIR} ${arg_FOLDERS})
    list(TRANSFORM arg_USES PREPEND vib_)
    target_link_libraries(vib_${name}
        PUBLIC vib_options ${arg_USES} ${arg_LINKS})
    set_property(GLOBAL APPEND PROPERTY VIB_LAYERS vib_${name})
endfunction()
