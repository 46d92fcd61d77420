// What works behind the state of the lab of images: settings with their history, the picture that is there
// and the one that is being read, and who makes tiles, numbers and files of them. On the window's thread.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/desk/lab.hpp"
#include "app/desk/latest.hpp"
#include "app/labs/images/export.hpp"
#include "app/labs/images/measurements.hpp"
#include "app/labs/images/repair_finder.hpp"
#include "app/labs/images/settings.hpp"
#include "app/labs/images/stage_view.hpp"
#include "app/labs/images/tile_maker.hpp"
#include "core/base/error.hpp"
#include "core/scenario/history.hpp"

namespace convscope {

/// ImagesState is its face: it checks what comes from people and calls this.
class ImageEngine {
 public:
  ImageEngine(const Workers& workers, std::size_t tile_budget)
      : maker(workers, tile_budget),
        measurer(workers),
        reading(workers),
        reducing(workers),
        saving(workers),
        looking_(workers) {}

  struct Slot {
    ContentPtr wanted, before;  ///< what it should show, and what it shows meanwhile
  };
  /// A picture that is being read. Its settings become the present ones when it is there.
  struct Pending {
    enum class How : std::uint8_t { first, push, undo, redo };
    ImageSettings next;
    How how;
    std::string name;
  };
  using Read = std::function<PicturePtr(const Progress& progress)>;

  History<ImageSettings> history{first_image_settings()};
  std::optional<Pending> pending;
  PicturePtr picture;
  int serial = 0;                            ///< of the picture
  ReductionPtr reduction;                    ///< the last one; of other settings while a newer one is made
  std::map<std::string, PicturePtr> pasted;  ///< the last one from the clipboard, by its source
  int pastes = 0;
  std::vector<Slot> slots;       ///< one a subject
  std::vector<TileKey> visible;  ///< as want() said
  PixelArea selection{};         ///< as the stage has it
  bool asked = false;            ///< want() was called since the last tick
  bool began = false;            ///< the first picture has been asked for
  std::string problem;           ///< of the picture that was asked for last
  struct Save {
    std::string name;                                 ///< of the file
    std::function<std::string(const Progress&)> job;  ///< returns what is said then
  };
  std::deque<Save> saves;  ///< that wait
  LabMessage message;      ///< not taken yet
  RepairFinder repairs;
  TileMaker maker;
  Measurer measurer;
  struct Reducing {
    PicturePtr picture;
    Index factor;
    bool linear;
    friend bool operator==(const Reducing&, const Reducing&) = default;
  };
  Latest<int, ReductionPtr> reading;  ///< of pictures, numbered
  Latest<Reducing, ReductionPtr> reducing;
  Latest<std::string, std::string> saving;  ///< of files, by name: what is said then

  const ImageSettings& settings() const { return history.now(); }
  void say(std::string text, bool warning) { message = {std::move(text), warning}; }

  /// The reduction has the sizes of the settings.
  bool sized() const {
    return reduction && reduction->picture == picture && reduction->factor == settings().factor;
  }
  /// The reduction is that of the settings.
  bool current() const {
    return sized() && reduction->complete() && reduction->linear == settings().linear_light;
  }
  /// Errors: Error(field, ...) while it is not.
  void require_current(std::string_view field) const {
    if (!current()) throw Error(field, "the picture is still being read", "wait a moment");
  }

  /// Begins to read what the pending settings name. Errors: Error("picture", ...).
  void load(Pending wanted);
  void load(Pending wanted, const Read& read);
  /// After the settings or the picture have changed: what should be shown, and the reduction that it needs.
  void refresh();
  /// Back or on in the history; where that leads to another picture, when it has been read.
  /// Errors: Error("picture", ...) where that picture is gone.
  void travel(bool back);
  /// Says once when the file of the picture has gone; `seconds` of frames have passed.
  void look_for_file(double seconds);

  /// The part that numbers are of. Precondition: there is a reduction.
  Region measured() const;
  std::vector<ContentPtr> contenders() const;
  Lineup lineup() const;
  /// Has what is visible and missing made, nearest to the middle of the view first.
  void ask_for_tiles(const Viewport& viewport);
  /// After the files that are being saved. Errors: Error(field, ...) where the path cannot be written.
  void save(const std::string& path, std::string_view field, std::string_view what, SaveJob job);
  /// Begins the first one that waits, when none is under way.
  void next_save();
  /// Once a frame, in this order: takes in the pictures that have been read and reduced; and the rest.
  void take_pictures();
  void take_results();

 private:
  void adopt(const ReductionPtr& sized);
  Recipe recipe(std::size_t subject) const;
  double distance(const TileKey& key, const Viewport& viewport) const;

  Contents contents_;
  double since_look_ = 0;
  bool vanished_ = false;
  Latest<PicturePtr, bool> looking_;  ///< whether its file is there
};

}  // namespace convscope
