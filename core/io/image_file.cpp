#include "core/io/image_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <new>
#include <utility>
#include <vector>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/base/parallel.hpp"
#include "core/base/words.hpp"
#include "core/io/exif.hpp"
#include "core/io/files.hpp"
#include "core/io/images/colors.hpp"
#include "core/io/images/formats.hpp"

namespace convscope {

namespace {

/// The share of a reading's time that decoding takes, about.
constexpr double kDecoding = 0.8;
constexpr Index kBandRows = 64;
/// Of a file that is to be looked at.
constexpr Index kBeginning = Index{1} << 18;

/// What an error asks for instead.
const std::string& legal() {
  static const std::string text = fmt::format("a complete {} image", readable_image_formats(true));
  return text;
}

Error unusable(const std::string& path, std::string_view field, const Damage& damage) {
  switch (damage.kind) {
    case Damage::Kind::cut_short:
      return Error(field, fmt::format("{} is cut short", path), legal());
    case Damage::Kind::foreign:
      return Error(field, fmt::format("{} is {}", path, damage.what), legal());
    default:
      return Error(field, fmt::format("{} is broken: {}", path, damage.what), legal());
  }
}

const ImageFormat& format_of(const std::string& path, std::string_view field, std::string_view bytes) {
  if (bytes.empty()) throw Error(field, fmt::format("{} is empty", path), legal());
  const ImageFormat* const format = image_format_of(bytes);
  if (!format) {
    const bool begun = std::ranges::any_of(image_formats(), [&](const ImageFormat& f) {
      return f.read && f.at == 0 && f.magic.size() > bytes.size() && f.magic.starts_with(bytes);
    });
    throw Error(field, fmt::format("{} {}", path, begun ? "is cut short" : "has no image format known here"),
                legal());
  }
  if (!format->read) throw unusable(path, field, {Damage::Kind::foreign, std::string(format->kind)});
  return *format;
}

/// "PNG, 16 bits, grey + alpha (palette), ...".
std::string describe(const ImageFormat& format, const DecodedImage& raster, const std::string& colors) {
  constexpr std::string_view models[] = {"grey", "colour", "CMYK"};
  constexpr std::string_view with_alpha[] = {"grey + alpha", "colour + alpha", "CMYK + alpha"};
  std::string text =
      fmt::format("{}, {}, {}", format.name, counted(raster.bits, "bit"),
                  (raster.alpha ? with_alpha : models)[static_cast<std::size_t>(raster.model)]);
  if (!raster.kind.empty()) text += fmt::format(" ({})", raster.kind);
  for (const std::string& clause :
       {colors, raster.notes, std::string(raster.orientation == 1 ? "" : "turned upright"),
        raster.animated ? "the first picture of an animation" : raster.part})
    if (!clause.empty()) text += ", " + clause;
  return text;
}

/// The samples of some rows, 0..255, into planes.
class Planes {
 public:
  Planes(const DecodedImage& raster, const ColorConversion& conversion, ImageFile& out)
      : raster_(raster),
        conversion_(conversion),
        out_(out),
        colors_(static_cast<int>(out.color.shape()[1])) {}

  void take_rows(Index first, Index end) const {
    const Index begin = first * raster_.width, count = end * raster_.width - begin;
    const Index plane = raster_.width * raster_.height;
    const int from = raster_.colors();
    if (conversion_.needed()) {
      std::vector<float> samples(static_cast<std::size_t>(count * from)),
          made(static_cast<std::size_t>(count * 3));
      for (Index i = 0; i < count; ++i)
        for (int c = 0; c < from; ++c)
          samples[static_cast<std::size_t>(i * from + c)] = at(begin + i, c) / 255.0F;
      conversion_.convert(samples.data(), made.data(), count);
      for (int c = 0; c < colors_; ++c)  // grey's are three equal ones
        for (Index i = 0; i < count; ++i)
          out_.color[c * plane + begin + i] =
              255.0F * made[static_cast<std::size_t>(3 * i + (colors_ == 1 ? 1 : c))];
    } else {
      for (int c = 0; c < colors_; ++c)
        for (Index i = begin; i < begin + count; ++i) out_.color[c * plane + i] = at(i, c);
    }
    if (raster_.alpha)
      for (Index i = begin; i < begin + count; ++i) out_.alpha[i] = at(i, from);
  }

 private:
  float at(Index pixel, int channel) const {
    const auto i = static_cast<std::size_t>(pixel * raster_.channels() + channel);
    const auto sample = static_cast<float>(raster_.words.empty() ? raster_.bytes[i] : raster_.words[i]);
    return raster_.most == 255 ? sample : sample * 255.0F / static_cast<float>(raster_.most);
  }
  const DecodedImage& raster_;
  const ColorConversion& conversion_;
  ImageFile& out_;
  int colors_;
};

ImageFile finished(const ImageFormat& format, DecodedImage raster, const Progress& progress) {
  const Index width = raster.width, height = raster.height;
  ImageFile image;
  image.animated = raster.animated;
  image.color.reset({1, raster.model == SampleModel::grey ? 1 : 3, height, width});
  if (raster.alpha) image.alpha.reset({1, 1, height, width});
  const ColorConversion conversion(raster);
  const Planes planes(raster, conversion, image);
  const auto take = [&](Index band) {
    planes.take_rows(band * kBandRows, std::min((band + 1) * kBandRows, height));
  };
  in_parallel((height + kBandRows - 1) / kBandRows, take, progress);
  if (std::ranges::all_of(image.alpha.values(), [](float v) { return v == 255.0F; })) {
    image.alpha = {};
    raster.alpha = false;
  }
  image.description = describe(format, raster, conversion.said());
  if (raster.orientation != 1) {
    raster.bytes = {};
    raster.words = {};
    image.color = upright(image.color, raster.orientation);
    if (!image.opaque()) image.alpha = upright(image.alpha, raster.orientation);
  }
  return image;
}

}  // namespace

void check_image_file(const std::string& path, std::string_view field, Budget budget) {
  std::error_code none;
  const std::filesystem::file_status status = std::filesystem::status(path, none);
  if (std::filesystem::exists(status) && !is_regular_file(status) && !is_directory(status))
    throw Error(field, fmt::format("{} is a pipe or a device", path), legal());
  InputFile file(path, field);
  std::string bytes(static_cast<std::size_t>(std::min(file.size(), kBeginning)), '\0');
  bytes.resize(file.read(bytes.data(), bytes.size()));
  const ImageFormat& format = format_of(path, field, bytes);
  const Progress nobody;
  try {
    format.read(ImageSource(bytes, path, field, budget, nobody, true));
  } catch (const Damage& damage) {
    // What a beginning lacks may come later.
    if (static_cast<Index>(bytes.size()) == file.size() || damage.kind == Damage::Kind::foreign)
      throw unusable(path, field, damage);
  }
}

std::vector<std::string> image_endings() {
  std::vector<std::string> all;
  for (const ImageFormat& format : image_formats()) {
    if (!format.read || format.endings.empty()) continue;
    for (const std::string_view ending : split(format.endings, ' '))
      if (std::ranges::find(all, ending) == all.end()) all.emplace_back(ending);
  }
  return all;
}

bool has_image_ending(std::string_view path) {
  const std::string name = lower(path);
  return std::ranges::any_of(image_endings(), [&](const std::string& e) { return name.ends_with(e); });
}

bool is_image_name(const std::string& path) {
  const std::string name = lower(path);
  const auto ends = [&](const ImageFormat& f) {
    return !f.endings.empty() &&
           std::ranges::any_of(split(f.endings, ' '), [&](auto e) { return name.ends_with(e); });
  };
  return std::ranges::any_of(image_formats(), ends) || !image_kind_of_file(path).empty();
}

std::string image_kind_of_file(const std::string& path) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none)) return {};
  InputFile file(path, "image");
  char beginning[64];
  const ImageFormat* const format = image_format_of({beginning, file.read(beginning, sizeof beginning)});
  return format ? std::string(format->kind) : std::string();
}

std::string image_format_names() {
  return readable_image_formats(false);
}

ImageFile read_image_file(const std::string& path, std::string_view field, Budget budget,
                          const Progress& progress) {
  return decode_image_file(read_file(path, field), path, field, budget, progress);
}

ImageFile decode_image_file(const std::string& bytes, const std::string& path, std::string_view field,
                            Budget budget, const Progress& progress) {
  const ImageFormat& format = format_of(path, field, bytes);
  try {
    const Progress decoding = progress.part(0, kDecoding);
    DecodedImage raster = format.read(ImageSource(bytes, path, field, budget, decoding, false));
    return finished(format, std::move(raster), progress.part(kDecoding, 1));
  } catch (const Damage& damage) {
    throw unusable(path, field, damage);
  }
}

Tensor<float> over_white(const ImageFile& image) {
  const Index height = image.color.shape()[2], width = image.color.shape()[3], plane = height * width;
  Tensor<float> out({1, 3, height, width});
  for (Index c = 0; c < 3; ++c) {
    const float* from = image.color.data() + (image.color.shape()[1] == 3 ? c * plane : 0);
    for (Index i = 0; i < plane; ++i) {
      const float opacity = image.opaque() ? 1.0F : image.alpha[i] / 255.0F;
      out[c * plane + i] = from[i] * opacity + 255.0F * (1.0F - opacity);
    }
  }
  return out;
}

Tensor<float> opaque_colors(ImageFile image) {
  if (!image.opaque()) {
    const Index plane = image.alpha.size();
    for (Index i = 0; i < image.color.size(); ++i) {
      const float opacity = image.alpha[i % plane] / 255.0F;
      image.color[i] = image.color[i] * opacity + 255.0F * (1.0F - opacity);
    }
  }
  return std::move(image.color);
}

Tensor<float> read_image(const std::string& path, std::string_view field, Budget budget) {
  const ImageFile image = read_image_file(path, field, budget);
  return image.opaque() && image.color.shape()[1] == 3 ? image.color : over_white(image);
}

}  // namespace convscope
