#include "app/labs/images/contents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/enlarging/picture_planes.hpp"
#include "core/enlarging/reduced.hpp"
#include "core/io/picture_files.hpp"

namespace convscope {

namespace {

/// Rows of small pixels that are reduced at once.
constexpr Index kReducedRows = 16;

constexpr std::string_view kLearnFrom = "learn-from";

Tensor<float> cropped_alpha(const ImagePicture& picture, const Region& part) {
  return picture.opaque() ? Tensor<float>() : cropped(picture.alpha, part);
}

/// What kernels learn from, in the light that is worked in.
struct LearnedPair {
  Tensor<float> original, small;
};
LearnedPair learned_pair(const Reduction& r) {
  const Region part = learned_part(r);
  const Index f = r.factor;
  const Tensor<float> original = cropped(r.picture->measured(), part);
  return {r.linear ? linear_light(original) : original,
          cropped(r.measured_small(), {part.top / f, part.left / f, part.height / f, part.width / f})};
}

/// The same of another photograph.
Reduced learned_pair(const std::string& path, Index factor, bool linear, const Going& going) {
  going();
  const Tensor<float> picture = read_picture(path, kLearnFrom, linear);
  going();
  const Region part = middle_part(picture.shape()[2], picture.shape()[3], factor, kMostLearned);
  return reduce(cropped(picture, part), factor, path, kLearnFrom);
}

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

void put_rows(const Tensor<float>& rows, Index first, Tensor<float>& into) {
  const Index width = into.shape()[3], height = into.shape()[2], count = rows.shape()[2];
  for (Index c = 0; c < into.shape()[1]; ++c)
    std::copy_n(rows.data() + c * count * width, count * width, into.data() + (c * height + first) * width);
}

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
  const Index rows = out->height / factor, columns = out->width / factor;
  const Index colors = picture->color->shape()[1];
  out->small = Tensor<float>({1, colors + (picture->opaque() ? 0 : 1), rows, columns});
  if (!picture->opaque()) out->small_over_white = Tensor<float>({1, 3, rows, columns});
  const Index pieces = (rows + kReducedRows - 1) / kReducedRows;
  const auto reduce_rows = [&](Index piece) {
    const Index first = piece * kReducedRows, count = std::min(kReducedRows, rows - first);
    const Region part{first * factor, 0, count * factor, out->width};
    const Tensor<float> color = cropped(*picture->color, part);
    put_rows(shrink_area(working_planes(color, cropped_alpha(*picture, part), linear), factor), first,
             out->small);
    if (!picture->opaque()) {
      const Tensor<float> white = cropped(*picture->over_white, part);
      put_rows(shrink_area(linear ? linear_light(white) : white, factor), first, out->small_over_white);
    }
  };
  in_parallel(pieces, reduce_rows, progress);
  if (!out->original)
    out->original =
        std::make_shared<const Tensor<float>>(cropped(*picture->over_white, {0, 0, out->height, out->width}));
  return out;
}

Region middle_part(Index height, Index width, Index factor, Index most) {
  if (height * width <= most) return {0, 0, height, width};
  const double shrink = std::sqrt(static_cast<double>(most) / static_cast<double>(height * width));
  const auto side = [&](Index n) {
    const auto wanted = static_cast<Index>(static_cast<double>(n) * shrink);
    return std::max<Index>(1, wanted / factor) * factor;
  };
  const Index rows = side(height), columns = side(width);
  return {(height - rows) / 2 / factor * factor, (width - columns) / 2 / factor * factor, rows, columns};
}

Region learned_part(const Reduction& r) {
  return middle_part(r.height, r.width, r.factor, kMostLearned);
}

std::shared_ptr<const Upsampler> Content::upsampler(const Reduction& reduction, const Going& going) const {
  if (auto ready = made()) return ready;
  const std::scoped_lock lock(making_);
  if (auto ready = made()) return ready;
  going();
  const UpsamplingChoice& c = recipe_.contender;
  check_upsampling(c, reduction.small.shape().tail(2));
  std::vector<std::string> files;
  if (!recipe_.learn_from.empty()) files = find_pictures(std::vector{recipe_.learn_from}, kLearnFrom);
  LearnedPair itself;
  if (files.empty() && needs_examples(c)) itself = learned_pair(reduction);
  const Examples examples(
      std::max<Index>(1, static_cast<Index>(files.size())),
      [&](Index k, const Examples::Look& look) {
        if (files.empty()) return look({itself.original, itself.small});
        const Reduced other =
            learned_pair(files[static_cast<std::size_t>(k)], reduction.factor, reduction.linear, going);
        look({other.original, other.small});
      },
      going);
  auto up = std::make_shared<const Upsampler>(make_upsampler(c, examples));
  upsampler_ = up;
  return up;
}

UpsamplerMaker maker_of(const ContentPtr& content, const ReductionPtr& reduction) {
  return [content, reduction](const UpsamplingChoice& choice, const Going& going) {
    Recipe recipe = content->recipe();
    recipe.contender = choice;
    return recipe == content->recipe() ? *content->upsampler(*reduction, going)
                                       : *Content(0, recipe).upsampler(*reduction, going);
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

Tensor<float> seen_part(const Content& content, const Reduction& r, const Region& part, const Going& going) {
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
      return seen_planes(cropped(r.small, part), !picture.opaque(), r.linear);
    case Recipe::Kind::contender:
      break;
  }
  return seen_planes(enlarge_region(*content.upsampler(r, going), r.small, part), !picture.opaque(),
                     r.linear);
}

TilePtr make_tile(const Content& content, const Reduction& reduction, const TileKey& key,
                  const Going& going) {
  const Shape size = size_of(content.recipe(), reduction);
  const Region pixels = pixels_of(key, size[0], size[1]);
  const Index side = Index{1} << key.level, texels = (pixels.height + side - 1) / side;
  auto tile = std::make_shared<Tile>();
  tile->width = (pixels.width + side - 1) / side;
  tile->height = texels;
  tile->rgba.resize(static_cast<std::size_t>(4 * tile->width * texels));
  const Index at_once = std::max<Index>(1, kPiece / (pixels.width * side));
  for (Index first = 0; first < texels; first += at_once) {
    going();
    const Index top = first * side, bottom = std::min((first + at_once) * side, pixels.height);
    const Region piece{pixels.top + top, pixels.left, bottom - top, pixels.width};
    add_means(seen_part(content, reduction, piece, going), key.level, first, *tile);
  }
  return tile;
}

}  // namespace convscope
