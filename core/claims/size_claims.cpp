// Claims about sizes, padding and where things lie.
#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/claims/experiments.hpp"
#include "core/geometry/size_report.hpp"

namespace convscope::experiments {

namespace {

using Scenarios = std::span<const Scenario>;

/// The extent that the operator's last axis has on its output side.
double output_size(const Scenario& s) {
  const Shape size = Derived(s).op().output_size();
  return static_cast<double>(size[size.rank() - 1]);
}

/// The scenario with one more cell of padding on each side.
Scenario padded(Scenario s) {
  require(s.layer.padding.rule == Padding::Rule::numbers, "one more padding needs numbers", "p0, p1, ...");
  for (Sides& sides : s.layer.padding.sides) {
    ++sides.begin;
    ++sides.end;
  }
  return s;
}

Evidence five_from_three(Scenarios s) {
  Evidence e;
  e.add("sizes", for_each(s, output_size));
  return e;
}

Evidence inserts_zeros(Scenarios s) {
  const Derived d(s[0]);
  const DirectForm direct = direct_form(d);
  Evidence e;
  e.add("inserted_zeros", direct.inserted_zeros);
  e.add("gather_products", direct.products);
  double scattered = static_cast<double>(d.op().geometry.channels.window * d.op().geometry.channels.pixel);
  for (const Axis& axis : d.op().geometry.axes) {
    double contacts = 0;
    for (Index tap = 0; tap < axis.taps; ++tap)
      contacts += static_cast<double>(contacts_of_tap(axis, tap).count);
    scattered *= contacts;
  }
  e.add("scatter_products", scattered);
  e.add("max_difference", largest_difference(direct.output, d.linear()));
  return e;
}

Evidence padding_adds(Scenarios s) {
  Evidence e;
  e.add("sizes", for_each(s, output_size));
  e.add("padded_sizes", for_each(s, [](const Scenario& one) { return output_size(padded(one)); }));
  Values change;
  for (std::size_t i = 0; i < s.size(); ++i) change.push_back(e.list("padded_sizes")[i] - e.list("sizes")[i]);
  e.add("change", change);
  return e;
}

Evidence output_padding_zeros(Scenarios s) {
  // Added cells are those beyond the output without output padding.
  const auto added = [](const Scenario& one) {
    Scenario plain = one;
    plain.layer.output_padding = {};
    const Derived with(one), without(plain);
    const Shape size = with.op().output_size(), before = without.op().output_size();
    const Index cells = element_count(size);
    double most = 0;
    for (Index i = 0; i < with.linear().size(); ++i) {
      const Shape at = unravel(i % cells, size);
      bool is_new = false;
      for (std::size_t axis = 0; axis < at.rank(); ++axis) is_new = is_new || at[axis] >= before[axis];
      if (is_new) most = std::max(most, std::abs(with.linear()[i]));
    }
    return most;
  };
  Evidence e;
  e.add("sizes", for_each(s, output_size));
  e.add("largest_added", for_each(s, added));
  return e;
}

Evidence transposed_padding(Scenarios s) {
  Values claimed, actual, at_end, general;
  for (const Scenario& one : s) {
    const Derived d(one);
    const Axis& axis = d.op().geometry.axes[0];
    claimed.push_back(static_cast<double>(axis.taps - axis.pad - 1));
    actual.push_back(static_cast<double>(direct_padding(axis).begin));
    at_end.push_back(static_cast<double>(direct_padding(axis).end));
    general.push_back(static_cast<double>(reach(axis) - 1 - axis.pad));
  }
  Evidence e;
  e.add("k_minus_p_minus_1", claimed);
  e.add("needed", actual);
  e.add("needed_at_the_end", at_end);
  e.add("d_times_k_minus_1_minus_p", general);
  // That the needed one is right: the gather form with it gives the same numbers.
  e.add("max_difference", for_each(s, [](const Scenario& one) {
          const Derived d(one);
          return largest_difference(direct_form(d).output, d.linear());
        }));
  return e;
}

Evidence same_keeps(Scenarios s) {
  Evidence e;
  e.add("input_sizes",
        for_each(s, [](const Scenario& one) { return static_cast<double>(one.size[one.size.rank() - 1]); }));
  e.add("output_sizes", for_each(s, output_size));
  return e;
}

Evidence reads_all(Scenarios s) {
  Evidence e;
  e.add("unread", for_each(s, [](const Scenario& one) {
          return static_cast<double>(report(conv_geometry(one.size, one.layer), one.size).unread);
        }));
  return e;
}

Evidence reach_covers(Scenarios s) {
  const auto of_axis = [&](auto&& f) {
    return for_each(
        s, [&](const Scenario& one) { return static_cast<double>(f(Derived(one).op().geometry.axes[0])); });
  };
  const auto unread = [](const Scenario& one) {
    return static_cast<double>(report(conv_geometry(one.size, one.layer), one.size).unread);
  };
  Evidence e;
  e.add("reach", of_axis([](const Axis& axis) { return reach(axis); }));
  e.add("stride", of_axis([](const Axis& axis) { return axis.stride; }));
  e.add("read", for_each(s, [&](const Scenario& one) {
          return static_cast<double>(element_count(one.size)) - unread(one);
        }));
  e.add("unread", for_each(s, unread));
  return e;
}

Evidence keras(Scenarios s) {
  const Derived torch(s[0]);
  Scenario other = s[0];
  other.layer.dialect = Dialect::keras;
  other.layer.padding = {Padding::Rule::same, {}};
  other.layer.output_padding = {};
  const Derived same(other);
  require(torch.op().geometry.rank() == 1 && torch.op().output_size() == same.op().output_size(),
          "the two sizes differ", "one axis, and an output of input × stride cells");
  const Index shift = torch.op().geometry.axes[0].pad - same.op().geometry.axes[0].pad;
  double most = 0;
  const Index n = torch.op().output_size()[0];
  for (Index i = std::max<Index>(0, -shift); i < std::min(n, n - shift); ++i)
    most = std::max(most, std::abs(torch.linear()[i] - same.linear()[i + shift]));
  Evidence e;
  e.add("pytorch", torch.linear());
  e.add("keras", same.linear());
  e.add("max_difference", largest_difference(torch.linear(), same.linear()));
  e.add("shift", static_cast<double>(shift));
  e.add("max_difference_after_shift", most);
  return e;
}

Evidence dilation_weights(Scenarios s) {
  Evidence e;
  e.add("weights",
        for_each(s, [](const Scenario& one) { return static_cast<double>(Derived(one).weights().size()); }));
  e.add("reach", for_each(s, [](const Scenario& one) {
          return static_cast<double>(reach(Derived(one).op().geometry.axes[0]));
        }));
  return e;
}

/// What a transposed convolution makes of sizes and padding.
std::vector<Claim> of_transposed_sizes() {
  return {
      {"five-from-three",
       "A transposed convolution of a 3 × 3 input with a 2 × 2 kernel gives a 5 × 5 output.",
       "Not by itself: 4 × 4 with stride 1, 6 × 6 with stride 2. A dilation of 2 gives 5 × 5, and so does "
       "stride 2 with padding 1 and output padding 1.",
       "The sizes with stride 1 and 2, then with dilation, then with padding and output padding.",
       {"tconv 3x3 k2", "tconv 3x3 k2 s2", "tconv 3x3 k2 d2", "tconv 3x3 k2 s2 p1 op1"},
       five_from_three,
       [](const Evidence& e) {
         return verdict_of(where(e.list("sizes"), [](double size) { return size == 5; }));
       },
       true},
      {"inserts-zeros",
       "Transposed convolution inserts zeros between the inputs.",
       "True of the direct form only; scattering just spaces the stamps, and needs fewer products.",
       "Both forms on four cells with stride 2.",
       {"tconv 4 k3 s2"},
       inserts_zeros,
       [](const Evidence& e) {
         // One form does and one does not, and both give the same numbers.
         if (e.number("inserted_zeros") == 0) return Verdict::no;
         return e.number("max_difference") <= kRounding ? Verdict::depends : Verdict::yes;
       }},
      {"padding-adds",
       "Padding adds rows.",
       "To a convolution's output; of a transposed convolution it removes them.",
       "One more cell of padding on each side, of both operators.",
       {"conv 5 k3", "tconv 5 k3"},
       padding_adds,
       [](const Evidence& e) { return verdict_of(where(e.list("change"), [](double c) { return c > 0; })); },
       true},
      {"output-padding-zeros",
       "output_padding pads the output with zeros.",
       "It picks one of the stride's possible sizes; the added row gets real sums where the kernel reaches "
       "it.",
       "The added row of [2, 4] without padding, and of 1 to 4 with padding 1.",
       {"tconv 2 k3 s2 op1 in=[2,4]", "tconv 4 k3 s2 p1 op1 w=ones"},
       output_padding_zeros,
       [](const Evidence& e) { return true_if(largest(e.list("largest_added")) == 0); }},
      {"transposed-padding",
       "The padding of the direct form is k − p − 1.",
       "With dilation 1; in general it is d(k − 1) − p at the beginning, and at the end the output padding "
       "is "
       "added to it.",
       "What the direct form needs, with dilation 1 and 2, then with an output padding of 1.",
       {"tconv 4 k3 p1", "tconv 4 k3 p1 d2", "tconv 4 k3 s2 p1 op1"},
       transposed_padding,
       [](const Evidence& e) {
         Values holds;
         for (std::size_t i = 0; i < e.list("needed").size(); ++i)
           holds.push_back(e.list("needed")[i] == e.list("k_minus_p_minus_1")[i] &&
                           e.list("needed_at_the_end")[i] == e.list("k_minus_p_minus_1")[i]);
         return verdict_of(holds);
       },
       true},
  };
}

/// What a layer keeps, reads and weighs.
std::vector<Claim> of_kernels_reach() {
  return {
      {"same-keeps-size",
       "Padding 'same' keeps the size.",
       "With stride 1; with stride s it gives ⌈n / s⌉.",
       "Five cells with stride 1 and 2.",
       {"conv 5 k3 psame", "conv 5 k3 s2 psame"},
       same_keeps,
       [](const Evidence& e) {
         Values holds;
         for (std::size_t i = 0; i < e.list("input_sizes").size(); ++i)
           holds.push_back(e.list("input_sizes")[i] == e.list("output_sizes")[i]);
         return verdict_of(holds);
       },
       true},
      {"reads-every-pixel",
       "A convolution reads every cell of its input.",
       "Cells left over at the end are never read, nor those that the kernel steps over when the stride "
       "exceeds its reach, nor those that no weight meets when stride and dilation share a factor.",
       "Cells of 7 and of 6 that are never read with stride 2.",
       {"conv 7 k3 s2", "conv 6 k3 s2"},
       reads_all,
       [](const Evidence& e) { return verdict_of(where(e.list("unread"), [](double u) { return u == 0; })); },
       true},
      {"reach-covers",
       "Every input cell is read when the kernel reaches at least as far as the stride.",
       "Not where stride and dilation share a factor: with a factor of 2 all weights, wherever the kernel "
       "stands, meet every second cell, and those between are never read.",
       "Eight cells under two weights and nine under three, with stride 2 and dilation 2.",
       {"conv 8 k2 s2 d2", "conv 9 k3 s2 d2"},
       reach_covers,
       [](const Evidence& e) {
         Values holds;
         for (std::size_t i = 0; i < e.list("unread").size(); ++i)
           holds.push_back(e.list("reach")[i] < e.list("stride")[i] || e.list("unread")[i] == 0);
         return verdict_of(holds);
       },
       true},
      {"keras-is-pytorch",
       "Keras' padding='same' is PyTorch's padding=1, output_padding=1.",
       "The sizes agree, the values are one pixel apart: Keras crops at the end, PyTorch at the beginning.",
       "Both on 1 to 4 with [1, 10, 100] and stride 2.",
       {"tconv 4 k3 s2 p1 op1 w=[1,10,100]"},
       keras,
       [](const Evidence& e) { return true_if(e.number("max_difference") == 0); }},
      {"dilation-weights",
       "Dilation gives the kernel more weights.",
       "It spreads the same weights over a wider reach, d(k − 1) + 1.",
       "Weights and reach with dilation 1 and 2.",
       {"conv 9 k3", "conv 9 k3 d2"},
       dilation_weights,
       [](const Evidence& e) { return true_if(e.list("weights")[1] > e.list("weights")[0]); }},
  };
}

}  // namespace

std::span<const Claim> about_sizes() {
  static const std::vector<Claim> claims = [] {
    std::vector<Claim> all = of_transposed_sizes();
    std::ranges::copy(of_kernels_reach(), std::back_inserter(all));
    return all;
  }();
  return claims;
}

}  // namespace convscope::experiments
