// Operators that move values without changing them, and those that speak of shapes.
#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/network/call.hpp"

namespace convscope {

namespace {

constexpr Index kLongestAxis = Index{1} << 24;

/// The same values in another shape.
Arrays reshaped(const Call& call, Dims shape) {
  Array out = call.in(0);
  if (count_of(shape) != count_of(out.shape))
    call.refuse(fmt::format("makes {} of {}", to_string(shape), to_string(out.shape)), "as many cells");
  out.shape = std::move(shape);
  return {std::move(out)};
}

/// Every cell of an axis.
std::vector<Index> all_cells(Index n) {
  std::vector<Index> cells;
  for (Index i = 0; i < n; ++i) cells.push_back(i);
  return cells;
}

/// Whether nothing but the shape of such a result is wanted, or can be said; lists of cells are not made
/// then.
bool shape_alone(const Call& call, const Dims& shape) {
  const Array& x = call.in(0);
  return x.type == Element::text || !x.known() || (call.sizes_only && !call.fills(shape));
}

Arrays picked_or_shape(const Call& call, const std::vector<std::vector<Index>>& sources, double fill = 0) {
  Dims shape;
  for (const auto& source : sources) shape.push_back(static_cast<Index>(source.size()));
  const Array& x = call.in(0);
  if (shape_alone(call, shape)) return {only_shape(shape, x.type)};
  require_memory(8.0 * static_cast<double>(count_of(shape)), call.budget, "network");
  return {picked(x, sources, fill)};
}

/// Every cell of every axis; the lists are bounded.
std::vector<std::vector<Index>> sources_of(const Call& call, const Dims& shape) {
  std::vector<std::vector<Index>> sources;
  for (const Index n : shape) {
    if (n > kLongestAxis)
      call.refuse(fmt::format("gets an axis of {} cells", n), fmt::format("{} at most", kLongestAxis));
    sources.push_back(all_cells(n));
  }
  return sources;
}

/// A cell beyond the edge that stands for one within; -1 where it stands for none.
Index source_beyond(const Call& call, const std::string& mode, Index at, Index n) {
  if (at >= 0 && at < n) return at;
  if (mode == "constant") return -1;
  if (n < 1) call.refuse("pads nothing", "at least one cell");
  if (mode == "edge") return std::clamp<Index>(at, 0, n - 1);
  if (mode == "wrap") return (at % n + n) % n;
  if (mode != "reflect")
    call.refuse(fmt::format("mode is '{}'", cut(mode, 20)), "constant, reflect, edge or wrap");
  if (n == 1) return 0;
  const Index period = 2 * (n - 1), within = (at % period + period) % period;
  return within < n ? within : period - within;
}

}  // namespace

Arrays identity(const Call& call) {
  return {call.in(0)};
}

Arrays constant(const Call& call) {
  for (const auto& [key, value] : call.node.attributes) {
    if (const auto* array = std::get_if<Array>(&value)) return {*array};
    if (const auto* number = std::get_if<double>(&value))
      return {real_array({}, {static_cast<float>(*number)})};
    if (const auto* whole = std::get_if<Index>(&value)) return {whole_array({}, {*whole})};
    if (const auto* list = std::get_if<std::vector<Index>>(&value))
      return {whole_array({static_cast<Index>(list->size())}, {list->begin(), list->end()})};
    if (const auto* list = std::get_if<std::vector<double>>(&value)) {
      UnfilledVector<float> values;
      for (const double one : *list) values.push_back(static_cast<float>(one));
      return {real_array({static_cast<Index>(list->size())}, std::move(values))};
    }
  }
  call.refuse("has no value", "a tensor, a number or a list");
}

Arrays constant_of_shape(const Call& call) {
  const Dims shape = call.wholes(0);
  Array value = real_array({1}, {0});
  if (const Attribute* given = call.node.find("value")) {
    const auto* array = std::get_if<Array>(given);
    if (!array || !array->known() || count_of(array->shape) != 1)
      call.refuse("has no value", "a tensor of one number");
    value = *array;
  }
  if (!call.fills(shape)) return {only_shape(shape, value.type)};
  return {viewed(value, shape, Dims(shape.size(), 0), 0)};
}

Arrays shape_of(const Call& call) {
  const Dims& x = call.in(0).shape;
  const auto n = static_cast<Index>(x.size());
  const auto place = [&](Index value) { return std::clamp<Index>(value < 0 ? value + n : value, 0, n); };
  const Index start = place(call.node.whole("start", 0)), end = place(call.node.whole("end", n));
  UnfilledVector<Index> out;
  for (Index i = start; i < end; ++i) out.push_back(x[static_cast<std::size_t>(i)]);
  return {whole_array({static_cast<Index>(out.size())}, out)};
}

Arrays reshape(const Call& call) {
  const Dims& x = call.in(0).shape;
  const auto wanted = call.wholes("shape", 1);
  if (!wanted) call.refuse("does not say its shape", "an input or an attribute");
  const bool keeps_zero = call.node.whole("allowzero", 0) != 0;
  Dims shape = *wanted;
  Index rest = -1, product = 1;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    if (shape[i] == 0 && !keeps_zero) {
      if (i >= x.size()) call.refuse("keeps an axis that there is not", "0 for an axis of its input");
      shape[i] = x[i];
    }
    if (shape[i] == -1) {
      if (rest >= 0) call.refuse("leaves two axes open", "one -1");
      rest = static_cast<Index>(i);
    } else {
      product = count_of({product, shape[i]});
    }
  }
  if (rest >= 0) {
    const Index count = count_of(x);
    if (product == 0 || count % product != 0)
      call.refuse(fmt::format("makes {} of {}", to_string(shape), to_string(x)), "as many cells");
    shape[static_cast<std::size_t>(rest)] = count / product;
  }
  return reshaped(call, std::move(shape));
}

Arrays flatten(const Call& call) {
  const Dims& x = call.in(0).shape;
  const auto n = static_cast<Index>(x.size());
  Index axis = call.node.whole("axis", 1);
  if (axis < 0) axis += n;
  if (axis < 0 || axis > n) call.refuse(fmt::format("axis is {}", axis), fmt::format("0 to {}", n));
  const auto middle = x.begin() + axis;
  return reshaped(call, {count_of({x.begin(), middle}), count_of({middle, x.end()})});
}

Arrays squeeze(const Call& call) {
  const Dims& x = call.in(0).shape;
  std::vector<bool> gone(x.size());
  if (const auto axes = call.wholes("axes", 1)) {
    for (const Index axis : *axes) gone[call.axis(axis, x.size())] = true;
  } else {
    for (std::size_t i = 0; i < x.size(); ++i) gone[i] = x[i] == 1;
  }
  Dims shape;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!gone[i]) shape.push_back(x[i]);
  return reshaped(call, std::move(shape));
}

Arrays unsqueeze(const Call& call) {
  const auto axes = call.wholes("axes", 1);
  if (!axes) call.refuse("does not say its axes", "an input or an attribute");
  const Dims& x = call.in(0).shape;
  const std::size_t rank = x.size() + axes->size();
  if (rank > 32) call.refuse(fmt::format("makes {} axes", rank), "32 at most");
  std::vector<bool> fresh(rank);
  for (const Index axis : *axes) fresh[call.axis(axis, rank)] = true;
  Dims shape;
  auto next = x.begin();
  for (std::size_t i = 0; i < rank; ++i) {
    if (!fresh[i] && next == x.end()) call.refuse("names an axis twice", "each once");
    shape.push_back(fresh[i] ? 1 : *next++);
  }
  return reshaped(call, std::move(shape));
}

Arrays transpose(const Call& call) {
  const Array& x = call.in(0);
  const std::size_t rank = x.shape.size();
  std::vector<Index> order;
  for (std::size_t i = rank; i-- > 0;) order.push_back(static_cast<Index>(i));
  if (const auto perm = call.node.wholes("perm")) order = *perm;
  std::vector<Index> sorted = order;
  std::ranges::sort(sorted);
  if (sorted != all_cells(static_cast<Index>(rank)))
    call.refuse("perm names no order of its axes", "each axis once");
  const Dims from = strides_of(x.shape);
  Dims shape, strides;
  for (const Index axis : order) {
    shape.push_back(x.shape[static_cast<std::size_t>(axis)]);
    strides.push_back(from[static_cast<std::size_t>(axis)]);
  }
  if (!call.fills(shape)) return {only_shape(shape, x.type)};
  return {viewed(x, shape, strides, 0)};
}

Arrays concat(const Call& call) {
  const Array& first = call.in(0);
  const std::size_t axis = call.axis(call.node.whole("axis", 1), first.shape.size());
  Dims shape = first.shape;
  shape[axis] = 0;
  for (std::size_t i = 0; i < call.inputs.size(); ++i) {
    Dims own = call.in(i).shape;
    if (own.size() != shape.size())
      call.refuse(fmt::format("joins {} and {}", to_string(first.shape), to_string(own)), "as many axes");
    shape[axis] += std::exchange(own[axis], first.shape[axis]);
    if (own != first.shape || call.in(i).type != first.type)
      call.refuse(fmt::format("joins {} and {}", to_string(first.shape), to_string(call.in(i).shape)),
                  "what differs on one axis");
  }
  if (!call.fills(shape)) return {only_shape(shape, first.type)};
  Index outer = 1, inner = 1;
  for (std::size_t i = 0; i < axis; ++i) outer *= shape[i];
  for (std::size_t i = axis + 1; i < shape.size(); ++i) inner *= shape[i];
  auto data = std::make_shared<ArrayData>();
  const auto join = [&](auto member) {
    auto& to = data.get()->*member;
    to.resize(static_cast<std::size_t>(count_of(shape)));
    Index before = 0;
    for (std::size_t i = 0; i < call.inputs.size(); ++i) {
      const Index run = call.in(i).shape[axis] * inner;
      const auto& from = call.in(i).data.get()->*member;
      for (Index o = 0; o < outer; ++o)
        std::copy_n(from.begin() + o * run, run, to.begin() + o * shape[axis] * inner + before);
      before += run;
    }
  };
  first.real() ? join(&ArrayData::reals) : join(&ArrayData::wholes);
  return {Array{shape, first.type, std::move(data)}};
}

Arrays split(const Call& call) {
  const Array& x = call.in(0);
  const std::size_t axis = call.axis(call.node.whole("axis", 0), x.shape.size());
  const auto parts = static_cast<Index>(call.node.outputs.size());
  std::vector<Index> sizes;
  if (const auto given = call.wholes("split", 1)) {
    sizes = *given;
  } else {
    const Index each = (x.shape[axis] + parts - 1) / std::max<Index>(parts, 1);
    for (Index i = 0; i < parts; ++i) sizes.push_back(std::clamp<Index>(x.shape[axis] - i * each, 0, each));
  }
  Index sum = 0;
  for (const Index size : sizes) {
    if (size < 0 || size > x.shape[axis]) call.refuse(fmt::format("has a part of {}", size), "0 or more");
    sum += size;
  }
  if (sum != x.shape[axis] || static_cast<Index>(sizes.size()) < parts)
    call.refuse(fmt::format("splits {} cells into {} of {} parts", x.shape[axis], sum, parts), "all of them");
  const Dims strides = strides_of(x.shape);
  Arrays out;
  Index before = 0;
  for (const Index size : sizes) {
    Dims shape = x.shape;
    shape[axis] = size;
    out.push_back(call.fills(shape) ? viewed(x, shape, strides, before * strides[axis])
                                    : only_shape(shape, x.type));
    before += size;
  }
  return out;
}

Arrays slice(const Call& call) {
  const Array& x = call.in(0);
  const auto starts = call.wholes("starts", 1), ends = call.wholes("ends", 2);
  if (!starts || !ends || starts->size() != ends->size())
    call.refuse("does not say where it begins and ends", "starts and ends");
  auto axes = call.wholes("axes", 3), steps = call.maybe(4) ? std::optional(call.wholes(4)) : std::nullopt;
  if (!axes) axes = all_cells(static_cast<Index>(starts->size()));
  if (!steps) steps = std::vector<Index>(starts->size(), 1);
  if (axes->size() != starts->size() || steps->size() != starts->size())
    call.refuse("has lists of different lengths", "one number for each axis");
  std::vector<std::vector<Index>> sources = sources_of(call, x.shape);
  for (std::size_t i = 0; i < starts->size(); ++i) {
    const std::size_t axis = call.axis((*axes)[i], x.shape.size());
    const Index n = x.shape[axis], step = (*steps)[i];
    if (step == 0 || step < -kLargestIndex || step > kLargestIndex)
      call.refuse(fmt::format("has a step of {}", step), "another number");
    const auto place = [&](Index value) {
      return value < 0 ? std::max<Index>(value, -n - 1) + n : std::min(value, n);
    };
    const Index low = step > 0 ? 0 : -1, high = step > 0 ? n : n - 1;
    const Index start = std::clamp(place((*starts)[i]), std::max<Index>(low, 0), std::max<Index>(high, 0));
    const Index end = (*ends)[i] < -n ? low : std::clamp(place((*ends)[i]), low, n);
    std::vector<Index> cells;
    for (Index at = start; step > 0 ? at < end : at > end; at += step) cells.push_back(at);
    sources[axis] = n == 0 ? std::vector<Index>() : cells;
  }
  return picked_or_shape(call, sources);
}

Arrays gather(const Call& call) {
  const Array& x = call.in(0);
  const std::size_t axis = call.axis(call.node.whole("axis", 0), x.shape.size());
  const Dims& index = call.in(1).shape;
  Dims shape(x.shape.begin(), x.shape.begin() + static_cast<std::ptrdiff_t>(axis));
  shape.insert(shape.end(), index.begin(), index.end());
  shape.insert(shape.end(), x.shape.begin() + static_cast<std::ptrdiff_t>(axis) + 1, x.shape.end());
  if (!call.fills(shape)) return {only_shape(shape, x.type)};
  std::vector<std::vector<Index>> sources = sources_of(call, x.shape);
  sources[axis].clear();
  for (const Index cell : call.wholes(1))
    sources[axis].push_back(static_cast<Index>(call.axis(cell, static_cast<std::size_t>(x.shape[axis]))));
  Array out = picked(x, sources, 0);
  out.shape = shape;
  return {std::move(out)};
}

Arrays pad(const Call& call) {
  const Array& x = call.in(0);
  const std::size_t rank = x.shape.size();
  const auto pads = call.node.find("paddings") ? call.node.wholes("paddings") : call.wholes("pads", 1);
  std::vector<std::size_t> axes;
  if (call.maybe(3))
    for (const Index axis : call.wholes(3)) axes.push_back(call.axis(axis, rank));
  else
    for (std::size_t i = 0; i < rank; ++i) axes.push_back(i);
  if (!pads || pads->size() != 2 * axes.size())
    call.refuse("does not say its pads", "a beginning and an end for each axis");
  const std::string mode = call.node.text("mode", "constant");
  Dims shape = x.shape;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const Index begin = (*pads)[i], end = (*pads)[i + axes.size()], n = x.shape[axes[i]];
    if (std::max(std::abs(begin), std::abs(end)) > kLargestIndex / 4 || n + begin + end < 0)
      call.refuse(fmt::format("pads {} cells by {} and {}", n, begin, end), "pads that leave something");
    if (n + begin + end > kLongestAxis)
      call.refuse(fmt::format("makes an axis of {} cells", n + begin + end),
                  fmt::format("{} at most", kLongestAxis));
    shape[axes[i]] = n + begin + end;
    if (shape[axes[i]] > 0)
      for (const Index at : {-begin, n + end - 1}) source_beyond(call, mode, at, n);  // refuses
  }
  if (shape_alone(call, shape)) return {only_shape(shape, x.type)};
  std::vector<std::vector<Index>> sources = sources_of(call, x.shape);
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const Index begin = (*pads)[i], end = (*pads)[i + axes.size()], n = x.shape[axes[i]];
    sources[axes[i]].clear();
    for (Index at = -begin; at < n + end; ++at) sources[axes[i]].push_back(source_beyond(call, mode, at, n));
  }
  return picked_or_shape(call, sources, call.real("value", 2).value_or(0));
}

Arrays expand(const Call& call) {
  const Array& x = call.in(0);
  const Dims shape = broadcast(call, x.shape, call.wholes(1));
  if (!call.fills(shape)) return {only_shape(shape, x.type)};
  return {viewed(x, shape, broadcast_strides(x.shape, shape), 0)};
}

Arrays cast(const Call& call) {
  static constexpr Element kTypes[] = {
      Element::f32, Element::f32, Element::u8,   Element::i8,      Element::u16, Element::i16,
      Element::i32, Element::i64, Element::text, Element::boolean, Element::f16, Element::f64,
      Element::u32, Element::u64, Element::text, Element::text,    Element::bf16};
  const Index code = call.node.whole("to", 0);
  if (code < 1 || code > 16 || kTypes[code] == Element::text)
    call.refuse(fmt::format("casts to kind {}", code), "numbers");
  const Element to = kTypes[code];
  Array x = call.in(0);
  if (x.type == Element::text) call.refuse("casts texts", "numbers");
  if (!call.fills(x.shape)) return {only_shape(x.shape, to)};
  if (is_real(to)) {
    x = as_reals(x);
    x.type = to;
    return {x};
  }
  if (to == Element::boolean && x.real()) {
    UnfilledVector<Index> out;
    for (const float value : x.reals()) out.push_back(value != 0);
    return {whole_array(x.shape, std::move(out), to)};
  }
  if (x.real())
    for (const float value : x.reals())
      if (!(std::abs(value) < 0x1p62f))
        call.refuse(fmt::format("makes {} a whole number", value), "numbers below 2^62");
  return {as_wholes(x, to)};
}

}  // namespace convscope
