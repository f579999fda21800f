# All layers together: the shared library and the static one.
get_property(layers GLOBAL PROPERTY VIB_LAYERS)

foreach(kind SHARED STATIC)
    string(TOLOWER ${kind} suffix)
    add_library(vibrary_${suffix} ${kind})
    target_link_libraries(vibrary_${suffix} PRIVATE ${layers})
    target_include_directories(vibrary_${suffix} INTERFACE
        ${PROJECT_SOURCE_DIR}/include)
    set_target_properties(vibrary_${suffix} PROPERTIES
        OUTPUT_NAME vibrary LINKER_LANGUAGE CXX)
    add_library(Vibrary::${suffix} ALIAS vibrary_${suffix})
endforeach()
add_library(Vibrary::vibrary ALIAS vibrary_shared)

# Before 1.0 each minor version may break what was linked before.
set_target_properties(vibrary_shared PROPERTIES
    VERSION ${PROJECT_VERSION}
    SOVERSION ${PROJECT_VERSION_MAJOR}.${PROJECT_VERSION_MINOR})
target_link_options(vibrary_shared PRIVATE -Wl,-z,defs
    -Wl,--version-script=${PROJECT_SOURCE_DIR}/cmake/exports.map)
set_target_properties(vibrary_shared PROPERTIES
    LINK_DEPENDS ${PROJECT_SOURCE_DIR}/cmake/exports.map)
