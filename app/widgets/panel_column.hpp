// A panel beside the stage whose widgets stand in one column that scrolls.
#pragma once

#include "app/widgets/ui.hpp"

namespace convscope {

/// Open as long as it lives:
///   PanelColumn column(ui, "parameters", rect);
///   ui.text(column.take(24).centre(), ...);
class PanelColumn : public Column {
 public:
  enum class Side { left, right };  ///< of the stage
  PanelColumn(const Ui& ui, const char* id, const Rect& rect, Side side = Side::left);
  PanelColumn(const PanelColumn&) = delete;
  PanelColumn& operator=(const PanelColumn&) = delete;
  ~PanelColumn();

 private:
  /// Begins the panel and its part that scrolls; returns where the column begins.
  static Column begin(const Ui& ui, const char* id, const Rect& rect, Side side);

  const Ui& ui_;
  double edge_, top_, bottom_;  // the hairline to the stage
  float left_;                  // of what scrolls
};

}  // namespace convscope
