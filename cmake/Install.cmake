# cmake --install: the command, what shells and man know of it, the models, the
# headers, both libraries, and how other projects find them (find_package, pkg-config).
include(CMakePackageConfigHelpers)

set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Vibrary)
set(private_dir ${CMAKE_INSTALL_LIBDIR}/vibrary)

# Linked as they are installed: else CMake would make room for another path with
# an empty entry in that of the build, and the loader look in the current folder.
set_target_properties(vibrary_cli vibrary_shared PROPERTIES
    BUILD_WITH_INSTALL_RPATH ON INSTALL_RPATH_USE_LINK_PATH ON)
install(TARGETS vibrary_cli RUNTIME)
install(TARGETS vibrary_shared LIBRARY)
install(TARGETS vibrary_static ARCHIVE)
install(FILES ${PROJECT_SOURCE_DIR}/include/vibrary.h
    ${PROJECT_SOURCE_DIR}/include/vibrary_audit.h
    ${PROJECT_SOURCE_DIR}/include/vibrary_care.h
    ${PROJECT_SOURCE_DIR}/include/vibrary_confidence.h
    ${PROJECT_SOURCE_DIR}/include/vibrary_mixtures.h
    ${PROJECT_SOURCE_DIR}/include/vibrary_pictures.h TYPE INCLUDE)
file(GLOB models CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/models/*.vibm)
install(FILES ${models} DESTINATION ${CMAKE_INSTALL_DATADIR}/vibrary/models)

# Completion and the manual page, where shells and man look.
if(NOT CMAKE_CROSSCOMPILING)
    set(shared ${PROJECT_BINARY_DIR}/share)
    set(data ${CMAKE_INSTALL_DATADIR})
    install(FILES ${shared}/vibrary.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
    install(FILES ${shared}/vibrary
        DESTINATION ${data}/bash-completion/completions)
    install(FILES ${shared}/_vibrary DESTINATION ${data}/zsh/site-functions)
    install(FILES ${shared}/vibrary.fish
        DESTINATION ${data}/fish/vendor_completions.d)
endif()

# What a program must be linked with beside libvibrary.a, in order. Archives,
# such as a FAISS from the cache, are installed along; all else is the
# system's. Both kinds of list name them as the linker takes them.
set(beside ${FaissC_LIBRARIES} ${LibArchive_LIBRARIES} ${EXPAT_LIBRARIES}
    ${ZLIB_LINK_LIBRARIES} ${LMDB_LIBRARIES} ${BLOSC_LIBRARIES}
    ${XXHASH_LIBRARIES} ${CAIRO_LIBRARIES} ${OpenMP_C_LIBRARIES}
    ${CMAKE_DL_LIBS} stdc++ m)
set(config_libraries "")
set(pkgconfig_libraries "")
foreach(library IN LISTS beside)
    if(library MATCHES "\\.a$" AND NOT library MATCHES "^/usr/")
        get_filename_component(name ${library} NAME)
        install(FILES ${library} DESTINATION ${private_dir})
        list(APPEND config_libraries
            "\${PACKAGE_PREFIX_DIR}/${private_dir}/${name}")
        list(APPEND pkgconfig_libraries "\${libdir}/vibrary/${name}")
    elseif(IS_ABSOLUTE ${library})
        list(APPEND config_libraries ${library})
        list(APPEND pkgconfig_libraries ${library})
    else()
        list(APPEND config_libraries ${library})
        list(APPEND pkgconfig_libraries -l${library})
    endif()
endforeach()
list(JOIN pkgconfig_libraries " " pkgconfig_libraries)

configure_package_config_file(cmake/VibraryConfig.cmake.in
    ${PROJECT_BINARY_DIR}/VibraryConfig.cmake
    INSTALL_DESTINATION ${config_dir}
    NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(
    ${PROJECT_BINARY_DIR}/VibraryConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/VibraryConfig.cmake
    ${PROJECT_BINARY_DIR}/VibraryConfigVersion.cmake
    DESTINATION ${config_dir})

# The prefix is found from where the .pc file lies, so that the whole may be
# moved and DESTDIR and --prefix work.
file(RELATIVE_PATH up_from_pc
    ${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_LIBDIR}/pkgconfig
    ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" up_from_pc ${up_from_pc})
configure_file(cmake/vibrary.pc.in vibrary.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/vibrary.pc
    DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
