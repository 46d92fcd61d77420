#include "app/cli/enlarged_rows.hpp"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string_view>
#include <thread>

#include "app/views/pixels.hpp"
#include "core/enlarging/light.hpp"
#include "core/io/npy.hpp"
#include "core/io/png.hpp"

namespace convscope::cli {

namespace {

/// Values of a .npy file that are made at once.
constexpr Index kNpyValues = Index{1} << 20;
/// Bytes of the bands that one processor makes at once: a megabyte of samples, as floats four times that, in
/// the place where they are made and in two or three where they go.
constexpr double kBandMemory = 20e6;

}  // namespace

Tensor<float> EnlargedRows::make(const std::vector<Index>& wanted, Index first, Index count) const {
  const Region band{region.top + first, region.left, count, region.width};
  if (made.size() > 0) {
    const Tensor<float> rows = cropped(made, band);
    if (std::ssize(wanted) == channels()) return rows;
    Tensor<float> some({1, std::ssize(wanted), count, region.width});
    for (std::size_t c = 0; c < wanted.size(); ++c)
      std::copy_n(rows.data() + wanted[c] * count * region.width, count * region.width,
                  some.data() + static_cast<Index>(c) * count * region.width);
    return some;
  }
  const Shape size = planes.shape().tail(2);
  const Region source = source_of(upsampler, size, band);
  Tensor<float> part({1, std::ssize(wanted), source.height, source.width});
  for (std::size_t c = 0; c < wanted.size(); ++c)
    for (Index y = 0; y < source.height; ++y)
      std::copy_n(planes.data() + (wanted[c] * size[0] + source.top + y) * size[1] + source.left,
                  source.width, part.data() + (static_cast<Index>(c) * source.height + y) * source.width);
  return seen_planes(enlarge_part(upsampler, part, source, size, band), has_alpha, linear);
}

void write_as_png(const EnlargedRows& made, PendingFile& file, const Progress& progress) {
  std::vector<Index> all(static_cast<std::size_t>(made.channels()));
  std::iota(all.begin(), all.end(), Index{0});
  const auto rows = [&](Index first, Index count, std::uint8_t* to) {
    pack_rows(made.make(all, first, count), made.channels(), 0, count, to);
  };
  write_png(
      {made.region.width, made.region.height, static_cast<int>(made.channels())}, rows,
      [&](std::string_view bytes) { file.write(bytes); }, progress);
}

/// Channel by channel, as the file has them; a colour needs the opacity beside it.
void write_as_npy(const EnlargedRows& made, PendingFile& file, const Progress& progress) {
  const Index channels = made.channels(), height = made.region.height, width = made.region.width;
  file.write(npy_header({1, channels, height, width}));
  const Index band = std::max<Index>(1, kNpyValues / width);
  for (Index channel = 0; channel < channels; ++channel) {
    std::vector<Index> wanted{channel};
    if (made.has_alpha && channel + 1 < channels) wanted.push_back(channels - 1);
    for (Index first = 0; first < height; first += band) {
      const Index count = std::min(band, height - first);
      const Tensor<float> rows = made.make(wanted, first, count);
      file.write(npy_values(rows.values().first(static_cast<std::size_t>(count * width))));
      progress.at(static_cast<double>(channel * height + first) / static_cast<double>(channels * height));
    }
  }
}

double band_memory() {
  return kBandMemory * std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace convscope::cli
