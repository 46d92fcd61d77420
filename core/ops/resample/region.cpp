#include "core/ops/resample/region.hpp"

#include <algorithm>

#include "core/geometry/axis.hpp"
#include "core/ops/resample/resampled.hpp"

namespace convscope {

namespace {

/// The cells of a step's input, of n on that axis, which the cells `wanted` of its output are made of. What
/// lies beyond the edge is the edge's cell.
CellRange needed(const Step& step, std::size_t axis, Index n, CellRange wanted) {
  if (const auto* shuffle = std::get_if<Shuffle>(&step))
    return {floor_div(wanted.first, shuffle->factor), ceil_div(wanted.end, shuffle->factor)};
  if (const auto* resampled = std::get_if<Resampled>(&step))
    return resampled->axis == axis ? cells_behind(*resampled, n, wanted) : wanted;
  const StepAxis on = step_axis(step, axis, n);
  Index least = n, most = -1;
  const auto take = [&](Index widened) {
    const Index cell = std::clamp<Index>(widened - on.before, 0, n - 1);
    least = std::min(least, cell);
    most = std::max(most, cell);
  };
  if (std::holds_alternative<Filter>(step)) {  // gathers: windows are its output
    take(contacts_of_window(on.axis, wanted.first).first.pixel);
    const Slice last = contacts_of_window(on.axis, wanted.end - 1);
    take(last[last.count - 1].pixel);
    return {least, most + 1};
  }
  // Phases may lie differently, and where the kernel is smaller than the stride some meet no window.
  const auto take_pixel = [&](Index pixel) {
    const Slice contacts = contacts_of_pixel(on.axis, pixel);
    if (contacts.count == 0) return;
    take(contacts[0].window);
    take(contacts[contacts.count - 1].window);
  };
  for (Index i = 0; i < std::min(on.axis.stride, wanted.end - wanted.first); ++i) {
    take_pixel(wanted.first + i);
    take_pixel(wanted.end - 1 - i);
  }
  if (most < 0) {  // all zero; any cell will do that lies below
    least = std::clamp<Index>(floor_div(wanted.first, on.axis.stride), 0, n - 1);
    most = least;
  }
  // The step's own result on these cells must reach over the wanted ones.
  least = std::min(least, floor_div(wanted.first, on.axis.stride));
  most = std::max(most, ceil_div(wanted.end, on.axis.stride) - 1);
  return {least, most + 1};
}

Region source_of(const Step& step, const Shape& size, const Region& region) {
  const CellRange rows = needed(step, 0, size[0], {region.top, region.top + region.height});
  const CellRange columns = needed(step, 1, size[1], {region.left, region.left + region.width});
  return {rows.first, columns.first, rows.end - rows.first, columns.end - columns.first};
}

Region moved(const Region& region, Index down, Index right) {
  return {region.top + down, region.left + right, region.height, region.width};
}

/// The regions of the input of every step and of the last one's output, and the sizes of the whole ones.
struct Plan {
  std::vector<Region> regions;
  std::vector<Shape> sizes;
};
Plan plan(const Upsampler& upsampler, const Shape& input, const Region& region) {
  Plan p;
  p.sizes = {input};
  for (const Step& step : upsampler.steps) p.sizes.push_back(size_after(step, p.sizes.back()));
  p.regions.resize(p.sizes.size());
  p.regions.back() = region;
  for (std::size_t i = upsampler.steps.size(); i-- > 0;)
    p.regions[i] = source_of(upsampler.steps[i], p.sizes[i], p.regions[i + 1]);
  return p;
}

/// Step by step, each on exactly what the next one needs: for steps whose kernel depends on the place.
/// `x`: the plan's first region of the input.
template <class T>
Tensor<T> stepwise(const Upsampler& upsampler, const Plan& p, Tensor<T> x) {
  for (std::size_t i = 0; i < upsampler.steps.size(); ++i) {
    const Region &from = p.regions[i], &to = p.regions[i + 1];
    Tensor<T> made;
    if (const auto* resampled = std::get_if<Resampled>(&upsampler.steps[i])) {
      const bool down = resampled->axis == 0;
      const CellRange wanted =
          down ? CellRange{to.top, to.top + to.height} : CellRange{to.left, to.left + to.width};
      resample(*resampled, x, down ? from.top : from.left, p.sizes[i][resampled->axis], wanted, made);
    } else {
      const Index down = p.sizes[i + 1][0] / p.sizes[i][0], across = p.sizes[i + 1][1] / p.sizes[i][1];
      enlarge({{upsampler.steps[i]}}, x, made);
      made = cropped(made, moved(to, -from.top * down, -from.left * across));
    }
    x = std::move(made);
  }
  return x;
}

bool has_places(const Upsampler& upsampler) {
  return std::ranges::any_of(upsampler.steps,
                             [](const Step& step) { return std::holds_alternative<Resampled>(step); });
}

}  // namespace

template <class T>
Tensor<T> cropped(const Tensor<T>& x, const Region& region) {
  const Index height = x.shape()[2], width = x.shape()[3];
  if (region == Region{0, 0, height, width}) return x;
  Tensor<T> out({x.shape()[0], x.shape()[1], region.height, region.width});
  const Index rows = x.shape()[0] * x.shape()[1] * region.height;
  for (Index row = 0; row < rows; ++row)
    std::copy_n(
        x.data() + (row / region.height * height + region.top + row % region.height) * width + region.left,
        region.width, out.data() + row * region.width);
  return out;
}

Region source_of(const Upsampler& upsampler, const Shape& input, const Region& region) {
  return plan(upsampler, input, region).regions.front();
}

template <class T>
Region enlarge_around(const Upsampler& upsampler, const Tensor<T>& part, const Region& source,
                      const Shape& input, const Region& region, Tensor<T>& made) {
  const Plan p = plan(upsampler, input, region);
  const Region& from = p.regions.front();
  const Index down = p.sizes.back()[0] / input[0], across = p.sizes.back()[1] / input[1];
  // An edge of the part that is none of the picture's is continued wrongly, but then nothing wanted is made
  // of that, by any of the steps; and where the two edges are the same, so is the continuation.
  const Region there = moved(from, -source.top, -source.left);
  if (has_places(upsampler)) {
    made = stepwise(upsampler, p, cropped(part, there));
    return region;
  }
  if (there == Region{0, 0, part.shape()[2], part.shape()[3]})
    enlarge(upsampler, part, made);
  else
    enlarge(upsampler, cropped(part, there), made);
  return {from.top * down, from.left * across, from.height * down, from.width * across};
}

template <class T>
Tensor<T> enlarge_part(const Upsampler& upsampler, const Tensor<T>& part, const Region& source,
                       const Shape& input, const Region& region) {
  Tensor<T> made;
  const Region at = enlarge_around(upsampler, part, source, input, region, made);
  return at == region ? made : cropped(made, moved(region, -at.top, -at.left));
}

template <class T>
Tensor<T> enlarge_region(const Upsampler& upsampler, const Tensor<T>& x, const Region& region) {
  const Shape size = x.shape().tail(2);
  return enlarge_part(upsampler, x, {0, 0, size[0], size[1]}, size, region);
}

template Tensor<float> cropped(const Tensor<float>&, const Region&);
template Tensor<double> cropped(const Tensor<double>&, const Region&);
template Region enlarge_around(const Upsampler&, const Tensor<float>&, const Region&, const Shape&,
                               const Region&, Tensor<float>&);
template Region enlarge_around(const Upsampler&, const Tensor<double>&, const Region&, const Shape&,
                               const Region&, Tensor<double>&);
template Tensor<float> enlarge_part(const Upsampler&, const Tensor<float>&, const Region&, const Shape&,
                                    const Region&);
template Tensor<double> enlarge_part(const Upsampler&, const Tensor<double>&, const Region&, const Shape&,
                                     const Region&);
template Tensor<float> enlarge_region(const Upsampler&, const Tensor<float>&, const Region&);
template Tensor<double> enlarge_region(const Upsampler&, const Tensor<double>&, const Region&);

}  // namespace convscope
