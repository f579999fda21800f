vib_test(plot test_canvas test_ticks test_line test_crests test_figure
    test_mirror test_dots)
foreach(test test_figure test_mirror)
    target_link_libraries(plot_${test} PRIVATE EXPAT::EXPAT)
endforeach()
