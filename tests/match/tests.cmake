vib_test(match test_half test_hqi test_fuse)
