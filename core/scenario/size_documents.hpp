// Answers about sizes as JSON documents, and the lines of the command line that ask for them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/geometry/chain.hpp"
#include "core/geometry/dialects.hpp"
#include "core/geometry/solve.hpp"
#include "core/ops/resample/resize_dialects.hpp"
#include "core/scenario/scenario.hpp"

namespace convscope {

/// What `convscope shape` prints with --json; each ends with a line feed.
std::string size_document(const ConvReport& report);
std::string size_document(const TransposedReport& report);
std::string solve_document(const Shape& input, const Shape& wanted, const SizeSolutions& found);
/// `axes`: same_outputs of each axis.
std::string ambiguity_document(const Shape& windows, const std::vector<std::vector<SameOutput>>& axes);
std::string dialects_document(bool transposed, const Shape& input, const std::vector<DialectRow>& rows);
/// Each against the row `against`, by its places.
std::string resize_document(const std::vector<ResizeDialect>& rows, std::size_t against);
std::string network_document(const Chain& chain, const ChainReport& report);

/// "convscope shape conv --input 6,6 --kernel 3 --stride 2": asks for the sizes of this scenario.
std::string shape_line(const Scenario& scenario);
/// "convscope shape --input 5 --resize 2.3".
std::string resize_line(Index from, double factor, std::string_view against);
/// The same for the question backwards; bounds that leave a choice are not a part of the command line.
std::string solve_line(bool transposed, const Shape& input, const Shape& wanted,
                       std::span<const SolveBounds> bounds);

/// "1:2, 0:1": both ends of every axis.
std::string sides_words(const std::vector<Sides>& sides);

}  // namespace convscope
