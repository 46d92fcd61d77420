#include "core/code/code.hpp"

#include <array>

#include "core/base/names.hpp"
#include "core/code/python.hpp"

namespace convscope {

namespace {

constexpr auto kFrameworks = std::to_array<Framework>({
    {"pytorch", "PyTorch", code::pytorch},
    {"tensorflow", "TensorFlow", code::tensorflow},
    {"jax", "JAX", code::jax},
    {"numpy", "NumPy", code::numpy},
    {"onnx", "ONNX", code::onnx},
});

}  // namespace

std::span<const Framework> frameworks() {
  return kFrameworks;
}

const Framework& framework_named(std::string_view name) {
  if (const auto* row = find_row(kFrameworks, name)) return *row;
  refuse_name("framework", name, listed(names_of(kFrameworks), Listing::with_or));
}

std::string framework_code(const Derived& derived, const Framework& framework) {
  return framework.script(code::Parts(derived));
}

}  // namespace convscope
