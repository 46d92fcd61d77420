// The one table of image formats: how their files are told apart, who reads them and what is kept. Another
// format is another row.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/io/images/raster.hpp"

namespace convscope {

struct ImageFormat {
  std::string_view name;
  std::string_view kind;     ///< with its article: "a PNG image"; of those that are not read all that is said
  std::size_t at;            ///< where its files have
  std::string_view magic;    ///< this; empty: they begin with nothing of their own
  std::string_view endings;  ///< with a space between
  std::string_view keeps;    ///< what of its kinds is read; empty: none, its files are known and refused
  ImageReader read;          ///< null: see `keeps`
};

/// All of them, read or not. Several rows may be of one format; a special kind comes before the general one.
std::span<const ImageFormat> image_formats();

/// By the first bytes, whatever the file's name; null: none of them.
const ImageFormat* image_format_of(std::string_view bytes);

/// "PNG, JPEG, ... or HDR": what this build reads.
std::string readable_image_formats(bool with_or);

}  // namespace convscope
