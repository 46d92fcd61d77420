// A call in a line of Python: which layer it is, and its arguments by name. Internal to code_line.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/index.hpp"

namespace convscope::code_call {

/// Whose meanings the arguments have.
enum class Style { pytorch, pytorch_function, keras, tensorflow, flax, jax, jax_general, onnx };

struct Call {
  std::string_view name;  ///< "#" stands for the number of axes
  Style style;
  bool transposed;
  std::string_view arguments;  ///< in the order in which they may stand without a name
  bool depthwise = false;
};

struct Found {
  const Call* call;
  std::optional<std::size_t> rank;  ///< that the name says
  std::size_t open;                 ///< behind the bracket
};
/// The first call of a known layer.
std::optional<Found> find(std::string_view text);

/// Errors: Error("code", ...): a bracket that does not close, too many arguments, one that PyTorch
/// does not have, a name for a number.
class Arguments {
 public:
  Arguments(std::string_view text, const Found& found);

  bool has(std::string_view name) const;  ///< given, and not None
  /// A text without its quotes, in small letters; empty where it is not given or is none.
  std::string text(std::string_view name) const;
  bool is_true(std::string_view name) const;
  /// All whole numbers of a value, brackets or not; empty where it is not given.
  std::vector<Index> numbers(std::string_view name) const;
  Index number(std::string_view name, Index otherwise) const;

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace convscope::code_call
