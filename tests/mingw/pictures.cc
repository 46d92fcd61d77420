// What the core does with libraries of picture formats and Markdown, none of which mingw-w64 has.
#include "core/base/error.hpp"
#include "core/io/images/colors.hpp"
#include "core/io/images/readers.hpp"
#include "core/io/jpeg.hpp"
#include "core/io/png.hpp"
#include "core/lesson/markdown.hpp"

namespace convscope {

namespace {

[[noreturn]] void not_there(std::string_view library) {
  throw Error("image", "this build has no " + std::string(library), "a picture that needs no library");
}

}  // namespace

DecodedImage read_png(const ImageSource&) {
  not_there("libpng");
}
DecodedImage read_jpeg(const ImageSource&) {
  not_there("libjpeg");
}
DecodedImage read_webp(const ImageSource&) {
  not_there("libwebp");
}
DecodedImage read_tiff(const ImageSource&) {
  not_there("libtiff");
}
DecodedImage read_tga(const ImageSource&) {
  not_there("stb");
}
DecodedImage read_gif(const ImageSource&) {
  not_there("stb");
}
bool is_tga(std::string_view) {
  return false;
}
bool heif_is_built_in() {
  return false;
}

void write_png(const PngFormat&, const PngRows&, const PngSink&, const Progress&) {
  not_there("zlib");
}
Tensor<float> through_jpeg(const Tensor<float>&, int) {
  not_there("libjpeg");
}
std::string jpeg_bytes(const Tensor<float>&, int) {
  not_there("libjpeg");
}

struct ColorConversion::Transform {};
ColorConversion::ColorConversion(const DecodedImage& raster) {
  if (!raster.profile.empty() || raster.model != SampleModel::rgb) not_there("Little CMS");
}
ColorConversion::~ColorConversion() = default;
bool ColorConversion::needed() const {
  return false;
}
void ColorConversion::convert(const float*, float*, Index) const {
  not_there("Little CMS");
}

std::vector<MarkdownBlock> parse_markdown(std::string_view) {
  not_there("md4c");
}

}  // namespace convscope
