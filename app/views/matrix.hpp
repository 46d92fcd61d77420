// The sparse matrix C and its transpose with the vectors beside them, the present row and column lit.
#pragma once

#include <optional>
#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

std::optional<std::string> matrix_obstacle(const Derived& derived);
Picture draw_matrix(const Derived& derived, Moment moment, const Style& style);

}  // namespace convscope
