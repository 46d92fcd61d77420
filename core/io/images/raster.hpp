// What readers of image files are given, and what they hand over: samples as the file has them, and what it
// says of them. How they become sRGB values, upright, is common to all formats (core/io/image_file).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/index.hpp"
#include "core/base/progress.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope {

/// Thrown by readers: what is wrong with the bytes. `image_file` makes an Error of it that names the file.
struct Damage {
  enum class Kind {
    cut_short,  ///< there would have to be more bytes
    broken,     ///< the bytes contradict themselves; `what` says how
    foreign,    ///< sound, but of a kind that nothing here reads; `what` goes on from "it is ..."
  };
  Kind kind = Kind::broken;
  std::string what{};
};

/// Damage of these kinds, thrown.
[[noreturn]] void cut_short();
[[noreturn]] void broken(std::string_view what);
[[noreturn]] void foreign(std::string_view what);

enum class SampleModel { grey, rgb, cmyk };

/// CIE x and y.
struct Chromaticities {
  std::array<double, 2> white{}, red{}, green{}, blue{};
};

/// Interleaved samples, row by row from the top: those of the model, then alpha where there is any.
struct DecodedImage {
  Index width = 0, height = 0;
  SampleModel model = SampleModel::rgb;
  bool alpha = false;                  ///< not multiplied into the colours
  std::vector<std::uint8_t> bytes{};   ///< samples of up to 8 bits, or
  std::vector<std::uint16_t> words{};  ///< of more
  unsigned most = 255;                 ///< the sample that is white; CMYK: no ink is 0

  int bits = 8;         ///< of a sample (of a palette's index) in the file
  std::string kind{};   ///< what else the file is, in a word or two: "palette", "YCbCr 4:2:2"
  std::string notes{};  ///< what was done to it that should be known, in a clause, or empty

  std::string profile{};                      ///< an ICC profile, or
  double gamma = 0;                           ///< the samples are the light to this power; 0: as in sRGB
  std::optional<Chromaticities> primaries{};  ///< none: those of sRGB
  int orientation = 1;                        ///< as EXIF numbers them
  std::string part{};                         ///< "the first of 3 pages" of a file with several
  bool animated = false;

  int colors() const { return model == SampleModel::grey ? 1 : model == SampleModel::rgb ? 3 : 4; }
  int channels() const { return colors() + (alpha ? 1 : 0); }
  /// Makes room for all samples, of 8 bits or of more.
  void allocate(bool wide);
  /// Colours that alpha was multiplied into, as they were before; what is clear stays as it is.
  void divide_by_alpha();
  void note(std::string_view clause);
};

/// Primaries and transfer by the code points of ITU-T H.273, as PNG's cICP and HEIF's nclx have them: sRGB's
/// curve with the primaries of sRGB, Display P3 or BT.2020; what else there is, is left and noted.
void take_code_points(int primaries, int transfer, DecodedImage& raster);

/// A file's bytes on their way through a reader.
class ImageSource {
 public:
  ImageSource(std::string_view all, const std::string& path, std::string_view field, Budget budget,
              const Progress& listener, bool look)
      : bytes(all), progress(listener), path_(path), field_(field), budget_(budget), look_(look) {}

  const std::string_view bytes;
  const Progress& progress;

  /// To be asked as soon as the size is known: whether the pixels are wanted too. Errors: Error(field, ...)
  /// for a picture without pixels and over the budget.
  /// `of_pixel`: the bytes that a pixel takes while the picture is read.
  bool wants_pixels(double width, double height, double of_pixel = kMostOfPixel) const;
  /// At most four samples of 16 bits, and then four floats.
  static constexpr double kMostOfPixel = 24;
  Budget budget() const { return budget_; }
  /// Says that `row` of `rows` rows are there. Errors: what the progress throws.
  void at_row(Index row, Index rows) const;

 private:
  const std::string& path_;
  std::string_view field_;
  Budget budget_;
  bool look_;
};

/// The whole picture, or, where the source does not want pixels, anything. Errors: Damage; Error as
/// ImageSource::wants_pixels; what the progress throws.
using ImageReader = DecodedImage (*)(const ImageSource& source);

}  // namespace convscope
