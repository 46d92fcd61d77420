// Widgets for the fields of any scenario. Each says what the user wants as the field's new text, and applies
// nothing.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "app/widgets/field_limits.hpp"
#include "app/widgets/widgets.hpp"

namespace convscope {

/// Small words in a column, wrapped.
void note(const Ui& ui, Column& column, std::string_view text, Color color);

/// A slider all of whose range is within reach: `look` need not say what is possible.
SliderEdit whole_slider(const Ui& ui, Column& column, SliderLook look);

/// Sliders for fields of whole numbers, which know how far they can go and say why not farther.
class FieldSliders {
 public:
  struct Edit {
    std::optional<std::string> text;
    bool gesture = false;  ///< one of many in a drag
    bool ended = false;    ///< the drag is over
  };
  Edit draw(const Ui& ui, Column& column, const Scenario& scenario, const Field& field);

 private:
  const FieldLimits& limits(const Scenario& scenario, const Field& field);

  std::optional<Scenario> limits_for_;
  std::map<std::string_view, FieldLimits> limits_;
  std::string_view beyond_;  // the field that was last asked for more than is possible
  std::string reason_;
};

/// One of the field's choices.
std::optional<std::string> choice_row(const Ui& ui, Column& column, const Scenario& scenario,
                                      const Field& field);
/// Free text.
std::optional<std::string> typed_row(const Ui& ui, Column& column, const Scenario& scenario,
                                     const Field& field, std::string_view placeholder);

struct SourceEdit {
  std::optional<std::string> text;
  bool other = false;  ///< the further choice was taken
};
/// The patterns of in, w or upstream, a place to type a list or a file's path, and one choice more.
SourceEdit source_row(const Ui& ui, Column& column, const Scenario& scenario, const Field& field,
                      std::string_view label, const std::optional<Choice>& other = {});

}  // namespace convscope
