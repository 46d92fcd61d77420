// Names of choices: one for each value of an enum, or one for each row of a table. Who names another is told
// which there are.
#pragma once

#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace convscope {

/// How names are told: "a, b or c" for a few, "a, b, c" for a table's.
enum class Listing { with_or, commas };
std::string listed(std::span<const std::string_view> names, Listing listing);

/// Throws Error(field, "'NAME' is not known", legal).
[[noreturn]] void refuse_name(std::string_view field, std::string_view name, std::string_view legal);

/// The names of an enum's values, which count from 0.
///
///   constexpr Names<Order, 3> kOrders{"order", {"window", "pixel", "tap"}};
template <class E, std::size_t N>
struct Names {
  std::string_view field;  ///< of the error
  std::array<std::string_view, N> names;
  Listing listing = Listing::with_or;

  constexpr std::string_view operator[](E value) const { return names[static_cast<std::size_t>(value)]; }
  constexpr std::optional<E> find(std::string_view name) const {
    for (std::size_t i = 0; i < N; ++i)
      if (names[i] == name) return static_cast<E>(i);
    return std::nullopt;
  }
  /// Errors: Error(field, "'NAME' is not known", the names).
  E parse(std::string_view name) const {
    if (const auto value = find(name)) return *value;
    refuse_name(field, name, listed(names, listing));
  }
};

inline constexpr auto kNameOfRow = [](const auto& row) -> std::string_view { return row.name; };

/// The names of a table's rows.
template <class Rows, class NameOf = decltype(kNameOfRow)>
std::vector<std::string_view> names_of(const Rows& rows, NameOf name_of = kNameOfRow) {
  std::vector<std::string_view> names;
  for (const auto& row : rows) names.push_back(name_of(row));
  return names;
}

/// The row of that name, or null.
template <class Rows, class NameOf = decltype(kNameOfRow)>
auto* find_row(const Rows& rows, std::string_view name, NameOf name_of = kNameOfRow) {
  for (const auto& row : rows)
    if (name_of(row) == name) return &row;
  return static_cast<decltype(&*std::begin(rows))>(nullptr);
}

/// The row of that name. Errors: Error(field, "'NAME' is not known", all names).
template <class Rows, class NameOf = decltype(kNameOfRow)>
const auto& row_named(const Rows& rows, std::string_view name, std::string_view field,
                      NameOf name_of = kNameOfRow) {
  if (const auto* row = find_row(rows, name, name_of)) return *row;
  refuse_name(field, name, listed(names_of(rows, name_of), Listing::commas));
}

}  // namespace convscope
