#include "app/labs/images/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

#include "app/labs/images/export.hpp"
#include "app/labs/images/tile_maker.hpp"
#include "core/base/error.hpp"
#include "core/scenario/history.hpp"

namespace convscope {

namespace {

/// Up to this many pixels everything is measured, beyond it the middle.
constexpr Index kMostMeasured = Index{4} << 20, kMeasuredMiddle = Index{2} << 20;
/// Seconds of frames between two looks at whether the file is still there.
constexpr double kLook = 2;

std::function<void(double)> reporting(Worker::Task& task) {
  return [&task](double share) {
    if (task.cancelled()) throw Stopped();
    if (share >= 0) task.report(share);
  };
}

void require_subject(std::size_t subject, std::size_t count, std::string_view field) {
  if (subject >= count)
    throw Error(field, fmt::format("there is no picture {}", subject), fmt::format("0 to {}", count - 1));
}

}  // namespace

/// The parts behind the state's methods.
class ImageEngine {
 public:
  ImageEngine(const std::function<void()>& wake, std::size_t tile_budget)
      : maker(wake, tile_budget), measurer(wake), saver(wake), loader(wake) {}

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

  History<ImageSettings> history{first_image_settings()};
  std::optional<Pending> pending;
  std::map<std::string, PicturePtr> pasted;  ///< the last one
  int pastes = 0;
  PicturePtr picture;
  int serial = 0;
  ReductionPtr reduction;  ///< the last one; of other settings while a newer one is made
  std::optional<std::pair<Index, bool>> reducing{};  ///< factor and light of the one under way
  Contents contents;
  std::vector<Slot> slots;
  std::vector<TileKey> visible;
  bool asked = false;  ///< want() was called since the last tick
  std::string problem;
  LabMessage message;
  double since_look = 0;
  bool vanished = false;
  bool began = false;  ///< the first picture has been asked for
  std::string saving;
  TileMaker maker;
  Measurer measurer;
  Worker saver, loader;  // last: they join before the rest goes

  const ImageSettings& settings() const { return history.now(); }
  void say(std::string text, bool warning) { message = {std::move(text), warning}; }

  /// The reduction is that of the settings.
  bool current() const {
    return reduction && reduction->picture == picture && reduction->factor == settings().factor &&
           reduction->linear == settings().linear_light;
  }
  void require_current(std::string_view field) const {
    if (!current()) throw Error(field, "the picture is still being read", "wait a moment");
  }
  void load(Pending wanted, const std::function<PicturePtr(const std::function<void(double)>&)>& read);
  void load(Pending wanted);
  void adopt(const PicturePtr& read, const ReductionPtr& reduced);
  void refresh();
  void look_for_file(double seconds);
  Recipe recipe(std::size_t subject) const;
  Region measured() const;
  PixelArea selection{};
  void ask_for_tiles(const Viewport& viewport);
  double distance(const TileKey& key, const Viewport& viewport) const;
  std::vector<ContentPtr> contenders() const;
  Lineup lineup() const;
  void save(const std::string& path, std::string_view field, std::string_view what, SaveJob job);
  void travel(bool back);
};

void ImageEngine::load(Pending wanted) {
  const std::string source = wanted.next.picture;
  if (const auto kept = pasted.find(source); kept != pasted.end())
    return load(std::move(wanted), [ready = kept->second](const auto&) { return ready; });
  if (source.starts_with(kClipboardPrefix))
    throw Error("picture", "the pasted picture is gone", "another one");
  load(std::move(wanted), [source](const auto& going) { return read_source(source, going); });
}

void ImageEngine::load(Pending wanted,
                       const std::function<PicturePtr(const std::function<void(double)>&)>& read) {
  pending = std::move(wanted);
  reducing.reset();
  problem.clear();
  loader.start(
      [this, read, factor = pending->next.factor, linear = pending->next.linear_light](Worker::Task& task) {
        const PicturePtr picture_read = read(reporting(task));
        const ReductionPtr reduced = reduce_picture(picture_read, factor, linear, reporting(task));
        task.deliver([this, picture_read, reduced] { adopt(picture_read, reduced); });
      },
      [this](const std::string& words) {
        problem = words;
        say(picture ? fmt::format("{} The lab keeps {}.", words, picture->name) : words, true);
        pending.reset();
        refresh();
      });
}

void ImageEngine::adopt(const PicturePtr& read, const ReductionPtr& reduced) {
  Pending done = std::move(*pending);
  pending.reset();
  const bool first = !picture;
  picture = read;
  ++serial;
  reduction = reduced;
  slots.clear();  // nothing of another picture stands in
  vanished = false;
  done.next.picture = read->source;
  if (read->source.starts_with(kClipboardPrefix)) pasted = {{read->source, read}};
  switch (done.how) {
    case Pending::How::first:
      break;
    case Pending::How::push:
      if (first)  // there is nothing to go back to
        history = History<ImageSettings>(std::move(done.next));
      else
        history.push(std::move(done.next));
      break;
    case Pending::How::undo:
      history.undo();
      break;
    case Pending::How::redo:
      history.redo();
      break;
  }
  if (!read->note.empty()) say(fmt::format("{}: {}", read->name, read->note), false);
  refresh();
}

Recipe ImageEngine::recipe(std::size_t subject) const {
  const ImageSettings& s = settings();
  const bool cropped = picture->width() % s.factor != 0 || picture->height() % s.factor != 0;
  if (subject == 0)
    return {.kind = Recipe::Kind::original, .picture = serial, .factor = cropped ? s.factor : 0};
  const Recipe reduced{
      .kind = Recipe::Kind::reduced, .picture = serial, .factor = s.factor, .linear = s.linear_light};
  if (subject == 1) return reduced;
  Recipe enlarged = reduced;
  enlarged.kind = Recipe::Kind::contender;
  enlarged.contender = s.contenders[subject - 2];
  return enlarged;
}

/// After the settings or the picture have changed: what should be shown, and the reduction that it needs.
void ImageEngine::refresh() {
  if (!picture) return;
  const ImageSettings& s = settings();
  slots.resize(2 + s.contenders.size());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const ContentPtr wanted = contents.of(recipe(i));
    Slot& slot = slots[i];
    if (slot.wanted == wanted) continue;
    if (i == 1)
      slot.before = nullptr;  // of another size
    else if (slot.wanted && maker.tiles().has(slot.wanted->id()))
      slot.before = slot.wanted;
    slot.wanted = wanted;
  }
  measurer.want(contenders(), nullptr, current() ? measured() : Region{});
  if (pending) return;
  const std::pair<Index, bool> needed{s.factor, s.linear_light};
  if (current()) {
    if (reducing) loader.cancel();
    reducing.reset();
    return;
  }
  if (reducing == needed) return;
  reducing = needed;
  loader.start(
      [this, from = picture, needed](Worker::Task& task) {
        const ReductionPtr reduced = reduce_picture(from, needed.first, needed.second, reporting(task));
        task.deliver([this, reduced] {
          reducing.reset();
          reduction = reduced;
        });
      },
      [this](const std::string& words) { say(words, true); });
}

/// Says once when the file of the picture has gone.
void ImageEngine::look_for_file(double seconds) {
  since_look += seconds;
  if (since_look < kLook || vanished || picture->file.empty() || pending || reducing) return;
  since_look = 0;
  loader.start(
      [this, from = picture](Worker::Task& task) {
        std::error_code none;
        if (std::filesystem::exists(from->file, none)) return;
        task.deliver([this, from] {
          vanished = true;
          say(fmt::format("{} is no longer there; the lab keeps what it has read.", from->file), true);
        });
      },
      [](const std::string&) {});
}

Region ImageEngine::measured() const {
  const Index height = reduction->height, width = reduction->width;
  const Index left = std::clamp<Index>(selection.x, 0, width),
              top = std::clamp<Index>(selection.y, 0, height);
  const Index right = std::clamp<Index>(selection.x + selection.width, 0, width),
              bottom = std::clamp<Index>(selection.y + selection.height, 0, height);
  if (right > left && bottom > top) return {top, left, bottom - top, right - left};
  if (height * width <= kMostMeasured) return {0, 0, height, width};
  return middle_part(height, width, reduction->factor, kMeasuredMiddle);
}

/// From the middle of what is looked at, in pixels of the original.
double ImageEngine::distance(const TileKey& key, const Viewport& v) const {
  const Index scale = key.subject == 1 ? reduction->factor : 1;
  const auto middle = [&](Index n) {
    return (static_cast<double>(n) + 0.5) * static_cast<double>((kTile << key.level) * scale);
  };
  const bool whole = v.zoom <= 0;
  const double x = whole ? static_cast<double>(reduction->width) / 2 : v.x,
               y = whole ? static_cast<double>(reduction->height) / 2 : v.y;
  return std::hypot(middle(key.column) - x, middle(key.row) - y);
}

void ImageEngine::ask_for_tiles(const Viewport& viewport) {
  std::vector<TileMaker::Task> tasks;
  if (current()) {
    std::vector<std::pair<double, TileKey>> missing;
    for (const TileKey& key : visible) {
      if (key.subject >= slots.size() || key.level < 0) continue;
      const ContentPtr& content = slots[key.subject].wanted;
      const Shape size = size_of(content->recipe(), *reduction);
      if (maker.tiles().find(content->id(), key) || !maker.problem(*content).empty() ||
          pixels_of(key, size[0], size[1]).height == 0)
        continue;
      missing.emplace_back(distance(key, viewport), key);
    }
    std::ranges::sort(missing);
    missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
    for (const auto& [far, key] : missing) tasks.push_back({slots[key.subject].wanted, reduction, key});
  }
  maker.make(std::move(tasks));
}

std::vector<ContentPtr> ImageEngine::contenders() const {
  std::vector<ContentPtr> out;
  for (std::size_t i = 2; i < slots.size(); ++i) out.push_back(slots[i].wanted);
  return out;
}

Lineup ImageEngine::lineup() const {
  Lineup out{.reduction = reduction, .contenders = contenders(), .measured = measured()};
  for (const ContentPtr& content : out.contenders) {
    const Measurement* known = measurer.known(*content, out.measured);
    out.known.push_back(known ? *known : Measurement{});
  }
  return out;
}

void ImageEngine::save(const std::string& path, std::string_view field, std::string_view what, SaveJob job) {
  const auto file = std::make_shared<PendingFile>(path, field);  // what is wrong with the path shows now
  saving = std::filesystem::path(path).filename().string();
  saver.start(
      [this, file, path, job = std::move(job), what = std::string(what)](Worker::Task& task) {
        job(*file, reporting(task));
        if (task.cancelled()) return;
        file->commit();
        task.deliver([this, path, what] { say(fmt::format("Saved {} as {}", what, path), false); });
      },
      [this](const std::string& words) { say(words, true); });
}

/// Back or on in the history; where that leads to another picture, when it has been read.
void ImageEngine::travel(bool back) {
  if (back ? !history.can_undo() : !history.can_redo()) {
    say(back ? "There is nothing to undo." : "There is nothing to redo.", false);
    return;
  }
  const auto step = [&](bool backwards) { backwards ? history.undo() : history.redo(); };
  const std::string before = settings().picture;
  step(back);
  const ImageSettings target = settings();
  if (target.picture == before) {
    if (pending && pending->how != Pending::How::first) {
      loader.cancel();
      pending.reset();
    }
    refresh();
    return;
  }
  step(!back);
  check_source(target.picture);
  load({target, back ? Pending::How::undo : Pending::How::redo, picture_title(target.picture)});
}

ImagesState::ImagesState(std::function<void()> wake, std::size_t tile_budget)
    : why(wake), engine_(std::make_unique<ImageEngine>(wake, tile_budget)) {}

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
      e.loader.cancel();
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

bool ImagesState::ready() const {
  return engine_->reduction != nullptr;
}
Index ImagesState::width() const {
  return ready() ? engine_->reduction->width : 0;
}
Index ImagesState::height() const {
  return ready() ? engine_->reduction->height : 0;
}
std::string ImagesState::picture_name() const {
  return engine_->picture ? engine_->picture->name : "";
}
std::string ImagesState::picture_note() const {
  return engine_->picture ? engine_->picture->note : "";
}
std::shared_ptr<const Tensor<float>> ImagesState::original_pixels() const {
  return ready() ? engine_->reduction->original : nullptr;
}
const std::string& ImagesState::picture_problem() const {
  return engine_->problem;
}

std::size_t ImagesState::subjects() const {
  return 2 + settings().contenders.size();
}
std::string ImagesState::subject_name(std::size_t subject) const {
  if (subject == 0) return "original";
  return subject == 1 ? "reduced" : name_of(settings().contenders.at(subject - 2));
}
std::string ImagesState::subject_detail(std::size_t subject) const {
  return subject < 2 ? "" : detail_of(settings().contenders.at(subject - 2));
}
std::string ImagesState::subject_problem(std::size_t subject) const {
  const ImageEngine& e = *engine_;
  return subject < e.slots.size() ? e.maker.problem(*e.slots[subject].wanted) : "";
}
Index ImagesState::subject_width(std::size_t subject) const {
  return subject == 1 && ready() ? engine_->reduction->width / engine_->reduction->factor : width();
}
Index ImagesState::subject_height(std::size_t subject) const {
  return subject == 1 && ready() ? engine_->reduction->height / engine_->reduction->factor : height();
}
std::shared_ptr<const Upsampler> ImagesState::upsampler(std::size_t subject) const {
  return subject < 2 || subject >= engine_->slots.size() ? nullptr : engine_->slots[subject].wanted->made();
}

TilePtr ImagesState::tile(const TileKey& key) const {
  const ImageEngine& e = *engine_;
  if (key.subject >= e.slots.size()) return nullptr;
  const ImageEngine::Slot& slot = e.slots[key.subject];
  if (TilePtr now = e.maker.tiles().find(slot.wanted->id(), key)) return now;
  return slot.before ? e.maker.tiles().find(slot.before->id(), key) : nullptr;
}

bool ImagesState::stale(const TileKey& key) const {
  const ImageEngine& e = *engine_;
  return key.subject >= e.slots.size() || !e.maker.tiles().find(e.slots[key.subject].wanted->id(), key);
}

void ImagesState::want(std::vector<TileKey> visible) {
  engine_->asked = true;
  engine_->visible = std::move(visible);
  engine_->ask_for_tiles(stage.viewport);
}

std::optional<std::array<float, 4>> ImagesState::pixel(std::size_t subject, Index x, Index y) const {
  if (x < 0 || y < 0 || x >= subject_width(subject) || y >= subject_height(subject)) return std::nullopt;
  const TilePtr from = tile({subject, 0, x / kTile, y / kTile});
  if (!from || x % kTile >= from->width || y % kTile >= from->height) return std::nullopt;
  const float* at = &from->rgba[static_cast<std::size_t>(4 * (y % kTile * from->width + x % kTile))];
  return std::array<float, 4>{at[0], at[1], at[2], at[3]};
}

const std::vector<Measurement>& ImagesState::measurements() const {
  return engine_->measurer.results();
}

std::string ImagesState::measured_area() const {
  if (!ready()) return "";
  const Region part = engine_->measured();
  if (part.width == width() && part.height == height())
    return fmt::format("whole picture {} × {}", width(), height());
  const bool selected = !stage.selection.empty();
  return fmt::format("{} {} × {} of {} × {}", selected ? "selection" : "middle", part.width, part.height,
                     width(), height());
}

void ImagesState::paste_picture() {
  ImageEngine& e = *engine_;
  ImageSettings next = settings();
  const int number = ++e.pastes;
  e.load({std::move(next), ImageEngine::Pending::How::push, "the clipboard"},
         [number](const auto& going) { return read_clipboard(number, going); });
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
  if (e.saver.busy()) return "Saving " + e.saving;
  if (e.pending) return "Reading " + e.pending->name;
  if (e.reducing) return "Reducing";
  if (e.maker.busy()) return "Enlarging";
  if (why.busy()) return "Explaining";
  if (e.measurer.busy()) return "Measuring";
  return "";
}

double ImagesState::progress() const {
  const ImageEngine& e = *engine_;
  if (e.saver.busy()) return e.saver.progress();
  if (e.pending || e.reducing) return e.loader.progress();
  if (e.maker.busy()) return -1;
  if (why.busy()) return why.progress();
  return e.measurer.busy() ? e.measurer.progress() : -1;
}

void ImagesState::cancel() {
  ImageEngine& e = *engine_;
  e.saver.cancel();
  e.measurer.cancel();
  why.cancel();
  if (!e.pending) return;
  const bool first = e.pending->how == ImageEngine::Pending::How::first;
  if (first && !e.picture) return;  // there must be something to show
  e.loader.cancel();
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

void ImagesState::tick(const AppState&, double seconds) {
  ImageEngine& e = *engine_;
  keep_in_range();
  e.loader.take();
  e.maker.take();
  e.measurer.take();
  e.saver.take();
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
  if (stage.mode == ImageStage::Mode::why) why.want_why(settings(), stage.contender, e.reduction->original);
  if (stage.mode == ImageStage::Mode::gradient)
    why.want_gradients(settings(), stage.contender, e.reduction->original);
  if (stage.mode == ImageStage::Mode::plots)
    why.want_sweep(settings(), stage.contender, e.reduction->original);
  e.look_for_file(seconds);
}

bool ImagesState::updating() const {
  const ImageEngine& e = *engine_;
  return e.pending || e.reducing || e.maker.busy() || e.measurer.busy() || e.saver.busy() || why.busy();
}

bool ImagesState::open(AppState&, const std::string& path) {
  if (path.ends_with(".json") || path.ends_with(".npy")) return false;
  ImageSettings next = settings();
  next.picture = path;
  if (path == settings().picture) {  // the file may have changed
    check_source(path);
    engine_->load({std::move(next), ImageEngine::Pending::How::push, picture_title(path)});
  } else {
    change(std::move(next));
  }
  return true;
}

bool ImagesState::undo(AppState&) {
  engine_->travel(true);
  return true;
}

bool ImagesState::redo(AppState&) {
  engine_->travel(false);
  return true;
}

LabMessage ImagesState::take_message() {
  return std::exchange(engine_->message, {});
}

}  // namespace convscope
