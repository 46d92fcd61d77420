#include "core/io/images/raster.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.hpp"

namespace convscope {

void cut_short() {
  throw Damage{Damage::Kind::cut_short};
}

void broken(std::string_view what) {
  throw Damage{Damage::Kind::broken, std::string(what)};
}

void foreign(std::string_view what) {
  throw Damage{Damage::Kind::foreign, std::string(what)};
}

void DecodedImage::allocate(bool wide) {
  const auto count = static_cast<std::size_t>(width * height * channels());
  if (wide)
    words.resize(count);
  else
    bytes.resize(count);
}

void DecodedImage::divide_by_alpha() {
  const auto divide = [this](auto& samples) {
    const auto step = static_cast<std::size_t>(channels());
    for (std::size_t i = 0; i < samples.size(); i += step) {
      const std::uint64_t opacity = samples[i + step - 1];
      for (std::size_t c = 0; opacity > 0 && c + 1 < step; ++c)
        samples[i + c] = static_cast<std::remove_reference_t<decltype(samples[0])>>(
            std::min<std::uint64_t>((samples[i + c] * std::uint64_t{most} + opacity / 2) / opacity, most));
    }
  };
  divide(bytes);
  divide(words);
}

void DecodedImage::note(std::string_view clause) {
  notes += fmt::format("{}{}", notes.empty() ? "" : ", ", clause);
}

void take_code_points(int primaries, int transfer, DecodedImage& raster) {
  constexpr std::array<double, 2> kD65{0.3127, 0.3290};
  constexpr int kUnspecified = 2, kLinear = 8;
  // 1 and 6 are BT.709's and BT.601's curves, which pictures have in name only; 13 is sRGB's.
  const bool usual = transfer == 1 || transfer == 6 || transfer == 13 || transfer == kUnspecified;
  if (!usual && transfer != kLinear) {
    raster.note(fmt::format("its transfer characteristics ({} of H.273) were ignored", transfer));
    return;
  }
  if (transfer == kLinear) raster.gamma = 1;
  switch (primaries) {
    case 1:
    case kUnspecified:
      break;
    case 9:
      raster.primaries = {kD65, {0.708, 0.292}, {0.170, 0.797}, {0.131, 0.046}};
      break;
    case 12:
      raster.primaries = {kD65, {0.680, 0.320}, {0.265, 0.690}, {0.150, 0.060}};
      break;
    default:
      raster.note(fmt::format("its colour primaries ({} of H.273) were ignored", primaries));
  }
}

bool ImageSource::wants_pixels(double width, double height, double of_pixel) const {
  if (width < 1 || height < 1) throw Error(field_, fmt::format("{} has no pixels", path_), "a picture");
  constexpr double kGib = 1024.0 * 1024.0 * 1024.0;
  const double needed = of_pixel * width * height, most = static_cast<double>(budget_.bytes);
  if (needed > most)
    throw Error(field_,
                fmt::format("{}, {:.0f} × {:.0f} pixels, would need {:.1f} GiB of memory", path_, width,
                            height, needed / kGib),
                fmt::format("a smaller picture: at most {:.3g} GiB", most / kGib));
  return !look_;
}

void ImageSource::at_row(Index row, Index rows) const {
  constexpr Index kOften = 16;
  if (row % kOften == 0 || row == rows) progress.at(static_cast<double>(row) / static_cast<double>(rows));
}

}  // namespace convscope
