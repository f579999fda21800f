vib_test(database test_open test_add test_get test_remove test_search
    test_options test_index test_view test_check test_real test_precision
    test_window)
