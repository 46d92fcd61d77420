#include "app/labs/images/contents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/enlarging/light.hpp"
#include "core/io/picture_files.hpp"

namespace convscope {

namespace {

constexpr std::string_view kLearnFrom = "learn-from";

/// Texels [first, first + as many as the piece has) of a tile's rows, from a piece of whole texels' rows.
void add_means(const Tensor<float>& piece, int level, Index first, Tile& tile) {
  const Index channels = piece.shape()[1], height = piece.shape()[2], width = piece.shape()[3];
  const Index plane = height * width, colors = channels < 3 ? 1 : 3, side = Index{1} << level;
  const float* const alpha = channels > colors ? piece.data() + colors * plane : nullptr;
  in_parallel((height + side - 1) / side, [&](Index texels) {
    const Index top = texels * side, bottom = std::min(top + side, height);
    // Sums over the rows of each column: opacity and colours weighted by it.
    std::vector<double> opacity(static_cast<std::size_t>(width)), sums(opacity.size());
    const auto over_texel = [&](const std::vector<double>& columns, Index t) {
      const Index from = t * side, to = std::min(from + side, width);
      return std::accumulate(columns.begin() + from, columns.begin() + to, 0.0);
    };
    const auto weight = [&](Index i) { return alpha ? static_cast<double>(alpha[i]) : 255.0; };
    for (Index y = top; y < bottom; ++y)
      for (Index x = 0; x < width; ++x) opacity[static_cast<std::size_t>(x)] += weight(y * width + x);
    float* const out = tile.rgba.data() + 4 * (first + texels) * tile.width;
    for (Index t = 0; t < tile.width; ++t) {
      const Index pixels = (bottom - top) * (std::min((t + 1) * side, width) - t * side);
      out[4 * t + 3] = static_cast<float>(over_texel(opacity, t) / static_cast<double>(pixels));
    }
    for (Index c = 0; c < 3; ++c) {
      if (c < colors) {
        const float* const from = piece.data() + c * plane;
        std::ranges::fill(sums, 0.0);
        for (Index y = top; y < bottom; ++y)
          for (Index x = 0; x < width; ++x)
            sums[static_cast<std::size_t>(x)] +=
                static_cast<double>(from[y * width + x]) * weight(y * width + x);
      }
      for (Index t = 0; t < tile.width; ++t) {
        const double shown = over_texel(opacity, t);
        out[4 * t + c] = shown > 0 ? static_cast<float>(over_texel(sums, t) / shown) : 0.0F;
      }
    }
  });
}

}  // namespace

ReductionPtr sized_for(const PicturePtr& picture, Index factor, bool linear) {
  if (picture->height() < factor || picture->width() < factor)
    throw Error(
        "factor",
        fmt::format("{} is too large for {} × {} pixels", factor, picture->width(), picture->height()),
        fmt::format("at most {}", std::min(picture->width(), picture->height())));
  Reduction out{.picture = picture, .factor = factor, .linear = linear};
  out.height = picture->height() / factor * factor;
  out.width = picture->width() / factor * factor;
  if (out.height == picture->height() && out.width == picture->width()) out.original = picture->over_white;
  return std::make_shared<const Reduction>(std::move(out));
}

ReductionPtr reduce_picture(const PicturePtr& picture, Index factor, bool linear, const Progress& progress) {
  const auto out = std::make_shared<Reduction>(*sized_for(picture, factor, linear));
  const bool opaque = picture->opaque();
  out->measured = reduce(picture->measured(), factor, linear, progress.part(0, opaque ? 1 : 0.5));
  if (!opaque)
    out->planes = reduced_planes(*picture->color, picture->alpha, factor, linear, progress.part(0.5, 1));
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

std::shared_ptr<const Upsampler> Content::upsampler(const Reduction& reduction,
                                                    const Progress& progress) const {
  if (auto ready = made()) return ready;
  const std::scoped_lock lock(making_);
  if (auto ready = made()) return ready;
  progress.check();
  const UpsamplingChoice& c = recipe_.contender;
  check_upsampling(c, reduction.small().shape().tail(2));
  const bool itself = recipe_.learn_from.empty();
  const Reduced part =
      itself && needs_examples(c) ? part_of(reduction.measured, learned_part(reduction)) : Reduced{};
  const Examples examples =
      itself ? part.examples(progress.silent())
             : examples_in({.paths = find_pictures(std::vector{recipe_.learn_from}, kLearnFrom),
                            .factor = reduction.factor,
                            .linear = reduction.linear,
                            .field = kLearnFrom,
                            .most_pixels = kMostLearned},
                           progress.silent());
  auto up = std::make_shared<const Upsampler>(make_upsampler(c, examples));
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

TilePtr make_tile(const Content& content, const Reduction& reduction, const TileKey& key,
                  const Progress& progress) {
  const Shape size = size_of(content.recipe(), reduction);
  const Region pixels = pixels_of(key, size[0], size[1]);
  const Index side = Index{1} << key.level, texels = (pixels.height + side - 1) / side;
  auto tile = std::make_shared<Tile>();
  tile->width = (pixels.width + side - 1) / side;
  tile->height = texels;
  tile->rgba.resize(static_cast<std::size_t>(4 * tile->width * texels));
  const Index at_once = std::max<Index>(1, kPiece / (pixels.width * side));
  for (Index first = 0; first < texels; first += at_once) {
    progress.check();
    const Index top = first * side, bottom = std::min((first + at_once) * side, pixels.height);
    const Region piece{pixels.top + top, pixels.left, bottom - top, pixels.width};
    add_means(seen_part(content, reduction, piece, progress), key.level, first, *tile);
  }
  return tile;
}

}  // namespace convscope
