#include "app/labs/images/contents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/error.hpp"
#include "core/enlarging/light.hpp"
#include "core/io/picture_files.hpp"

namespace convscope {

void check_factor(const ImagePicture& picture, Index factor) {
  const Index most = std::min(picture.width(), picture.height());
  if (factor <= most) return;
  throw Error("factor",
              fmt::format("{} is too large for {} × {} pixels", factor, picture.width(), picture.height()),
              fmt::format("at most {}", most));
}

ReductionPtr sized_for(const PicturePtr& picture, Index factor, bool linear, const Degradation& degradation) {
  check_factor(*picture, factor);
  Reduction out{.picture = picture, .factor = factor, .linear = linear, .degradation = degradation};
  out.height = picture->height() / factor * factor;
  out.width = picture->width() / factor * factor;
  if (out.height == picture->height() && out.width == picture->width()) out.original = picture->over_white;
  return std::make_shared<const Reduction>(std::move(out));
}

ReductionPtr reduce_picture(const PicturePtr& picture, Index factor, bool linear,
                            const Degradation& degradation, const Progress& progress) {
  const auto out = std::make_shared<Reduction>(*sized_for(picture, factor, linear, degradation));
  const bool opaque = picture->opaque();
  out->measured =
      reduce(picture->measured(), factor, linear, progress.part(0, opaque ? 1 : 0.5), degradation);
  if (!opaque)
    out->planes =
        reduced_planes(*picture->color, picture->alpha, factor, linear, progress.part(0.5, 1), degradation);
  if (out->original) return out;
  out->original =
      picture->measured() == picture->over_white
          ? out->measured.original
          : std::make_shared<const Tensor<float>>(cropped(*picture->over_white, out->measured.whole()));
  return out;
}

Region learned_part(const Reduction& r) {
  return middle_part(r.height, r.width, r.factor, kMostLearned);
}

Examples Content::examples(const Reduction& reduction, Reduced& part, const Progress& progress) const {
  constexpr std::string_view kLearnFrom = "learn-from";
  if (!recipe_.learn_from.empty())
    return examples_in({.paths = find_pictures(std::vector{recipe_.learn_from}, kLearnFrom),
                        .factor = reduction.factor,
                        .linear = reduction.linear,
                        .degradation = reduction.degradation,
                        .field = kLearnFrom,
                        .most_pixels = kMostLearned},
                       progress.silent());
  if (needs_examples(recipe_.contender)) part = part_of(reduction.measured, learned_part(reduction));
  return part.examples(progress.silent());
}

Tensor<double> Content::kernel(const Reduction& reduction, const Progress& progress) const {
  check_upsampling(recipe_.contender, reduction.small().shape().tail(2));
  Reduced part;
  return make_kernel(recipe_.contender, examples(reduction, part, progress));
}

std::shared_ptr<const Upsampler> Content::upsampler(const Reduction& reduction,
                                                    const Progress& progress) const {
  if (auto ready = made()) return ready;
  const std::scoped_lock lock(making_);
  if (auto ready = made()) return ready;
  progress.check();
  const UpsamplingChoice& c = recipe_.contender;
  check_upsampling(c, reduction.small().shape().tail(2));
  Reduced part;
  auto up = std::make_shared<const Upsampler>(make_upsampler(c, examples(reduction, part, progress)));
  upsampler_ = up;
  return up;
}

UpsamplerMaker maker_of(const ContentPtr& content, const ReductionPtr& reduction) {
  return [content, reduction](const UpsamplingChoice& choice, const Progress& progress) {
    Recipe recipe = content->recipe();
    recipe.contender = choice;
    return recipe == content->recipe() ? *content->upsampler(*reduction, progress)
                                       : *Content(0, recipe).upsampler(*reduction, progress);
  };
}

ContentPtr Contents::of(const Recipe& recipe) {
  const auto found = std::ranges::find_if(all_, [&](const ContentPtr& c) { return c->recipe() == recipe; });
  if (found != all_.end()) {
    std::rotate(found, found + 1, all_.end());  // the newest stand last
    return all_.back();
  }
  if (all_.size() == kMost) all_.erase(all_.begin());
  return all_.emplace_back(std::make_shared<Content>(++last_, recipe));
}

Shape size_of(const Recipe& recipe, const Reduction& r) {
  const Index shrink = recipe.kind == Recipe::Kind::reduced ? r.factor : 1;
  return {r.height / shrink, r.width / shrink};
}

Tensor<float> seen_part(const Content& content, const Reduction& r, const Region& part,
                        const Progress& progress) {
  const ImagePicture& picture = *r.picture;
  switch (content.recipe().kind) {
    case Recipe::Kind::original: {
      const Tensor<float> color = cropped(*picture.color, part);
      if (picture.opaque()) return color;
      const Index plane = part.height * part.width, colors = color.shape()[1];
      Tensor<float> out({1, colors + 1, part.height, part.width});
      std::copy(color.values().begin(), color.values().end(), out.data());
      const Tensor<float> alpha = cropped(picture.alpha, part);
      std::copy(alpha.values().begin(), alpha.values().end(), out.data() + colors * plane);
      return out;
    }
    case Recipe::Kind::reduced:
      return seen_planes(cropped(r.small(), part), !picture.opaque(), r.linear);
    case Recipe::Kind::contender:
      break;
  }
  return seen_planes(enlarge_region(*content.upsampler(r, progress), r.small(), part), !picture.opaque(),
                     r.linear);
}

}  // namespace convscope
