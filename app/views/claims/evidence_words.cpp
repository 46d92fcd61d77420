#include "app/views/claims/evidence_words.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>

namespace convscope {

namespace {

using enum EvidenceWord::Kind;

constexpr auto kWords = std::to_array<EvidenceWord>({
    // Going back.
    {"input", "input", Role::input},
    {"output", "output", Role::output},
    {"returned", "returned", Role::input},
    {"other-order/returned", "enlarged and gathered again", Role::input},
    {"max_error", "largest error"},
    {"allowed_error", "counts as no error", Role::none, hidden},
    {"gram_distance", "distance of CᵀC from the identity"},
    {"delta_max_error", "error with a delta kernel"},
    {"delta_k3_max_error", "error with a delta of three weights, p1 and p0"},
    {"haar_bank_max_error", "error with both Haar filters"},
    {"daubechies_bank_max_error", "error with Daubechies' bank of four weights"},
    {"input_cells", "input cells"},
    {"rank", "rank of the matrix"},
    {"nullity", "dimensions lost"},
    {"least_squares", "least squares", Role::input},
    {"least_squares_residual", "what least squares leaves"},
    {"mirrored_returned", "with the mirrored kernel", Role::input},
    {"mirrored_max_error", "largest error, mirrored kernel"},
    {"nearly", "nearly would be below"},
    {"adjoint_cx_y", "⟨Cx, y⟩"},
    {"adjoint_x_ty", "⟨x, Ty⟩"},
    {"adjoint_x_mirrored_y", "⟨x, Ty⟩, mirrored kernel"},
    {"null_vector", "added to the input", Role::input},
    {"output_change", "change of the output"},
    {"circular_returned", "returned, circular border", Role::input},
    {"circular_max_error", "largest error, circular border"},
    {"transposed_returned", "by the transpose", Role::input},
    {"transposed_max_error", "error of the transpose"},
    {"deconvolved_max_error", "error of deconvolution"},
    {"caffe_max_difference", "transpose against Caffe's Deconvolution"},
    {"deconvolution/max_difference", "transpose against deconvolution"},
    {"max_difference", "largest difference"},
    {"smallest_pre_activation", "smallest value before ReLU"},
    {"largest_loss", "most that ReLU takes away"},
    {"smallest_singular_value", "smallest singular value"},
    {"output_size", "output size"},
    {"size-tells/input_sizes", "input sizes that give it", Role::input},
    {"output_paddings", "output padding back to each"},
    {"size-tells/count", "input sizes with this output"},
    {"ratio", "returned / input"},
    {"stacking/ratio", "most / fewest paths, by layers"},
    {"kernel_energy", "|w|²"},
    {"gradient/gradient", "gradient, by differences", Role::input},
    {"gradient/transposed", "transposed convolution", Role::input},
    // Sizes and padding.
    {"sizes", "output size"},
    {"inserted_zeros", "zeros inserted"},
    {"gather_products", "products of the direct form"},
    {"scatter_products", "products of scattering"},
    {"padded_sizes", "size with one more padding"},
    {"padding-adds/change", "change"},
    {"largest_added", "largest value in the added row"},
    {"k_minus_p_minus_1", "k − p − 1"},
    {"needed", "padding that is needed"},
    {"needed_at_the_end", "needed at the end"},
    {"d_times_k_minus_1_minus_p", "d(k − 1) − p"},
    {"transposed-padding/max_difference", "direct form differs by"},
    {"input_sizes", "input size"},
    {"output_sizes", "output size"},
    {"read", "cells read"},
    {"stride", "stride"},
    {"unread", "cells never read"},
    {"pytorch", "PyTorch", Role::output},
    {"keras", "Keras", Role::output},
    {"shift", "cells apart"},
    {"max_difference_after_shift", "difference after the shift"},
    {"dilation-weights/weights", "weights"},
    {"reach", "reach in cells"},
    // What the operators are.
    {"nonzeros", "nonzeros"},
    {"density", "density of C", Role::none, percent},
    {"transposed_density", "density of Cᵀ", Role::none, percent},
    {"output_of_shifted", "output of the moved input", Role::output},
    {"change", "change at one place"},
    {"equivariance_error", "difference once the output is moved"},
    {"weights", "shared weights"},
    {"fully_connected_weights", "weights of the full layer"},
    {"flipped_output", "with the kernel flipped", Role::output},
    {"difference_to_correlation", "distance from correlation"},
    {"difference_to_flipped", "distance from the flipped one"},
    {"kernel", "kernel", Role::kernel},
    {"transposed_kernel", "transposed kernel", Role::kernel},
    {"stamp_difference_to_kernel", "stamp against the kernel"},
    {"difference_to_transposed_kernel", "output against that of the kernel transposed"},
    {"more-parameters/convolution", "weights, convolution"},
    {"more-parameters/transposed", "weights, transposed"},
    {"convolution_products", "products, convolution"},
    {"transposed_products", "products, transposed"},
    {"free_weights_2d", "free weights in 2-D"},
    {"transposed_weights_2d", "weights of k4 in 2-D"},
    // Checkerboards.
    {"overlap_even", "even overlap", Role::none, truth},
    {"phase_spread", "spread of the phase sums"},
    {"odd_kernel_phase_spread", "spread of [½, 1, ½], stride 2"},
    {"transposed", "transposed convolution", Role::output},
    {"fractionally_strided", "fractionally strided", Role::output},
    {"transposed_spread", "spread, transposed"},
    {"bilinear-then-convolution/transposed_spread", "spread of a transposed k3 s2"},
    {"fractionally_strided_spread", "spread, fractionally strided"},
    {"small_cells", "cells of the small picture"},
    {"enlarged_cells", "cells once enlarged"},
    {"enlarged_spread", "spread after enlarging"},
    {"bilinear-then-convolution/interior_spread", "spread after the convolution"},
    {"stacking/input", "what one layer makes of ones", Role::input},
    {"stacking/output", "what [1, 1] makes of it", Role::output},
    {"input_spread", "spread of one layer"},
    {"stacking/interior_spread", "spread with [1, 1] behind it"},
    {"interior_spread", "spread in the interior"},
    {"strided-convolution/gradient", "gradient, three weights", Role::input},
    {"second_gradient", "gradient, four weights", Role::input},
    {"forward_spread", "spread of the output"},
    {"gradient_phase_spread", "spread of the gradient's phases"},
    {"constant_spread", "spread of the enlarged constant"},
    {"phase_ranges", "largest minus smallest, phase by phase", Role::output},
    {"alias_gain", "alias gain at f = 0, .05, .125, .25"},
    {"bilinear_alias_gain", "the same, bilinear"},
    {"order", "order"},
    {"untrained_levels", "grid untrained"},
    {"trained_levels", "grid trained"},
    {"without_untrained_levels", "without ICNR, untrained"},
    {"without_trained_levels", "without ICNR, trained"},
    {"levels_by_step", "grid in grey levels, by step", Role::none, curve},
    {"steps", "steps", Role::none, hidden},
    {"smallest", "smallest value"},
    {"largest", "largest value"},
    {"interior_max_difference", "largest difference inside"},
    {"edge_max_difference", "largest difference at the edge"},
});

}  // namespace

std::span<const EvidenceWord> evidence_words() {
  return kWords;
}

const EvidenceWord& evidence_word(std::string_view claim, std::string_view name) {
  const std::string own = std::string(claim) + "/" + std::string(name);
  const auto* found = std::ranges::find(kWords, std::string_view(own), &EvidenceWord::name);
  if (found == kWords.end()) found = std::ranges::find(kWords, name, &EvidenceWord::name);
  assert(found != kWords.end());
  return *found;
}

}  // namespace convscope
