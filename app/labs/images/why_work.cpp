#include "app/labs/images/why_work.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "app/labs/images/contents.hpp"
#include "app/views/contact_sheet.hpp"
#include "core/base/error.hpp"

namespace convscope {

namespace {

/// At most this many pixels a side take part in Why and Gradient.
constexpr Index kMostSide = 512;

/// Settings with one contender only: what the others are changes nothing.
ImageSettings alone(ImageSettings settings, std::size_t contender) {
  settings.contenders = {settings.contenders[std::min(contender, settings.contenders.size() - 1)]};
  return settings;
}

/// The form that the contender's layer has; what has no weights is a transposed convolution, too.
EnlargingForm form_of(const UpsamplingChoice& c) {
  if (c.smooth) return EnlargingForm::conv_transpose;
  return c.method == UpsamplingMethod::pixel_shuffle  ? EnlargingForm::pixel_shuffle
         : c.method == UpsamplingMethod::nearest_conv ? EnlargingForm::resize_conv
                                                      : EnlargingForm::conv_transpose;
}

/// Of other families, under their new numbers; points along the strides depend on the family's size too.
std::map<SweepPlace, Measures> points_kept(const Sweep& before, const std::vector<SweepFamily>& families) {
  std::map<SweepPlace, Measures> out;
  for (const auto& [old, measures] : before.points) {
    const SweepFamily& family = before.families[old.family];
    const SweepPlace place{family_of(families, family.choice), old.axis, old.at};
    if (place.family == families.size()) continue;
    if (place.axis == SweepAxis::kernel_size || families[place.family] == family) out[place] = measures;
  }
  return out;
}

}  // namespace

void WhyWork::turn_to(Kind kind) {
  if (kind == std::exchange(kind_, kind)) return;
  each([](auto& work) {
    work.cancel();
    if (!work.is_complete()) work.again();
  });
}

const std::string& WhyWork::problem() const {
  return kind_ == Kind::gradients    ? gradients_.problem()
         : kind_ == Kind::sweep      ? sweep_.problem()
         : kind_ == Kind::conversion ? conversion_.problem()
                                     : why_.problem();
}

void WhyWork::want_why(const ImageSettings& settings, std::size_t contender, const Picture& original,
                       const UpsamplerMaker& make) {
  if (!original || settings.contenders.empty()) return;
  turn_to(Kind::why);
  why_.want({alone(settings, contender), original},
            [make](const Wish& wish, const Progress& progress, const auto&) {
              const UpsamplingChoice& c = wish.settings.contenders.front();
              const Index factor = wish.settings.factor;
              const Reduced pair = reduce(middle_of(*wish.picture, kMostSide, factor), factor,
                                          wish.settings.linear_light, {}, wish.settings.degradation);
              Why made = explain(c, pair, progress.silent(), make);
              made.name = name_of(c);
              made.detail = describe(c);
              const Rect part = telling_part(*made.original, shrink_area(*made.original, factor), factor);
              made.part_x = static_cast<Index>(part.x);
              made.part_y = static_cast<Index>(part.y);
              made.part_side = static_cast<Index>(part.w);
              return made;
            });
}

void WhyWork::want_gradients(const ImageSettings& settings, std::size_t contender, const Picture& original,
                             const UpsamplerMaker& make) {
  if (!original || settings.contenders.empty()) return;
  turn_to(Kind::gradients);
  gradients_.want({alone(settings, contender), original}, [make](const Wish& wish, const Progress& progress,
                                                                 const auto&) {
    const UpsamplingChoice& c = wish.settings.contenders.front();
    require_one_kernel(c);
    const Reduced pair =
        reduce(middle_of(*wish.picture, kMostSide, c.factor), c.factor, false, {}, wish.settings.degradation);
    // The convolution whose transposed form the contender is; of a stack, one layer by itself.
    UpsamplingChoice one = c;
    one.layers = 1;
    const Upsampler layer = make && c.layers == 1 ? make(c, progress.silent())
                                                  : make_upsampler(one, pair.examples(progress.silent()));
    const std::string detail = describe_kernel(c);
    return backward_patterns(*pair.original, effective_kernel(layer, c.factor),
                             fmt::format("{}, stride {}", detail.empty() ? name_of(c) : detail, c.factor),
                             c.factor);
  });
}

void WhyWork::want_conversion(const ImageSettings& settings, std::size_t contender, const Picture& original,
                              EnlargingForm to, const UpsamplerMaker& make) {
  if (!original || settings.contenders.empty()) return;
  turn_to(Kind::conversion);
  conversion_.want({{alone(settings, contender), original}, to}, [make](const auto& wish,
                                                                        const Progress& progress,
                                                                        const auto&) {
    const UpsamplingChoice& c = wish.first.settings.contenders.front();
    require_one_kernel(c);
    if (c.layers > 1)
      throw Error("layers",
                  fmt::format("{} layers are {} maps, each to be converted by itself", c.layers, c.layers),
                  "a contender of one layer");
    const Reduced pair = reduce(middle_of(*wish.first.picture, kMostSide, c.factor), c.factor,
                                wish.first.settings.linear_light, {}, wish.first.settings.degradation);
    const Upsampler up =
        make ? make(c, progress.silent()) : make_upsampler(c, pair.examples(progress.silent()));
    const bool own = c.method == UpsamplingMethod::conv_transpose && !c.smooth;
    const std::string detail = describe(c);
    return convert_kernel(name_of(c) + (detail.empty() ? "" : ", " + detail), effective_kernel(up, c.factor),
                          own ? kernel_extent(c) : Shape{}, form_of(c), wish.second, c.factor);
  });
}

void WhyWork::want_sweep(const ImageSettings& settings, std::size_t contender, const Picture& original) {
  if (!original || settings.contenders.empty()) return;
  const std::size_t chosen = std::min(contender, settings.contenders.size() - 1);
  const std::vector<UpsamplingChoice>& choices = settings.contenders;
  const std::vector<SweepFamily> families = sweep_families(choices);
  sweep_family_ = family_of(families, choices[chosen]);
  sweep_size_ = kernel_size(in_one_layer(choices[chosen]));
  turn_to(Kind::sweep);
  Wish wish{settings, original};
  if (sweep_.has_asked(wish)) return;
  Sweep next{settings.factor, kSweepSide, families, {}};
  // Points that are there stay where nothing that they depend on has changed.
  if (const Sweep* before = sweep_.answer();
      before && before->factor == next.factor && sweep_.answered()->picture == original &&
      sweep_.answered()->settings.linear_light == settings.linear_light &&
      sweep_.answered()->settings.degradation == settings.degradation)
    next.points = points_kept(*before, families);
  sweep_.want(
      std::move(wish),
      [next](const Wish& w, const Progress& progress, const auto& deliver) {
        const Tensor<float> part = middle_of(*w.picture, kSweepSide, 1);
        const std::vector<SweepPlace> places = sweep_places(next);
        Sweep so_far = next;
        for (std::size_t i = 0; i < places.size(); ++i) {
          progress.at(static_cast<double>(i) / static_cast<double>(places.size()));
          if (so_far.points.count(places[i]) > 0) continue;
          if (const auto measures =
                  measure_at(next, places[i], part, w.settings.linear_light, w.settings.degradation)) {
            so_far.points[places[i]] = *measures;
            deliver(so_far);
          }
        }
        return so_far;
      },
      next);
}

}  // namespace convscope
