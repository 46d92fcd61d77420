#include "app/labs/images/contents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "app/platform/clock.hpp"
#include "core/base/error.hpp"
#include "core/enlarging/light.hpp"
#include "core/io/image_file.hpp"
#include "core/io/picture_files.hpp"
#include "core/network/network_enlarger.hpp"

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

Region common_part(const Region& a, const Region& b) {
  const Index top = std::max(a.top, b.top), left = std::max(a.left, b.left);
  return {top, left, std::max<Index>(0, std::min(a.top + a.height, b.top + b.height) - top),
          std::max<Index>(0, std::min(a.left + a.width, b.left + b.width) - left)};
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
  upsampler_.store(up);
  return up;
}

EnlargedPtr Content::enlarged(const Reduction& r, bool measured, const Progress& progress) const {
  // Without opacity the two are the same.
  auto& kept = measured && r.planes.size() > 0 ? measured_ : shown_;
  if (auto ready = kept.load()) return ready;
  const std::scoped_lock lock(making_);
  if (auto ready = kept.load()) return ready;
  progress.check();
  const UpsamplingChoice& c = recipe_.contender;
  if (!network_) network_ = network_enlarger(c);
  const Tensor<float>& small = measured ? r.measured.small : r.small();
  const bool clear = !measured && r.planes.size() > 0;
  auto made = std::make_shared<EnlargedWhole>();
  const double begin = steady_seconds();
  made->seen = enlarge_seen(*network_, small, clear, r.linear, r.factor, progress);
  made->seconds = steady_seconds() - begin;
  const Shape colors = r.measured.small.shape();
  made->cost = network_->cost(colors);
  made->note = network_->note(colors[1]);
  kept.store(made);
  return made;
}

void Content::forget() const {
  shown_.store(nullptr);
  measured_.store(nullptr);
}

namespace {

/// The file itself, or that of a folder with the picture's name.
std::string result_file(const std::string& path, const ImagePicture& picture) {
  std::error_code none;
  if (!std::filesystem::is_directory(path, none)) return path;
  const std::string stem = std::filesystem::path(picture.name).stem().string();
  std::string found;
  for (const auto& entry : std::filesystem::directory_iterator(path, none)) {
    const std::string file = entry.path().string();
    if (entry.path().stem() != stem || !has_image_ending(file)) continue;
    if (!found.empty())
      throw Error("result", fmt::format("{} has {} and {}", path, found, file), "one file of that name");
    found = file;
  }
  if (found.empty())
    throw Error("result", fmt::format("{} has no result of {}", path, picture.name),
                fmt::format("a file whose name begins with '{}.'", stem));
  return found;
}

}  // namespace

std::shared_ptr<const AlignedResult> Content::result(const Reduction& r, const Progress& progress) const {
  if (auto ready = read()) return ready;
  const std::scoped_lock lock(making_);
  if (auto ready = read()) return ready;
  progress.check();
  const ImagePicture& picture = *r.picture;
  const std::string path = result_file(recipe_.result, picture);
  ImageFile file = read_image_file(path, "image", {}, progress.silent());
  const bool is_cropped = file.color.shape().tail(2) == Shape{r.height, r.width};
  const Tensor<float>& truth = is_cropped ? *r.measured.original : *picture.measured();
  auto made = std::make_shared<AlignedResult>(fitted_result(
      {truth, picture.name, picture.opaque(), picture.kind}, std::move(file), path, recipe_.align));
  const Region whole{0, 0, r.height, r.width};
  if (made->color.shape().tail(2) != Shape{r.height, r.width}) {
    made->color = cropped(made->color, whole);
    made->covered = common_part(made->covered, whole);
  }
  result_.store(made);
  return made;
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
  if (all_.size() >= kMostLarge) all_[all_.size() - kMostLarge]->forget();
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
    case Recipe::Kind::result:
      return cropped(content.result(r, progress)->color, part);
    case Recipe::Kind::contender:
      break;
  }
  if (is_network(content.recipe().contender))
    return cropped(content.enlarged(r, false, progress)->seen, part);
  return seen_planes(enlarge_region(*content.upsampler(r, progress), r.small(), part), !picture.opaque(),
                     r.linear);
}

}  // namespace convscope
