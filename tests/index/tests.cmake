vib_test(index test_index test_index_file test_exact)
