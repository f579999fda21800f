vib_test(base test_status test_memory test_bytes test_random test_threads
    test_file test_target test_fields test_utf8)
# The sanitizer ends a program where calloc() would return NULL, unless told.
set_tests_properties(base/test_memory PROPERTIES
    ENVIRONMENT "ASAN_OPTIONS=allocator_may_return_null=1")
