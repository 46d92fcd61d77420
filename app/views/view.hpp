// What a view is: a pure function from a scenario and a moment to a drawing, and all that the program has to
// know about it. A view's file defines one constant of this type; registry.cpp lists them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/derived.hpp"
#include "core/trace/trace.hpp"

namespace convscope {

/// What F1 says beside the one sentence.
struct ViewHelp {
  std::string_view formula;    ///< with the letters of the size formulas
  std::string_view text;       ///< one or two sentences
  std::string_view reference;  ///< where to read on
};

/// How a view is looked at: what the wheel, a drag and the commands for zooming change.
struct Outlook {
  MatrixWindow matrix{};  ///< the part of C in view; empty: all
  Camera camera{};
  Magnifier lens{};
  friend bool operator==(const Outlook&, const Outlook&) = default;
};

/// Where the pointer is, or what stands for it.
struct ViewSpot {
  Tag cell{};          ///< under it
  Point at{0.5, 0.5};  ///< in shares of the picture's width and height
};

/// The pointer with its button down.
struct Drag {
  Outlook from;        ///< as the button went down
  Tag grabbed, under;  ///< the cell that was under the pointer then, and the one that is now
  Point by;            ///< logical pixels since then
  Point share{};       ///< the same in shares of the picture's width and height
};

struct View {
  std::string_view name;   ///< for commands and files: "slide"
  std::string_view title;  ///< for people: "Slide"
  std::string_view help;   ///< one sentence
  ViewHelp more;
  std::string_view example;  ///< spec line of a scenario that shows the view at its best

  /// Why the view cannot show this scenario, as a sentence with what would make it possible; nothing when it
  /// can.
  std::optional<std::string> (*obstacle)(const Derived&);
  /// Pure. Precondition: no obstacle, 0 <= moment.step < steps().
  Picture (*draw)(const Derived&, Moment, const Style&);

  // Its steps.
  bool animated = true;            ///< false: every moment looks the same
  Order order = Order::by_window;  ///< that its steps follow; views of one order share the step
  bool any_order = false;          ///< follows Style::order; otherwise it keeps its own
  /// A view whose steps are not those of an order counts them itself; it does not share its step.
  Index (*step_count)(const Derived&) = nullptr;

  // Among other views.
  std::string_view turned{};  ///< name of the view that takes its place when the operator is turned
  bool wide = false;          ///< can be a strip below its neighbour
  bool photograph = false;    ///< shows a photograph, for which it has to wait, and not the input
  // The quiz: which views ask for an output cell at each step, and which would tell all of them at once.
  bool asks = false, tells = false;

  // The pointer. Pure; null where the view does not move. Over cells of the role `grip` alone, or anywhere.
  /// All of it again, as at first.
  Outlook (*whole)(const Outlook&) = nullptr;
  /// `factor` above 1 shows it larger, around the cell under the pointer or around the place.
  Outlook (*zoom)(const Derived&, const Outlook&, double factor, const ViewSpot& around) = nullptr;
  Outlook (*drag)(const Derived&, const Outlook&, const Drag&) = nullptr;
  Role grip = Role::none;
  /// Whether a drag moves it now: while it does, cells are typed and not dragged. Null: always.
  bool (*moves)(const Derived&, const Outlook&) = nullptr;
};

}  // namespace convscope
