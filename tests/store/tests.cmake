vib_test(store test_tables test_points test_metadata)
