// The lab on the screen: the size arithmetic drawn, solved, chained, and in several dialects.
#pragma once

#include "app/desk/panels.hpp"
#include "app/desk/settings.hpp"
#include "app/labs/sizes/state.hpp"
#include "app/views/sizes/page.hpp"
#include "app/widgets/field_widgets.hpp"

namespace convscope {

class SizesLab : public Lab {
 public:
  void draw(const DeskUi& ui, const Rect& area, CommandTarget& target) override;

 private:
  void stage(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  /// Pages, and the axis where there are several; returns the height taken.
  double heading(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void words(const DeskUi& ui, const Rect& rect, CommandTarget& target);

  // The left panel, page by page (lab_panels.cpp).
  void parameters(const DeskUi& ui, const Rect& rect, CommandTarget& target);
  void operator_fields(const DeskUi& ui, Column& column, CommandTarget& target);
  void resize_fields(const DeskUi& ui, Column& column, CommandTarget& target);
  void question_fields(const DeskUi& ui, Column& column, CommandTarget& target);
  void network_fields(const DeskUi& ui, Column& column, CommandTarget& target);
  void layer_fields(const DeskUi& ui, Column& column, CommandTarget& target);

  /// What a drawing follows from, but for the pointer.
  struct Cause {
    Scenario scenario;
    Chain chain;
    std::size_t axis = 0;
    SizesState::Page page{};
    double width = 0, height = 0, type = 1;
    Theme theme{};
    /// The same stage: one drawing can become the other.
    bool same_stage(const Cause& other) const {
      return page == other.page && width == other.width && height == other.height && type == other.type &&
             theme == other.theme;
    }
    friend bool operator==(const Cause&, const Cause&) = default;
  };
  /// The drawing on its way from the one that was shown before.
  Picture moving(const DeskUi& ui, const Picture& picture, const Style& style);

  FieldSliders sliders_;
  std::string pointed_;  ///< the spot under the pointer
  std::optional<Cause> cause_;
  Picture before_, shown_;
};

/// Its commands, and what F1 says about its parts.
std::span<const Command> sizes_commands();
/// Of the page Dialects about a resize; the last says whether it is about that.
std::span<const Setting> resize_settings();
std::vector<Command> resize_commands();
const Setting& sizes_page();  ///< the one of its settings that has a widget
std::span<const HelpTopic> sizes_topics();

}  // namespace convscope
