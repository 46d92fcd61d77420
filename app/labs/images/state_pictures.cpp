// What there is to see in the lab of images: the picture, the subjects, their tiles and numbers.
#include <fmt/format.h>

#include <algorithm>

#include "app/labs/images/engine.hpp"
#include "app/labs/images/state.hpp"

namespace convscope {

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
  const ImageEngine& e = *engine_;
  if (!e.picture) return "";
  const auto learned = [](const UpsamplingChoice& c) { return needs_examples(c); };
  const Region part = learned_part(*e.reduction);
  std::string text = e.picture->note;
  if (part.height == height() || !settings().learn_from.empty() ||
      std::ranges::none_of(settings().contenders, learned))
    return text;
  return text + fmt::format("{}Learned kernels are fitted on the middle {} × {} pixels.",
                            text.empty() ? "" : " ", part.width, part.height);
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
  return subject < 2 ? "" : describe(settings().contenders.at(subject - 2));
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

const std::vector<Repair>& ImagesState::repairs() const {
  static const std::vector<Repair> kNone;
  const std::vector<UpsamplingChoice>& all = settings().contenders;
  if (stage.contender >= all.size()) return kNone;
  return engine_->repairs.of(all[stage.contender], upsampler(stage.contender + 2));
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

}  // namespace convscope
