#include "core/metrics/grid_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "core/metrics/blocks.hpp"
#include "core/metrics/flat_fold.hpp"
#include "core/metrics/grid_waves.hpp"
#include "core/metrics/tile_spectra.hpp"

namespace convscope {

namespace {

// All limits were set on the tuning half of docs/grids.py's pictures; its table is of the other half.
constexpr Index kMostTiles = 14;      ///< along each axis
constexpr double kCovered = 0.5;      ///< share of tiles, below which it is the content's
constexpr double kOwnShare = 0.3;     ///< of a period's power in waves that no shorter one has
constexpr double kOwnShareOf8 = 0.5;  ///< JPEG makes waves of that period out of shorter ones
constexpr double kOvertone = 4;       ///< times as strong is the texture that a pattern goes with
/// Two tones: this share of the pixels is as the darkest or the brightest, within a part of the pattern.
constexpr double kTwoInks = 0.8, kDrawn = 0.6, kInkWidth = 0.6;
constexpr double kBeside = 0.7;  ///< the same where no flat place can tell
constexpr double kLeastLevels = 0.2;
/// A pattern of more than this share of brightness must be the same share nearly everywhere.
constexpr double kStrong = 0.12, kStrongCovered = 0.8;
constexpr double kFaintBlocks = 1;  ///< levels of a pattern of 8 x 8 that JPEG may leave

/// The brightest place of the pattern.
void set_phase(std::span<const Wave> waves, FoundGrid& grid) {
  double most = -1;
  for (Index y = 0; y < grid.period[0]; ++y)
    for (Index x = 0; x < grid.period[1]; ++x) {
      std::complex<double> sum = 0;
      for (const Wave& wave : waves)
        sum +=
            wave.gain * std::polar(1.0, 2 * std::numbers::pi * static_cast<double>(wave.a * y + wave.b * x) /
                                            static_cast<double>(wave.base));
      if (sum.real() > most) {
        most = sum.real();
        grid.phase[0] = y;
        grid.phase[1] = x;
      }
    }
}

/// A cell less the mean of the 3 x 3 around it.
std::vector<float> residual(const Tensor<float>& picture) {
  const Index height = picture.shape()[2], width = picture.shape()[3];
  std::vector<float> out(static_cast<std::size_t>(height * width));
  for (Index y = 1; y + 1 < height; ++y)
    for (Index x = 1; x + 1 < width; ++x) {
      float sum = 0;
      for (Index dy = -1; dy <= 1; ++dy)
        for (Index dx = -1; dx <= 1; ++dx) sum += picture[(y + dy) * width + x + dx];
      out[static_cast<std::size_t>(y * width + x)] =
          std::clamp(picture[y * width + x] - sum / 9, -12.0F, 12.0F);
    }
  return out;
}

/// Of the first channel's residual along one axis: at the period, less that half a period beside it.
double autocorrelation(const std::vector<float>& cells, Index height, Index width, const Index (&period)[2]) {
  const auto at_lag = [&](Index dy, Index dx) {
    double products = 0, squares = 1e-9;
    for (Index y = 0; y + dy < height; ++y)
      for (Index x = 0; x + dx < width; ++x) {
        const auto here = static_cast<double>(cells[static_cast<std::size_t>(y * width + x)]);
        products += here * static_cast<double>(cells[static_cast<std::size_t>((y + dy) * width + x + dx)]);
        squares += here * here;
      }
    return products / squares;
  };
  const Index dy = period[0] > 1 ? period[0] : 0, dx = period[1] > 1 ? period[1] : 0;
  return at_lag(2 * dy, 2 * dx) - at_lag(2 * dy + (dy > 0 ? 1 : 0), 2 * dx + (dx > 0 ? 1 : 0));
}

std::string period_text(const FoundGrid& grid) {
  return fmt::format("{} × {} pixels", grid.period[1], grid.period[0]);
}

/// The share of the pixels that are within `width`, a share of 255, of the darkest or the brightest fiftieth.
double inks_of(const Tensor<float>& planes, double width) {
  const Index cells = planes.shape()[2] * planes.shape()[3];
  std::vector<float> values(planes.data(), planes.data() + cells);
  const auto quantile = [&](double share) {
    const auto at = values.begin() + static_cast<Index>(share * static_cast<double>(cells - 1));
    std::ranges::nth_element(values, at);
    return *at;
  };
  const float dark = quantile(0.02), bright = quantile(0.98), reach = static_cast<float>(255 * width);
  const auto inks = std::ranges::count_if(
      values, [&](float value) { return value < dark + reach || value > bright - reach; });
  // One tone alone, as of a flat picture, is no drawing.
  if (bright - dark < 3 * reach) return 0;
  return static_cast<double>(inks) / static_cast<double>(cells);
}

/// What speaks for a print and against it.
struct Traits {
  bool in_flat = true, flat_known = false;  ///< whether flat places have it, and whether there are such
  double even = 0;                          ///< share of the places where it is as strong as elsewhere
  double share = 0;                         ///< of brightness
  double inks = 0;                          ///< share of the pixels that are as the darkest and brightest
};

/// Why a pattern is of what is shown; empty where it is not.
std::string why_content(const FoundGrid& grid, const Traits& is) {
  const std::string period = period_text(grid);
  const bool both = grid.period[0] == grid.period[1];
  const bool like_a_print = is.flat_known && is.in_flat && is.even >= kStrongCovered && is.share < kStrong;
  if (!is.in_flat)
    return fmt::format("a pattern of {} that flat places do not have: text or texture of what is shown",
                       period);
  if (!both && !like_a_print)
    return fmt::format(
        "repeats along one axis only, {}, where enlarging repeats along both: stripes of what is "
        "shown",
        period);
  if (is.inks > kTwoInks && (is.share > kStrong || !is.flat_known))
    return fmt::format("a pattern of {} in two tones alone: text, halftone or line art of what is shown",
                       period);
  if (grid.coverage < kCovered)
    return fmt::format(
        "a pattern of {} in only {:.0f} % of the places that could show it: texture of what is shown", period,
        100 * grid.coverage);
  if (is.share > kStrong && is.even < kStrongCovered)
    return fmt::format(
        "a strong pattern of {} that is not in proportion to brightness: halftone or texture of what "
        "is shown",
        period);
  return "";
}

/// What made it, how sure that is, and why.
void judge(FoundGrid& grid, const Traits& traits) {
  const double certain = 1 - std::exp(-(grid.significance - kSignificant / 2) / kSignificant);
  grid.reason = why_content(grid, traits);
  if (!grid.reason.empty()) {
    grid.cause = GridCause::content;
    grid.confidence = certain * (grid.coverage < kCovered ? 1 - grid.coverage : 0.8);
    return;
  }
  grid.confidence = certain * grid.coverage;
  if (grid.period[0] == 8 && grid.period[1] == 8 && grid.levels < kFaintBlocks) {
    grid.cause = GridCause::jpeg;
    grid.reason = "a faint pattern of 8 × 8 pixels, as the blocks of JPEG leave it";
    return;
  }
  grid.cause = GridCause::upsampling;
  grid.reason =
      fmt::format("a pattern of {} in proportion to brightness, in {:.0f} % of the places that could show it",
                  period_text(grid), 100 * grid.coverage);
}

FoundGrid grid_of(std::span<const Wave> waves, const Tensor<float>& planes) {
  FoundGrid grid;
  Index periods[2] = {1, 1};
  for (const Wave& wave : waves) {
    periods[0] = std::lcm(periods[0], wave.row_period);
    periods[1] = std::lcm(periods[1], wave.column_period);
    grid.significance = std::max(grid.significance, wave.significance);
  }
  std::ranges::copy(periods, grid.period);
  grid.levels = levels_of(waves);
  const Coverage coverage = coverage_of(waves);
  grid.coverage = coverage.shown;
  set_phase(waves, grid);
  const double share = std::sqrt(power_of(waves)) / std::max(1.0, brightness_of(waves));
  grid.flat_known = std::ranges::all_of(waves, &Wave::flat_known);
  judge(grid, {waves.front().in_flat, grid.flat_known, coverage.even, share,
               inks_of(planes, std::clamp(kInkWidth * share, 0.05, 0.16))});
  return grid;
}

/// Waves that belong together, by the longest period first: it has those of its divisors too when enough of
/// the power is its own.
std::vector<std::vector<Wave>> grouped(std::vector<Wave> waves) {
  std::vector<std::vector<Wave>> out;
  for (const bool alone : {false, true})
    for (Index period = kMostPeriod; period >= kLeastPeriod; --period) {
      std::vector<Wave> all, own, rest;
      for (const Wave& wave : waves) {
        const bool divides = period % wave.order == 0;
        (divides ? all : rest).push_back(wave);
        if (wave.order == period) own.push_back(wave);
      }
      if (own.empty() || power_of(own) < (period == 8 ? kOwnShareOf8 : kOwnShare) * power_of(all)) continue;
      if (alone || power_of(all) > 0) {
        out.push_back(std::move(all));
        waves = std::move(rest);
      }
    }
  return out;
}

/// Where no flat place can tell, an enlarging has the same period along both axes: waves that only one axis
/// has are taken out into a group of their own.
std::vector<std::vector<Wave>> of_equal_axes(std::vector<std::vector<Wave>> groups) {
  std::vector<std::vector<Wave>> out;
  for (std::vector<Wave>& group : groups) {
    if (std::ranges::all_of(group, &Wave::flat_known)) {
      out.push_back(std::move(group));
      continue;
    }
    Index down = 1, across = 1;
    for (const Wave& wave : group) {
      down = std::lcm(down, wave.row_period);
      across = std::lcm(across, wave.column_period);
    }
    const Index both = std::gcd(down, across);
    const auto common = [&](const Wave& wave) {
      return both % wave.row_period == 0 && both % wave.column_period == 0;
    };
    const auto rest = std::ranges::stable_partition(group, common);
    std::vector<Wave> others(rest.begin(), rest.end());
    group.erase(rest.begin(), rest.end());
    for (std::vector<Wave>* part : {&group, &others})
      if (!part->empty()) out.push_back(std::move(*part));
  }
  return out;
}

/// One's periods are multiples of the other's.
bool of_one_family(const FoundGrid& a, const FoundGrid& b) {
  const auto divides = [](const FoundGrid& x, const FoundGrid& y) {
    return x.period[0] % y.period[0] == 0 && x.period[1] % y.period[1] == 0;
  };
  return divides(a, b) || divides(b, a);
}

/// A weak pattern beside a stronger texture of the content's is its overtone.
void join_overtones(std::vector<FoundGrid>& grids) {
  for (FoundGrid& grid : grids)
    for (const FoundGrid& other : grids) {
      const double times = grid.period[0] != grid.period[1] ? 1 : grid.flat_known ? kOvertone : kBeside;
      if (grid.cause != GridCause::upsampling || other.cause == GridCause::jpeg || &other == &grid) continue;
      if (grid.flat_known && other.cause == GridCause::upsampling) continue;
      if (of_one_family(grid, other) && other.levels < kOvertone * grid.levels) continue;
      if (other.levels <= times * grid.levels) continue;
      grid.cause = GridCause::content;
      grid.reason = "one of several patterns of different periods: texture of what is shown";
    }
}

/// The mean of the channels, and where there are several these too.
Tensor<float> planes_of(const Tensor<float>& picture) {
  const Index channels = picture.shape()[1];
  if (channels == 1) return picture;
  const Index cells = picture.shape()[2] * picture.shape()[3];
  Tensor<float> out({1, channels + 1, picture.shape()[2], picture.shape()[3]});
  std::ranges::copy(picture.values(), out.data() + cells);
  for (Index c = 0; c < channels; ++c)
    for (Index i = 0; i < cells; ++i) out[i] += picture[c * cells + i] / static_cast<float>(channels);
  return out;
}

}  // namespace

std::string_view name(GridCause cause) {
  constexpr std::string_view kNames[] = {"upsampling", "jpeg", "content"};
  return kNames[static_cast<std::size_t>(cause)];
}

std::vector<FoundGrid> find_grids(const Tensor<float>& picture, std::optional<Index> period,
                                  const Progress& progress) {
  const Index height = picture.shape()[2], width = picture.shape()[3];
  std::vector<FoundGrid> out;
  if (std::min(height, width) < 16) return out;
  // The periods 2, 4 and 8 share their waves, and so do 3 and 6.
  const std::vector<Index> bases = period ? std::vector<Index>{*period} : std::vector<Index>{6, 8, 5, 7};
  const Tensor<float> planes = planes_of(picture);
  const std::optional<BlockGrid> blocks = find_blocks(planes);
  const std::vector<float> cells = residual(planes);
  const double inks = inks_of(planes, 0.12);
  for (std::size_t i = 0; i < bases.size(); ++i) {
    const auto at = [&](std::size_t k) { return static_cast<double>(k) / static_cast<double>(bases.size()); };
    const TileSpectra spectra = tile_spectra(planes, bases[i], kMostTiles, progress.part(at(i), at(i + 1)));
    if (spectra.tiles.empty()) continue;
    FlatFolds flats;
    for (Index order = kLeastPeriod; order <= bases[i]; ++order)
      if (bases[i] % order == 0) flats.emplace(order, FlatFold(planes, order));
    std::vector<Wave> waves = significant_waves(spectra, flats, !blocks || inks > kDrawn);
    const auto has_period_2 = [](const Wave& wave) { return wave.order == 2; };
    const auto is_print_of_6 = [](const FoundGrid& grid) {
      return grid.cause == GridCause::upsampling && grid.period[0] == 6 && grid.period[1] == 6;
    };
    if (bases[i] == 8 && std::ranges::any_of(out, is_print_of_6)) std::erase_if(waves, has_period_2);
    const auto elsewhere = std::ranges::stable_partition(waves, &Wave::in_flat);
    std::vector<Wave> only_elsewhere(elsewhere.begin(), elsewhere.end());
    waves.erase(elsewhere.begin(), elsewhere.end());
    for (std::vector<Wave>* part : {&waves, &only_elsewhere}) {
      std::vector<std::vector<Wave>> groups = grouped(std::move(*part));
      groups = of_equal_axes(std::move(groups));
      for (const std::vector<Wave>& group : groups) {
        if (bases[i] == 6 && !period && std::ranges::all_of(group, has_period_2))
          continue;  // the next family's
        FoundGrid grid = grid_of(group, planes);
        if (grid.levels < kLeastLevels) continue;
        grid.autocorrelation = autocorrelation(cells, height, width, grid.period);
        out.push_back(std::move(grid));
      }
    }
  }
  join_overtones(out);
  const bool printed_by_8 = std::ranges::any_of(out, [](const FoundGrid& grid) {
    return grid.cause == GridCause::upsampling && grid.period[0] % 8 == 0 && grid.period[1] % 8 == 0;
  });
  if (blocks && !printed_by_8 && period.value_or(8) == 8) {
    FoundGrid grid{.period = {8, 8}, .phase = {blocks->row, blocks->column}, .levels = blocks->levels};
    grid.cause = GridCause::jpeg;
    grid.significance = blocks->significance;
    grid.coverage = 1;
    grid.confidence = 1 - std::exp(-blocks->significance / 6);
    grid.autocorrelation = autocorrelation(cells, height, width, grid.period);
    grid.reason = fmt::format(
        "steps between neighbours are {:.2f} levels larger at every eighth row and column: the "
        "blocks of JPEG",
        blocks->levels);
    out.push_back(std::move(grid));
  }
  std::ranges::stable_sort(out, std::greater(), &FoundGrid::levels);
  return out;
}

}  // namespace convscope
