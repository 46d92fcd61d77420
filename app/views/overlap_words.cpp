#include "app/views/overlap_words.hpp"

#include <fmt/format.h>

#include <numeric>

#include "app/views/number_text.hpp"

namespace convscope {

namespace {

struct Reason {
  bool even;
  std::string words;
};

Reason reason_of(const Axis& axis) {
  if (axis.stride == 1) return {true, "stride 1 treats all cells alike"};
  const Index shared = std::gcd(axis.stride, axis.dilation);
  if (shared > 1)
    return {false, fmt::format("stride {} and dilation {} share the factor {}, so some cells get nothing",
                               axis.stride, axis.dilation, shared)};
  if (axis.taps < axis.stride)
    return {false, fmt::format("kernel {} is smaller than stride {}, so some cells get nothing", axis.taps,
                               axis.stride)};
  const bool even = axis.taps % axis.stride == 0;
  return {even,
          fmt::format("kernel {} is {}divisible by stride {}", axis.taps, even ? "" : "not ", axis.stride)};
}

bool alike(const Axis& a, const Axis& b) {
  return a.taps == b.taps && a.stride == b.stride && a.dilation == b.dilation;
}

std::string count_text(double count) {
  return number_text(count, NumberFormat::automatic);
}

}  // namespace

std::string overlap_reason(std::span<const Axis> axes) {
  if (axes.size() == 1 || alike(axes[0], axes[1])) return reason_of(axes[0]).words;
  const Reason rows = reason_of(axes[0]), columns = reason_of(axes[1]);
  if (rows.words == columns.words) return rows.words;
  if (rows.even == columns.even) return fmt::format("down: {}; across: {}", rows.words, columns.words);
  return rows.even ? "across, " + columns.words : "down, " + rows.words;
}

std::string overlap_sentence(std::span<const Axis> axes, Index layers, double min, double max) {
  const std::string stack = layers == 1 ? "" : fmt::format(" after {} layers", layers);
  const std::string_view unit = max == 1 ? "contribution" : "contributions";
  if (min == max)
    return fmt::format("Even overlap: every inner cell gets {} {}{}; {}.", count_text(max), unit, stack,
                       overlap_reason(axes));
  return fmt::format("Uneven overlap: {} to {} {}{}, ratio {}; {}.", count_text(min), count_text(max), unit,
                     stack, ratio_text(min, max), overlap_reason(axes));
}

std::string ratio_text(double min, double max) {
  return min == 0 ? "∞" : count_text(max / min);
}

}  // namespace convscope
