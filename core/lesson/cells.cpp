#include "core/lesson/cells.hpp"

#include <fmt/format.h>

#include <numeric>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/matrix/coverage.hpp"

namespace convscope {

namespace {

constexpr Names<CellRole, 4> kRoles{"cell", {"input", "output", "weight", "entry"}};
constexpr std::string_view kLegal =
    "as \"output 2,2\", with channels \"output 1:2,2\", or \"output\" for all";

Shape parse_place(std::string_view text, std::string_view whole) {
  Shape at;
  for (const std::string_view piece : split(text, ',')) {
    const auto number = parse_index(trim(piece));
    if (!number || *number < 0 || at.rank() == Shape::kMaxRank)
      throw Error("cell", fmt::format("'{}' cannot be read", whole), kLegal);
    at.push_back(*number);
  }
  return at;
}

std::string coordinates(const Shape& at) {
  std::string text;
  for (const Index i : at) text += fmt::format("{}{}", text.empty() ? "" : ",", i);
  return text;
}

/// How many of the extents are channels.
std::size_t channel_axes(CellRole role) {
  return role == CellRole::weight ? 2 : role == CellRole::entry ? 0 : 1;
}

/// The channels as the tensor has them. One number for a weight counts pairs.
Shape channels_of(const CellName& name, const Shape& extents) {
  const std::size_t axes = channel_axes(name.role);
  if (name.channels.rank() == axes) return name.channels;
  if (name.channels.empty()) return Shape::filled(axes, 0);
  if (axes == 2 && name.channels.rank() == 1) {
    const Index pair = name.channels[0];
    return {pair / extents[1], pair % extents[1]};
  }
  throw Error("cell", fmt::format("'{}' has {} channels", to_string(name), name.channels.rank()),
              axes == 0 ? "a row and a column" : "one channel, or two for a weight");
}

}  // namespace

CellRole parse_cell_role(std::string_view name) {
  return kRoles.parse(name);
}

std::string_view to_string(CellRole role) {
  return kRoles[role];
}

CellName parse_cell(std::string_view text) {
  CellName name;
  std::string_view rest = trim(text);
  if (rest.starts_with("beside ")) {
    name.beside = true;
    rest = trim(rest.substr(7));
  }
  const std::size_t blank = rest.find(' ');
  const auto role = kRoles.find(rest.substr(0, blank));
  if (!role) throw Error("cell", fmt::format("'{}' names no input, output, weight or entry", text), kLegal);
  name.role = *role;
  name.whole = blank == std::string_view::npos;
  if (name.whole) return name;
  rest = trim(rest.substr(blank));
  if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos) {
    name.channels = parse_place(rest.substr(0, colon), text);
    rest = rest.substr(colon + 1);
  }
  name.at = parse_place(rest, text);
  return name;
}

std::string to_string(const CellName& cell) {
  std::string text = cell.beside ? "beside " : "";
  text += kRoles[cell.role];
  if (cell.whole) return text;
  text += " ";
  if (!cell.channels.empty()) text += coordinates(cell.channels) + ":";
  return text + coordinates(cell.at);
}

Shape extents_of(CellRole role, const Derived& derived) {
  switch (role) {
    case CellRole::input:
      return derived.input().shape().tail(1);
    case CellRole::output:
      return derived.output().shape().tail(1);
    case CellRole::weight:
      return derived.weights().shape();
    case CellRole::entry:
      break;
  }
  const MatrixWindow all = whole_matrix(derived.op());
  return {all.rows, all.columns};
}

Index flat_cell(const CellName& name, const Derived& derived) {
  if (name.whole) throw Error("cell", fmt::format("'{}' names all cells", to_string(name)), kLegal);
  const Shape extents = extents_of(name.role, derived);
  Shape full = channels_of(name, extents);
  if (full.rank() + name.at.rank() != extents.rank())
    throw Error("cell", fmt::format("'{}' has {} coordinates", to_string(name), name.at.rank()),
                fmt::format("{}", extents.rank() - full.rank()));
  for (const Index i : name.at) full.push_back(i);
  Shape last;
  bool inside = true;
  for (std::size_t axis = 0; axis < full.rank(); ++axis) {
    inside = inside && full[axis] < extents[axis];
    last.push_back(extents[axis] - 1);
  }
  if (!inside) {
    const std::size_t axes = channel_axes(name.role);
    const bool channels = element_count(extents.tail(0)) != element_count(extents.tail(axes));
    std::string end = coordinates(last.tail(axes));
    if (channels) {
      Shape heads;
      for (std::size_t i = 0; i < axes; ++i) heads.push_back(last[i]);
      end = coordinates(heads) + ":" + end;
    }
    throw Error("cell", fmt::format("there is no {}", to_string(name)), fmt::format("up to {}", end));
  }
  return ravel(full, extents);
}

std::vector<Index> flat_cells(const CellName& name, const Derived& derived) {
  if (!name.whole) return {flat_cell(name, derived)};
  std::vector<Index> all(static_cast<std::size_t>(element_count(extents_of(name.role, derived))));
  std::iota(all.begin(), all.end(), Index{0});
  return all;
}

double value_of(const CellName& name, const Derived& derived) {
  const Index cell = flat_cell(name, derived);
  switch (name.role) {
    case CellRole::input:
      return derived.input()[cell];
    case CellRole::output:
      return derived.output()[cell];
    case CellRole::weight:
      return derived.weights()[cell];
    case CellRole::entry:
      break;
  }
  // A border may put several entries at one place; they add up.
  const Shape at = unravel(cell, extents_of(CellRole::entry, derived));
  double sum = 0;
  for (const MatrixEntry& entry : entries_of_window(derived.op(), at[0]))
    if (entry.column == at[1]) sum += derived.weights()[entry.weight];
  return sum;
}

}  // namespace convscope
