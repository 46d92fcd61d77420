#include "core/ops/resample/learned.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "core/geometry/axis.hpp"
#include "core/ops/border.hpp"

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

/// The normal equations of one layout, summed over examples.
class Regression {
 public:
  explicit Regression(Layout layout) : layout_(std::move(layout)) {
    const Index m = layout_.features(), answers = static_cast<Index>(layout_.phases.size());
    gram_ = Matrix::Zero(m, m);
    right_ = Matrix::Zero(m, answers);
  }

  void add(const Tensor<float>& source, const Tensor<float>& target, const Examples& examples) {
    const Index height = source.shape()[2], width = source.shape()[3];
    const Index planes = source.shape()[0] * source.shape()[1], m = layout_.features();
    const double cost =
        static_cast<double>(examples.count() * planes * height * width) * static_cast<double>(m * m);
    const auto step = static_cast<Index>(std::ceil(cost / 0x1p31));
    Matrix features(m, width), answers(static_cast<Index>(layout_.phases.size()), width);
    for (Index plane = 0; plane < planes; ++plane)
      for (Index row = std::min(step, height) / 2; row < height; row += step) {
        examples.progress().at(static_cast<double>(plane * height + row) /
                               static_cast<double>(planes * height));
        const float* from = source.data() + plane * height * width;
        const float* to = target.data() + plane * height * width * layout_.stride * layout_.stride;
        read_features(from, height, width, row, features);
        for (std::size_t a = 0; a < layout_.phases.size(); ++a)
          for (Index o = 0; o < width; ++o)
            answers(static_cast<Index>(a), o) =
                to[(row * layout_.stride + layout_.phases[a][0]) * width * layout_.stride +
                   o * layout_.stride + layout_.phases[a][1]];
        gram_.selfadjointView<Eigen::Lower>().rankUpdate(features);
        right_.noalias() += features * answers.transpose();
      }
  }

  /// [features, answers]; drawn very slightly towards equal weights with sum 1, which decides where the
  /// examples do not.
  Matrix solve() const {
    const Index m = layout_.features();
    const double pull = 1e-10 * gram_.trace() / static_cast<double>(m) + 1e-10;
    Matrix gram = gram_.selfadjointView<Eigen::Lower>();
    gram.diagonal().array() += pull;
    return gram.ldlt().solve((right_.array() + pull / static_cast<double>(m)).matrix());
  }

 private:
  void read_features(const float* plane, Index height, Index width, Index row, Matrix& features) const {
    Index f = 0;
    for (Index dy : layout_.rows) {
      const float* line = plane + border_source(BorderMode::replicate, row + dy, height) * width;
      for (Index dx : layout_.columns) {
        for (Index o = 0; o < width; ++o)
          features(f, o) = line[border_source(BorderMode::replicate, o + dx, width)];
        ++f;
      }
    }
  }

  Layout layout_;
  Matrix gram_, right_;
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
    examples.visit(k,
                   [&](const Example& e) { regression.add(enlarge(resize, e.small), e.original, examples); });
  const Matrix weights = regression.solve();
  return {Shape{taps, taps}, {weights.data(), weights.data() + weights.size()}};
}

}  // namespace convscope
