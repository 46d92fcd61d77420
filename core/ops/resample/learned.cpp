#include "core/ops/resample/learned.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "core/base/parallel.hpp"
#include "core/geometry/axis.hpp"
#include "core/ops/border.hpp"
#include "core/ops/resample/region.hpp"

namespace convscope {

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Where the features and the answers of a regression lie: cell o of a plane has as features the plane at
/// o + rows[i], o + columns[j], and as answers the target at o * stride + phase.
struct Layout {
  std::vector<Index> rows, columns;
  std::vector<Shape> phases;
  Index stride = 1;
  Index features() const { return static_cast<Index>(rows.size() * columns.size()); }
};

/// Rows that one piece of work adds, and pieces that are made before their sums are added up, in order, so
/// that the result does not depend on the threads.
constexpr Index kPieceRows = 2, kPieces = 8;
/// Rows, of those that count, for which a picture is enlarged at once.
constexpr Index kBandRows = 64;

/// Some rows, from `top` on, of planes that are `height` high.
struct Rows {
  const Tensor<float>& values;
  Index top = 0, height = values.shape()[2];
  /// The nearest one there is in the whole plane.
  const float* row(Index plane, Index y) const {
    const Index at = border_source(BorderMode::replicate, y, height) - top;
    return values.data() + (plane * values.shape()[2] + at) * values.shape()[3];
  }
};

/// The normal equations of one layout, summed over examples.
class Regression {
 public:
  explicit Regression(Layout layout) : layout_(std::move(layout)), sums_(zeros()) {}

  /// Learning takes every n-th row of a large picture, the first of them in the middle of n.
  Index row_step(const Shape& source, const Examples& examples) const {
    const auto cost = static_cast<double>(examples.count() * element_count(source)) *
                      static_cast<double>(layout_.features() * layout_.features());
    return static_cast<Index>(std::ceil(cost / 0x1p31));
  }
  static Index first_row(Index step, Index height) { return std::min(step, height) / 2; }
  /// How far features lie beyond their row.
  Index reach() const { return std::max<Index>({0, -layout_.rows.front(), layout_.rows.back()}); }

  void add(const Tensor<float>& source, const Tensor<float>& target, const Examples& examples) {
    const Index height = source.shape()[2], step = row_step(source.shape(), examples);
    add({source}, target, first_row(step, height), height, step, examples);
  }
  /// Rows first, first + step ... below `end` of the planes, which `source` reaches around.
  void add(const Rows& source, const Tensor<float>& target, Index first, Index end, Index step,
           const Examples& examples) {
    const Index planes = target.shape()[0] * target.shape()[1], rows = ceil_div(end - first, step);
    const Index pieces = ceil_div(planes * rows, kPieceRows);
    for (Index begin = 0; begin < pieces; begin += kPieces) {
      examples.progress().at((static_cast<double>(first) / static_cast<double>(source.height)) +
                             static_cast<double>(begin) / static_cast<double>(pieces) *
                                 static_cast<double>(end - first) / static_cast<double>(source.height));
      const Index count = std::min(kPieces, pieces - begin);
      std::vector<Sums> parts(static_cast<std::size_t>(count), zeros());
      in_parallel(count, [&](Index piece) {
        const Index from = (begin + piece) * kPieceRows, to = std::min(from + kPieceRows, planes * rows);
        Sums& into = parts[static_cast<std::size_t>(piece)];
        Matrix features(layout_.features(), source.values.shape()[3]);
        Matrix answers(static_cast<Index>(layout_.phases.size()), features.cols());
        for (Index i = from; i < to; ++i)
          add_row(source, target, i / rows, first + i % rows * step, features, answers, into);
      });
      for (const Sums& part : parts) {
        sums_.gram += part.gram;
        sums_.right += part.right;
      }
    }
  }

  /// [features, answers]; drawn very slightly towards equal weights with sum 1, which decides where the
  /// examples do not.
  Matrix solve() const {
    const Index m = layout_.features();
    const double pull = 1e-10 * sums_.gram.trace() / static_cast<double>(m) + 1e-10;
    Matrix gram = sums_.gram.selfadjointView<Eigen::Lower>();
    gram.diagonal().array() += pull;
    return gram.ldlt().solve((sums_.right.array() + pull / static_cast<double>(m)).matrix());
  }

 private:
  struct Sums {
    Matrix gram, right;
  };
  Sums zeros() const {
    const Index m = layout_.features();
    return {Matrix::Zero(m, m), Matrix::Zero(m, static_cast<Index>(layout_.phases.size()))};
  }

  /// `features`, `answers`: room for a row's.
  void add_row(const Rows& source, const Tensor<float>& target, Index plane, Index row, Matrix& features,
               Matrix& answers, Sums& into) const {
    const Index width = source.values.shape()[3], stride = layout_.stride;
    read_features(source, plane, row, features);
    const float* to = target.data() + plane * source.height * width * stride * stride;
    for (std::size_t a = 0; a < layout_.phases.size(); ++a) {
      const float* from = to + (row * stride + layout_.phases[a][0]) * width * stride + layout_.phases[a][1];
      for (Index o = 0; o < width; ++o) answers(static_cast<Index>(a), o) = from[o * stride];
    }
    into.gram.selfadjointView<Eigen::Lower>().rankUpdate(features);
    into.right.noalias() += features * answers.transpose();
  }

  void read_features(const Rows& source, Index plane, Index row, Matrix& features) const {
    const Index width = source.values.shape()[3];
    Index f = 0;
    for (Index dy : layout_.rows) {
      const float* line = source.row(plane, row + dy);
      for (Index dx : layout_.columns) {
        double* const to = &features(f++, 0);
        // Within the picture; beyond its edges the nearest pixel.
        const Index first = std::clamp<Index>(-dx, 0, width),
                    end = std::clamp<Index>(width - dx, first, width);
        for (Index o = 0; o < first; ++o) to[o] = line[border_source(BorderMode::replicate, o + dx, width)];
        for (Index o = first; o < end; ++o) to[o] = line[o + dx];
        for (Index o = end; o < width; ++o) to[o] = line[border_source(BorderMode::replicate, o + dx, width)];
      }
    }
  }

  Layout layout_;
  Sums sums_;
};

/// Tap t reads o + t - floor((taps - 1) / 2), as Filter has it.
std::vector<Index> filter_offsets(Index taps) {
  std::vector<Index> out;
  for (Index t = 0; t < taps; ++t) out.push_back(t - (taps - 1) / 2);
  return out;
}

/// The taps of one phase of a transposed convolution on one axis, and the cell relative to o that each reads
/// for pixel o * stride + q; far from the ends.
struct PhaseTaps {
  std::vector<Index> taps, offsets;
};
PhaseTaps phase_taps(Index taps, Index stride, Index q) {
  const Index middle = taps;
  const Axis axis{(2 * middle + 1) * stride, 2 * middle + 1, taps, stride, 1, floor_div(taps - stride, 2)};
  const Slice contacts = contacts_of_pixel(axis, middle * stride + q);
  PhaseTaps out;
  for (Index i = 0; i < contacts.count; ++i) {
    out.taps.push_back(contacts[i].tap);
    out.offsets.push_back(contacts[i].window - middle);
  }
  return out;
}

/// What a filter behind `resize` sees and should give, a band of rows after the other.
void add_enlarged(const Upsampler& resize, const Example& example, const Examples& examples,
                  Regression& regression) {
  const Shape& large = example.original.shape();
  const Shape small = example.small.shape().tail(2);
  const Index height = large[2], width = large[3], step = regression.row_step(large, examples);
  const Index band = step * kBandRows, reach = regression.reach();
  Tensor<float> made;
  for (Index first = Regression::first_row(step, height); first < height; first += band) {
    const Index end = std::min(first + band, height);
    const Index top = std::max<Index>(0, first - reach), bottom = std::min(height, end + reach);
    const Region at = enlarge_around(resize, example.small, {0, 0, small[0], small[1]}, small,
                                     {top, 0, bottom - top, width}, made);
    regression.add({made, at.top, height}, example.original, first, end, step, examples);
  }
}

}  // namespace

Examples::Examples(const Example& one) : count_(1), visit_([&one](Index, const Look& look) { look(one); }) {}

Tensor<double> learn_conv_transpose(const Examples& examples, Index taps, Index factor) {
  struct Part {
    PhaseTaps rows, columns;
    Regression regression;
  };
  std::vector<Part> parts;
  for (Index q = 0; q < factor * factor; ++q) {
    PhaseTaps rows = phase_taps(taps, factor, q / factor), columns = phase_taps(taps, factor, q % factor);
    if (rows.taps.empty() || columns.taps.empty()) continue;
    Layout layout{rows.offsets, columns.offsets, {Shape{q / factor, q % factor}}, factor};
    parts.push_back({std::move(rows), std::move(columns), Regression(std::move(layout))});
  }
  for (Index k = 0; k < examples.count(); ++k)
    examples.visit(k, [&](const Example& example) {
      for (Part& part : parts) part.regression.add(example.small, example.original, examples);
    });
  Tensor<double> kernel(Shape{taps, taps});
  for (const Part& part : parts) {
    const Matrix weights = part.regression.solve();
    Index f = 0;
    for (Index row : part.rows.taps)
      for (Index column : part.columns.taps) kernel[row * taps + column] = weights(f++, 0);
  }
  return kernel;
}

Tensor<double> learn_pixel_shuffle(const Examples& examples, Index taps, Index factor) {
  Layout layout{filter_offsets(taps), filter_offsets(taps), {}, factor};
  for (Index q = 0; q < factor * factor; ++q) layout.phases.push_back({q / factor, q % factor});
  Regression regression(std::move(layout));
  for (Index k = 0; k < examples.count(); ++k)
    examples.visit(k, [&](const Example& e) { regression.add(e.small, e.original, examples); });
  const Matrix weights = regression.solve();
  Tensor<double> kernels(Shape{factor * factor, taps, taps});
  for (Index t = 0; t < kernels.size(); ++t) kernels[t] = weights(t % (taps * taps), t / (taps * taps));
  return kernels;
}

Tensor<double> learn_filter(const Examples& examples, const Upsampler& resize, Index taps) {
  Regression regression({filter_offsets(taps), filter_offsets(taps), {Shape{0, 0}}, 1});
  for (Index k = 0; k < examples.count(); ++k)
    examples.visit(k, [&](const Example& e) { add_enlarged(resize, e, examples, regression); });
  const Matrix weights = regression.solve();
  return {Shape{taps, taps}, {weights.data(), weights.data() + weights.size()}};
}

}  // namespace convscope
