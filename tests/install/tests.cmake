# What an installed Vibrary is to others.
add_test(NAME install/header COMMAND
    ${CMAKE_CURRENT_SOURCE_DIR}/install/header.sh ${PROJECT_SOURCE_DIR}/include)
# A program made without sanitizers cannot link a library that is made with.
if(NOT VIB_SANITIZE)
    add_test(NAME install/run COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/install/run.sh
        ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR} ${tiny_model})
    set_tests_properties(install/run PROPERTIES FIXTURES_REQUIRED tiny_model)
endif()
