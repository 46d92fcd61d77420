// What flows through a network: arrays of any number of axes, whose values may not be known yet.
//
// Floating point of any width is float32 here; whole numbers and truth values are 64-bit integers that are
// kept within their type. An array without values is a shape alone: networks are followed with them before
// anything is calculated.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/index.hpp"
#include "core/base/unfilled.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Extents, outermost first: as many as a model likes, where Shape has five.
using Dims = std::vector<Index>;

enum class Element { f32, f16, bf16, f64, i8, u8, i16, u16, i32, u32, i64, u64, boolean, text };
std::string_view to_string(Element type);
/// Bytes of one in a file; 0 for texts.
std::size_t width_of(Element type);
inline bool is_real(Element type) {
  return type <= Element::f64;
}

struct ArrayData {
  UnfilledVector<float> reals;
  UnfilledVector<Index> wholes;
};

/// A value; copies share what they hold.
struct Array {
  Dims shape;
  Element type = Element::f32;
  std::shared_ptr<const ArrayData> data;

  bool known() const { return data != nullptr; }
  bool real() const { return is_real(type); }
  /// Precondition: known, and of that kind.
  const UnfilledVector<float>& reals() const { return data->reals; }
  const UnfilledVector<Index>& wholes() const { return data->wholes; }
};

/// The product; 1 without axes. Errors: Error(field, ...) for negative extents and what no memory holds.
Index count_of(const Dims& shape, std::string_view field = "network");
/// "1 × 3 × 64 × 64"; an unknown extent is "?".
std::string to_string(const Dims& shape);

Array real_array(Dims shape, UnfilledVector<float> values);
/// The same in floating point. Precondition: known.
Array as_reals(const Array& array);
/// Rounded towards 0. Precondition: known, and no value beyond 2^62.
Array as_wholes(const Array& array, Element type);
Array whole_array(Dims shape, UnfilledVector<Index> values, Element type = Element::i64);
/// Both ways; up to five axes. Precondition of the first: known.
Tensor<float> to_tensor(const Array& array);
Array to_array(const Tensor<float>& tensor);

/// What a file's bytes, little-endian, stand for. `name` is the tensor's in what is said.
/// Errors: Error("network", ...): not as many bytes as the shape asks for; texts.
Array decoded(Element type, Dims shape, std::string_view bytes, std::string_view name);
/// A whole number as that type would hold it: it wraps around.
Index wrapped(Index value, Element type);
/// Values that are NaN or infinite.
Index not_finite(const Array& array);

}  // namespace convscope
