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
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/desk/lab.hpp"
#include "app/labs/images/measurements.hpp"
#include "app/labs/images/settings.hpp"
#include "app/labs/images/stage_view.hpp"
#include "app/labs/images/tiles.hpp"
#include "app/labs/images/why_work.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

class ImageEngine;

class ImagesState : public LabState {
 public:
  /// `tile_budget`: bytes.
  explicit ImagesState(const Workers& workers, std::size_t tile_budget = std::size_t{512} << 20);
  ~ImagesState() override;

  const ImageSettings& settings() const;
  /// Another picture is read first, and the settings change when it is there; the rest changes at once. When
  /// it cannot be read after all, everything stays, and a message says so. Changes in a row with the same
  /// gesture are undone together. Errors: of check(), for a factor larger than the picture, and for a file
  /// that is seen at once to be no picture; then nothing has changed.
  void change(ImageSettings next, const std::string& gesture = "");
  void end_gesture();
  bool can_undo() const;
  bool can_redo() const;

  ImageStage stage;
  /// Is asked for what stage.mode shows.
  WhyWork why;

  // The picture.
  /// There is one.
  bool ready() const;
  /// Of the original, cropped to a multiple of the factor.
  Index width() const;
  Index height() const;
  /// "cat.jpg", "Zone plate", "Clipboard".
  std::string picture_name() const;
  /// What should be known about it: that it is the first picture of an animation, or that learned kernels see
  /// a part of it; may be empty.
  std::string picture_note() const;
  /// [1, 3, height, width], sRGB values 0..255, alpha over white; null while there is none.
  std::shared_ptr<const Tensor<float>> original_pixels() const;
  /// Why there is none, or why the one that was asked for last did not come; else empty.
  const std::string& picture_problem() const;

  // Subjects: 0 the original, 1 the reduced one, from 2 on the contenders.
  std::size_t subjects() const;
  std::string subject_name(std::size_t subject) const;
  std::string subject_detail(std::size_t subject) const;  ///< "uniform 3"; may be empty
  /// A sentence when it cannot be made, else empty.
  std::string subject_problem(std::size_t subject) const;
  /// In its own pixels: the reduced picture has fewer.
  Index subject_width(std::size_t subject) const;
  Index subject_height(std::size_t subject) const;
  /// The map of a contender, for whoever explains it; null for other subjects and while it is not made.
  std::shared_ptr<const Upsampler> upsampler(std::size_t subject) const;

  // Tiles.
  /// The newest there is, which may be of the settings before: stale() says so. Null: none yet.
  TilePtr tile(const TileKey& key) const;
  bool stale(const TileKey& key) const;
  /// Each frame: what is on the stage. What is missing is made, nearest to stage.viewport first.
  void want(std::vector<TileKey> visible);
  /// Red, green, blue, alpha, from a tile of level 0 that is there; x, y in the subject's own pixels.
  std::optional<std::array<float, 4>> pixel(std::size_t subject, Index x, Index y) const;

  // Numbers.
  /// One for each contender.
  const std::vector<Measurement>& measurements() const;
  /// What can mend the kernel of the chosen contender; none while that is being learned.
  const std::vector<Repair>& repairs() const;
  /// "selection 128 × 64", "whole picture 512 × 512", "middle 1632 × 1224 of 6000 × 4000".
  std::string measured_area() const;

  /// Takes the picture on the desktop's clipboard, when it has been read.
  void paste_picture();

  // Files. Each is written by a worker and there as a whole or not at all; a message says when.
  /// A result, or the original or the reduced picture, all of it, as a PNG. Errors: Error("save-result",
  /// ...).
  void save_result(std::size_t subject, const std::string& path);
  /// The numbers, as .csv or .json. Errors: Error("save-table", ...) for another ending or with no picture.
  void save_table(const std::string& path);
  /// All contenders on one sheet, with numbers, as a PNG. Errors: Error("save-sheet", ...).
  void save_sheet(const std::string& path);

  // Work under way.
  bool busy() const;
  /// "Reading cat.jpg", "Enlarging", "Measuring"; empty when there is none.
  std::string work() const;
  /// Of work(), 0 to 1; negative: unknown.
  double progress() const;
  /// Ends reading, measuring, explaining and saving; what is shown stays.
  void cancel();

  void tick(const Desk& desk, double seconds) override;
  bool updating() const override;
  Opened open(Desk& desk, const std::string& path) override;
  bool undo(Desk& desk) override;
  bool redo(Desk& desk) override;
  LabMessage take_message() override;
  std::vector<CommandWords> remembered() const override;
  /// Why, Gradient and Plots; comparisons are no drawings: save_sheet has them.
  std::optional<Picture> picture(const Desk& desk, const Style& style) const override;

 private:
  void keep_in_range();
  int shown_ = 0;  ///< the picture's number at the last tick
  std::unique_ptr<ImageEngine> engine_;
};

}  // namespace convscope
