#include "core/geometry/solve.hpp"
#include "core/base/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
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

/// Of one axis.
struct Set {
  Index kernel = 1, stride = 1, padding = 0, dilation = 1, output_padding = 0;
};

SizeSolution solution_of(const Set& s) {
  return {{s.kernel}, {s.stride}, {s.padding}, {s.dilation}, {s.output_padding}, {}, 0};
}

Layer layer_of(const SizeSolution& s) {
  Layer layer;
  layer.kernel = s.kernel;
  layer.stride = s.stride;
  layer.dilation = s.dilation;
  layer.padding.sides.clear();
  for (const Index p : s.padding) layer.padding.sides.push_back({p, p});
  layer.output_padding = s.output_padding;
  return layer;
}

/// The output on one axis, or 0 where the layer does not fit: the factories' formulas (a test holds them
/// equal) without their checks, for there are thousands of sets and most do not fit.
Index output_size(bool transposed, Index n, const Set& s) {
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
          for (Index op = transposed ? b.output_padding.least : 0; op <= most; ++op) f(Set{k, s, p, d, op});
        }
      }
}

void check(const SolveBounds& bounds, bool transposed) {
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
}

/// What is asked, with one number for each axis.
struct Asked {
  bool transposed;
  Shape input, wanted;
  std::span<const SolveBounds> bounds;
  const SolveBounds& of(std::size_t axis) const { return bounds[bounds.size() > 1 ? axis : 0]; }
};

/// The sizes around the wanted one that an axis can have; 0 where there is none.
struct Near {
  Index below = 0, above = 0;
};

/// All sets that map axes [from, to) as wanted, unsorted. `near`: of the first of them.
std::vector<SizeSolution> sets_for(const Asked& asked, std::size_t from, std::size_t to, Near& near,
                                   const Progress& progress) {
  std::vector<SizeSolution> found;
  Index tried = 0;
  const Index target = asked.wanted[from];
  for_each_set(asked.transposed, asked.of(from), [&](const Set& set) {
    if (tried++ % 1024 == 0) progress.check();
    const Index size = output_size(asked.transposed, asked.input[from], set);
    if (size > 0 && size <= target) near.below = std::max(near.below, size);
    if (size >= target) near.above = near.above == 0 ? size : std::min(near.above, size);
    if (size != target) return;
    for (std::size_t i = from + 1; i < to; ++i)
      if (output_size(asked.transposed, asked.input[i], set) != asked.wanted[i]) return;
    // The factory has the last word on what is legal.
    SizeSolution s = solution_of(set);
    const Layer layer = layer_of(s);
    Shape sizes;
    for (std::size_t i = from; i < to; ++i) sizes.push_back(asked.input[i]);
    const Resolved r = asked.transposed ? transposed_geometry(sizes, layer) : conv_geometry(sizes, layer);
    s.overlap = overlap(r.geometry);
    s.products = 1;
    for (const Axis& axis : r.geometry.axes) s.products *= static_cast<double>(axis.taps * axis.windows);
    if (found.size() == kMostFound)
      throw Error("solve", fmt::format("more than {} parameter sets do", kMostFound), "narrower bounds");
    found.push_back(s);
  });
  return found;
}

void sort(std::vector<SizeSolution>& found) {
  const auto key = [](const SizeSolution& s) {
    const auto sum = [](const Shape& list) { return std::accumulate(list.begin(), list.end(), Index{0}); };
    return std::tuple(s.unevenness(), s.differing(), s.products, sum(s.dilation), sum(s.output_padding),
                      sum(s.padding), sum(s.kernel));
  };
  std::vector<std::pair<decltype(key(found[0])), std::size_t>> order;
  order.reserve(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) order.emplace_back(key(found[i]), i);
  std::sort(order.begin(), order.end());
  std::vector<SizeSolution> sorted;
  sorted.reserve(found.size());
  for (const auto& [_, i] : order) sorted.push_back(found[i]);
  found = std::move(sorted);
}

/// See Unsolvable.
std::vector<Shape> nearest_sizes(const Shape& wanted, const std::vector<Near>& near) {
  Shape below, above, any;
  Index far_below = 0, far_above = 0, far = 0;
  bool has_below = true, has_above = true;
  for (std::size_t i = 0; i < near.size(); ++i) {
    const Near& n = near[i];
    if (n.below == 0 && n.above == 0) return {};
    has_below = has_below && n.below > 0;
    has_above = has_above && n.above > 0;
    const Index down = wanted[i] - n.below, up = n.above - wanted[i];
    const bool lower = n.above == 0 || (n.below > 0 && down <= up);
    below.push_back(n.below);
    above.push_back(n.above);
    any.push_back(lower ? n.below : n.above);
    far_below += down;
    far_above += up;
    far += lower ? down : up;
  }
  std::vector<Shape> all;
  if (has_below) all.push_back(below);
  if ((!has_below || far < far_below) && (!has_above || far < far_above)) all.push_back(any);
  if (has_above) all.push_back(above);
  return all;
}

std::string joined(const std::vector<Shape>& sizes) {
  std::string text;
  for (const Shape& size : sizes) text += (text.empty() ? "" : " or ") + to_string(size);
  return text;
}

/// The numbers of several axes as a list: one number where they agree.
Shape merged(const std::vector<const SizeSolution*>& axes, Shape SizeSolution::*member) {
  Shape list;
  for (const SizeSolution* s : axes) list.push_back((s->*member)[0]);
  return std::all_of(list.begin(), list.end(), [&](Index v) { return v == list[0]; }) ? Shape{list[0]} : list;
}

/// Every set of one axis with every set of the others; the first of each where that would be too many.
void combine(SizeSolutions& out, const Progress& progress) {
  const std::size_t rank = out.axes.size();
  const auto most = static_cast<std::size_t>(std::pow(1e5, 1.0 / static_cast<double>(rank)) + 1e-9);
  std::vector<std::size_t> counts, at(rank, 0);
  out.combinations = 1;
  double kept = 1;
  for (const auto& sets : out.axes) {
    out.combinations *= static_cast<double>(sets.size());
    counts.push_back(sets.size());
  }
  if (out.combinations > 1e5)
    for (std::size_t& n : counts) n = std::min(n, most);
  for (const std::size_t n : counts) kept *= static_cast<double>(n);
  out.sets.reserve(static_cast<std::size_t>(kept));
  for (std::size_t next = 0; next < rank;) {
    if (out.sets.size() % 1024 == 0) progress.check();
    std::vector<const SizeSolution*> axes;
    for (std::size_t i = 0; i < rank; ++i) axes.push_back(&out.axes[i][at[i]]);
    SizeSolution s;
    for (const auto member : {&SizeSolution::kernel, &SizeSolution::stride, &SizeSolution::padding,
                              &SizeSolution::dilation, &SizeSolution::output_padding})
      s.*member = merged(axes, member);
    s.overlap = {1, 1};
    s.products = 1;
    for (const SizeSolution* axis : axes) {
      s.overlap.min *= axis->overlap.min;
      s.overlap.max *= axis->overlap.max;
      s.products *= axis->products;
    }
    out.sets.push_back(s);
    for (next = 0; next < rank && ++at[next] == counts[next]; ++next) at[next] = 0;
  }
}

}  // namespace

Unsolvable::Unsolvable(std::string_view problem, std::vector<Shape> nearest)
    : Error("solve", problem, nearest.empty() ? "larger bounds" : joined(nearest)),
      nearest_(std::move(nearest)) {}

double SizeSolution::unevenness() const {
  return overlap.max > 0 ? static_cast<double>(overlap.max - overlap.min) / static_cast<double>(overlap.max)
                         : 0;
}

int SizeSolution::differing() const {
  int count = 0;
  for (const Shape* list : {&kernel, &stride, &padding, &dilation, &output_padding})
    count += list->rank() > 1 ? 1 : 0;
  return count;
}

SizeSolutions solve_sizes(bool transposed, const Shape& input, const Shape& wanted,
                          std::span<const SolveBounds> bounds, const Progress& progress) {
  const std::size_t rank = std::max({input.rank(), wanted.rank(), bounds.size()});
  if (bounds.size() != 1 && bounds.size() != rank)
    throw Error("solve", fmt::format("bounds of {} for {}", counted(bounds.size(), "axis", "axes"), rank),
                "one number for all axes, or one for each");
  for (const SolveBounds& one : bounds) check(one, transposed);
  const Asked asked{transposed, per_axis(input, rank, 1, "input"), per_axis(wanted, rank, 1, "solve"),
                    bounds};

  SizeSolutions out;
  std::vector<Near> near(rank);
  if (bounds.size() == 1) out.sets = sets_for(asked, 0, rank, near[0], progress);
  if (out.sets.empty() && rank > 1) {
    bool all = true;
    for (std::size_t i = 0; i < rank; ++i) {
      near[i] = {};
      out.axes.push_back(sets_for(asked, i, i + 1, near[i], progress));
      all = all && !out.axes.back().empty();
      sort(out.axes.back());
    }
    if (all) combine(out, progress);
  }
  if (out.sets.empty())
    throw Unsolvable(fmt::format("no {} within the bounds maps {} to {}",
                                 transposed ? "transposed convolution" : "convolution",
                                 to_string(asked.input), to_string(asked.wanted)),
                     nearest_sizes(asked.wanted, near));
  sort(out.sets);
  return out;
}

SizeSolutions solve_sizes(bool transposed, const Shape& input, const Shape& wanted, const SolveBounds& bounds,
                          const Progress& progress) {
  return solve_sizes(transposed, input, wanted, std::span(&bounds, 1), progress);
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
    throw Error("output", fmt::format("no input gives {}", counted(windows, "window")), "a larger output");
  return found;
}

Shape caffe_pool_size(const Shape& input, const Shape& kernel, const Shape& stride, const Shape& padding) {
  const bool padded = std::ranges::any_of(padding, [](Index p) { return p > 0; });
  Shape out;
  for (std::size_t i = 0; i < input.rank(); ++i) {
    Index size = ceil_div(input[i] + 2 * padding[i] - kernel[i], stride[i]) + 1;
    if (padded && window_origin({.stride = stride[i], .pad = padding[i]}, size - 1) >= input[i]) --size;
    out.push_back(size);
  }
  return out;
}

}  // namespace convscope
