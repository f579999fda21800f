vib_test(encoder
    test_augment test_synthetic test_dataset test_neighbours test_lesson
    test_loss test_optimizer test_validate test_checkpoint test_breakdown
    test_account test_projection test_train)

# Once more, in double; instrumented where anything is, with loops of the
# product rolled.
vib_product_sources(products)
if(VIB_SANITIZE)
    set_property(SOURCE ${products} APPEND PROPERTY COMPILE_OPTIONS
        -fsanitize=address,undefined -O1 -DVIB_ROLLED)
endif()
set(encoder ${PROJECT_SOURCE_DIR}/encoder)
add_library(vib_double OBJECT ${products} ${encoder}/kernels.c
    ${encoder}/layers.c ${encoder}/plan.c ${encoder}/weights.c
    ${encoder}/network.c ${encoder}/loss.c ${encoder}/optimizer.c)
target_compile_options(vib_double PRIVATE
    -include ${CMAKE_CURRENT_SOURCE_DIR}/encoder/double.h)
target_include_directories(vib_double PRIVATE ${encoder})
target_link_libraries(vib_double PRIVATE vib_base)

vib_test(encoder
    test_kernels test_kernels_bf16 test_layers test_shape test_network
    test_bf16 test_reference test_model test_encode)
target_link_libraries(encoder_test_layers PRIVATE vib_double)
target_link_libraries(encoder_test_network PRIVATE vib_double)
target_link_libraries(encoder_test_reference PRIVATE vib_double)
