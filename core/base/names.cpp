#include "core/base/names.hpp"

#include <fmt/format.h>

#include "core/base/error.hpp"

namespace convscope {

std::string listed(std::span<const std::string_view> names, Listing listing) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool last = i + 1 == names.size();
    if (i > 0) out += last && listing == Listing::with_or ? " or " : ", ";
    out += names[i];
  }
  return out;
}

void refuse_name(std::string_view field, std::string_view name, std::string_view legal) {
  throw Error(field, fmt::format("'{}' is not known", name), legal);
}

}  // namespace convscope
