#include "app/labs/images/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/labs/images/engine.hpp"
#include "app/labs/images/memory.hpp"
#include "app/views/images/gradients.hpp"
#include "app/views/images/plots.hpp"
#include "app/views/images/why.hpp"

namespace convscope {

namespace {

void require_subject(std::size_t subject, std::size_t count, std::string_view field) {
  if (subject >= count)
    throw Error(field, fmt::format("there is no picture {}", subject), fmt::format("0 to {}", count - 1));
}

}  // namespace

ImagesState::ImagesState(const Workers& workers, std::size_t tile_budget)
    : why(workers), engine_(std::make_unique<ImageEngine>(workers, tile_budget)) {}

ImagesState::~ImagesState() = default;

const ImageSettings& ImagesState::settings() const {
  return engine_->settings();
}

void ImagesState::change(ImageSettings next, const std::string& gesture) {
  ImageEngine& e = *engine_;
  check(next);
  const bool other = next.picture != settings().picture;
  if (other) {
    check_source(next.picture);
    const std::string name = picture_title(next.picture);
    return e.load({std::move(next), ImageEngine::Pending::How::push, name});
  }
  if (e.picture && std::min(e.picture->width(), e.picture->height()) < next.factor)
    throw Error("factor",
                fmt::format("{} is too large for {} × {} pixels", next.factor, e.picture->width(),
                            e.picture->height()),
                fmt::format("at most {}", std::min(e.picture->width(), e.picture->height())));
  if (e.pending) {  // what is being read comes with this change
    if (e.pending->how == ImageEngine::Pending::How::push) {
      const std::string picture = e.pending->next.picture;
      e.pending->next = next;
      e.pending->next.picture = picture;
    } else if (e.pending->how != ImageEngine::Pending::How::first) {
      e.reading.cancel();
      e.pending.reset();
    }
  }
  e.history.push(std::move(next), gesture);
  e.refresh();
}

void ImagesState::end_gesture() {
  engine_->history.end_gesture();
}
bool ImagesState::can_undo() const {
  return engine_->history.can_undo();
}
bool ImagesState::can_redo() const {
  return engine_->history.can_redo();
}

void ImagesState::paste_picture() {
  ImageEngine& e = *engine_;
  ImageSettings next = settings();
  const int number = ++e.pastes;
  e.load({std::move(next), ImageEngine::Pending::How::push, "the clipboard"},
         [number](const auto& progress) { return read_clipboard(number, progress); });
}

void ImagesState::save_result(std::size_t subject, const std::string& path) {
  ImageEngine& e = *engine_;
  require_subject(subject, subjects(), "save-result");
  require_ending(path, {".png"}, "save-result");
  e.require_current("save-result");
  e.save(path, "save-result", subject_name(subject), result_job(e.slots[subject].wanted, e.reduction));
}

void ImagesState::save_table(const std::string& path) {
  require_ending(path, {".csv", ".json"}, "save-table");
  engine_->selection = stage.selection;
  engine_->require_current("save-table");
  engine_->save(path, "save-table", "the table", table_job(engine_->lineup(), path.ends_with(".json")));
}

void ImagesState::save_sheet(const std::string& path) {
  require_ending(path, {".png"}, "save-sheet");
  engine_->selection = stage.selection;
  engine_->require_current("save-sheet");
  engine_->save(path, "save-sheet", "the contact sheet", sheet_job(engine_->lineup()));
}

bool ImagesState::busy() const {
  return !work().empty();
}

std::string ImagesState::work() const {
  const ImageEngine& e = *engine_;
  if (e.saving.busy()) return "Saving " + *e.saving.asked();
  if (e.pending) return "Reading " + e.pending->name;
  if (e.reducing.busy()) return "Reducing";
  if (e.maker.busy()) return "Enlarging";
  if (why.busy()) return "Explaining";
  if (e.measurer.busy()) return "Measuring";
  return "";
}

double ImagesState::progress() const {
  const ImageEngine& e = *engine_;
  if (e.saving.busy()) return e.saving.progress();
  if (e.pending) return e.reading.progress();
  if (e.reducing.busy()) return e.reducing.progress();
  if (e.maker.busy()) return -1;
  if (why.busy()) return why.progress();
  return e.measurer.busy() ? e.measurer.progress() : -1;
}

void ImagesState::cancel() {
  ImageEngine& e = *engine_;
  e.saves.clear();
  e.saving.cancel();
  e.measurer.cancel();
  why.cancel();
  if (!e.pending) return;
  const bool first = e.pending->how == ImageEngine::Pending::How::first;
  if (first && !e.picture) return;  // there must be something to show
  e.reading.cancel();
  e.pending.reset();
  e.refresh();
}

/// What the stage points at is there.
void ImagesState::keep_in_range() {
  stage.first = std::min(stage.first, subjects() - 1);
  stage.second = std::min(stage.second, subjects() - 1);
  const std::size_t contenders = settings().contenders.size();
  stage.contender = contenders == 0 ? 0 : std::min(stage.contender, contenders - 1);
}

void ImagesState::tick(const Desk&, double seconds) {
  ImageEngine& e = *engine_;
  keep_in_range();
  e.take_pictures();
  if (const int before = std::exchange(shown_, e.serial); before != e.serial) {
    // Places in another picture mean nothing; the first view is the default photograph's.
    Viewport& view = stage.viewport;
    const bool foreign = before > 0 || (view == ImageStage{}.viewport && !settings().picture.empty());
    if (foreign || (view.x == 0 && view.y == 0))
      view = {static_cast<double>(width()) / 2, static_cast<double>(height()) / 2, foreign ? 0 : view.zoom};
    if (before > 0) stage.selection = {};
  }
  e.take_results();
  why.tick();
  e.selection = stage.selection;
  if (!e.picture && !e.pending && !std::exchange(e.began, true))
    e.load({settings(), ImageEngine::Pending::How::first, picture_title(settings().picture)});
  if (!e.asked) e.visible.clear();
  e.asked = false;
  e.ask_for_tiles(stage.viewport);
  if (!e.current()) return;
  // The numbers wait for what can be seen.
  e.measurer.want(e.contenders(), e.maker.busy() ? nullptr : e.reduction, e.measured());
  const UpsamplerMaker make = stage.contender < e.contenders().size()
                                  ? maker_of(e.contenders()[stage.contender], e.reduction)
                                  : UpsamplerMaker();
  if (stage.mode == ImageStage::Mode::why)
    why.want_why(settings(), stage.contender, e.reduction->original, make);
  if (stage.mode == ImageStage::Mode::gradient)
    why.want_gradients(settings(), stage.contender, e.reduction->original, make);
  if (stage.mode == ImageStage::Mode::plots)
    why.want_sweep(settings(), stage.contender, e.reduction->original);
  e.look_for_file(seconds);
}

bool ImagesState::updating() const {
  const ImageEngine& e = *engine_;
  return e.pending || e.reducing.busy() || e.maker.busy() || e.measurer.busy() || e.saving.busy() ||
         !e.saves.empty() || why.busy();
}

Opened ImagesState::open(Desk&, const std::string& path) {
  if (path.ends_with(".json") || path.ends_with(".npy")) return Opened::no;
  ImageSettings next = settings();
  next.picture = path;
  if (path == settings().picture) {  // the file may have changed
    check_source(path);
    engine_->load({std::move(next), ImageEngine::Pending::How::push, picture_title(path)});
  } else {
    change(std::move(next));
  }
  return Opened::done;
}

bool ImagesState::undo(Desk&) {
  engine_->travel(true);
  return true;
}

bool ImagesState::redo(Desk&) {
  engine_->travel(false);
  return true;
}

std::optional<Picture> ImagesState::picture(const Desk&, const Style& style) const {
  switch (stage.mode) {
    case ImageStage::Mode::why:
      return draw_why(why.why(), why.problem(), style);
    case ImageStage::Mode::gradient:
      return draw_gradients(why.gradients(), why.problem(), style);
    case ImageStage::Mode::plots:
      return draw_plots(why.sweep(), {why.sweep_family(), why.sweep_size()},
                        stage.plot == 0 ? nullptr : plotted_metrics()[stage.plot - 1], why.problem(), style);
    case ImageStage::Mode::compare:
      break;
  }
  return std::nullopt;
}

LabMessage ImagesState::take_message() {
  return std::exchange(engine_->message, {});
}

std::vector<CommandWords> ImagesState::remembered() const {
  const ImageEngine& e = *engine_;
  const bool coming = e.pending && e.pending->how == ImageEngine::Pending::How::push;
  return commands_for(coming ? e.pending->next : settings());
}

}  // namespace convscope
