#include "core/network/call.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

/// Above it values are not made when only sizes are wanted.
constexpr Index kSmall = 1 << 16;

/// Calls visit(place) for every cell of `shape`, row-major, with place = offset + sum of c[i] * strides[i].
template <class Visit>
void walk(const Dims& shape, const Dims& strides, Index offset, Visit visit) {
  const Index count = count_of(shape);
  if (count == 0) return;
  const std::size_t rank = shape.size();
  const Index inner = rank == 0 ? 1 : shape.back(), step = rank == 0 ? 0 : strides.back();
  Dims at(rank, 0);
  Index place = offset;
  for (Index row = 0; row < count / inner; ++row) {
    for (Index i = 0; i < inner; ++i) visit(place + i * step);
    for (std::size_t axis = rank == 0 ? 0 : rank - 1; axis-- > 0;) {
      place += strides[axis];
      if (++at[axis] < shape[axis]) break;
      place -= strides[axis] * shape[axis];
      at[axis] = 0;
    }
  }
}

}  // namespace

UnfilledVector<float> Buffers::take(std::size_t count) {
  auto best = free_.end();
  for (auto each = free_.begin(); each != free_.end(); ++each)
    if (each->capacity() >= count && each->capacity() / 2 <= count &&
        (best == free_.end() || each->capacity() < best->capacity()))
      best = each;
  UnfilledVector<float> out;
  if (best != free_.end()) {
    out = std::move(*best);
    free_.erase(best);
  }
  out.resize(count);
  return out;
}

void Buffers::give(Array&& array) {
  constexpr std::size_t kLeast = 1 << 12, kMost = 4;  // small ones cost nothing, and few are needed at once
  if (!array.known() || array.data.use_count() != 1 || array.reals().capacity() < kLeast) return;
  if (free_.size() == kMost) free_.erase(free_.begin());
  free_.push_back(std::move(std::const_pointer_cast<ArrayData>(array.data)->reals));
  array.data.reset();
}

std::shared_ptr<ArrayData> Call::in_place() const {
  if (!own || !own->known() || !own->real() || own->data.use_count() != 1) return nullptr;
  return std::const_pointer_cast<ArrayData>(own->data);  // made by one of the operators, and not const there
}

const Array& Call::in(std::size_t i) const {
  const Array* array = maybe(i);
  if (!array) refuse(fmt::format("has no input {}", i + 1), "all inputs that the operator needs");
  return *array;
}

void Call::require_reals(std::size_t first, std::size_t last) const {
  for (std::size_t i = first; i <= last; ++i)
    if (const Array* input = maybe(i); input && !input->real()) refuse("has whole numbers", "floating point");
}

bool Call::known() const {
  return std::ranges::all_of(inputs, [](const Array* array) { return !array || array->known(); });
}

bool Call::fills(const Dims& shape) const {
  const Index count = count_of(shape);
  if (!known() || (sizes_only && count > kSmall)) return false;
  require_memory(8.0 * static_cast<double>(count), budget, "network");
  return true;
}

std::vector<Index> Call::wholes(std::size_t i) const {
  const Array& array = in(i);
  if (!array.known() || array.type == Element::text)
    refuse(fmt::format("its input {} is only known when the network runs", i + 1), "a constant");
  if (!array.real()) return {array.wholes().begin(), array.wholes().end()};
  std::vector<Index> values;
  for (const float value : array.reals()) {
    if (!(std::abs(value) < 1e15f)) refuse(fmt::format("its input {} is {}", i + 1, value), "whole numbers");
    values.push_back(static_cast<Index>(value));
  }
  return values;
}

std::vector<double> Call::reals(std::size_t i) const {
  const Array& array = in(i);
  if (!array.known() || array.type == Element::text)
    refuse(fmt::format("its input {} is only known when the network runs", i + 1), "a constant");
  if (array.real()) return {array.reals().begin(), array.reals().end()};
  return {array.wholes().begin(), array.wholes().end()};
}

std::optional<std::vector<Index>> Call::wholes(std::string_view attribute, std::size_t input) const {
  if (auto list = node.wholes(attribute)) return list;
  return maybe(input) ? std::optional(wholes(input)) : std::nullopt;
}

std::optional<double> Call::real(std::string_view attribute, std::size_t input) const {
  if (node.find(attribute)) return node.real(attribute, 0);
  if (!maybe(input)) return std::nullopt;
  const std::vector<double> values = reals(input);
  return values.empty() ? std::nullopt : std::optional(values.front());
}

std::size_t Call::axis(Index value, std::size_t rank) const {
  const auto n = static_cast<Index>(rank);
  if (value < -n || value >= n)
    refuse(fmt::format("axis {} of {}", value, rank), fmt::format("{} to {}", -n, n - 1));
  return static_cast<std::size_t>(value < 0 ? value + n : value);
}

void Call::refuse(const std::string& problem, std::string_view legal) const {
  throw Error("network", problem, legal);
}

Dims strides_of(const Dims& shape) {
  Dims strides(shape.size(), 1);
  for (std::size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * std::max<Index>(shape[i], 1);
  return strides;
}

Dims broadcast_strides(const Dims& own, const Dims& shape) {
  const Dims dense = strides_of(own);
  Dims strides(shape.size(), 0);
  for (std::size_t i = 0; i < own.size(); ++i)
    if (own[own.size() - 1 - i] > 1) strides[shape.size() - 1 - i] = dense[own.size() - 1 - i];
  return strides;
}

Array viewed(const Array& array, const Dims& shape, const Dims& strides, Index offset) {
  auto data = std::make_shared<ArrayData>();
  const auto copy = [&](const auto& from, auto& to) {
    to.resize(static_cast<std::size_t>(count_of(shape)));
    std::size_t i = 0;
    walk(shape, strides, offset, [&](Index place) { to[i++] = from[static_cast<std::size_t>(place)]; });
  };
  if (array.real())
    copy(array.reals(), data->reals);
  else
    copy(array.wholes(), data->wholes);
  return {shape, array.type, std::move(data)};
}

Array picked(const Array& array, const std::vector<std::vector<Index>>& sources, double fill) {
  const Dims strides = strides_of(array.shape);
  Dims shape;
  for (const auto& source : sources) shape.push_back(static_cast<Index>(source.size()));
  auto data = std::make_shared<ArrayData>();
  const auto copy = [&](const auto& from, auto& to, auto otherwise) {
    const Index count = count_of(shape), inner = shape.empty() ? 1 : shape.back();
    to.resize(static_cast<std::size_t>(count));
    const std::size_t outer = sources.empty() ? 0 : sources.size() - 1;
    std::vector<std::size_t> at(outer);
    std::size_t i = 0;
    for (Index row = 0; count > 0 && row < count / inner; ++row) {
      Index place = 0;
      bool inside = true;
      for (std::size_t axis = 0; axis < outer; ++axis) {
        const Index source = sources[axis][at[axis]];
        inside = inside && source >= 0;
        place += source * strides[axis];
      }
      for (Index x = 0; x < inner; ++x) {
        const Index source = sources.empty() ? 0 : sources.back()[static_cast<std::size_t>(x)];
        to[i++] = inside && source >= 0 ? from[static_cast<std::size_t>(place + source)] : otherwise;
      }
      for (std::size_t axis = outer; axis-- > 0;) {
        if (++at[axis] < sources[axis].size()) break;
        at[axis] = 0;
      }
    }
  };
  if (array.real())
    copy(array.reals(), data->reals, static_cast<float>(fill));
  else
    copy(array.wholes(), data->wholes, static_cast<Index>(fill));
  return {shape, array.type, std::move(data)};
}

Dims broadcast(const Call& call, const Dims& a, const Dims& b) {
  Dims out(std::max(a.size(), b.size()), 1);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const Index x = i < a.size() ? a[a.size() - 1 - i] : 1, y = i < b.size() ? b[b.size() - 1 - i] : 1;
    if (x != y && x != 1 && y != 1)
      call.refuse(fmt::format("{} and {} do not go together", to_string(a), to_string(b)),
                  "extents that are the same, or 1");
    out[out.size() - 1 - i] = x == 1 ? y : x;
  }
  return out;
}

}  // namespace convscope
