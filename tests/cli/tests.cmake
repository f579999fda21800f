# Golden tests of the command: each tests/cli/NAME.sh is one, see run.sh. They
# share one model that is quickly made.
set(tiny_model ${CMAKE_CURRENT_BINARY_DIR}/tiny.vibm)
add_test(NAME cli/model COMMAND vibrary_cli train --quiet --synthetic
    --network "stem=4k5 blocks=4,8/2 kernel=3 head=2 out=16"
    --steps 1 --batch 8 -o ${tiny_model})
set_tests_properties(cli/model PROPERTIES FIXTURES_SETUP tiny_model)

file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cli/*.sh)
list(FILTER scripts EXCLUDE REGEX "/(run|prelude)\\.sh$")
foreach(script IN LISTS scripts)
    get_filename_component(name ${script} NAME_WE)
    add_test(NAME cli/${name} COMMAND
        ${CMAKE_CURRENT_SOURCE_DIR}/cli/run.sh $<TARGET_FILE:vibrary_cli>
        ${tiny_model} ${script})
    set_tests_properties(cli/${name} PROPERTIES
        FIXTURES_REQUIRED tiny_model SKIP_RETURN_CODE 77
        FAIL_REGULAR_EXPRESSION "LeakSanitizer|runtime error:"
        ENVIRONMENT "${VIB_LEAKS}")
endforeach()
