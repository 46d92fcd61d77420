#include "core/geometry/solve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <tuple>
#include <utility>

namespace convscope {

namespace {

Index count(Range range) {
  return std::max<Index>(range.most - range.least + 1, 0);
}

void check_range(Range range, Index least, std::string_view field) {
  if (range.least < least || range.most > kLargestIndex)
    throw Error(field, fmt::format("from {} to {} cannot be searched", range.least, range.most),
                fmt::format("from {} to {}", least, kLargestIndex));
}

constexpr std::size_t kMostFound = 200'000;

Layer layer_of(const SizeSolution& s) {
  Layer layer;
  layer.kernel = {s.kernel};
  layer.stride = {s.stride};
  layer.dilation = {s.dilation};
  layer.padding.sides = {{s.padding, s.padding}};
  layer.output_padding = {s.output_padding};
  return layer;
}

/// The output on one axis, or 0 where the layer does not fit: the factories' formulas (a test holds them
/// equal) without their checks, for there are thousands of sets and most do not fit.
Index output_size(bool transposed, Index n, const SizeSolution& s) {
  if (!transposed) {
    const Index wide = reach(s.kernel, s.dilation), padded = n + 2 * s.padding;
    return wide > padded ? 0 : (padded - wide) / s.stride + 1;
  }
  return std::max<Index>(
      covered({0, n, s.kernel, s.stride, s.dilation, 0}) - 2 * s.padding + s.output_padding, 0);
}

/// Calls f for every parameter set within the bounds.
template <class F>
void for_each_set(bool transposed, const SolveBounds& b, F&& f) {
  for (Index k = b.kernel.least; k <= b.kernel.most; ++k)
    for (Index s = b.stride.least; s <= b.stride.most; ++s)
      for (Index d = b.dilation.least; d <= b.dilation.most; ++d) {
        if (k == 1 && d > b.dilation.least) break;  // the same layer again
        for (Index p = b.padding.least; p <= b.padding.most; ++p) {
          const Index most = transposed ? std::min(b.output_padding.most, std::max(s, d) - 1) : 0;
          for (Index op = transposed ? b.output_padding.least : 0; op <= most; ++op)
            f(SizeSolution{k, s, p, d, op, {}, 0});
        }
      }
}

/// See Unsolvable.
std::vector<Shape> nearest_sizes(bool transposed, const Shape& input, const Shape& wanted,
                                 const SolveBounds& bounds) {
  struct Candidate {
    Shape size{};
    Index distance = 0;
    void take(const Shape& other, Index far) {
      if (size.empty() || far < distance) *this = {other, far};
    }
  };
  Candidate below, any, above;
  Shape size = input;
  for_each_set(transposed, bounds, [&](const SizeSolution& s) {
    Index distance = 0;
    bool low = true, high = true;
    for (std::size_t i = 0; i < input.rank(); ++i) {
      size[i] = output_size(transposed, input[i], s);
      if (size[i] == 0) return;
      distance += std::abs(size[i] - wanted[i]);
      low = low && size[i] <= wanted[i];
      high = high && size[i] >= wanted[i];
    }
    any.take(size, distance);
    if (low) below.take(size, distance);
    if (high) above.take(size, distance);
  });
  const auto worse = [&](const Candidate& c) { return c.size.empty() || c.distance > any.distance; };
  std::vector<Shape> all;
  if (!below.size.empty()) all.push_back(below.size);
  if (!any.size.empty() && worse(below) && worse(above)) all.push_back(any.size);
  if (!above.size.empty()) all.push_back(above.size);
  return all;
}

std::string joined(const std::vector<Shape>& sizes) {
  std::string text;
  for (const Shape& size : sizes) text += (text.empty() ? "" : " or ") + to_string(size);
  return text;
}

}  // namespace

Unsolvable::Unsolvable(std::string_view problem, std::vector<Shape> nearest)
    : Error("solve", problem, nearest.empty() ? "larger bounds" : joined(nearest)),
      nearest_(std::move(nearest)) {}

double SizeSolution::unevenness() const {
  return overlap.max > 0 ? static_cast<double>(overlap.max - overlap.min) / static_cast<double>(overlap.max)
                         : 0;
}

std::vector<SizeSolution> solve_sizes(bool transposed, const Shape& input, const Shape& wanted,
                                      const SolveBounds& bounds, const Progress& progress) {
  check_range(bounds.kernel, 1, "kernel");
  check_range(bounds.stride, 1, "stride");
  check_range(bounds.dilation, 1, "dilation");
  check_range(bounds.padding, 0, "padding");
  check_range(bounds.output_padding, 0, "output-padding");
  double sets = 1;
  for (Range range : {bounds.kernel, bounds.stride, bounds.dilation, bounds.padding})
    sets *= static_cast<double>(count(range));
  if (transposed) sets *= static_cast<double>(count(bounds.output_padding));
  if (sets > 4e6)
    throw Error("solve", fmt::format("would try {:.0f} parameter sets", sets), "at most 4000000");
  const Shape sizes = per_axis(input, std::max(input.rank(), wanted.rank()), 1, "input");
  const Shape targets = per_axis(wanted, sizes.rank(), 1, "solve");

  std::vector<SizeSolution> found;
  Index tried = 0;
  for_each_set(transposed, bounds, [&](SizeSolution s) {
    if (tried++ % 1024 == 0) progress.check();
    for (std::size_t i = 0; i < sizes.rank(); ++i)
      if (output_size(transposed, sizes[i], s) != targets[i]) return;
    // The factory has the last word on what is legal.
    const Layer layer = layer_of(s);
    const Resolved r = transposed ? transposed_geometry(sizes, layer) : conv_geometry(sizes, layer);
    s.overlap = overlap(r.geometry);
    s.products = 1;
    for (const Axis& axis : r.geometry.axes) s.products *= static_cast<double>(axis.taps * axis.windows);
    if (found.size() == kMostFound)
      throw Error("solve", fmt::format("more than {} parameter sets do", kMostFound), "narrower bounds");
    found.push_back(s);
  });
  if (found.empty())
    throw Unsolvable(fmt::format("no {} within the bounds maps {} to {}",
                                 transposed ? "transposed convolution" : "convolution", to_string(sizes),
                                 to_string(targets)),
                     nearest_sizes(transposed, sizes, targets, bounds));
  std::stable_sort(found.begin(), found.end(), [](const SizeSolution& a, const SizeSolution& b) {
    return std::tuple(a.unevenness(), a.products, a.dilation, a.output_padding, a.padding, a.kernel) <
           std::tuple(b.unevenness(), b.products, b.dilation, b.output_padding, b.padding, b.kernel);
  });
  return found;
}

std::vector<SameOutput> same_outputs(const Layer& layer, std::size_t axis, Index windows) {
  // One axis by itself, so that lists of several numbers need no other input.
  const std::size_t rank = std::max({layer.kernel.rank(), layer.stride.rank(), layer.dilation.rank(),
                                     layer.padding.sides.size(), axis + 1});
  const auto at = [&](const Shape& list) { return Shape{list.rank() > 1 ? list[axis] : list[0]}; };
  Layer one;
  one.kernel = at(per_axis(layer.kernel, rank, 1, "kernel"));
  one.stride = at(per_axis(layer.stride, rank, 1, "stride"));
  one.dilation = at(per_axis(layer.dilation, rank, 1, "dilation"));
  one.padding = layer.padding;
  if (layer.padding.sides.size() > 1) one.padding.sides = {layer.padding.sides[axis]};
  const Axis read{0, windows, one.kernel[0], one.stride[0], one.dilation[0], 0};
  const Index s = read.stride, wide = reach(read);
  Index least = stretched(read);  // of `same`: ceil(n / s) windows
  if (one.padding.rule == Padding::Rule::numbers)
    least = covered(read) - one.padding.sides[0].begin - one.padding.sides[0].end;
  if (one.padding.rule == Padding::Rule::valid) least = covered(read);
  if (one.padding.rule == Padding::Rule::full) least = covered(read) - 2 * (wide - 1);
  std::vector<SameOutput> found;
  constexpr Index kMost = 4096;
  if (s > kMost)
    throw Error("stride", fmt::format("{} sizes have the same output", s), fmt::format("at most {}", kMost));
  for (Index n = std::max<Index>(least, 1); n < least + s; ++n) {
    const Resolved r = conv_geometry({n}, one);
    const Sides sides = r.sides[0];
    found.push_back({n, sides, (n + sides.begin + sides.end - wide) % s});
  }
  if (found.empty())
    throw Error("output", fmt::format("no input gives {} windows", windows), "a larger output");
  return found;
}

Index caffe_pool_size(Index n, Index kernel, Index stride, Index padding) {
  Index out = ceil_div(n + 2 * padding - kernel, stride) + 1;
  if (padding > 0 && (out - 1) * stride >= n + padding) --out;
  return out;
}

}  // namespace convscope
