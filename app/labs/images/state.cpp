// Settings with their history, the picture that is there and the one that is being read, and the files.
#include "app/labs/images/state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/desk/desk.hpp"
#include "core/base/error.hpp"
#include "core/base/words.hpp"
#include "core/io/image_file.hpp"
#include "core/network/formats.hpp"

namespace convscope {

namespace {

/// Seconds of frames between two looks at whether the file is still there.
constexpr double kLook = 2;

std::string saved(std::string_view what, std::string_view path) {
  return fmt::format("Saved {} as {}", what, path);
}

}  // namespace

ImagesState::ImagesState(const Workers& workers, std::size_t tile_budget)
    : why(workers),
      maker_(workers, tile_budget),
      measurer_(workers),
      saver_(workers),
      inspections_(workers),
      reading_(workers),
      reducing_(workers),
      looking_(workers),
      sheets_(workers),
      repairs_(workers) {}

void ImagesState::change(ImageSettings next, const std::string& gesture) {
  check(next);
  if (next.picture != settings().picture) return read(std::move(next), How::push);
  if (picture_) check_factor(*picture_, next.factor);
  if (pending_ && pending_->how == How::push) {  // what is being read comes with this change
    const std::string picture = pending_->next.picture;
    pending_->next = next;
    pending_->next.picture = picture;
  } else if (pending_ && pending_->how != How::first) {
    give_up_reading();
  }
  history_.push(std::move(next), gesture);
  refresh();
  ask_for_tiles();
  changed_ = true;
}

std::vector<CommandWords> ImagesState::pages() const {
  std::vector<CommandWords> pages;
  for (const ImageMode& mode : image_modes()) pages.push_back({"image-mode", std::string(mode.name)});
  return pages;
}

bool ImagesState::refreshing() const {
  return std::ranges::any_of(visible_, [this](const TileKey& key) { return stale(key); });
}

void ImagesState::paste_picture() {
  load({settings(), How::push, "the clipboard"},
       [number = ++pastes_](const Progress& progress) { return read_clipboard(number, progress); });
}

void ImagesState::open_kernel(const std::string& path) {
  ImageSettings next = settings();
  const bool has = !next.contenders.empty() && kernel_size(next.contenders[stage.contender]) > 0;
  if (!has) next.contenders.push_back(contender(UpsamplingMethod::conv_transpose, next.factor));
  const std::size_t at = has ? stage.contender : next.contenders.size() - 1;
  UpsamplingChoice& choice = next.contenders[at];
  choice.kernel = parse_kernel(path);
  choice.taps = 0;  // it brings its own
  choice.repair = false;
  const UpsamplingChoice made = choice;
  change(std::move(next));
  stage.contender = at;
  const std::string notice = scale_notice(made);
  say(fmt::format("{} is the kernel of {}{}{}.", std::filesystem::path(path).filename().string(),
                  name_of(made), notice.empty() ? "" : "; ", notice),
      false);
}

void ImagesState::open_network(const std::string& path) {
  ImageSettings next = settings();
  next.contenders.push_back(network_contender(path, next.factor));
  change(std::move(next));
  stage.contender = settings().contenders.size() - 1;
  stage.second = stage.contender + 2;
  opened_network_ = path;
}

void ImagesState::receive(Desk& desk) {
  if (opened_network_.empty()) return;
  desk.tell(fmt::format("{} is a contender; the lab of networks says what its layers do.",
                        std::filesystem::path(opened_network_).filename().string()));
  desk.offer = Offer{"Open in Networks", {"networks-open", std::exchange(opened_network_, {})}};
}

Opened ImagesState::open(Desk&, const std::string& path) {
  if (path.ends_with(".json")) return Opened::no;
  if (path.ends_with(".npy")) {
    open_kernel(path);
    return Opened::done;
  }
  if (path.ends_with(".onnx")) {
    open_network(path);
    return Opened::done;
  }
  if (has_network_ending(path)) return Opened::no;  // weights alone: the lab of networks lists them
  read(with_picture(settings(), path), How::push);  // the present one too: the file may have changed
  return Opened::done;
}

bool ImagesState::open_together(Desk&, const std::vector<std::string>& paths) {
  const auto is_folder = [](const std::string& path) {
    std::error_code none;
    return std::filesystem::is_directory(path, none);
  };
  if (paths.size() > 1 && std::ranges::all_of(paths, is_folder)) return open_folders(paths);
  if (paths.size() < 2 || !std::ranges::all_of(paths, is_image_name)) return false;
  if (paths.size() - 1 > kMostResults)
    throw Error("results", fmt::format("{} are too many", paths.size() - 1),
                fmt::format("at most {} beside the truth", kMostResults));
  ImageSettings next = settings();
  next.picture = paths.front();
  next.results.clear();
  for (std::size_t i = 1; i < paths.size(); ++i)
    next.results.push_back(std::filesystem::absolute(paths[i]).lexically_normal().string());
  // The first contenders were nobody's choice.
  if (next.contenders == with_factor(first_image_settings(), next.factor).contenders) next.contenders.clear();
  say(fmt::format("{} is the truth, beside it {}.", picture_title(next.picture),
                  counted(next.results.size(), "result")),
      false);
  read(std::move(next), How::push);
  stage.first = 0;
  stage.second = 2;
  return true;
}

void ImagesState::read(ImageSettings next, How how) {
  const std::string source = next.picture;
  if (how != How::first) check_source(source);
  const PicturePtr kept = pasted_ && pasted_->source == source ? pasted_ : nullptr;
  if (!kept && source.starts_with(kClipboardPrefix))
    throw Error("picture", "the pasted picture is gone", "another one");
  load({std::move(next), how, picture_title(source)},
       [kept, source](const Progress& progress) { return kept ? kept : read_source(source, progress); });
}

void ImagesState::load(Pending wanted, const Read& read) {
  pending_ = std::move(wanted);
  reducing_.cancel();
  reducing_.again();
  problem_.clear();
  reading_.want(reading_.asked().value_or(0) + 1,
                [read, factor = pending_->next.factor, linear = pending_->next.linear_light,
                 degradation = pending_->next.degradation](int, const Progress& progress, const auto&) {
                  // What is reduced follows: the original can be seen before.
                  return sized_for(read(progress), factor, linear, degradation);
                });
}

void ImagesState::give_up_reading() {
  reading_.cancel();
  pending_.reset();
}

bool ImagesState::undo(Desk&) {
  travel(true);
  return true;
}

bool ImagesState::redo(Desk&) {
  travel(false);
  return true;
}

void ImagesState::travel(bool back) {
  if (back ? !can_undo() : !can_redo())
    return say(back ? "There is nothing to undo." : "There is nothing to redo.", false);
  const auto step = [&](bool backwards) { backwards ? history_.undo() : history_.redo(); };
  const std::string before = settings().picture;
  step(back);
  if (settings().picture == before) {
    if (pending_ && pending_->how != How::first) give_up_reading();
    return refresh();
  }
  ImageSettings target = settings();
  step(!back);
  read(std::move(target), back ? How::undo : How::redo);
}

void ImagesState::take_pictures() {
  if (reading_.take([this](const ReductionPtr& sized) { adopt(sized); }) && !reading_.problem().empty()) {
    problem_ = reading_.problem();
    say(picture_ ? fmt::format("{} The lab keeps {}.", problem_, picture_->name) : problem_, true);
    pending_.reset();
    refresh();
  }
  if (reducing_.take([this](const ReductionPtr& reduced) { reduction_ = reduced; }) &&
      !reducing_.problem().empty())
    say(reducing_.problem(), true);
}

void ImagesState::adopt(const ReductionPtr& sized) {
  Pending done = std::move(*pending_);
  pending_.reset();
  const bool first = !picture_;
  picture_ = sized->picture;
  ++opened_;
  reduction_ = sized;
  slots_.clear();  // nothing of another picture stands in
  vanished_ = false;
  done.next.picture = picture_->source;
  if (picture_->source.starts_with(kClipboardPrefix)) pasted_ = picture_;
  if (done.how == How::push) history_.push(std::move(done.next));
  if (done.how == How::undo) history_.undo();
  if (done.how == How::redo) history_.redo();
  if (first) history_ = History<ImageSettings>(settings());  // there is nothing to go back to
  // Places in another picture mean nothing; the first view is the default photograph's.
  Viewport& view = stage.viewport;
  if (!first || (view == ImageStage{}.viewport && !settings().picture.empty()))
    view = {};
  else if (view.x == 0 && view.y == 0)
    view = {static_cast<double>(width()) / 2, static_cast<double>(height()) / 2, view.zoom};
  if (!first) {
    stage.selection = {};
    stage.pointed.reset();
  }
  if (!picture_->note.empty()) say(fmt::format("{}: {}", picture_->name, picture_->note), false);
  refresh();
}

void ImagesState::look_for_file(double seconds) {
  looking_.take([this](bool there) {
    if (there || looking_.asked() != picture_) return;
    vanished_ = true;
    say(fmt::format("{} is no longer there; the lab keeps what it has read.", picture_->file), true);
  });
  since_look_ += seconds;
  if (since_look_ < kLook || vanished_ || !current() || picture_->file.empty() || pending_) return;
  since_look_ = 0;
  looking_.again();
  looking_.want(picture_, [](const PicturePtr& from, const Progress&, const auto&) {
    std::error_code none;
    return std::filesystem::exists(from->file, none);
  });
}

void ImagesState::tick(const Desk& desk, double seconds) {
  take_pictures();
  keep_in_range();
  // What a slider has just changed may be there in this frame.
  constexpr std::chrono::milliseconds kPatience{8};
  maker_.take(std::exchange(changed_, false) ? kPatience : std::chrono::milliseconds{});
  measurer_.take();
  why.tick();
  inspections_.take();
  move(desk, seconds);
  if (LabMessage said = saver_.take(); !said.text.empty()) message_ = std::move(said);
  if (!picture_ && !pending_ && !std::exchange(began_, true)) read(settings(), How::first);
  if (!std::exchange(wanted_, false)) visible_.clear();
  ask_for_tiles();
  look_for_file(seconds);
  if (!current()) return;
  // The numbers wait for what can be seen.
  measurer_.want(contenders(), maker_.busy() ? nullptr : reduction_, measured());
  if (mode().compares() && stage.layout == ImageStage::Layout::heat) look_for_grids(with_heat());
  if (mode().ask)
    mode().ask(*this, stage.contender < settings().contenders.size()
                          ? maker_of(slots_[2 + stage.contender].wanted, reduction_)
                          : UpsamplerMaker());
}

void ImagesState::require_saving(const std::string& path, std::initializer_list<std::string_view> endings,
                                 std::string_view field) const {
  require_ending(path, endings, field);
  if (!current()) throw Error(field, "the picture is still being read", "wait a moment");
}

void ImagesState::save_result(std::size_t subject, const std::string& path) {
  constexpr std::string_view field = "save-result";
  if (subject >= subjects())
    throw Error(field, fmt::format("there is no picture {}", subject),
                fmt::format("0 to {}", subjects() - 1));
  require_saving(path, {".png"}, field);
  saver_.save(path, field, saved(subject_name(subject), path),
              result_job(slots_[subject].wanted, reduction_));
}

void ImagesState::save_kernel(std::size_t contender, const std::string& path) {
  constexpr std::string_view field = "save-kernel";
  const UpsamplingChoice& choice = settings().contenders.at(contender);
  if (kernel_size(choice) == 0)
    throw Error(field, fmt::format("{} has no kernel", name_of(choice)), "a contender with one");
  if (choice.layers > 1 && needs_examples(choice))
    throw Error(field, fmt::format("{} layers learn {} kernels", choice.layers, choice.layers), "one layer");
  require_saving(path, {".npy"}, field);
  saver_.save(path, field, saved("the kernel of " + name_of(choice), path),
              kernel_job(slots_[contender + 2].wanted, reduction_));
}

void ImagesState::save_converted(const std::string& path) {
  constexpr std::string_view field = "save-converted";
  require_saving(path, {".npy", ".safetensors"}, field);
  if (!why.converted() || stage.mode != ImageStage::Mode::convert)
    throw Error(field, "there is no conversion yet", "convert-to FORM, and wait a moment");
  saver_.save(path, field, saved("the converted weights", path),
              converted_job(path, why.conversion()->made.weights));
}

void ImagesState::save_table(const std::string& path) {
  require_saving(path, {".csv", ".json"}, "save-table");
  saver_.save(path, "save-table", saved("the table", path), table_job(lineup(), path.ends_with(".json")));
}

void ImagesState::save_sheet(const std::string& path) {
  require_saving(path, {".png"}, "save-sheet");
  saver_.save(path, "save-sheet", saved("the contact sheet", path), sheet_job(lineup()));
}

ImagesState::Work ImagesState::work() const {
  if (saver_.busy()) return {"Saving " + saver_.file(), saver_.progress()};
  if (pending_) return {"Reading " + pending_->name, reading_.progress()};
  if (reducing_.busy()) return {"Reducing", reducing_.progress()};
  if (maker_.busy()) return {"Enlarging"};
  if (why.busy()) return {"Explaining", why.progress()};
  if (inspections_.busy()) return {"Looking for grids", inspections_.progress()};
  if (measurer_.busy()) return {"Measuring", measurer_.progress()};
  return {};
}

void ImagesState::cancel() {
  saver_.cancel();
  measurer_.cancel();
  why.cancel();
  inspections_.cancel();
  if (!pending_ || (pending_->how == How::first && !picture_)) return;  // there must be something to show
  give_up_reading();
  refresh();
}

std::vector<CommandWords> ImagesState::remembered() const {
  return commands_for(pending_ && pending_->how == How::push ? pending_->next : settings());
}

}  // namespace convscope
