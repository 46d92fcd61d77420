#include "core/geometry/size_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <utility>

namespace convscope {

namespace {

/// Members of the progression first, first + 1, ... (count of them) that lie in [low, high).
Index count_between(Index first, Index count, Index low, Index high) {
  return std::max<Index>(std::min(first + count, high) - std::max(first, low), 0);
}

/// Contacts with a window of at least `window` and a tap in [low, high), listed along the shorter side.
Index contacts_within(const Axis& axis, Index window, Index low, Index high) {
  Index count = 0;
  if (high - low <= axis.windows - window) {
    for (Index tap = low; tap < high; ++tap) {
      const Slice slice = contacts_of_tap(axis, tap);
      count += count_between(slice.first.window, slice.count, window, axis.windows);
    }
  } else {
    for (Index o = window; o < axis.windows; ++o) {
      const Slice slice = contacts_of_window(axis, o);
      count += count_between(slice.first.tap, slice.count, low, high);
    }
  }
  return count;
}

/// Pixels of one axis that some window reads. Each is counted at the contact with its smallest tap: the
/// one whose neighbour, s/g taps back and d/g windows on, does not exist. So not one pixel is visited, and
/// the cost is at most min(s/g, k, o) + min(d/g, k, o) slices.
Index read_pixels(const Axis& axis) {
  const Index g = std::gcd(axis.stride, axis.dilation);
  const Index low_taps = std::min(axis.stride / g, axis.taps);
  const Index late_window = std::max<Index>(axis.windows - axis.dilation / g, 0);
  return contacts_within(axis, 0, 0, low_taps) + contacts_within(axis, late_window, low_taps, axis.taps);
}

std::string cells(Index count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string axis_prefix(std::size_t axis, std::size_t rank) {
  return rank == 1 ? std::string() : fmt::format("Axis {}: ", axis);
}

/// The word that begins a sentence, behind "Axis 0: " where there are several axes.
std::string begun(const std::string& prefix, std::string word) {
  if (prefix.empty()) word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return prefix + word;
}

/// A number as a factor or a term: negative ones in brackets, with a real minus sign.
std::string term(Index value) {
  return value < 0 ? fmt::format("(−{})", -value) : fmt::format("{}", value);
}

/// The arithmetic of one axis of a convolution, told.
std::string conv_story(const Axis& axis, Index padded) {
  const Index beyond = padded - reach(axis), steps = axis.windows - 1;
  const std::string first = fmt::format("first window takes {} of {}", reach(axis), cells(padded, "cell"));
  if (steps == 0) return fmt::format("{}; no further one fits.", first);
  return fmt::format("{}; in the other {}, {} of {} {}.", first, beyond, cells(steps, "step"), axis.stride,
                     steps == 1 ? "fits" : "fit");
}

/// Of a transposed one: what the stamps cover, and what is cropped of it.
std::string transposed_story(const Axis& axis, Sides sides) {
  const Index full = covered(axis);
  const Index removed = sides.begin + sides.end, extra = axis.pixels - (full - removed);
  std::string text = axis.windows == 1 ? fmt::format("one stamp covers {}", cells(full, "cell"))
                                       : fmt::format("{} stamps of {}, {} apart, cover {}", axis.windows,
                                                     cells(reach(axis), "cell"), axis.stride, full);
  if (removed != 0)
    text += fmt::format("; padding {} {}", removed > 0 ? "removes" : "adds", std::abs(removed));
  if (extra > 0) text += fmt::format("; output padding brings {}{}", extra, removed > 0 ? " back" : "");
  return text + ".";
}

SizeFormula whole(std::vector<FormulaPart> parts, Index result) {
  SizeFormula formula{std::move(parts), {}, {}, fmt::format("{}", result)};
  for (const FormulaPart& part : formula.parts) {
    formula.names += part.names;
    formula.numbers += part.numbers;
  }
  return formula;
}

/// Names the two paddings as one symbol when they are equal; `sign` is + or −.
std::pair<std::string, std::string> padding_terms(Sides sides, std::string_view sign) {
  if (sides.begin == sides.end)
    return {fmt::format(" {} 2p", sign), fmt::format(" {} 2·{}", sign, term(sides.begin))};
  return {fmt::format(" {0} p₀ {0} p₁", sign),
          fmt::format(" {0} {1} {0} {2}", sign, term(sides.begin), term(sides.end))};
}

}  // namespace

SizeFormula conv_formula(const Axis& axis, Sides sides) {
  const auto [names, numbers] = padding_terms(sides, "+");
  return whole({{SizeTerm::none, "⌊(", "⌊("},
                {SizeTerm::input, "n", fmt::format("{}", axis.pixels)},
                {SizeTerm::padding, names, numbers},
                {SizeTerm::reach, " − d(k−1) − 1", fmt::format(" − {}·({}−1) − 1", axis.dilation, axis.taps)},
                {SizeTerm::none, ") / ", ") / "},
                {SizeTerm::stride, "s", fmt::format("{}", axis.stride)},
                {SizeTerm::none, "⌋", "⌋"},
                {SizeTerm::first, " + 1", " + 1"}},
               axis.windows);
}

Index output_padding_of(const Axis& axis, Sides sides) {
  return axis.pixels - (covered(axis) - sides.begin - sides.end);
}

SizeFormula transposed_formula(const Axis& axis, Sides sides) {
  const auto [names, numbers] = padding_terms(sides, "−");
  const Index op = output_padding_of(axis, sides);
  return whole({{SizeTerm::input, "(n−1)", fmt::format("({}−1)", axis.windows)},
                {SizeTerm::stride, "s", fmt::format("·{}", axis.stride)},
                {SizeTerm::padding, names, numbers},
                {SizeTerm::reach, " + d(k−1) + 1", fmt::format(" + {}·({}−1) + 1", axis.dilation, axis.taps)},
                {SizeTerm::output_padding, " + op", fmt::format(" + {}", op)}},
               axis.pixels);
}

ConvReport report(const Resolved& conv, const Shape& input, std::optional<Index> unread) {
  ConvReport out;
  const std::size_t rank = conv.geometry.rank();
  Index all = 1, read = 1;
  for (std::size_t i = 0; i < rank; ++i) {
    const Axis& axis = conv.geometry.axes[i];
    const Index padded = axis.pixels + conv.sides[i].begin + conv.sides[i].end;
    const Index remainder = (padded - reach(axis)) % axis.stride;
    out.output.push_back(axis.windows);
    out.remainder.push_back(remainder);
    out.transpose_output_padding.push_back(remainder);
    all *= axis.pixels;
    read *= read_pixels(axis);
    const std::string at = axis_prefix(i, rank);
    const SizeFormula formula = conv_formula(axis, conv.sides[i]);
    out.words.push_back(fmt::format("{}{} = {} = {}.", at, formula.names, formula.numbers, formula.result));
    out.words.push_back(begun(at, "the ") + conv_story(axis, padded));
    if (remainder > 0)
      out.words.push_back(
          fmt::format("{} last window leaves {} of the padded input; output padding {} brings the "
                      "transposed operator back to {}.",
                      begun(at, "the"), cells(remainder, "cell"), remainder, input[i]));
  }
  out.unread = unread.value_or(all - read);
  if (out.unread > 0)
    out.words.push_back(fmt::format("No window reads {} of the {}.", out.unread, cells(all, "input pixel")));
  return out;
}

Overlap overlap(const Geometry& geometry) {
  Overlap total{1, 1};
  for (const Axis& axis : geometry.axes) {
    // Taps meet a phase every stride/g; the phases that g does not divide get nothing.
    const Index g = std::gcd(axis.stride, axis.dilation), period = axis.stride / g;
    const Index least = g > 1 ? 0 : axis.taps / period, most = ceil_div(axis.taps, period);
    total.min *= least;
    total.max *= most;
  }
  return total;
}

Sides direct_padding(const Axis& axis) {
  // The zero-inserted input has (windows-1)s + 1 cells; the direct convolution over it must give `pixels`.
  const Index begin = reach(axis) - 1 - axis.pad;
  return {begin, axis.pixels + reach(axis) - 1 - stretched(axis) - begin};
}

TransposedReport report_transposed(const Resolved& transposed) {
  TransposedReport out;
  const std::size_t rank = transposed.geometry.rank();
  for (std::size_t i = 0; i < rank; ++i) {
    const Axis& axis = transposed.geometry.axes[i];
    const std::string at = axis_prefix(i, rank);
    out.output.push_back(axis.pixels);
    out.direct_padding.push_back(direct_padding(axis));
    const Sides direct = out.direct_padding.back();
    const SizeFormula formula = transposed_formula(axis, transposed.sides[i]);
    out.words.push_back(fmt::format("{}{} = {} = {}.", at, formula.names, formula.numbers, formula.result));
    const std::string story = transposed_story(axis, transposed.sides[i]);
    out.words.push_back(story[0] == 'o' ? begun(at, story) : at + story);
    const std::string insert =
        axis.stride > 1 ? fmt::format("insert {} between the inputs, ", cells(axis.stride - 1, "zero")) : "";
    out.words.push_back(
        fmt::format("{} a direct convolution: {}pad by {} and {}, correlate with the "
                    "rotated kernel at stride 1.",
                    begun(at, "as"), insert, direct.begin, direct.end));
  }
  out.overlap = overlap(transposed.geometry);
  out.words.push_back(out.overlap.even()
                          ? fmt::format("Every interior output pixel gets {}: the overlap is even.",
                                        cells(out.overlap.max, "contribution"))
                          : fmt::format("Interior output pixels get {} to {}: the overlap is uneven.",
                                        out.overlap.min, cells(out.overlap.max, "contribution")));
  return out;
}

}  // namespace convscope
