#include "app/labs/images/engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <memory>

namespace convscope {

namespace {

/// Up to this many pixels everything is measured, beyond it the middle.
constexpr Index kMostMeasured = Index{4} << 20, kMeasuredMiddle = Index{2} << 20;
/// 256 texels of it are more pixels than any picture has.
constexpr int kMostLevel = 24;
/// Seconds of frames between two looks at whether the file is still there.
constexpr double kLook = 2;

}  // namespace

void ImageEngine::load(Pending wanted) {
  const std::string source = wanted.next.picture;
  if (const auto kept = pasted.find(source); kept != pasted.end())
    return load(std::move(wanted), [ready = kept->second](const auto&) { return ready; });
  if (source.starts_with(kClipboardPrefix))
    throw Error("picture", "the pasted picture is gone", "another one");
  load(std::move(wanted), [source](const auto& progress) { return read_source(source, progress); });
}

void ImageEngine::load(Pending wanted, const Read& read) {
  pending = std::move(wanted);
  reducing.cancel();
  reducing.again();
  problem.clear();
  reading.want(reading.asked().value_or(0) + 1,
               [read, factor = pending->next.factor, linear = pending->next.linear_light](
                   int, const Progress& progress, const auto&) {
                 // What is reduced follows: the original can be seen before.
                 return sized_for(read(progress), factor, linear);
               });
}

void ImageEngine::take_pictures() {
  if (reading.take([this](const ReductionPtr& sized) { adopt(sized); }) && !reading.problem().empty()) {
    problem = reading.problem();
    say(picture ? fmt::format("{} The lab keeps {}.", problem, picture->name) : problem, true);
    pending.reset();
    refresh();
  }
  if (reducing.take([this](const ReductionPtr& reduced) { reduction = reduced; }) &&
      !reducing.problem().empty())
    say(reducing.problem(), true);
}

void ImageEngine::take_results() {
  maker.take();
  measurer.take();
  if (saving.take([this](const std::string& sentence) { say(sentence, false); }) && !saving.problem().empty())
    say(saving.problem(), true);
  next_save();
  looking_.take([this](bool there) {
    if (there || looking_.asked() != picture) return;
    vanished_ = true;
    say(fmt::format("{} is no longer there; the lab keeps what it has read.", picture->file), true);
  });
}

void ImageEngine::adopt(const ReductionPtr& sized) {
  const PicturePtr& read = sized->picture;
  Pending done = std::move(*pending);
  pending.reset();
  const bool first = !picture;
  picture = read;
  ++serial;
  reduction = sized;
  slots.clear();  // nothing of another picture stands in
  vanished_ = false;
  done.next.picture = read->source;
  if (read->source.starts_with(kClipboardPrefix)) pasted = {{read->source, read}};
  switch (done.how) {
    case Pending::How::first:
      break;
    case Pending::How::push:
      history.push(std::move(done.next));
      break;
    case Pending::How::undo:
      history.undo();
      break;
    case Pending::How::redo:
      history.redo();
      break;
  }
  if (first) history = History<ImageSettings>(settings());  // there is nothing to go back to
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
  if (needs_examples(enlarged.contender)) enlarged.learn_from = s.learn_from;
  return enlarged;
}

void ImageEngine::refresh() {
  if (!picture) return;
  const ImageSettings& s = settings();
  slots.resize(2 + s.contenders.size());
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const ContentPtr wanted = contents_.of(recipe(i));
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
  if (current()) {
    reducing.cancel();
    reducing.again();
    return;
  }
  reducing.want({picture, s.factor, s.linear_light},
                [](const Reducing& wanted, const Progress& progress, const auto&) {
                  return reduce_picture(wanted.picture, wanted.factor, wanted.linear, progress);
                });
}

void ImageEngine::look_for_file(double seconds) {
  since_look_ += seconds;
  if (since_look_ < kLook || vanished_ || picture->file.empty() || pending || reducing.busy()) return;
  since_look_ = 0;
  looking_.again();
  looking_.want(picture, [](const PicturePtr& from, const Progress&, const auto&) {
    std::error_code none;
    return std::filesystem::exists(from->file, none);
  });
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
  if (sized()) {
    std::vector<std::pair<double, TileKey>> missing;
    for (const TileKey& key : visible) {
      if (key.subject >= slots.size() || key.level < 0 || key.level > kMostLevel) continue;
      if (key.subject > 0 && !current()) continue;
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
  saves.push_back({std::filesystem::path(path).filename().string(),
                   [file, path, job = std::move(job), what = std::string(what)](const Progress& progress) {
                     job(*file, progress);
                     progress.check();
                     file->commit();
                     return fmt::format("Saved {} as {}", what, path);
                   }});
  next_save();
}

void ImageEngine::next_save() {
  if (saving.busy() || saves.empty()) return;
  Save next = std::move(saves.front());
  saves.pop_front();
  saving.again();
  saving.want(std::move(next.name), [job = std::move(next.job)](const std::string&, const Progress& progress,
                                                                const auto&) { return job(progress); });
}

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
      reading.cancel();
      pending.reset();
    }
    refresh();
    return;
  }
  step(!back);
  check_source(target.picture);
  load({target, back ? Pending::How::undo : Pending::How::redo, picture_title(target.picture)});
}

}  // namespace convscope
