// What there is to see in the lab of images: the modes of its stage, the subjects, their tiles and numbers.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "app/labs/images/state.hpp"
#include "app/views/images/gradients.hpp"
#include "app/views/images/inspection.hpp"
#include "app/views/images/plots.hpp"
#include "app/views/images/why.hpp"
#include "core/enlarging/kernel_text.hpp"

namespace convscope {

namespace {

/// Up to this many pixels everything is measured, beyond it the middle.
constexpr Index kMostMeasured = Index{4} << 20, kMeasuredMiddle = Index{2} << 20;
/// 256 texels of it are more pixels than any picture has.
constexpr int kMostLevel = 24;

PlotChoice plot_choice(const ImagesState& s) {
  return {s.stage.plot == 0 ? nullptr : plotted_metrics()[s.stage.plot - 1],
          s.stage.plot_by_stride ? SweepAxis::stride : SweepAxis::kernel_size, s.why.sweep_family(),
          s.why.sweep_size()};
}

/// Where one row stands alone, the next one comes.
std::vector<std::string> next_part(const ImagesState&, const Style& style, Point) {
  if (style.type <= 1) return {};
  return {"image-part"};
}

/// A small plot becomes the large one.
std::vector<std::string> plot_at(const ImagesState& s, const Style& style, Point at) {
  for (const PlotPlace& place : plot_places(s.why.sweep(), plot_choice(s), style))
    if (!place.large && place.rect.contains(at))
      return {"plot", command_name(*place.metric), place.axis == SweepAxis::stride ? "stride" : "size"};
  return {};
}

/// The row of a grid shows its evidence.
std::vector<std::string> grid_under(const ImagesState& s, const Style& style, Point at) {
  const auto grid = grid_at(s.inspection(s.stage.inspected), style, s.stage.grid, s.stage.part, at);
  if (!grid) return next_part(s, style, at);
  return {"inspect-grid", fmt::format("{}", *grid + 1)};
}

/// A click has the weights go again.
std::vector<std::string> replay(const ImagesState&, const Style&, Point) {
  return {"convert-at", "0"};
}

constexpr std::array kModes{
    ImageMode{.name = "compare",
              .title = "Compare",
              .help = "The pictures beside each other, measured",
              .choices = true,
              .ask = nullptr,
              .draw = nullptr},
    ImageMode{.name = "why",
              .title = "Why",
              .help = "What in the chosen contender's kernel makes a checkerboard, and what would not",
              .choices = false,
              .ask =
                  [](ImagesState& s, const UpsamplerMaker& make) {
                    s.why.want_why(s.settings(), s.stage.contender, s.original_pixels(), make);
                  },
              .draw =
                  [](const ImagesState& s, const Style& style) {
                    return draw_why(s.why.why(), s.why.problem(), style, s.stage.part);
                  },
              .click = next_part},
    ImageMode{.name = "gradient",
              .title = "Gradient",
              .help = "The way back: the pattern that strides and pooling leave in a gradient",
              .choices = false,
              .ask =
                  [](ImagesState& s, const UpsamplerMaker& make) {
                    s.why.want_gradients(s.settings(), s.stage.contender, s.original_pixels(), make);
                  },
              .draw =
                  [](const ImagesState& s, const Style& style) {
                    return draw_gradients(s.why.gradients(), s.why.problem(), style, s.stage.part);
                  },
              .click = next_part},
    ImageMode{.name = "plots",
              .title = "Plots",
              .help = "How the numbers change with the kernel's size and the factor",
              .choices = true,
              .ask =
                  [](ImagesState& s, const UpsamplerMaker&) {
                    s.why.want_sweep(s.settings(), s.stage.contender, s.original_pixels());
                  },
              .draw =
                  [](const ImagesState& s, const Style& style) {
                    return draw_plots(s.why.sweep(), plot_choice(s), s.why.problem(), style);
                  },
              .click = plot_at},
    ImageMode{.name = "inspect",
              .title = "Inspect",
              .help = "Printed grids found without an original: where, how strong, and what made them",
              .choices = true,
              .ask = [](ImagesState& s, const UpsamplerMaker&) { s.look_for_grids({s.stage.inspected}); },
              .draw =
                  [](const ImagesState& s, const Style& style) {
                    return draw_inspection(s.inspection(s.stage.inspected),
                                           s.inspection_problem(s.stage.inspected), style, s.stage.grid,
                                           s.stage.part);
                  },
              .click = grid_under},
    ImageMode{.name = "convert",
              .title = "Convert",
              .help = "The chosen contender's weights as pixel shuffle, transposed or resize-convolution",
              .choices = true,
              .ask =
                  [](ImagesState& s, const UpsamplerMaker& make) {
                    s.why.want_conversion(s.settings(), s.stage.contender, s.original_pixels(),
                                          s.stage.convert_to, make);
                  },
              .draw =
                  [](const ImagesState& s, const Style& style) {
                    return draw_conversion(s.why.conversion(), s.why.problem(), style, s.stage.conversion);
                  },
              .click = replay},
};

}  // namespace

std::span<const ImageMode> image_modes() {
  return kModes;
}

std::optional<Picture> ImagesState::picture(const Desk&, const Style& style) const {
  return mode().draw ? std::optional(mode().draw(*this, style)) : std::nullopt;
}

std::string ImagesState::picture_kind() const {
  return picture_ ? picture_->kind : "";
}

std::string ImagesState::picture_note() const {
  if (!picture_) return "";
  const Region part = learned_part(*reduction_);
  if (part.height == height() || !settings().learn_from.empty() ||
      std::ranges::none_of(settings().contenders, needs_examples))
    return "";
  return fmt::format("Learned kernels are fitted on the middle {} × {} pixels.", part.width, part.height);
}

std::shared_ptr<const Tensor<float>> ImagesState::original_pixels() const {
  return ready() ? reduction_->original : nullptr;
}

std::string ImagesState::subject_name(std::size_t subject) const {
  if (subject == 0) return "original";
  if (is_result(subject))
    return std::filesystem::path(settings().results.at(subject - 2 - settings().contenders.size()))
        .filename()
        .string();
  return subject == 1 ? "reduced" : name_of(settings().contenders.at(subject - 2));
}

std::string ImagesState::subject_detail(std::size_t subject) const {
  if (subject < 2) return {};
  if (is_result(subject)) {
    const auto read = subject < slots_.size() ? slots_[subject].wanted->read() : nullptr;
    return read && !read->note.empty() ? "result, " + read->note : "result";
  }
  const UpsamplingChoice& choice = settings().contenders.at(subject - 2);
  const bool untrained = info(choice.method).has_kernel && !choice.repair && is_untrained(choice.kernel.kind);
  const auto whole = subject < slots_.size() ? slots_[subject].wanted->enlarged() : nullptr;
  return describe(choice) + (untrained ? ", untrained" : "") +
         (whole && !whole->note.empty() ? ", " + whole->note : "");
}

std::string ImagesState::subject_problem(std::size_t subject) const {
  return subject < slots_.size() ? maker_.problem(*slots_[subject].wanted) : "";
}

Extent ImagesState::extent(std::size_t subject) const {
  if (!ready()) return {};
  const Index shrink = subject == 1 ? reduction_->factor : 1;
  return {reduction_->width / shrink, reduction_->height / shrink};
}

std::shared_ptr<const Upsampler> ImagesState::upsampler(std::size_t subject) const {
  return subject < 2 || subject >= slots_.size() ? nullptr : slots_[subject].wanted->made();
}

const std::vector<Repair>& ImagesState::repairs() const {
  static const std::vector<Repair> kNone;
  if (stage.contender >= settings().contenders.size()) return kNone;
  const UpsamplingChoice& chosen = settings().contenders[stage.contender];
  const auto learned = needs_examples(chosen) ? upsampler(stage.contender + 2) : nullptr;
  // What need not be learned is made here, in well under a frame.
  repairs_.want_now({chosen, learned}, [](const auto& question, const Progress&, const auto&) {
    const auto& [choice, map] = question;
    if (map) return convscope::repairs(choice, *map);
    if (needs_examples(choice)) return std::vector<Repair>{};
    return convscope::repairs(choice,
                              make_upsampler(choice, Examples(1, [](Index, const Examples::Look&) {})));
  });
  return repairs_.problem().empty() ? *repairs_.answer() : kNone;
}

TilePtr ImagesState::tile(const TileKey& key) const {
  if (key.subject >= slots_.size()) return nullptr;
  const Slot& slot = slots_[key.subject];
  if (TilePtr now = maker_.tiles().find(slot.wanted->id(), key)) return now;
  return slot.before ? maker_.tiles().find(slot.before->id(), key) : nullptr;
}

bool ImagesState::stale(const TileKey& key) const {
  return key.subject >= slots_.size() || !maker_.tiles().find(slots_[key.subject].wanted->id(), key);
}

void ImagesState::want(std::vector<TileKey> visible) {
  wanted_ = true;
  visible_ = std::move(visible);
  ask_for_tiles();
}

std::optional<std::array<float, 4>> ImagesState::pixel(std::size_t subject, Index x, Index y) const {
  const auto [width, height] = extent(subject);
  if (x < 0 || y < 0 || x >= width || y >= height) return std::nullopt;
  const TilePtr from = tile({subject, 0, x / kTile, y / kTile});
  if (!from || x % kTile >= from->width || y % kTile >= from->height) return std::nullopt;
  const float* at = &from->rgba[static_cast<std::size_t>(4 * (y % kTile * from->width + x % kTile))];
  return std::array<float, 4>{at[0], at[1], at[2], at[3]};
}

bool ImagesState::sized() const {
  return reduction_ && reduction_->picture == picture_ && reduction_->factor == settings().factor;
}

bool ImagesState::current() const {
  return sized() && reduction_->complete() && reduction_->linear == settings().linear_light &&
         reduction_->degradation == settings().degradation;
}

void ImagesState::keep_in_range() {
  const std::size_t contenders = settings().contenders.size();
  stage.first = std::min(stage.first, subjects() - 1);
  stage.second = std::min(stage.second, subjects() - 1);
  stage.inspected = std::min(stage.inspected, subjects() - 1);
  stage.contender = std::min(stage.contender, std::max<std::size_t>(contenders, 1) - 1);
  stage.selection = selected();
  if (const auto& p = stage.pointed; ready() && p && (p->x >= width() || p->y >= height()))
    stage.pointed.reset();
}

PixelArea ImagesState::selected() const {
  if (!ready()) return stage.selection;
  const PixelArea& s = stage.selection;
  const Index left = std::clamp<Index>(s.x, 0, width()), top = std::clamp<Index>(s.y, 0, height());
  const PixelArea kept{left, top, std::min(s.x + s.width, width()) - left,
                       std::min(s.y + s.height, height()) - top};
  return kept.empty() ? PixelArea{} : kept;
}

Region ImagesState::measured() const {
  if (const PixelArea s = selected(); !s.empty()) return {s.y, s.x, s.height, s.width};
  if (height() * width() <= kMostMeasured) return {0, 0, height(), width()};
  return middle_part(height(), width(), reduction_->factor, kMeasuredMiddle);
}

std::string ImagesState::measured_area() const {
  if (!ready()) return "";
  const Region part = measured();
  if (part.width == width() && part.height == height())
    return fmt::format("whole picture {} × {}", width(), height());
  return fmt::format("{} {} × {} of {} × {}", selected().empty() ? "middle" : "selection", part.width,
                     part.height, width(), height());
}

Recipe ImagesState::recipe(std::size_t subject) const {
  const ImageSettings& s = settings();
  const bool cropped = picture_->width() % s.factor != 0 || picture_->height() % s.factor != 0;
  if (subject == 0)
    return {.kind = Recipe::Kind::original, .picture = opened_, .factor = cropped ? s.factor : 0};
  Recipe reduced{.kind = Recipe::Kind::reduced,
                 .picture = opened_,
                 .factor = s.factor,
                 .linear = s.linear_light,
                 .degradation = s.degradation};
  if (subject == 1) return reduced;
  if (is_result(subject)) {
    reduced.kind = Recipe::Kind::result;
    reduced.result = s.results[subject - 2 - s.contenders.size()];
    reduced.align = s.align_results;
    reduced.linear = false;  // what others have made depends on none of this
    reduced.degradation = {};
    return reduced;
  }
  reduced.kind = Recipe::Kind::contender;
  reduced.contender = s.contenders[subject - 2];
  if (needs_examples(reduced.contender)) reduced.learn_from = s.learn_from;
  return reduced;
}

void ImagesState::refresh() {
  if (!picture_) return;
  slots_.resize(subjects());
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const ContentPtr wanted = contents_.of(recipe(i));
    Slot& slot = slots_[i];
    if (slot.wanted == wanted) continue;
    if (i == 1)
      slot.before = nullptr;  // of another size
    else if (slot.wanted && maker_.tiles().has(slot.wanted->id()))
      slot.before = slot.wanted;
    slot.wanted = wanted;
  }
  measurer_.want(contenders(), nullptr, current() ? measured() : Region{});
  if (pending_) return;
  if (current()) {
    reducing_.cancel();
    reducing_.again();
    return;
  }
  reducing_.want({picture_, settings().factor, settings().linear_light, settings().degradation},
                 [](const Reducing& wanted, const Progress& progress, const auto&) {
                   return reduce_picture(wanted.picture, wanted.factor, wanted.linear, wanted.degradation,
                                         progress);
                 });
}

/// From the middle of what is looked at, in pixels of the original.
double ImagesState::distance(const TileKey& key) const {
  const Index scale = key.subject == 1 ? reduction_->factor : 1;
  const auto middle = [&](Index n) {
    return (static_cast<double>(n) + 0.5) * static_cast<double>((kTile << key.level) * scale);
  };
  const Viewport& v = stage.viewport;
  const bool whole = v.zoom <= 0;
  const double x = whole ? static_cast<double>(width()) / 2 : v.x,
               y = whole ? static_cast<double>(height()) / 2 : v.y;
  return std::hypot(middle(key.column) - x, middle(key.row) - y);
}

void ImagesState::ask_for_tiles() {
  std::vector<std::pair<double, TileKey>> missing;
  for (const TileKey& key : visible_) {
    if (!sized() || key.subject >= slots_.size() || key.level < 0 || key.level > kMostLevel) continue;
    if (key.subject > 0 && !current()) continue;
    const ContentPtr& content = slots_[key.subject].wanted;
    const auto [width, height] = extent(key.subject);
    if (maker_.tiles().find(content->id(), key) || !maker_.problem(*content).empty() ||
        pixels_of(key, height, width).height == 0)
      continue;
    missing.emplace_back(distance(key), key);
  }
  std::ranges::sort(missing);
  missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
  std::vector<TileMaker::Task> tasks;
  for (const auto& [far, key] : missing) tasks.push_back({slots_[key.subject].wanted, reduction_, key});
  maker_.make(std::move(tasks));
}

std::vector<ContentPtr> ImagesState::contenders() const {
  std::vector<ContentPtr> out;
  for (std::size_t i = 2; i < slots_.size(); ++i) out.push_back(slots_[i].wanted);
  return out;
}

Lineup ImagesState::lineup() const {
  Lineup out{.reduction = reduction_, .contenders = contenders(), .measured = measured()};
  for (const ContentPtr& content : out.contenders) {
    const Measurement* known = measurer_.known(*content, out.measured);
    out.known.push_back(known ? *known : Measurement{});
  }
  return out;
}

std::shared_ptr<const ContactSheet> ImagesState::sheet() {
  sheets_.take();
  if (!current()) return nullptr;
  const Lineup all = lineup();
  sheets_.want({all.reduction, all.contenders, all.measured},
               [all](const SheetOf&, const Progress& progress, const auto&) {
                 return std::make_shared<const ContactSheet>(sheet_of(all, progress));
               });
  return sheets_.is_complete() ? *sheets_.answer() : nullptr;
}

}  // namespace convscope
