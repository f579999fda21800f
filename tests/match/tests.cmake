vib_test(match test_half test_hqi test_fuse test_regions test_measure test_bands
    test_logistic test_rate test_confidence test_nnls test_mixture)
