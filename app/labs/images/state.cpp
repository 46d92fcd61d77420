#include "app/labs/images/state.hpp"

#include <utility>

#include "core/scenario/history.hpp"

namespace convscope {

class ImageEngine {
 public:
  History<ImageSettings> history{first_image_settings()};
  std::vector<Measurement> measurements;
  std::string problem;
  std::function<void()> wake;
};

ImagesState::ImagesState(std::function<void()> wake, std::size_t) : engine_(std::make_unique<ImageEngine>()) {
  engine_->wake = std::move(wake);
}
ImagesState::~ImagesState() = default;

const ImageSettings& ImagesState::settings() const {
  return engine_->history.now();
}
void ImagesState::change(ImageSettings next, const std::string& gesture) {
  check(next);
  engine_->history.push(std::move(next), gesture);
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
  return false;
}
Index ImagesState::width() const {
  return 0;
}
Index ImagesState::height() const {
  return 0;
}
std::string ImagesState::picture_name() const {
  return {};
}
std::string ImagesState::picture_note() const {
  return {};
}
std::shared_ptr<const Tensor<float>> ImagesState::original_pixels() const {
  return {};
}
const std::string& ImagesState::picture_problem() const {
  return engine_->problem;
}
std::size_t ImagesState::subjects() const {
  return 2 + settings().contenders.size();
}
std::string ImagesState::subject_name(std::size_t subject) const {
  return subject == 0 ? "original" : subject == 1 ? "reduced" : name_of(settings().contenders[subject - 2]);
}
std::string ImagesState::subject_detail(std::size_t subject) const {
  return subject < 2 ? "" : detail_of(settings().contenders[subject - 2]);
}
std::string ImagesState::subject_problem(std::size_t) const {
  return {};
}
Index ImagesState::subject_width(std::size_t) const {
  return 0;
}
Index ImagesState::subject_height(std::size_t) const {
  return 0;
}
std::shared_ptr<const Upsampler> ImagesState::upsampler(std::size_t) const {
  return {};
}
TilePtr ImagesState::tile(const TileKey&) const {
  return {};
}
bool ImagesState::stale(const TileKey&) const {
  return false;
}
void ImagesState::want(std::vector<TileKey>) {}
std::optional<std::array<float, 4>> ImagesState::pixel(std::size_t, Index, Index) const {
  return std::nullopt;
}
const std::vector<Measurement>& ImagesState::measurements() const {
  engine_->measurements.resize(settings().contenders.size());
  return engine_->measurements;
}
std::string ImagesState::measured_area() const {
  return {};
}
bool ImagesState::busy() const {
  return false;
}
std::string ImagesState::work() const {
  return {};
}
double ImagesState::progress() const {
  return -1;
}
void ImagesState::cancel() {}
void ImagesState::tick(const AppState&, double) {}
bool ImagesState::updating() const {
  return false;
}
bool ImagesState::open(AppState&, const std::string&) {
  return false;
}
bool ImagesState::undo(AppState&) {
  if (!can_undo()) return false;
  engine_->history.undo();
  return true;
}
bool ImagesState::redo(AppState&) {
  if (!can_redo()) return false;
  engine_->history.redo();
  return true;
}

}  // namespace convscope
