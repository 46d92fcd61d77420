// The visible table of views. A new view is one file with its `const View` and its name in registry.cpp.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "app/views/view.hpp"

namespace convscope {

std::span<const View> views();
/// Errors: Error("view", ...) with the known names.
const View& view(std::string_view name);
/// slide for a convolution, scatter for a transposed one.
const View& default_view(const Scenario& scenario);
/// The order that a view follows when the user has chosen one, or none.
Order order_of(const View& view, const Derived&, std::optional<Order> chosen);
/// Number of steps of a view's animation, at least 1.
Index steps(const View& view, const Derived& derived, std::optional<Order> chosen = {});

/// What lights up with a hovered cell: for a matrix entry the tap, the input and the output cell that it
/// joins.
std::vector<Tag> linked_cells(const Derived& derived, Tag hover);

/// The inspector: the arithmetic of the present step and of the hovered cell, written out.
Picture draw_inspector(const View& view, const Derived& derived, Moment moment, const Style& style);

}  // namespace convscope
