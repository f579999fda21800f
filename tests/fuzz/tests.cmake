# Hostile bytes: fuzz_<target>.c is a target that needs a layer. Here each is run
# by driver.c, as a test; with clang's -fsanitize=fuzzer instead it is a fuzzer.
function(vib_fuzz target layer)
    set(name fuzz_${target})
    get_property(layers GLOBAL PROPERTY VIB_CLOSURE_${layer})
    add_executable(${name} fuzz/driver.c fuzz/${name}.c)
    target_link_libraries(${name} PRIVATE ${layers})
    # An assertion is what a target says that must hold.
    target_compile_options(${name} PRIVATE -UNDEBUG)
    set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX
        RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
    file(GLOB broke CONFIGURE_DEPENDS
        ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${target}/*)
    add_test(NAME fuzz/${target} COMMAND ${name} ${broke})
    set_tests_properties(fuzz/${target} PROPERTIES
        FAIL_REGULAR_EXPRESSION "LeakSanitizer|runtime error:"
        ENVIRONMENT "${VIB_TEST_ENVIRONMENT}")
endfunction()

vib_fuzz(points store)
vib_fuzz(fields store)
vib_fuzz(model encoder)
vib_fuzz(index index)
