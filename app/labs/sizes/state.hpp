// What the lab keeps: the size arithmetic drawn, solved, chained, and in several dialects.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/desk/lab.hpp"
#include "app/labs/sizes/question.hpp"
#include "app/views/sizes/arithmetic.hpp"
#include "app/views/sizes/words.hpp"
#include "core/geometry/chain.hpp"
#include "core/geometry/dialects.hpp"
#include "core/ops/resample/resize_dialects.hpp"
#include "core/scenario/history.hpp"
#include "core/scenario/scenario.hpp"

namespace convscope {

enum class SizesPage : std::uint8_t { arithmetic, ambiguity, solve, network, dialects };

class SizesState : public LabState {
 public:
  using Page = SizesPage;
  static constexpr std::array<std::string_view, 5> kPages{"arithmetic", "ambiguity", "solve", "network",
                                                          "dialects"};

  explicit SizesState(const Workers& workers);

  void tick(const Desk& desk, double seconds) override;
  bool animating() const override { return motion_ < 1; }
  bool updating() const override { return motion_ < 1 || (page == Page::solve && desk_.busy()); }
  /// Networks' files.
  Opened open(Desk& desk, const std::string& path) override;
  bool undo(Desk& desk) override;
  bool redo(Desk& desk) override;
  std::optional<Picture> picture(const Desk& desk, const Style& style) const override;
  StagePlace place(const Desk&) const override {
    return {std::string(kPages[static_cast<std::size_t>(page)])};
  }
  std::vector<CommandWords> pages() const override { return pages_of("sizes-page", kPages); }

  Page page = Page::arithmetic;
  /// The spot under the pointer, or a pinned term: "term/stride".
  std::string lit;
  bool lit_pinned = false;  ///< by a command; until the pointer means another one

  /// How far the drawing has moved from the one before to the present one, 0 to 1.
  double motion() const { return motion_; }
  void begin_motion() { motion_ = 0; }
  void end_motion() { motion_ = 1; }

  /// Lights up the next term of the formula or the one before, beyond the ends none; pinned.
  void step_term(const Desk& desk, int by);

  // The axis that is drawn.
  std::size_t axis(const Desk& desk) const;
  std::size_t chosen_axis() const { return axis_; }  ///< whatever the scenario has
  /// Errors: Error("axis", ...) for one that the scenario does not have.
  void choose_axis(const Desk& desk, std::size_t axis);
  void next_axis(const Desk& desk);

  /// The page as it stands on the stage.
  SizePage draw(const Desk& desk, const Style& style) const;
  /// Its words, for the right panel.
  std::vector<WordSection> words(const Desk& desk) const;
  /// Its numbers as JSON, and the command that prints them.
  std::string document(const Desk& desk) const;
  std::string command_line(const Desk& desk) const;

  /// What a click on a spot means. Errors: of the edit.
  void click(Desk& desk, std::string_view spot);
  /// Scrolls by whole rows.
  void scroll(const Style& style, Index rows);
  /// What the arrow keys go through, on each page its own: terms, sizes, answers, layers, frameworks. At the
  /// ends it stays.
  void step_row(Desk& desk, int by);
  /// What a click on the lit row would do. Errors: Error("row", ...) when none is lit.
  void take_lit(Desk& desk);
  /// Brings the row that step_row went to, or the layer that was chosen, into view.
  void settle(const Style& style);

  /// Makes a size the input, or of a transposed operator the output. Errors: Error("size", ...) when it has
  /// another number of windows.
  void choose_size(Desk& desk, Index size);
  /// The input of the page, larger or smaller by one. Errors: of the operator or the network.
  void resize(Desk& desk, Index by);

  // Solve.
  const SolveDesk& desk() const { return desk_; }
  /// Errors: Error(key, ...).
  void ask(const Desk& desk, std::string_view key, std::string_view text);
  /// Of a question that has been asked: its fields, each with its value.
  std::vector<CommandWords> question_now() const;
  /// The column that is sorted by turns its order round.
  void sort(SolveColumn column) { desk_.sort(column, column == desk_.sorted() && !desk_.descending()); }
  void sort(SolveColumn column, bool descending) { desk_.sort(column, descending); }
  /// Asks for one of the nearest sizes. Errors: Error("nearest", ...) for one that is not offered.
  void ask_nearest(const Desk& desk, std::size_t number);
  /// Errors: Error("row", ...) for one that does not exist; of the operator.
  void apply_solution(Desk& desk, std::size_t row);

  // Network.
  /// The preset or the file that has the network, but for the size of its input; empty: neither.
  std::string network_source() const;
  const Chain& chain() const { return chains_.now(); }
  const ChainReport& chain_report() const { return report_; }
  std::optional<std::size_t> layer() const { return layer_; }
  /// Errors: Error("layer", ...).
  void choose_layer(std::optional<std::size_t> layer);
  /// Errors: as report(); then nothing has changed.
  void apply(Chain next, const std::string& gesture = "");
  void end_gesture() { chains_.end_gesture(); }
  /// Of the chosen layer. Errors: Error("layer", ...) without one; as with_layer_field and apply.
  void set_layer(std::string_view key, std::string_view text);
  void add_layer();
  void remove_layer();
  /// Errors: of reading and of the chain.
  void load_network(const std::string& path);
  /// Errors: Error("network", ...).
  void save_network(const std::string& path);

  // Dialects.
  /// Errors: Error("row", ...).
  void compare(const Desk& desk, std::size_t row);
  std::optional<std::size_t> compared() const { return compared_; }  ///< none: the page's own choice

  /// The page of dialects is about a resize instead of the layer.
  bool resizes = false;
  struct Resizing {
    Index from = 4;
    double factor = 2;
    std::size_t against = 0, compared = 3;  ///< rows of resize_dialects
    bool nearest = false;                   ///< the cells that nearest takes are compared
  };
  const Resizing& resizing() const { return resizing_; }
  /// Errors: of resize_dialects; then nothing has changed.
  void set_resizing(const Resizing& next);

 private:
  /// What follows from the scenario for the pages, made when first asked for.
  struct Followed {
    Scenario scenario;
    std::vector<std::vector<SameOutput>> same;  ///< of each axis
    std::string same_problem;
    std::vector<DialectRow> dialects;
    std::string dialects_problem;
    std::vector<double> full;  ///< see DialectView
    std::vector<std::string> words;
    std::string document;
  };
  const Followed& follow(const Desk& desk) const;
  /// The first one: what the scenario answers.
  static SolveQuestion question_of(const Desk& desk);
  /// A padding that PyTorch can state, as near as it gets.
  void use_numbers(Desk& desk);
  SizePage explain(const std::string& title, const std::string& problem, const Style& style) const;
  std::size_t require_layer() const;
  std::size_t compared(const Desk& desk) const;

  mutable std::optional<Followed> followed_;
  double motion_ = 1;
  std::size_t axis_ = 0;
  SolveDesk desk_;
  History<Chain> chains_;
  ChainReport report_;
  std::optional<std::size_t> layer_;
  Index first_layer_ = 0;
  /// The file that was opened or saved last, and what is in it.
  struct NetworkFile {
    std::string path;  ///< absolute
    Chain chain;
  };
  std::optional<NetworkFile> file_;
  bool reveal_ = false;  ///< what was chosen is to come into view
  Index rows_in_view_ = 0;
  std::optional<std::size_t> compared_;
  Resizing resizing_;
  std::vector<ResizeDialect> resize_rows_ = resize_dialects(resizing_.from, resizing_.factor);
};

}  // namespace convscope
