vib_test(store test_store test_make test_compact test_guard test_writer test_tables
    test_faults test_points test_metadata)
