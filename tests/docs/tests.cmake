# What the pages of docs/ and the README show is what the commands do: run.sh.
# Real searches, with the model that ships; under sanitizers the same commands
# are tested by tests/cli with a small one, in a tenth of the time.
if(NOT VIB_SANITIZE)
    add_executable(docs_likeness docs/likeness.c)
    target_link_libraries(docs_likeness PRIVATE PkgConfig::CAIRO m)
    target_include_directories(docs_likeness PRIVATE
        ${PROJECT_SOURCE_DIR}/tests/support)
    set_target_properties(docs_likeness PROPERTIES
        RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    foreach(page README docs/tutorial docs/pictures docs/confidence
            docs/library docs/instruments docs/training docs/formats
            docs/encoder)
        get_filename_component(name ${page} NAME)
        add_test(NAME docs/${name} COMMAND
            ${CMAKE_CURRENT_SOURCE_DIR}/docs/run.sh $<TARGET_FILE:vibrary_cli>
            $<TARGET_FILE:docs_likeness> ${PROJECT_SOURCE_DIR}/${page}.md)
        set_tests_properties(docs/${name} PROPERTIES SKIP_RETURN_CODE 77)
    endforeach()
    if(VIB_BENCHMARKS)
        add_test(NAME docs/far COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/docs/far.sh
            $<TARGET_FILE:vibrary_cli> ${PROJECT_BINARY_DIR}/benchmarks)
    endif()
endif()
