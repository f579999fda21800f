vib_test(plot test_canvas test_ticks test_line test_crests test_frame
    test_figure test_mirror test_breakdown test_dots test_particles test_classes
    test_pages)
foreach(test test_figure test_mirror test_breakdown test_classes test_pages)
    target_link_libraries(plot_${test} PRIVATE EXPAT::EXPAT)
endforeach()
