#include "app/labs/images/why_work.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "app/labs/images/contents.hpp"
#include "app/views/contact_sheet.hpp"

namespace convscope {

namespace {

/// At most this many pixels a side take part in Why and Gradient.
constexpr Index kMostSide = 512;

/// Settings with one contender only: what the others are changes nothing.
ImageSettings alone(ImageSettings settings, std::size_t contender) {
  settings.contenders = {settings.contenders[std::min(contender, settings.contenders.size() - 1)]};
  return settings;
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

bool WhyWork::begin(Wish wish) {
  if (wish == wish_) return false;
  wish_ = std::move(wish);
  problem_.clear();
  worker_.cancel();
  return wish_ != fulfilled_[static_cast<std::size_t>(wish_.kind)];
}

void WhyWork::start(Worker::Job job) {
  worker_.start(std::move(job), [this](const std::string& problem) { problem_ = problem; });
}

void WhyWork::want_why(const ImageSettings& settings, std::size_t contender, const Picture& original,
                       const UpsamplerMaker& make) {
  if (!original || settings.contenders.empty()) return;
  if (!begin({Kind::why, alone(settings, contender), original})) return;
  start([this, wish = wish_, make](Worker::Task& task) {
    const UpsamplingChoice& c = wish.settings.contenders.front();
    std::optional<Why> made = explain(
        c, middle_of(*wish.picture, kMostSide, wish.settings.factor), wish.settings.linear_light,
        [&] { return !task.cancelled(); }, make);
    if (!made) return;
    made->name = name_of(c);
    made->detail = describe(c);
    const Rect part = telling_part(*made->original, shrink_area(*made->original, wish.settings.factor),
                                   wish.settings.factor);
    made->part_x = static_cast<Index>(part.x);
    made->part_y = static_cast<Index>(part.y);
    made->part_side = static_cast<Index>(part.w);
    task.deliver([this, made] {
      why_ = made;
      fulfilled();
    });
  });
}

void WhyWork::want_gradients(const ImageSettings& settings, std::size_t contender, const Picture& original,
                             const UpsamplerMaker& make) {
  if (!original || settings.contenders.empty()) return;
  if (!begin({Kind::gradients, alone(settings, contender), original})) return;
  start([this, wish = wish_, make](Worker::Task& task) {
    const UpsamplingChoice& c = wish.settings.contenders.front();
    const Tensor<float> part = middle_of(*wish.picture, kMostSide, c.factor);
    const Tensor<float> small = shrink_area(part, c.factor);
    const auto pulse = [&] {
      if (task.cancelled()) throw Stopped();
    };
    const Examples examples(
        1,
        [&](Index, const Examples::Look& look) {
          look({part, small});
        },
        pulse);
    // The convolution whose transposed form the contender is; of a stack, one layer by itself.
    UpsamplingChoice one = c;
    one.layers = 1;
    const Upsampler layer = make && c.layers == 1 ? make(c, pulse) : make_upsampler(one, examples);
    const Tensor<double> kernel = effective_kernel(layer, c.factor);
    const std::string detail = describe_kernel(c);
    const Backward made = backward_patterns(
        part, kernel, fmt::format("{}, stride {}", detail.empty() ? name_of(c) : detail, c.factor), c.factor);
    task.deliver([this, made] {
      gradients_ = made;
      fulfilled();
    });
  });
}

void WhyWork::want_sweep(const ImageSettings& settings, std::size_t contender, const Picture& original) {
  if (!original || settings.contenders.empty()) return;
  const std::size_t chosen = std::min(contender, settings.contenders.size() - 1);
  const std::vector<UpsamplingChoice>& choices = settings.contenders;
  const std::vector<SweepFamily> families = sweep_families(choices);
  sweep_family_ = family_of(families, choices[chosen]);
  sweep_size_ = kernel_size(in_one_layer(choices[chosen]));
  if (!begin({Kind::sweep, settings, original})) return;
  Sweep next{settings.factor, kSweepSide, families, {}};
  // Points that are there stay where nothing that they depend on has changed.
  if (sweep_ && sweep_->factor == next.factor && sweep_wish_.picture == original &&
      sweep_wish_.settings.linear_light == settings.linear_light)
    next.points = points_kept(*sweep_, families);
  sweep_ = next;
  sweep_wish_ = wish_;
  start([this, next = std::move(next), original, linear = settings.linear_light](Worker::Task& task) {
    const Tensor<float> part = middle_of(*original, kSweepSide, 1);
    const std::vector<SweepPlace> places = sweep_places(next);
    for (std::size_t i = 0; i < places.size() && !task.cancelled(); ++i) {
      task.report(static_cast<double>(i) / static_cast<double>(places.size()));
      const SweepPlace place = places[i];
      if (next.points.count(place) > 0) continue;
      if (const auto measures = measure_at(next, place, part, linear))
        task.deliver([this, place, m = *measures] { sweep_->points[place] = m; });
    }
    task.deliver([this] { fulfilled(); });
  });
}

}  // namespace convscope
