// The themes and the scales for values.
//
// Machado, Oliveira and Fernandes (2009), IEEE TVCG 15(6), is how the tests see these colours through
// other eyes; the tints' strengths are those of the design's mock-up.
#include "app/picture/palette.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace convscope {

namespace {

constexpr Color rgb(unsigned hex) {
  return {static_cast<std::uint8_t>(hex >> 16), static_cast<std::uint8_t>(hex >> 8 & 0xff),
          static_cast<std::uint8_t>(hex & 0xff), 255};
}

constexpr Palette kLight{
    .window = rgb(0xffffff),
    .stage = rgb(0xf6f7f9),
    .line = rgb(0xe3e6eb),
    .ink = rgb(0x1b2130),
    .soft = rgb(0x5a6170),
    .faint = rgb(0x626978),
    .cell = rgb(0xe9ecf1),
    .ghost = rgb(0xf0f2f5),
    .hatch = rgb(0xc3c9d4),
    .accent = rgb(0x006aa8),
    .input = rgb(0x0072b2),
    .kernel = rgb(0xd97706),
    .output = rgb(0x009e73),
    .input_text = rgb(0x0060a8),
    .kernel_text = rgb(0xa34a00),
    .output_text = rgb(0x00704f),
    .negative = rgb(0x2166ac),
    .positive = rgb(0xb2182b),
    .warning = rgb(0xb81f2c),
};

constexpr Palette kDark{
    .window = rgb(0x1b202a),
    .stage = rgb(0x13171f),
    .line = rgb(0x2e3542),
    .ink = rgb(0xebeef4),
    .soft = rgb(0xa3acbb),
    .faint = rgb(0x8690a1),
    .cell = rgb(0x212733),
    .ghost = rgb(0x191e27),
    .hatch = rgb(0x3a4250),
    .accent = rgb(0x4394dc),
    .input = rgb(0x4394dc),
    .kernel = rgb(0xeb9a2d),
    .output = rgb(0x2fcb93),
    .input_text = rgb(0x68b2f0),
    .kernel_text = rgb(0xf0a945),
    .output_text = rgb(0x4fdcaa),
    .negative = rgb(0x4b93d8),
    .positive = rgb(0xd9575f),
    .warning = rgb(0xff8079),
};

// White on black; what is a hairline elsewhere is a strong line here.
constexpr Palette kHighContrast{
    .window = rgb(0x000000),
    .stage = rgb(0x000000),
    .line = rgb(0x9a9a9a),
    .ink = rgb(0xffffff),
    .soft = rgb(0xe0e0e0),
    .faint = rgb(0xbcbcbc),
    .cell = rgb(0x262626),
    .ghost = rgb(0x0c0c0c),
    .hatch = rgb(0xa6a6a6),
    .accent = rgb(0x5cc8ff),
    .input = rgb(0x4ab8ff),
    .kernel = rgb(0xffa01e),
    .output = rgb(0x1fe08f),
    .input_text = rgb(0x7accff),
    .kernel_text = rgb(0xffb84d),
    .output_text = rgb(0x4af0aa),
    .negative = rgb(0x0048c8),
    .positive = rgb(0xb00018),
    .warning = rgb(0xff9a94),
    .border = rgb(0x9a9a9a),
    .readable = 7,
    .deepest = 0.39,
    .parted = true,
};
// Of cividis: the last place on which white, and the first on which black has a contrast of 7.
constexpr double kLastDark = 0.305, kFirstBright = 0.64;

// How strongly a role's hue covers the stage at value 0 and at the largest value.
struct Strength {
  double least, most;
};

constexpr Strength strength(Role role) {
  switch (role) {
    case Role::input:
    case Role::input_gradient:
      return {0.10, 0.60};
    case Role::kernel:
    case Role::bias:
    case Role::weight_gradient:
      return {0.12, 0.57};
    case Role::output:
    case Role::upstream:
      return {0.04, 0.46};
    case Role::entry:
      return {0.12, 0.85};
    case Role::none:
      break;
  }
  return {0.06, 0.40};
}

// The published table of 256 colours, every eighth, and the two places where the curve has a corner.
struct Stop {
  int index;
  double r, g, b;
};
constexpr std::array kCividis{
    Stop{0, 0.000000, 0.135112, 0.304751},   Stop{8, 0.000000, 0.157932, 0.357521},
    Stop{16, 0.000000, 0.178802, 0.414764},  Stop{20, 0.000000, 0.188769, 0.439563},
    Stop{24, 0.017852, 0.198528, 0.441248},  Stop{32, 0.103401, 0.220406, 0.435790},
    Stop{40, 0.154261, 0.242475, 0.430120},  Stop{48, 0.195057, 0.264372, 0.425924},
    Stop{56, 0.230871, 0.286134, 0.423498},  Stop{64, 0.263738, 0.307831, 0.422789},
    Stop{72, 0.294669, 0.329531, 0.423716},  Stop{80, 0.324250, 0.351289, 0.426250},
    Stop{88, 0.352892, 0.373153, 0.430226},  Stop{96, 0.380830, 0.395164, 0.435653},
    Stop{104, 0.408226, 0.417357, 0.442570}, Stop{112, 0.435168, 0.439763, 0.451134},
    Stop{120, 0.461616, 0.462405, 0.461969}, Stop{128, 0.488697, 0.485318, 0.471008},
    Stop{136, 0.517920, 0.508454, 0.472707}, Stop{144, 0.547840, 0.531895, 0.471704},
    Stop{152, 0.578236, 0.555673, 0.468724}, Stop{160, 0.609105, 0.579816, 0.463638},
    Stop{168, 0.640352, 0.604354, 0.456791}, Stop{176, 0.671991, 0.629316, 0.448018},
    Stop{184, 0.704037, 0.654731, 0.437147}, Stop{192, 0.736488, 0.680629, 0.424028},
    Stop{200, 0.769353, 0.707035, 0.408516}, Stop{208, 0.802667, 0.733978, 0.390153},
    Stop{216, 0.836429, 0.761483, 0.368747}, Stop{224, 0.870717, 0.789572, 0.343333},
    Stop{232, 0.905589, 0.818257, 0.312889}, Stop{240, 0.941147, 0.847530, 0.275815},
    Stop{248, 0.977780, 0.877281, 0.227954}, Stop{252, 0.994847, 0.892954, 0.203445},
    Stop{255, 0.995737, 0.909344, 0.217772},
};

/// What a byte of an sRGB channel is of full light.
double linear(std::uint8_t byte) {
  static const auto all = [] {
    std::array<double, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
      const double v = static_cast<double>(i) / 255.0;
      table[i] = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    }
    return table;
  }();
  return all[byte];
}

double luminance(Color c) {
  return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
}

// NaN counts as 0: a cell that holds no number still gets a colour.
double unit(double t) {
  return t > 0 ? std::min(t, 1.0) : 0.0;
}

/// The one that stands for the role's tensor.
Color of_tensor(Role role, Color input, Color kernel, Color output, Color none) {
  switch (role) {
    case Role::input:
    case Role::input_gradient:
      return input;
    case Role::kernel:
    case Role::bias:
    case Role::weight_gradient:
    case Role::entry:
      return kernel;
    case Role::output:
    case Role::upstream:
      return output;
    case Role::none:
      break;
  }
  return none;
}

}  // namespace

const Palette& palette(Theme theme) {
  return theme == Theme::light ? kLight : theme == Theme::dark ? kDark : kHighContrast;
}

Color role_color(const Palette& palette, Role role) {
  return of_tensor(role, palette.input, palette.kernel, palette.output, palette.soft);
}

Color role_text_color(const Palette& palette, Role role) {
  return of_tensor(role, palette.input_text, palette.kernel_text, palette.output_text, palette.soft);
}

Color role_tint(const Palette& palette, Role role, double t) {
  const Strength s = strength(role);
  const double most = std::min(s.most, palette.deepest);
  return mix(palette.stage, role_color(palette, role), s.least + (most - s.least) * unit(t));
}

Color sequential(double t) {
  const double at = unit(t) * kCividis.back().index;
  std::size_t next = 1;
  while (next + 1 < kCividis.size() && kCividis[next].index < at) ++next;
  const Stop &a = kCividis[next - 1], &b = kCividis[next];
  const double share = (at - a.index) / (b.index - a.index);
  const auto channel = [share](double from, double to) {
    return static_cast<std::uint8_t>(std::lround(255 * (from + (to - from) * share)));
  };
  return {channel(a.r, b.r), channel(a.g, b.g), channel(a.b, b.b), 255};
}

Color sequential(const Palette& palette, double t) {
  if (!palette.parted) return sequential(t);
  const double half = 2 * unit(t);
  return sequential(half < 1 ? half * kLastDark : kFirstBright + (half - 1) * (1 - kFirstBright));
}

Color diverging(const Palette& palette, double t) {
  return t < 0 ? mix(palette.cell, palette.negative, unit(-t)) : mix(palette.cell, palette.positive, unit(t));
}

double contrast(Color a, Color b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

Color readable_on(const Palette& palette, Color ground) {
  constexpr Color kBlack = rgb(0x000000), kWhite = rgb(0xffffff);
  const auto better = [ground](Color a, Color b) {
    return contrast(a, ground) >= contrast(b, ground) ? a : b;
  };
  const Color own = better(palette.ink, palette.window);
  return contrast(own, ground) >= palette.readable ? own : better(kWhite, kBlack);
}

Color readable_on(const Palette& palette, Color ground, Color wanted) {
  return contrast(wanted, ground) >= palette.readable ? wanted : readable_on(palette, ground);
}

}  // namespace convscope
