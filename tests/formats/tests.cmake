vib_test(formats test_jcamp test_spc test_save)
vib_test(formats test_labspec test_labspec_xml test_labspec6 test_witec
         test_oceanoptics test_avantes test_bwtek test_companion test_asd
         test_numpy test_envi test_apart test_hdf5 test_matlab)
vib_test(formats test_number test_text test_delimited test_header test_rruff
         test_own test_found test_reader test_archive
         test_hostile test_truth test_pairs test_round)
vib_test(formats test_binary test_wdf test_opus test_omnic
         test_perkinelmer test_peds test_asp test_spe)

# Other programs read what we write.
add_test(NAME formats/peers COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/formats/peers.sh
    $<TARGET_FILE:vibrary_cli>)
set_tests_properties(formats/peers PROPERTIES SKIP_RETURN_CODE 77)

# The test makes files of it.
target_link_libraries(formats_test_hdf5 PRIVATE PkgConfig::HDF5)
pkg_check_modules(MATIO REQUIRED IMPORTED_TARGET matio)
target_link_libraries(formats_test_matlab PRIVATE PkgConfig::MATIO)
# Each of our readers and any bytes.
include(fuzz/readers.cmake)
