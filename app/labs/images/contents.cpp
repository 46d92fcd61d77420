#include "app/labs/images/contents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/scenario/picture_planes.hpp"

namespace convscope {

namespace {

/// Pixels that are made between two looks at whether to go on.
constexpr Index kPiece = Index{1} << 18;

/// Rows of small pixels that are reduced at once.
constexpr Index kReducedRows = 16;

Tensor<float> cropped_alpha(const ImagePicture& picture, const Region& part) {
  return picture.opaque() ? Tensor<float>() : cropped(picture.alpha, part);
}

/// Rows of a reduced picture, put where they belong.
void put_rows(const Tensor<float>& rows, Index first, Tensor<float>& into) {
  const Index width = into.shape()[3], height = into.shape()[2], count = rows.shape()[2];
  for (Index c = 0; c < into.shape()[1]; ++c)
    std::copy_n(rows.data() + c * count * width, count * width, into.data() + (c * height + first) * width);
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

/// Adds texels' sums of one piece: its rows begin at `top` within the tile's pixels.
class Means {
 public:
  Means(Index height, Index width, int level)
      : level_(level), width_((width + side() - 1) / side()), height_((height + side() - 1) / side()) {
    sums_.resize(static_cast<std::size_t>(width_ * height_ * 4));
    weights_.resize(static_cast<std::size_t>(width_ * height_));
  }

  void add(const Tensor<float>& piece, Index top) {
    const Index channels = piece.shape()[1], height = piece.shape()[2], width = piece.shape()[3];
    const Index plane = height * width, colors = channels < 3 ? 1 : 3;
    const float* red = piece.data();
    const float* green = colors == 3 ? red + plane : red;
    const float* blue = colors == 3 ? red + 2 * plane : red;
    const float* alpha = channels > colors ? red + colors * plane : nullptr;
    for (Index y = 0; y < height; ++y)
      for (Index x = 0; x < width; ++x) {
        const auto texel = static_cast<std::size_t>(((top + y) >> level_) * width_ + (x >> level_));
        const Index i = y * width + x;
        const double opacity = alpha ? static_cast<double>(alpha[i]) : 255.0;
        double* sum = &sums_[4 * texel];
        sum[0] += static_cast<double>(red[i]) * opacity;
        sum[1] += static_cast<double>(green[i]) * opacity;
        sum[2] += static_cast<double>(blue[i]) * opacity;
        sum[3] += opacity;
        weights_[texel] += 1;
      }
  }

  Tile finish() const {
    Tile tile{width_, height_, std::vector<float>(sums_.size())};
    for (std::size_t t = 0; t < sums_.size() / 4; ++t) {
      const double opacity = sums_[4 * t + 3];
      for (std::size_t c = 0; c < 3; ++c)
        tile.rgba[4 * t + c] = opacity > 0 ? static_cast<float>(sums_[4 * t + c] / opacity) : 0.0F;
      tile.rgba[4 * t + 3] = static_cast<float>(opacity / weights_[t]);
    }
    return tile;
  }

 private:
  Index side() const { return Index{1} << level_; }
  int level_;
  Index width_, height_;
  std::vector<double> sums_, weights_;
};

}  // namespace

ReductionPtr reduce_picture(const PicturePtr& picture, Index factor, bool linear,
                            const std::function<void(double)>& report) {
  if (picture->height() < factor || picture->width() < factor)
    throw Error(
        "factor",
        fmt::format("{} is too large for {} × {} pixels", factor, picture->width(), picture->height()),
        fmt::format("at most {}", std::min(picture->width(), picture->height())));
  auto out = std::make_shared<Reduction>();
  out->picture = picture;
  out->factor = factor;
  out->linear = linear;
  const Index rows = picture->height() / factor, columns = picture->width() / factor;
  out->height = rows * factor;
  out->width = columns * factor;
  const Index colors = picture->color->shape()[1];
  out->small = Tensor<float>({1, colors + (picture->opaque() ? 0 : 1), rows, columns});
  if (!picture->opaque()) out->small_over_white = Tensor<float>({1, 3, rows, columns});
  const Index pieces = (rows + kReducedRows - 1) / kReducedRows;
  std::atomic<Index> done = 0;
  in_parallel(pieces, [&](Index piece) {
    const Index first = piece * kReducedRows, count = std::min(kReducedRows, rows - first);
    const Region part{first * factor, 0, count * factor, out->width};
    const Tensor<float> color = cropped(*picture->color, part);
    put_rows(shrink_area(working_planes(color, cropped_alpha(*picture, part), linear), factor), first,
             out->small);
    if (!picture->opaque()) {
      const Tensor<float> white = cropped(*picture->over_white, part);
      put_rows(shrink_area(linear ? linear_light(white) : white, factor), first, out->small_over_white);
    }
    report(static_cast<double>(++done) / static_cast<double>(pieces));
  });
  const bool whole = out->height == picture->height() && out->width == picture->width();
  out->original = whole ? picture->over_white
                        : std::make_shared<const Tensor<float>>(
                              cropped(*picture->over_white, {0, 0, out->height, out->width}));
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
  const Contender& c = recipe_.contender;
  LearnedPair pair;
  if (needs_examples(c.choice)) pair = learned_pair(reduction);
  const Examples examples(
      1,
      [&](Index, const Examples::Look& look) {
        look({pair.original, pair.small});
      },
      going);
  auto up = std::make_shared<const Upsampler>(make_layers(c.choice, c.layers, examples));
  upsampler_ = up;
  return up;
}

void check_contender(const Contender& contender, const Reduction& r) {
  check_upsampling(contender.choice, r.small.shape().tail(2));
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
  return recipe.kind == Recipe::Kind::reduced ? r.small.shape().tail(2) : Shape{r.height, r.width};
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
  Means means(pixels.height, pixels.width, key.level);
  const Index rows = std::max<Index>(1, kPiece / pixels.width);
  for (Index top = 0; top < pixels.height; top += rows) {
    going();
    const Region piece{pixels.top + top, pixels.left, std::min(rows, pixels.height - top), pixels.width};
    means.add(seen_part(content, reduction, piece, going), top);
  }
  return std::make_shared<const Tile>(means.finish());
}

}  // namespace convscope
