// Kernels as people write them: a kind's name, a list of numbers, a file.
#include "core/enlarging/kernel_text.hpp"

#include <fmt/format.h>

#include <array>
#include <cstring>
#include <filesystem>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/io/npy.hpp"
#include "core/io/paste.hpp"

namespace convscope {

namespace {

using Kind = KernelChoice::Kind;

constexpr std::array kKinds{
    KernelKind{Kind::standard, "standard", "The best weights that each method can have"},
    KernelKind{Kind::uniform, "uniform", "All weights equal"},
    KernelKind{Kind::bilinear, "bilinear", "A triangle: interpolates where its size is twice the factor"},
    KernelKind{Kind::gaussian, "gaussian", "A bell"},
    KernelKind{Kind::random, "random", "As before training"},
    KernelKind{Kind::icnr, "icnr", "Random, but the same for all phases"},
    KernelKind{Kind::learned, "learned", "The best for this picture or for others, by least squares"},
    KernelKind{Kind::own, "own", "Typed, as [1,2,1] or [1,2;3,4], or a .npy file"},
};

constexpr std::string_view kKernelLegal =
    "uniform, bilinear, gaussian, random:SEED, icnr:SEED, learned, a list as [1,2,1], or a .npy file";

bool is_seeded(Kind kind) {
  return kind == Kind::random || kind == Kind::icnr;
}

/// Axes of extent 1 in front are taken away; [n] becomes its outer square.
Tensor<double> own_kernel(const Tensor<double>& given) {
  Shape shape = given.shape();
  if (given.size() == 1) shape = {1, 1};  // a profile would square it
  while (shape.rank() > 1 && shape[0] == 1 && given.size() > 1) shape = shape.tail(1);
  if (shape.rank() == 3 || shape.rank() == 2) return {shape, {given.values().begin(), given.values().end()}};
  if (shape.rank() == 4 && shape[1] == 1)
    return {Shape{shape[0], shape[2], shape[3]}, {given.values().begin(), given.values().end()}};
  if (shape.rank() != 1 || shape[0] > kMostTaps)
    throw Error("kernel", fmt::format("has shape {}", to_string(given.shape())),
                fmt::format("one plane of at most {0} × {0}, a profile, or factor² planes", kMostTaps));
  Tensor<double> out(Shape{shape[0], shape[0]});
  for (Index i = 0; i < out.size(); ++i) out[i] = given[i / shape[0]] * given[i % shape[0]];
  return out;
}

/// "[1,2,1]", or planes one after the other.
Tensor<double> listed_kernel(std::string_view text) {
  std::vector<double> values;
  Shape plane;
  Index planes = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t next = rest.find("][");
    const Tensor<double> matrix = parse_matrix(rest.substr(0, next == rest.npos ? next : next + 1));
    if (next == rest.npos && planes == 0) return own_kernel(matrix);
    if (planes++ > 0 && matrix.shape() != plane)
      throw Error("kernel", fmt::format("plane {} has another size than the first one", planes),
                  "planes of one size");
    plane = matrix.shape();
    values.insert(values.end(), matrix.values().begin(), matrix.values().end());
    rest.remove_prefix(next == rest.npos ? rest.size() : next + 1);
  }
  return own_kernel({Shape{planes, plane[0], plane[1]}, std::move(values)});
}

}  // namespace

std::span<const KernelKind> kernel_kinds() {
  return kKinds;
}

bool is_untrained(Kind kind) {
  return kind == Kind::uniform || kind == Kind::random || kind == Kind::icnr;
}

std::string_view kind_name(Kind kind) {
  return kKinds[static_cast<std::size_t>(kind)].name;
}

KernelChoice parse_kernel(std::string_view text) {
  KernelChoice choice;
  if (text.starts_with('[')) {
    try {
      choice.own = listed_kernel(text);
    } catch (const Error& error) {
      throw Error("kernel", error.problem(), error.legal());
    }
    choice.kind = Kind::own;
    return choice;
  }
  if (text.ends_with(".npy")) {
    choice.kind = Kind::own;
    choice.own = own_kernel(read_npy(std::string(text), "kernel", {1 << 20}));
    choice.label = std::filesystem::path(text).stem().string();
    return choice;
  }
  const std::string_view name = text.substr(0, text.find(':'));
  const KernelKind* kind = find_row(kKinds, name);
  choice.kind = kind ? kind->kind : Kind::standard;
  if (choice.kind == Kind::standard || choice.kind == Kind::own ||
      (name.size() < text.size() && !is_seeded(choice.kind)))
    refuse_name("kernel", text, kKernelLegal);
  if (name.size() < text.size()) {
    const auto seed = parse_index(text.substr(name.size() + 1));
    if (!seed || *seed < 0)
      throw Error("kernel", fmt::format("'{}' has no seed", text),
                  fmt::format("{}:1 or another whole number", name));
    choice.seed = static_cast<std::uint64_t>(*seed);
  }
  return choice;
}

std::string to_string(const KernelChoice& kernel) {
  const std::string name(kind_name(kernel.kind));
  return is_seeded(kernel.kind) ? fmt::format("{}:{}", name, kernel.seed) : name;
}

std::optional<std::string> own_text(const KernelChoice& kernel) {
  const Shape& shape = kernel.own.shape();
  const Index width = shape[shape.rank() - 1], rows = shape[shape.rank() - 2];
  if (width == 1 || (rows == 1 && shape.rank() == 2)) return std::nullopt;
  std::string text;
  for (Index i = 0; i < kernel.own.size(); ++i) {
    const Index column = i % width;
    text += column > 0 ? "," : i / width % rows > 0 ? ";" : "[";
    text += format_value(kernel.own[i]);
    if (column == width - 1 && i / width % rows == rows - 1) text += "]";
  }
  return text;
}

std::string own_label(const KernelChoice& kernel) {
  if (!kernel.label.empty()) return kernel.label;
  std::uint64_t mixed = 0xcbf29ce484222325U;  // FNV-1a over the taps
  for (double tap : kernel.own.values()) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &tap, sizeof bits);
    for (int byte = 0; byte < 8; ++byte, bits >>= 8) mixed = (mixed ^ (bits & 0xff)) * 0x100000001b3U;
  }
  return fmt::format("#{:04x}", (mixed ^ mixed >> 16 ^ mixed >> 32 ^ mixed >> 48) & 0xffff);
}

}  // namespace convscope
