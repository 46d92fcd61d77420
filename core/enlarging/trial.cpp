#include "core/enlarging/trial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/parallel.hpp"
#include "core/enlarging/light.hpp"
#include "core/enlarging/upsampling.hpp"

namespace convscope {

namespace {

/// Rows of small pixels that are reduced at once.
constexpr Index kReducedRows = 16;
/// The share of a trial's time that enlarging takes, about.
constexpr double kEnlarging = 0.4;
/// Rows that are rounded at once.
constexpr Index kSavedRows = 16;

/// Puts rows [N, C, n, width] where they belong: from row `first` on in [N, C, height, width].
void put_rows(const Tensor<float>& rows, Index first, Tensor<float>& into) {
  const Index width = into.shape()[3], height = into.shape()[2], count = rows.shape()[2];
  for (Index plane = 0; plane < into.shape()[0] * into.shape()[1]; ++plane)
    std::copy_n(rows.data() + plane * count * width, count * width,
                into.data() + (plane * height + first) * width);
}

/// Rows [top, top + count) of a part [N, C, height, width] as they are saved, from what lies at `at` around
/// them, in the enlarged picture.
void save_rows(const Tensor<float>& made, const Region& at, const Region& part, Index top, Index count,
               Tensor<float>& into) {
  const Index planes = into.shape()[0] * into.shape()[1];
  in_parallel(ceil_div(planes * count, kSavedRows), [&](Index piece) {
    for (Index i = piece * kSavedRows; i < std::min((piece + 1) * kSavedRows, planes * count); ++i) {
      const Index plane = i / count, row = top + i % count;
      save(made.data() + (plane * at.height + part.top + row - at.top) * at.width + part.left - at.left,
           part.width, into.data() + (plane * part.height + row) * part.width);
    }
  });
}

/// As restored() of a linear map, into `out`; adds the seconds of enlarging to `seconds`, where there is a
/// clock.
void restore_rows(const Upsampler& upsampler, const Reduced& pair, const Region& part,
                  const Progress& progress, TrialClock clock, double& seconds, Tensor<float>& out) {
  const Shape& small = pair.small.shape();
  const Region source{0, 0, small[2], small[3]};
  out.make_room({small[0], small[1], part.height, part.width});
  Tensor<float> made;
  const Index rows = std::max<Index>(1, kPiece / part.width);
  for (Index top = 0; top < part.height; top += rows) {
    const Region band{part.top + top, part.left, std::min(rows, part.height - top), part.width};
    const double begin = clock ? clock() : 0;
    const Region at = enlarge_around(upsampler, pair.small, source, {small[2], small[3]}, band, made);
    if (clock) seconds += clock() - begin;
    if (pair.linear) made = seen_planes(std::move(made), false, true);
    save_rows(made, at, part, top, band.height, out);
    progress.at(static_cast<double>(top + band.height) / static_cast<double>(part.height));
  }
}

/// The same of any contender.
void restore(const Contender& contender, const Reduced& pair, const Region& part, const Progress& progress,
             TrialClock clock, double& seconds, Tensor<float>& out) {
  if (const auto* linear = std::get_if<Upsampler>(&contender))
    return restore_rows(*linear, pair, part, progress, clock, seconds, out);
  const double begin = clock ? clock() : 0;
  const Tensor<float> made =
      enlarge_seen(*std::get<1>(contender), pair.small, false, pair.linear, pair.factor, progress);
  if (clock) seconds += clock() - begin;
  out.make_room({made.shape()[0], made.shape()[1], part.height, part.width});
  save_rows(made, pair.whole(), part, 0, part.height, out);
}

}  // namespace

Tensor<float> read_picture(const std::string& path, std::string_view field, Budget budget) {
  return opaque_colors(read_image_file(path, field, budget));
}

Tensor<float> middle_of(const Tensor<float>& picture, Index side, Index factor) {
  const Shape& from = picture.shape();
  const auto extent = [&](Index n) { return std::min(side, n) / factor * factor; };
  const auto start = [&](Index n) { return (n - extent(n)) / 2 / factor * factor; };
  return cropped(picture, {start(from[2]), start(from[3]), extent(from[2]), extent(from[3])});
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

Examples Reduced::examples(const Progress& progress) const {
  return Examples(
      1,
      [this](Index, const Examples::Look& look) {
        if (linear) return look({linear_light(*original), small});
        look({*original, small});
      },
      progress);
}

void require_reducible(const Tensor<float>& picture, Index factor, const std::string& name,
                       std::string_view field) {
  const Index height = picture.shape()[2], width = picture.shape()[3];
  if (height < factor || width < factor)
    throw Error(field, fmt::format("{} has only {} × {} pixels", name, width, height),
                fmt::format("at least {0} × {0} for factor {0}", factor));
}

Reduced reduce(std::shared_ptr<const Tensor<float>> picture, Index factor, bool linear,
               const Progress& progress, const Degradation& degradation) {
  const Shape& shape = picture->shape();
  Reduced out{.small = reduced_planes(*picture, {}, factor, linear, progress, degradation),
              .factor = factor,
              .linear = linear,
              .degradation = degradation};
  const bool fits = shape[2] % factor == 0 && shape[3] % factor == 0;
  out.original =
      fits ? std::move(picture) : std::make_shared<const Tensor<float>>(cropped(*picture, out.whole()));
  return out;
}

Reduced reduce(Tensor<float> picture, Index factor, bool linear, const Progress& progress,
               const Degradation& degradation) {
  return reduce(std::make_shared<const Tensor<float>>(std::move(picture)), factor, linear, progress,
                degradation);
}

Reduced part_of(const Reduced& pair, const Region& part) {
  const Index f = pair.factor;
  return {.original = std::make_shared<const Tensor<float>>(cropped(*pair.original, part)),
          .small = cropped(pair.small, {part.top / f, part.left / f, part.height / f, part.width / f}),
          .factor = f,
          .linear = pair.linear,
          .degradation = pair.degradation};
}

Tensor<float> reduced_planes(const Tensor<float>& color, const Tensor<float>& alpha, Index factor,
                             bool linear, const Progress& progress, const Degradation& d) {
  const Shape& from = color.shape();
  const Index rows = from[2] / factor, columns = from[3] / factor;
  const bool has_alpha = alpha.size() > 0;
  Tensor<float> out({from[0], from[1] + (has_alpha ? 1 : 0), rows, columns});
  // Small rows on which a piece's outermost ones depend.
  const Index around = ceil_div(reach_of(d.filter, factor) + blur_reach(d.blur), factor);
  const auto reduce_rows = [&](Index piece) {
    const Index first = piece * kReducedRows, count = std::min(kReducedRows, rows - first);
    const Index begin = std::max<Index>(0, first - around), end = std::min(rows, first + count + around);
    const Region part{begin * factor, 0, (end - begin) * factor, columns * factor};
    const Tensor<float> opacity = has_alpha ? cropped(alpha, part) : Tensor<float>();
    Tensor<float> planes = working_planes(cropped(color, part), opacity, linear);
    if (d.blur > 0) planes = blurred(planes, d.blur);
    const Tensor<float> small = reduced(planes, factor, d.filter);
    put_rows(around == 0 ? small : cropped(small, {first - begin, 0, count, columns}), first, out);
  };
  in_parallel((rows + kReducedRows - 1) / kReducedRows, reduce_rows, progress);
  if (d.noise == 0 && d.jpeg == 0) return out;
  if (!has_alpha) return working_planes(damaged(seen_planes(std::move(out), false, linear), d), {}, linear);
  const Tensor<float> seen = seen_planes(std::move(out), true, linear);
  const auto opacity = seen.values().end() - rows * columns;
  return working_planes(damaged({Shape{1, from[1], rows, columns}, {seen.values().begin(), opacity}}, d),
                        {Shape{1, 1, rows, columns}, {opacity, seen.values().end()}}, linear);
}

Examples examples_in(ExampleFiles files, const Progress& progress) {
  const auto count = static_cast<Index>(files.paths.size());
  return Examples(
      count,
      [files = std::move(files), progress](Index k, const Examples::Look& look) {
        const std::string& path = files.paths[static_cast<std::size_t>(k)];
        progress.check();
        Tensor<float> picture = read_picture(path, files.field, files.budget);
        progress.check();
        if (const Index most = files.most_pixels; most > 0)
          picture = cropped(picture, middle_part(picture.shape()[2], picture.shape()[3], files.factor, most));
        require_reducible(picture, files.factor, path, files.field);
        const Reduced pair = reduce(std::move(picture), files.factor, files.linear, {}, files.degradation);
        pair.examples().visit(0, look);
        progress.check();
      },
      progress);
}

Tensor<float> restored(const Contender& contender, const Reduced& pair, const Region& part,
                       const Progress& progress) {
  double none = 0;
  Tensor<float> out;
  restore(contender, pair, part, progress, nullptr, none, out);
  return out;
}

Trial try_out(const Contender& contender, const Reduced& pair, const Region& given, const Progress& progress,
              TrialClock clock, Tensor<float> room) {
  const Region part = given.width > 0 ? given : pair.whole();
  double seconds = 0;
  Trial out{std::move(room), {}};
  restore(contender, pair, part, progress.part(0, kEnlarging), clock, seconds, out.picture);
  const bool all = part == pair.whole();
  const Tensor<float> original = all ? Tensor<float>() : cropped(*pair.original, part);
  const Cost cost = cost_of(contender, {pair.small.shape()[0], pair.small.shape()[1],
                                        part.height / pair.factor, part.width / pair.factor});
  out.measures =
      measure({all ? *pair.original : original, out.picture, pair.factor,
               kernel_traits(contender, pair.factor), clock ? std::optional(seconds) : std::nullopt, cost},
              progress.part(kEnlarging, 1));
  return out;
}

}  // namespace convscope
