#include "core/ops/deconvolve.hpp"

#include <fmt/format.h>

#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/base/words.hpp"
#include "core/ops/dense_singular_values.hpp"

namespace convscope {

namespace {

/// Where lost frequencies are told from weak ones: rounding of a sum of taps.
constexpr double kLost = 1e-12;

/// The matrix by which a frequency's channels are multiplied: [outputs, inputs], row-major.
std::span<const std::complex<double>> matrix_at(const Response& r, Index frequency) {
  const Index size = r.outputs * r.inputs;
  return std::span(r.values).subspan(static_cast<std::size_t>(frequency * size),
                                     static_cast<std::size_t>(size));
}

/// The same on real parts followed by imaginary ones, for which one decomposition serves all of the library;
/// in units of the largest singular value, so that no square overflows or vanishes.
Eigen::MatrixXd real_matrix_at(const Response& r, Index frequency) {
  Eigen::MatrixXd out(2 * r.outputs, 2 * r.inputs);
  const auto values = matrix_at(r, frequency);
  for (Index o = 0; o < r.outputs; ++o)
    for (Index i = 0; i < r.inputs; ++i) {
      const std::complex<double> value = values[static_cast<std::size_t>(o * r.inputs + i)] / r.largest;
      out(o, i) = out(r.outputs + o, r.inputs + i) = value.real();
      out(r.outputs + o, i) = value.imag();
      out(o, r.inputs + i) = -value.imag();
    }
  return out;
}

bool every_axis_wraps(const Operator& op) {
  if (op.direction != Direction::convolution || op.border.mode != BorderMode::circular) return false;
  for (std::size_t i = 0; i < op.geometry.rank(); ++i)
    if (op.geometry.axes[i].stride != 1 || op.geometry.axes[i].windows != op.pixels[i] ||
        op.sides[i].begin < 0 || op.sides[i].end < 0)
      return false;
  return true;
}

void require_finite(std::span<const float> values, std::string_view field) {
  for (float value : values)
    if (!std::isfinite(value)) throw Error(field, "holds a value that is not finite", "finite values");
}

/// The kernel's response on planes of a picture. Checks both.
Response blur_response(const Tensor<float>& picture, const Tensor<double>& kernel) {
  if (kernel.shape().rank() != 2)
    throw Error("kernel", fmt::format("{} is no plane", to_string(kernel.shape())), "[height, width]");
  const Shape plane = picture.shape().tail(2);
  for (std::size_t i = 0; i < 2; ++i)
    if (kernel.shape()[i] > plane[i] || kernel.shape()[i] < 1)
      throw Error("kernel", fmt::format("{} on a picture of {}", to_string(kernel.shape()), to_string(plane)),
                  "a kernel no larger than the picture");
  for (double tap : kernel.values())
    if (!std::isfinite(tap)) throw Error("kernel", "holds a value that is not finite", "finite weights");
  require_finite(picture.values(), "picture");
  Layer layer;
  layer.kernel = kernel.shape();
  layer.padding.rule = Padding::Rule::same;
  const Operator op = make_operator(Direction::convolution, plane, layer, BorderMode::circular);
  return response(op,
                  Tensor<double>(op.geometry.weights(), {kernel.values().begin(), kernel.values().end()}));
}

/// Every plane's spectrum multiplied by factor(frequency).
template <class F>
Tensor<float> filtered(const Tensor<float>& picture, const Shape& plane, F&& factor) {
  Tensor<float> out(picture.shape());
  const Index cells = element_count(plane);
  in_parallel(picture.size() / cells, [&](Index which) {
    const Index from = which * cells;
    Spectrum values(picture.data() + from, picture.data() + from + cells);
    fourier(values, plane);
    for (std::size_t f = 0; f < values.size(); ++f) values[f] *= factor(f);
    inverse_fourier(values, plane);
    for (Index i = 0; i < cells; ++i)
      out[from + i] = static_cast<float>(values[static_cast<std::size_t>(i)].real());
  });
  return out;
}

}  // namespace

bool Response::invertible() const {
  return smallest > kLost * largest;
}

Response response(const Operator& op, const Tensor<double>& weights) {
  if (!every_axis_wraps(op))
    throw Error("border", "the convolution does not wrap around to the same size",
                "border=circular, stride 1 and padding same");
  Response out{op.input_size(), op.output_channels(), op.input_channels(), {}, 0, 0, {}};
  const Index cells = element_count(out.size);
  out.values.resize(static_cast<std::size_t>(cells * out.outputs * out.inputs));
  // The response of y[o] = sum over taps of w[k] x[o + offset[k]], wrapping: the transform of what an impulse
  // at the origin of each input channel becomes.
  for (Index i = 0; i < out.inputs; ++i) {
    Tensor<double> impulse(with_channels(1, out.inputs, out.size));
    impulse[i * cells] = 1;
    const Tensor<double> answer = forward(op, impulse, weights);
    for (Index o = 0; o < out.outputs; ++o) {
      Spectrum plane(answer.data() + o * cells, answer.data() + (o + 1) * cells);
      fourier(plane, out.size);
      for (Index f = 0; f < cells; ++f) {
        const std::complex<double> value = plane[static_cast<std::size_t>(f)];
        if (!std::isfinite(std::abs(value)))
          throw Error("w", "the kernel's values are not finite", "smaller weights");
        out.values[static_cast<std::size_t>((f * out.outputs + o) * out.inputs + i)] = value;
      }
    }
  }
  out.smallest = std::numeric_limits<double>::infinity();
  for (Index f = 0; f < cells; ++f) {
    double least = std::abs(out.values[static_cast<std::size_t>(f)]), most = least;
    if (out.outputs > 1 || out.inputs > 1) {
      // Row-major it is the transposed one, whose values are the same.
      const std::vector<double> values = singular_values(matrix_at(out, f), out.inputs);
      most = values.front();
      // Fewer outputs than inputs: what is not among them is lost.
      least = out.outputs < out.inputs ? 0 : values.back();
    }
    out.largest = std::max(out.largest, most);
    if (least < out.smallest) {
      out.smallest = least;
      out.weakest = unravel(f, out.size);
    }
  }
  return out;
}

Tensor<double> circular_inverse(const Operator& op, const Tensor<double>& weights,
                                const Tensor<double>& output) {
  const Response r = response(op, weights);
  if (r.outputs < r.inputs)
    throw Error("channels",
                fmt::format("{} to {}: some of the input is lost", r.inputs, counted(r.outputs, "channel")),
                "at least as many output as input channels");
  if (!r.invertible())
    throw Error("w",
                fmt::format("the kernel removes frequency {} of {}, so its input is lost",
                            to_string(r.weakest), to_string(r.size)),
                "a kernel or a size for which no frequency vanishes");
  for (double value : output.values())
    if (!std::isfinite(value)) throw Error("output", "holds a value that is not finite", "finite values");
  const Index cells = element_count(r.size);
  std::vector<Spectrum> seen,
      found(static_cast<std::size_t>(r.inputs), Spectrum(static_cast<std::size_t>(cells)));
  for (Index o = 0; o < r.outputs; ++o) {
    seen.emplace_back(output.data() + o * cells, output.data() + (o + 1) * cells);
    fourier(seen.back(), r.size);
  }
  for (Index f = 0; f < cells; ++f) {
    const auto at = static_cast<std::size_t>(f);
    if (r.outputs == 1) {
      found[0][at] = seen[0][at] / r.values[at];
      continue;
    }
    Eigen::VectorXd y(2 * r.outputs);
    for (Index o = 0; o < r.outputs; ++o) {
      const std::complex<double> value = seen[static_cast<std::size_t>(o)][at] / r.largest;
      y[o] = value.real();
      y[r.outputs + o] = value.imag();
    }
    const Eigen::VectorXd x = Eigen::ColPivHouseholderQR<Eigen::MatrixXd>(real_matrix_at(r, f)).solve(y);
    for (Index i = 0; i < r.inputs; ++i) found[static_cast<std::size_t>(i)][at] = {x[i], x[r.inputs + i]};
  }
  Tensor<double> out(with_channels(1, r.inputs, r.size));
  for (Index i = 0; i < r.inputs; ++i) {
    Spectrum& plane = found[static_cast<std::size_t>(i)];
    inverse_fourier(plane, r.size);
    for (Index c = 0; c < cells; ++c) out[i * cells + c] = plane[static_cast<std::size_t>(c)].real();
  }
  return out;
}

Tensor<float> blur(const Tensor<float>& picture, const Tensor<double>& kernel) {
  const Response r = blur_response(picture, kernel);
  return filtered(picture, r.size, [&](std::size_t f) { return r.values[f]; });
}

Tensor<float> wiener(const Tensor<float>& picture, const Tensor<double>& kernel, double noise) {
  if (!(noise >= 0) || !std::isfinite(noise))
    throw Error("noise", fmt::format("{} is no ratio of powers", noise), "a finite number of 0 or more");
  const Response r = blur_response(picture, kernel);
  if (noise == 0 && !r.invertible())
    throw Error(
        "noise",
        fmt::format("0, but the kernel removes frequency {} of {}", to_string(r.weakest), to_string(r.size)),
        "above 0");
  return filtered(picture, r.size, [&](std::size_t f) {
    const double weight = std::norm(r.values[f]) + noise;
    return weight > 0 ? std::conj(r.values[f]) / weight : 0.0;
  });
}

Tensor<float> tikhonov(const Tensor<float>& picture, const Tensor<double>& kernel, double lambda) {
  if (!(lambda >= 0) || !std::isfinite(lambda))
    throw Error("lambda", fmt::format("{} is no weight of a penalty", lambda),
                "a finite number of 0 or more");
  const Response r = blur_response(picture, kernel);
  if (lambda == 0 && !r.invertible())
    throw Error(
        "lambda",
        fmt::format("0, but the kernel removes frequency {} of {}", to_string(r.weakest), to_string(r.size)),
        "above 0");
  if (std::abs(r.values[0]) <= kLost * r.largest)
    throw Error("kernel", "sums to 0, so the picture's mean is lost", "weights with another sum");
  const auto slope = [](Index frequency, Index n) {
    return 2 - 2 * std::cos(2 * std::numbers::pi * static_cast<double>(frequency) / static_cast<double>(n));
  };
  return filtered(picture, r.size, [&](std::size_t f) {
    const auto at = static_cast<Index>(f);
    const double slopes = slope(at / r.size[1], r.size[0]) + slope(at % r.size[1], r.size[1]);
    return std::conj(r.values[f]) / (std::norm(r.values[f]) + lambda * slopes);
  });
}

Tensor<float> transposed_blur(const Tensor<float>& picture, const Tensor<double>& kernel) {
  const Response r = blur_response(picture, kernel);
  return filtered(picture, r.size, [&](std::size_t f) { return std::conj(r.values[f]); });
}

RichardsonLucy::RichardsonLucy(const Tensor<float>& picture, const Tensor<double>& kernel)
    : shape_(picture.shape()),
      plane_(picture.shape().tail(2)),
      response_(blur_response(picture, kernel).values) {
  for (double tap : kernel.values()) {
    if (tap < 0)
      throw Error("kernel", fmt::format("has the negative weight {}", tap),
                  "weights of 0 or more for this method");
    sum_ += tap;
  }
  if (!(sum_ > 0)) throw Error("kernel", "is 0 everywhere", "at least one weight above 0");
  picture_.reserve(static_cast<std::size_t>(picture.size()));
  for (float value : picture.values()) picture_.push_back(std::max(value, 0.0f));
  const auto cells = static_cast<std::size_t>(element_count(plane_));
  for (std::size_t from = 0; from < picture_.size(); from += cells) {
    double mean = 0;
    for (std::size_t i = 0; i < cells; ++i) mean += picture_[from + i];
    estimate_.insert(estimate_.end(), cells, mean / static_cast<double>(cells) / sum_);
  }
}

void RichardsonLucy::step() {
  const auto cells = static_cast<std::size_t>(element_count(plane_));
  in_parallel(static_cast<Index>(picture_.size() / cells), [&](Index plane) {
    const std::size_t from = static_cast<std::size_t>(plane) * cells;
    const auto at = estimate_.begin() + static_cast<std::ptrdiff_t>(from);
    Spectrum values(at, at + static_cast<std::ptrdiff_t>(cells));
    fourier(values, plane_);
    for (std::size_t f = 0; f < cells; ++f) values[f] *= response_[f];
    inverse_fourier(values, plane_);
    // What is blurred cannot be negative; rounding may make it so where the picture is black.
    double largest = 0;
    for (std::size_t i = 0; i < cells; ++i) largest = std::max(largest, values[i].real());
    const double black = largest * 1e-12;
    for (std::size_t i = 0; i < cells; ++i)
      values[i] = values[i].real() > black ? picture_[from + i] / values[i].real() : 0.0;
    fourier(values, plane_);
    for (std::size_t f = 0; f < cells; ++f) values[f] *= std::conj(response_[f]);
    inverse_fourier(values, plane_);
    for (std::size_t i = 0; i < cells; ++i) estimate_[from + i] *= std::max(values[i].real(), 0.0) / sum_;
  });
  ++iterations_;
}

Tensor<float> RichardsonLucy::estimate() const {
  Tensor<float> out(shape_);
  for (Index i = 0; i < out.size(); ++i) out[i] = static_cast<float>(estimate_[static_cast<std::size_t>(i)]);
  return out;
}

Tensor<float> richardson_lucy(const Tensor<float>& picture, const Tensor<double>& kernel, int iterations,
                              const Progress& progress) {
  if (iterations < 0 || iterations > kMostLucyIterations)
    throw Error("iterations", fmt::format("{} is out of range", iterations),
                fmt::format("from 0 to {}", kMostLucyIterations));
  RichardsonLucy work(picture, kernel);
  while (work.iterations() < iterations) {
    work.step();
    if (!progress.goes_on(static_cast<double>(work.iterations()) / iterations)) break;
  }
  return work.estimate();
}

}  // namespace convscope
