// What the lab of images keeps: the picture, the ways of enlarging it, and what workers have made of them.
//
// Only what is looked at is made: the stage says each frame which tiles it shows, and missing ones come, the
// nearest to the middle first. Numbers come from a worker of their own.
//
//   state.change(with_factor(state.settings(), 4));
//   state.want({{.subject = 2, .level = 0, .column = 0, .row = 0}});
//   if (TilePtr tile = state.tile(key)) ...
#pragma once

#include <array>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/desk/latest.hpp"
#include "app/labs/images/export.hpp"
#include "app/labs/images/inspect_work.hpp"
#include "app/labs/images/measurements.hpp"
#include "app/labs/images/settings.hpp"
#include "app/labs/images/stage_view.hpp"
#include "app/labs/images/tiles.hpp"
#include "app/labs/images/why_work.hpp"
#include "core/scenario/history.hpp"

namespace convscope {

class ImagesState;

/// What the stage can show.
struct ImageMode {
  std::string_view name, title, help;  ///< `name` is the command's word
  bool choices;                        ///< a second row above the stage says what of it
  /// Asks workers for what it shows; `make`: of the chosen contender. Null for both: the pictures themselves.
  void (*ask)(ImagesState& state, const UpsamplerMaker& make);
  Picture (*draw)(const ImagesState& state, const Style& style);
  /// The command that a click into the drawing runs; null: none anywhere. Empty: none there.
  std::vector<std::string> (*click)(const ImagesState& state, const Style& style, Point at) = nullptr;
  bool compares() const { return !draw; }
};
/// A row for each ImageStage::Mode, in its order.
std::span<const ImageMode> image_modes();

class ImagesState : public LabState {
 public:
  /// `tile_budget`: bytes.
  explicit ImagesState(const Workers& workers, std::size_t tile_budget = std::size_t{512} << 20);

  const ImageSettings& settings() const { return history_.now(); }
  /// Another picture is read first, and the settings change when it is there; the rest changes at once. When
  /// it cannot be read after all, everything stays, and a message says so. Changes in a row with the same
  /// gesture are undone together. Errors: of check(), for a factor larger than the picture, and for a file
  /// that is seen at once to be no picture; then nothing has changed.
  void change(ImageSettings next, const std::string& gesture = "");
  void end_gesture() { history_.end_gesture(); }
  bool can_undo() const { return history_.can_undo(); }
  bool can_redo() const { return history_.can_redo(); }

  /// Whatever it points at is there from the next tick on.
  ImageStage stage;
  const ImageMode& mode() const { return image_modes()[static_cast<std::size_t>(stage.mode)]; }
  /// Is asked for what stage.mode shows.
  WhyWork why;

  // The picture.
  /// There is one.
  bool ready() const { return reduction_ != nullptr; }
  /// Of the original, cropped to a multiple of the factor.
  Extent extent() const { return extent(0); }
  Index width() const { return extent().width; }
  Index height() const { return extent().height; }
  /// "cat.jpg", "Zone plate", "Clipboard".
  std::string picture_name() const { return picture_ ? picture_->name : ""; }
  /// What its file is and what was converted; empty for what is no file.
  std::string picture_kind() const;
  /// What should be known about it: that learned kernels see a part of it; may be empty.
  std::string picture_note() const;
  /// [1, 3, height, width], sRGB values 0..255, alpha over white; null while there is none.
  std::shared_ptr<const Tensor<float>> original_pixels() const;
  /// Why there is none, or why the one that was asked for last did not come; else empty.
  const std::string& picture_problem() const { return problem_; }

  // Subjects: 0 the original, 1 the reduced one, from 2 on the contenders, behind them the results of others.
  std::size_t subjects() const { return 2 + settings().contenders.size() + settings().results.size(); }
  /// A result that others made.
  bool is_result(std::size_t subject) const { return subject >= 2 + settings().contenders.size(); }
  /// That of the chosen contender; where there is none, the result that is compared.
  std::size_t chosen_subject() const {
    const bool result = settings().contenders.empty() && stage.second >= 2 && stage.second < subjects();
    return result ? stage.second : stage.contender + 2;
  }
  std::string subject_name(std::size_t subject) const;
  std::string subject_detail(std::size_t subject) const;  ///< "uniform 3"; may be empty
  /// A sentence when it cannot be made, else empty.
  std::string subject_problem(std::size_t subject) const;
  /// In its own pixels: the reduced picture has fewer.
  Extent extent(std::size_t subject) const;
  /// The map of a contender, for whoever explains it; null for other subjects and while it is not made.
  std::shared_ptr<const Upsampler> upsampler(std::size_t subject) const;

  // Tiles.
  /// The newest there is, which may be of the settings before: stale() says so. Null: none yet.
  TilePtr tile(const TileKey& key) const;
  bool stale(const TileKey& key) const;
  /// Something on the stage is.
  bool refreshing() const;
  /// Each frame: what is on the stage. What is missing is made, nearest to stage.viewport first.
  void want(std::vector<TileKey> visible);
  /// Red, green, blue, alpha, from a tile of level 0 that is there; x, y in the subject's own pixels.
  std::optional<std::array<float, 4>> pixel(std::size_t subject, Index x, Index y) const;

  // Numbers.
  /// One for each contender and result.
  const std::vector<Measurement>& measurements() const { return measurer_.results(); }
  /// What can mend the kernel of the chosen contender; none while that is being learned.
  const std::vector<Repair>& repairs() const;
  /// "selection 128 × 64", "whole picture 512 × 512", "middle 1632 × 1224 of 6000 × 4000".
  std::string measured_area() const;

  // Grids without an original.
  /// Has them looked for in these subjects, the first ones first.
  void look_for_grids(const std::vector<std::size_t>& subjects);
  /// Null: they are still being looked for, or cannot be.
  const Inspection* inspection(std::size_t subject) const;
  std::string inspection_problem(std::size_t subject) const;  ///< a sentence, or empty
  /// The subjects that the layout of heat shows.
  std::vector<std::size_t> with_heat() const;

  /// The next picture in the folder of the present one that has a partner in a folder of results, or with -1
  /// the one before. Errors: Error("next-pair", ...) without such folders; of change().
  void next_pair(int by);

  /// Takes the picture on the desktop's clipboard, when it has been read.
  void paste_picture();

  // Files. Each is written by a worker and there as a whole or not at all; a message says when.
  /// A result, or the original or the reduced picture, all of it, as a PNG. Errors: Error("save-result",
  /// ...).
  void save_result(std::size_t subject, const std::string& path);
  /// A contender's weights as .npy. Errors: Error("save-kernel", ...), also for one without weights of its
  /// own.
  void save_kernel(std::size_t contender, const std::string& path);
  /// The weights of the conversion that is shown, as .npy or .safetensors. Errors: Error("save-converted",
  /// ...).
  void save_converted(const std::string& path);
  /// The numbers, as .csv or .json. Errors: Error("save-table", ...) for another ending or with no picture.
  void save_table(const std::string& path);
  /// All contenders on one sheet, with numbers, as a PNG. Errors: Error("save-sheet", ...).
  void save_sheet(const std::string& path);

  /// All contenders on one sheet, for who has no stage to see them on: made beside the window when it is
  /// asked for, which is every frame. Null while it is not there, and where it cannot be made.
  std::shared_ptr<const ContactSheet> sheet();
  bool sheet_comes() const { return sheets_.busy(); }

  // Work under way.
  struct Work {
    std::string name{};    ///< "Reading cat.jpg", "Enlarging", "Measuring"; empty: there is none
    double progress = -1;  ///< 0 to 1; negative: unknown
  };
  Work work() const;
  bool busy() const { return !work().name.empty(); }
  /// Ends reading, measuring, explaining and saving; what is shown stays.
  void cancel();

  void tick(const Desk& desk, double seconds) override;
  bool animating() const override { return blinking() || converting(); }
  bool updating() const override { return busy(); }
  Opened open(Desk& desk, const std::string& path) override;
  /// Pictures alone: the first is the truth, the others are results made of it. Folders alone: the same, by
  /// the stems of their files.
  bool open_together(Desk& desk, const std::vector<std::string>& paths) override;
  bool undo(Desk& desk) override;
  bool redo(Desk& desk) override;
  LabMessage take_message() override { return std::exchange(message_, {}); }
  void receive(Desk& desk) override;
  std::vector<CommandWords> remembered() const override;
  /// Why, Gradient and Plots; comparisons are no drawings: they are exported as they are seen.
  std::optional<Picture> picture(const Desk& desk, const Style& style) const override;
  /// Of a conversion the weights move.
  std::optional<Film> film(const Desk& desk, const Style& style, bool whole_stage) const override;
  StagePlace place(const Desk&) const override { return {std::string(mode().name)}; }
  std::vector<CommandWords> pages() const override;
  Rect seen() const override { return ready() && mode().compares() ? stage.area : Rect{}; }

 private:
  struct Slot {
    ContentPtr wanted, before;  ///< what it should show, and what it shows meanwhile
  };
  enum class How : std::uint8_t { first, push, undo, redo };
  /// A picture that is being read. Its settings become the present ones when it is there.
  struct Pending {
    ImageSettings next;
    How how;
    std::string name;
  };
  struct Reducing {
    PicturePtr picture;
    Index factor;
    bool linear;
    Degradation degradation;
    friend bool operator==(const Reducing&, const Reducing&) = default;
  };
  using Read = std::function<PicturePtr(const Progress& progress)>;
  struct SheetOf {
    ReductionPtr reduction;
    std::vector<ContentPtr> contenders;
    Region measured;
    friend bool operator==(const SheetOf&, const SheetOf&) = default;
  };

  void say(std::string text, bool warning) { message_ = {std::move(text), warning}; }
  /// Begins to read the picture of these settings. Errors: Error("picture", ...), but for the first one,
  /// whose faults are found when it is read.
  void read(ImageSettings next, How how);
  void load(Pending wanted, const Read& read);
  void give_up_reading();
  /// Back or on in the history; where that leads to another picture, when it has been read.
  /// Errors: Error("picture", ...) where that picture is gone.
  void travel(bool back);
  void take_pictures();
  void adopt(const ReductionPtr& sized);
  /// Says once when the file of the picture has gone; `seconds` of frames have passed.
  void look_for_file(double seconds);
  /// A kernel: of the chosen contender, or of one more where that has none. Errors: as parse_kernel and
  /// check.
  void open_kernel(const std::string& path);
  /// The first picture of the first folder that has a partner, and the other folders as results.
  bool open_folders(const std::vector<std::string>& folders);
  bool blinking() const;
  /// What moves by itself, by application time.
  void move(const Desk& desk, double seconds);
  /// Weights are on their way.
  bool converting() const;
  /// One contender more. Errors: as network_contender and check.
  void open_network(const std::string& path);
  /// What the stage points at is there.
  void keep_in_range();

  /// The reduction has the sizes of the settings.
  bool sized() const;
  /// The reduction is that of the settings.
  bool current() const;
  /// After the settings or the picture have changed: what should be shown, and the reduction that it needs.
  void refresh();
  Recipe recipe(std::size_t subject) const;
  std::vector<ContentPtr> contenders() const;
  /// Has what is visible and missing made, nearest to the middle of the view first.
  void ask_for_tiles();
  double distance(const TileKey& key) const;
  /// What of the selection lies in the picture.
  PixelArea selected() const;
  /// The part that numbers are of. Precondition: there is a reduction.
  Region measured() const;
  Lineup lineup() const;
  /// Errors: Error(field, ...) for another ending, and while there is nothing to save.
  void require_saving(const std::string& path, std::initializer_list<std::string_view> endings,
                      std::string_view field) const;

  History<ImageSettings> history_{first_image_settings()};
  std::optional<Pending> pending_;
  PicturePtr picture_, pasted_;  ///< the present one; the last one from the clipboard
  int opened_ = 0, pastes_ = 0;  ///< how many pictures there have been; the present one's number
  ReductionPtr reduction_;       ///< the last one; of other settings while a newer one is made
  std::string problem_;          ///< of the picture that was asked for last
  LabMessage message_;           ///< not taken yet
  std::string opened_network_;   ///< has become a contender just now; the other lab is to be offered
  Contents contents_;
  std::vector<Slot> slots_;       ///< one a subject
  std::vector<TileKey> visible_;  ///< as want() said
  bool wanted_ = false;           ///< want() was called since the last tick
  bool changed_ = false;          ///< change() was
  bool began_ = false;            ///< the first picture has been asked for
  double since_look_ = 0;         ///< seconds since the file was looked for
  bool vanished_ = false;         ///< it is gone
  TileMaker maker_;
  Measurer measurer_;
  Saver saver_;
  InspectWork inspections_;
  double since_blink_ = 0;             ///< seconds
  bool still_ = false;                 ///< reduced motion, as of the last tick
  Latest<int, ReductionPtr> reading_;  ///< of pictures, numbered
  Latest<Reducing, ReductionPtr> reducing_;
  Latest<PicturePtr, bool> looking_;  ///< whether its file is there
  Latest<SheetOf, std::shared_ptr<const ContactSheet>> sheets_;
  /// Of a contender, and of its map where that has been learned; worked out once.
  mutable Latest<std::pair<UpsamplingChoice, std::shared_ptr<const Upsampler>>, std::vector<Repair>> repairs_;
};

}  // namespace convscope
