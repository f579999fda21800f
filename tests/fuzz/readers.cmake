# vib_fuzz_reader(<format>...): the reader called so, as vib_fuzz() does it; it
# begins from the files of fuzz/corpus/<format>/. With VIB_FUZZ (clang, preset
# fuzz) fuzz_reader_<format> is a libFuzzer program: see scripts/fuzz.sh.
get_property(layers GLOBAL PROPERTY VIB_CLOSURE_formats)

function(vib_fuzz_reader)
    foreach(format IN LISTS ARGN)
        set(name fuzz_reader_${format})
        set(corpus ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${format})
        add_executable(${name} fuzz/fuzz_reader.c fuzz/peak.c)
        target_link_libraries(${name} PRIVATE ${layers})
        target_compile_options(${name} PRIVATE -UNDEBUG)
        target_compile_definitions(${name} PRIVATE
            VIB_FUZZ_FORMAT="${format}" VIB_FUZZ_CORPUS="${corpus}")
        set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX
            RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
        if(VIB_FUZZ)
            target_link_options(${name} PRIVATE -fsanitize=fuzzer)
            continue()
        endif()
        target_sources(${name} PRIVATE fuzz/driver.c)
        add_test(NAME fuzz/reader_${format} COMMAND ${name})
        set_tests_properties(fuzz/reader_${format} PROPERTIES
            FAIL_REGULAR_EXPRESSION "LeakSanitizer|runtime error:"
            ENVIRONMENT "${VIB_TEST_ENVIRONMENT}")
    endforeach()
endfunction()

vib_fuzz_reader(asd)
vib_fuzz_reader(asp)
vib_fuzz_reader(avantes)
vib_fuzz_reader(bwtek)
vib_fuzz_reader(delimited)
vib_fuzz_reader(envi)
vib_fuzz_reader(hdf5)
vib_fuzz_reader(jcamp)
vib_fuzz_reader(labspec)
vib_fuzz_reader(labspec-xml)
vib_fuzz_reader(labspec6)
vib_fuzz_reader(matlab)
vib_fuzz_reader(npy)
vib_fuzz_reader(npz)
vib_fuzz_reader(oceanoptics)
vib_fuzz_reader(omnic)
vib_fuzz_reader(opus)
vib_fuzz_reader(peds)
vib_fuzz_reader(perkinelmer)
vib_fuzz_reader(rruff)
vib_fuzz_reader(spc)
vib_fuzz_reader(spe)
vib_fuzz_reader(vibrary)
vib_fuzz_reader(wdf)
vib_fuzz_reader(witec)

# This one works in a process of its own for each input, where libFuzzer would
# not see what ran.
target_compile_definitions(fuzz_reader_hdf5 PRIVATE VIB_FUZZ_CHANGES=200)
if(VIB_FUZZ)
    target_sources(fuzz_reader_hdf5 PRIVATE fuzz/shared_counters.c)
endif()
