/* double.h - include this first and the kernels, layers, network, loss and
 * optimizer are those compiled for double (target vib_double), under names of
 * their own so that both kinds fit in one program. */
#ifndef VIB_DOUBLE_H
#define VIB_DOUBLE_H

#define VIB_REAL double

#define vib_multiply vib_multiply_double
#define vib_multiply_baseline vib_multiply_baseline_double
#define vib_multiply_avx2 vib_multiply_avx2_double
#define vib_multiply_avx512 vib_multiply_avx512_double
#define vib_kernel_name vib_kernel_name_double
#define vib_conv_length vib_conv_length_double
#define vib_conv_weights vib_conv_weights_double
#define vib_conv_margin vib_conv_margin_double
#define vib_margins vib_margins_double
#define vib_conv_forward vib_conv_forward_double
#define vib_conv_turn vib_conv_turn_double
#define vib_conv_data_gradient vib_conv_data_gradient_double
#define vib_conv_weight_gradient vib_conv_weight_gradient_double
#define vib_bias_gradient vib_bias_gradient_double
#define vib_linear_forward vib_linear_forward_double
#define vib_linear_data_gradient vib_linear_data_gradient_double
#define vib_linear_weight_gradient vib_linear_weight_gradient_double
#define vib_unit_forward vib_unit_forward_double
#define vib_unit_backward vib_unit_backward_double
#define vib_plan_make vib_plan_make_double
#define vib_network_weights vib_network_weights_double
#define vib_network_tape vib_network_tape_double
#define vib_network_scratch vib_network_scratch_double
#define vib_network_flat vib_network_flat_double
#define vib_network_linear vib_network_linear_double
#define vib_network_flats vib_network_flats_double
#define vib_network_init vib_network_init_double
#define vib_network_decays vib_network_decays_double
#define vib_network_hide vib_network_hide_double
#define vib_network_forward vib_network_forward_double
#define vib_network_backward vib_network_backward_double
#define vib_loss vib_loss_double
#define vib_loss_scratch vib_loss_scratch_double
#define vib_schedule_rate vib_schedule_rate_double
#define vib_optimizer_step vib_optimizer_step_double

#endif
