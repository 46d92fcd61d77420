// ConvScope's core: convolution and transposed convolution as one relation, computed exactly and explained.
//
// Contents: what is where, as the includes below are grouped
//   1. Values       tensors [N, C, spatial...], shapes, named fillings; errors that are sentences
//   2. Sizes        a layer as its user states it -> the geometry that it comes to; sizes asked backwards,
//                   in other frameworks' dialects, through whole networks
//   3. Operators    forward, gradients, borders, activations; the relation as steps
//   4. Matrices     the same operators as sparse matrices; what is lost, and what undoes it
//   5. Enlarging    interpolations and networks' layers on pictures; how they are measured and repaired
//   6. Scenarios    "tconv 4x4 k3 s2" and all that follows from it
//   7. Files        .npy, Matrix Market, photographs
//   8. Networks     models of other frameworks: read, diagnosed, run
//   9. Lessons      scenes with words whose numbers are computed
//
// Every header is the manual of what it declares: shape, unit, range, errors. What a caller can get wrong
// throws convscope::Error: the field, what is wrong with its value, and what would be legal. There are no
// globals; const objects may be read from several threads.
//
// Example: a 3 × 3 kernel of ones at stride 2, which stamps its nine weights for each of nine inputs.
//
//     #include <core/convscope.hpp>
//     #include <iostream>
//
//     int main() {
//       using namespace convscope;
//       const Operator op = make_operator(Direction::transposed, {3, 3}, {.kernel = {3, 3}, .stride = {2, 2}});
//       const Tensor<double> x = input_pattern("ramp", {1, 1, 3, 3}, 0);
//       const Tensor<double> w = kernel_pattern("ones", op.geometry.weights(), 0);
//       const Tensor<double> y = forward(op, x, w);    // as torch.nn.functional.conv_transpose2d
//       const SparseMatrix matrix = matrix_of(op, w);  // and the matrix that does the same
//       std::cout << to_string(y.shape()) << ", in the middle " << y.at({0, 0, 3, 3}) << ", "
//                 << matrix.nonzeros() << " nonzeros\n";
//     }
//
// It prints: 1 × 1 × 7 × 7, in the middle 5, 81 nonzeros
//
// To build it, in CMake: find_package(convscope REQUIRED), target_link_libraries(it PRIVATE convscope::core).
#pragma once

// 1. Values
#include "core/base/error.hpp"       // Error
#include "core/base/numbers.hpp"     // numbers as text, strictly
#include "core/tensor/patterns.hpp"  // input_pattern, kernel_pattern
#include "core/tensor/shape.hpp"     // Shape, Budget
#include "core/tensor/tensor.hpp"    // Tensor<T>

// 2. Sizes
#include "core/geometry/axis.hpp"         // the relation on one axis, in three closed-form slices
#include "core/geometry/chain.hpp"        // layers one after another
#include "core/geometry/dialects.hpp"     // PyTorch, Keras, ONNX and Caffe beside each other
#include "core/geometry/geometry.hpp"     // conv_geometry, transposed_geometry
#include "core/geometry/layer.hpp"        // Layer, Padding
#include "core/geometry/size_report.hpp"  // what is left over, what overlaps, the formula in parts
#include "core/geometry/solve.hpp"        // which parameters map n to m

// 3. Operators
#include "core/ops/activation.hpp"  // relu and others, with slopes
#include "core/ops/border.hpp"      // reflect, replicate, circular, with adjoints
#include "core/ops/convolve.hpp"    // gather, scatter, weight_gradient: the three enumerations
#include "core/ops/operator.hpp"    // make_operator, forward, input_gradient, weight_gradient
#include "core/ops/pooling.hpp"     // max-pooling
#include "core/trace/trace.hpp"     // the contributions as steps of an animation

// 4. Matrices
#include "core/matrix/analysis.hpp"       // singular values, rank, null space
#include "core/matrix/least_squares.hpp"  // the best input for an output, without a matrix
#include "core/matrix/sparse.hpp"         // matrix_of, transpose, apply
#include "core/ops/deconvolve.hpp"        // Wiener, Richardson-Lucy

// 5. Enlarging
#include "core/enlarging/metrics.hpp"         // the table of numbers about a result
#include "core/enlarging/trial.hpp"           // crop, light, reduce, enlarge, measure
#include "core/enlarging/upsampling.hpp"      // the ways of enlarging by name
#include "core/enlarging/why.hpp"             // why one leaves a checkerboard, and what repairs it
#include "core/metrics/checkerboard.hpp"      // phase sums: when a constant gets a checkerboard
#include "core/metrics/image.hpp"             // MSE, PSNR, SSIM
#include "core/metrics/overlap.hpp"           // how many products reach each pixel
#include "core/metrics/spectrum.hpp"          // checkerboard energy
#include "core/ops/resample/interpolate.hpp"  // nearest to lanczos
#include "core/ops/resample/layers.hpp"       // transposed convolution, pixel shuffle, resize-convolution
#include "core/ops/resample/learned.hpp"      // kernels that restore photographs best
#include "core/ops/resample/upsampler.hpp"    // Upsampler, enlarge and its adjoint

// 6. Scenarios
#include "core/scenario/derived.hpp"    // what follows
#include "core/scenario/scenario.hpp"   // what a person chose
#include "core/scenario/spec_line.hpp"  // one line of text for it

// 7. Files
#include "core/io/files.hpp"          // whole files, written atomically
#include "core/io/image_file.hpp"     // photographs as tensors
#include "core/io/matrix_market.hpp"  // sparse matrices
#include "core/io/npy.hpp"            // NumPy's arrays

// 8. Networks
#include "core/network/doctor.hpp"     // where a grid begins, and repaired weights
#include "core/network/evaluate.hpp"   // runs it
#include "core/network/formats.hpp"    // ONNX, safetensors, PyTorch, TF.js, our own
#include "core/network/network.hpp"    // layers and weights
#include "core/network/tiled_run.hpp"  // large pictures in tiles without a seam

// 9. Training
#include "core/training/race.hpp"  // small decoders, trained side by side

// 10. Lessons
#include "core/lesson/lesson.hpp"        // scenes, read and checked
#include "core/lesson/placeholders.hpp"  // numbers in words
