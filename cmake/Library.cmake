# All layers together: the shared library and the static one.
get_property(layers GLOBAL PROPERTY VIB_LAYERS)

foreach(kind SHARED STATIC)
    string(TOLOWER ${kind} suffix)
    add_library(vibrary_${suffix} ${kind})
    target_link_libraries(vibrary_${suffix} PRIVATE ${layers})
    target_include_directories(vibrary_${suffix} INTERFACE
        $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
        $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
    set_target_properties(vibrary_${suffix} PROPERTIES
        OUTPUT_NAME vibrary EXPORT_NAME ${suffix} LINKER_LANGUAGE CXX)
endforeach()

set_target_properties(vibrary_shared PROPERTIES
    VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR})
# What the static parts (FAISS) define stays inside.
target_link_options(vibrary_shared PRIVATE -Wl,--exclude-libs,ALL)
