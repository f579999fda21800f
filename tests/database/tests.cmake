vib_test(database test_open test_add test_get test_remove test_search
    test_options test_index test_view test_check test_real test_precision
    test_window test_cuts test_nearest test_where test_reencode test_kills
    test_write_errors test_processes)
vib_test(database test_regions test_offset test_explain
    test_calibration test_selftest)
vib_test(database test_repair test_edit test_kept test_audit
    test_unmix test_slit)

# What the tests of faults start, kill and fail the writes of. With VIB_NIGHTLY
# in the environment they take minutes, not seconds.
get_property(layers GLOBAL PROPERTY VIB_CLOSURE_database)
add_executable(database_worker database/worker.c)
target_link_libraries(database_worker PRIVATE ${layers})
target_include_directories(database_worker PRIVATE
    ${CMAKE_CURRENT_SOURCE_DIR}/support)
set_target_properties(database_worker PROPERTIES LINKER_LANGUAGE CXX
    RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)

# A layer that fails their writes, for LD_PRELOAD.
add_library(vib_faults MODULE support/faults.c support/power.c)
target_compile_definitions(vib_faults PRIVATE _GNU_SOURCE)
target_link_libraries(vib_faults PRIVATE ${CMAKE_DL_LIBS})
set_target_properties(vib_faults PROPERTIES C_VISIBILITY_PRESET default)

foreach(test test_kills test_write_errors test_processes
    test_repair test_edit test_kept)
    target_compile_definitions(database_${test} PRIVATE
        VIB_WORKER="$<TARGET_FILE:database_worker>"
        VIB_FAULTS="$<TARGET_FILE:vib_faults>")
    add_dependencies(database_${test} database_worker vib_faults)
    set_tests_properties(database/${test} PROPERTIES TIMEOUT 3600)
endforeach()
