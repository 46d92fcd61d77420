// The visible table of views. A new view is one file pair and one line in registry.cpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/derived.hpp"
#include "core/trace/trace.hpp"

namespace convscope {

struct View {
  std::string_view name;   ///< for commands and files: "slide"
  std::string_view title;  ///< for people: "Slide"
  std::string_view help;   ///< one sentence
  /// Why the view cannot show this scenario, as a sentence with what would make it possible; nothing when it
  /// can.
  std::optional<std::string> (*obstacle)(const Derived&);
  /// Which order its steps follow; views of one order share the step when the user changes view.
  Order (*order)(const Derived&);
  /// Pure. Precondition: no obstacle, 0 <= moment.step < steps().
  Picture (*draw)(const Derived&, Moment, const Style&);
  bool animated = true;  ///< false: every moment looks the same
  /// A view whose steps are not those of an order counts them itself; it does not share its step.
  Index (*step_count)(const Derived&) = nullptr;
  bool any_order = false;  ///< follows Style::order; otherwise it keeps its own
};

std::span<const View> views();
/// Errors: Error("view", ...) with the known names.
const View& view(std::string_view name);
/// slide for a convolution, scatter for a transposed one.
const View& default_view(const Scenario& scenario);
/// The order that a view follows when the user has chosen one, or none.
Order order_of(const View& view, const Derived& derived, std::optional<Order> chosen);
/// Number of steps of a view's animation, at least 1.
Index steps(const View& view, const Derived& derived, std::optional<Order> chosen = {});

/// What lights up with a hovered cell: for a matrix entry the tap, the input and the output cell that it
/// joins.
std::vector<Tag> linked_cells(const Derived& derived, Tag hover);

/// The inspector: the arithmetic of the present step and of the hovered cell, written out.
Picture draw_inspector(const View& view, const Derived& derived, Moment moment, const Style& style);

}  // namespace convscope
