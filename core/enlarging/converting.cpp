#include "core/enlarging/converting.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/geometry/axis.hpp"
#include "core/ops/resample/layers.hpp"

namespace convscope {

namespace {

constexpr Names<EnlargingForm, 3> kForms{"form", {"pixel-shuffle", "conv-transpose", "resize-conv"}};

/// [I, O, kh, kw] where tap t of input cell m lands on pixel s * m + t - lead; all forms are such a map.
struct Stamps {
  Tensor<double> taps;
  Index lead[2];
};

/// Zeros around, so that k - s is twice the lead: then nothing is to be said of it.
Stamps centred(const Stamps& from, Index s) {
  const Shape& old = from.taps.shape();
  Index before[2], extent[2];
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const Index k = old[2 + axis], after = k - s - from.lead[axis], both = std::max(from.lead[axis], after);
    before[axis] = both - from.lead[axis];
    extent[axis] = s + 2 * both;
  }
  Stamps out{Tensor<double>({old[0], old[1], extent[0], extent[1]}),
             {from.lead[0] + before[0], from.lead[1] + before[1]}};
  for (Index i = 0; i < from.taps.size(); ++i) {
    Shape at = unravel(i, old);
    at[2] += before[0];
    at[3] += before[1];
    out.taps.at(at) = from.taps[i];
  }
  return out;
}

Stamps stamps_of_shuffle(const Tensor<double>& w, Index s) {
  const Shape& shape = w.shape();
  if (shape[0] % (s * s) != 0)
    throw Error("weight", fmt::format("has {} output channels", shape[0]),
                fmt::format("a multiple of {} for factor {}", s * s, s));
  const Index kh = shape[2], kw = shape[3];
  Stamps out{Tensor<double>({shape[1], shape[0] / (s * s), s * kh, s * kw}), {s * (kh / 2), s * (kw / 2)}};
  for (Index i = 0; i < w.size(); ++i) {
    const Shape at = unravel(i, shape);
    const Index phase = at[0] % (s * s);
    out.taps.at(
        {at[1], at[0] / (s * s), phase / s + s * (kh - 1 - at[2]), phase % s + s * (kw - 1 - at[3])}) = w[i];
  }
  return out;
}

Stamps stamps_of_resize(const Tensor<double>& w, Index s) {
  const Shape& shape = w.shape();
  const Shape kernel{shape[2], shape[3]};
  const Index taps = element_count(kernel);
  Stamps out{};
  for (Index o = 0; o < shape[0]; ++o)
    for (Index i = 0; i < shape[1]; ++i) {
      const double* const first = w.data() + (o * shape[1] + i) * taps;
      const Tensor<double> stamp =
          as_transposed(Tensor<double>(kernel, std::vector<double>(first, first + taps)), s);
      const Index h = stamp.shape()[0], v = stamp.shape()[1];
      if (out.taps.size() == 0)
        out = {Tensor<double>({shape[1], shape[0], h, v}), {(h - s) / 2, (v - s) / 2}};
      std::ranges::copy(stamp.values(), out.taps.data() + (i * shape[0] + o) * stamp.size());
    }
  return out;
}

Stamps stamps_of(const Tensor<double>& w, EnlargingForm form, Index s) {
  if (w.shape().rank() != 4)
    throw Error("weight", fmt::format("has {} axes", w.shape().rank()),
                "4: channels, channels, rows, columns");
  if (form == EnlargingForm::pixel_shuffle) return stamps_of_shuffle(w, s);
  if (form == EnlargingForm::resize_conv) return stamps_of_resize(w, s);
  return {w, {floor_div(w.shape()[2] - s, 2), floor_div(w.shape()[3] - s, 2)}};
}

/// The odd kernels that reach all taps.
Tensor<double> shuffle_of(const Stamps& from, Index s) {
  const Shape& shape = from.taps.shape();
  Index k[2];
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const Index reach = std::max(from.lead[axis], shape[2 + axis] - s - from.lead[axis]);
    k[axis] = 2 * ceil_div(std::max<Index>(reach, 0), s) + 1;
  }
  Tensor<double> out({shape[1] * s * s, shape[0], k[0], k[1]});
  for (Index i = 0; i < from.taps.size(); ++i) {
    const Shape at = unravel(i, shape);
    Index phase[2], tap[2];
    for (std::size_t axis = 0; axis < 2; ++axis) {
      const Index to = at[2 + axis] - from.lead[axis] + s * k[axis];  // above 0
      phase[axis] = to % s;
      tap[axis] = (k[axis] - 1) / 2 - (to / s - k[axis]);
    }
    out.at({at[1] * s * s + phase[0] * s + phase[1], at[0], tap[0], tap[1]}) = from.taps[i];
  }
  return out;
}

Tensor<double> resize_of(const Stamps& given, Index s) {
  const Stamps from = centred(given, s);
  const Shape& shape = from.taps.shape();
  if (given.taps.shape()[2] < s || given.taps.shape()[3] < s)
    throw Error("weight",
                fmt::format("has a kernel of {} × {}", given.taps.shape()[2], given.taps.shape()[3]),
                fmt::format("at least {0} × {0} for a resize-convolution by {0}", s));
  const Shape kernel{shape[2], shape[3]};
  const Index taps = element_count(kernel);
  Tensor<double> out({shape[1], shape[0], shape[2] - s + 1, shape[3] - s + 1});
  for (Index i = 0; i < shape[0]; ++i)
    for (Index o = 0; o < shape[1]; ++o) {
      const double* const first = from.taps.data() + (i * shape[1] + o) * taps;
      const Tensor<double> filter =
          as_resize_convolution(Tensor<double>(kernel, std::vector<double>(first, first + taps)), s);
      std::ranges::copy(filter.values(), out.data() + (o * shape[0] + i) * filter.size());
    }
  return out;
}

/// Both laid over each other.
void set_difference(const Stamps& wanted, const Stamps& got, Index s, Converted& out) {
  const Stamps a = centred(wanted, s), b = centred(got, s);
  const Shape &of_a = a.taps.shape(), &of_b = b.taps.shape();
  const Shape whole{of_a[0], of_a[1], std::max(of_a[2], of_b[2]), std::max(of_a[3], of_b[3])};
  const auto tap = [](const Stamps& stamps, Shape at, const Shape& in) {
    for (std::size_t axis = 2; axis < 4; ++axis) {
      at[axis] -= (in[axis] - stamps.taps.shape()[axis]) / 2;
      if (at[axis] < 0 || at[axis] >= stamps.taps.shape()[axis]) return 0.0;
    }
    return stamps.taps.at(at);
  };
  double squares = 0, all = 0;
  for (Index i = 0; i < element_count(whole); ++i) {
    const Shape at = unravel(i, whole);
    const double x = tap(a, at, whole), e = tap(b, at, whole) - x;
    squares += e * e;
    all += x * x;
    out.largest = std::max(out.largest, std::abs(e));
  }
  out.difference = all > 0 ? std::sqrt(squares / all) : 0;
}

}  // namespace

namespace {

/// Where each weight of that shape alone comes out, in an exact conversion.
std::vector<TapMove> probed(const Shape& shape, EnlargingForm from, EnlargingForm to, Index factor) {
  std::vector<TapMove> moves;
  Tensor<double> one(shape);
  for (Index i = 0; i < one.size(); ++i) {
    one[i] = 1;
    const Tensor<double> there = convert(one, from, to, factor).weights;
    for (Index t = 0; t < there.size(); ++t)
      if (std::abs(there[t]) > 1e-9) moves.push_back({i, t});
    one[i] = 0;
  }
  return moves;
}

}  // namespace

EnlargingForm parse_form(std::string_view text, std::string_view field) {
  if (const auto form = kForms.find(text)) return *form;
  refuse_name(field, text, listed(kForms.names, Listing::with_or));
}

std::string_view name(EnlargingForm form) {
  return kForms[form];
}

Converted convert(const Tensor<double>& weights, EnlargingForm from, EnlargingForm to, Index factor) {
  const Stamps stamps = stamps_of(weights, from, factor);
  Converted out;
  switch (to) {
    case EnlargingForm::pixel_shuffle:
      out.weights = shuffle_of(stamps, factor);
      break;
    case EnlargingForm::resize_conv:
      out.weights = resize_of(stamps, factor);
      break;
    case EnlargingForm::conv_transpose: {
      const bool as_it_is = from == to;
      out.weights = as_it_is ? weights : centred(stamps, factor).taps;
      break;
    }
  }
  set_difference(stamps, stamps_of(out.weights, to, factor), factor, out);
  for (std::size_t axis = 0; axis < 2; ++axis) {
    const Index k = out.weights.shape()[2 + axis];
    const bool transposed = to == EnlargingForm::conv_transpose;
    out.padding[axis] = transposed ? floor_div(k - factor, 2) : (k - 1) / 2;
    // Of a padding rounded down a pixel is left over, which a negative output padding would take off.
    out.output_padding[axis] = transposed ? factor + 2 * out.padding[axis] - k : 0;
  }
  return out;
}

std::vector<TapMove> tap_moves(const Tensor<double>& weights, EnlargingForm from, const Converted& made,
                               EnlargingForm to, Index factor) {
  if (from == to && made.weights.shape() == weights.shape()) {
    std::vector<TapMove> same;
    for (Index i = 0; i < weights.size(); ++i) same.push_back({i, i});
    return same;
  }
  if (to != EnlargingForm::resize_conv || from == to) return probed(weights.shape(), from, to, factor);
  std::vector<TapMove> back = probed(made.weights.shape(), to, from, factor);
  // A form of another extent would put them elsewhere.
  if (convert(made.weights, to, from, factor).weights.shape() != weights.shape()) return {};
  for (TapMove& move : back) std::swap(move.from, move.to);
  return back;
}

}  // namespace convscope
