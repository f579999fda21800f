vib_test(store test_store test_tables test_faults test_points test_metadata)
