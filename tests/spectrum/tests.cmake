vib_test(spectrum test_laser)
vib_test(spectrum test_decimal test_units test_axis test_despike test_ends
    test_resample test_snip test_slit test_savgol test_pipeline test_pipeline_text
    test_harm test_technique test_treatment)
