// One reader for each format of core/io/images/formats.
#pragma once

#include "core/io/images/raster.hpp"

namespace convscope {

DecodedImage read_png(const ImageSource& source);   ///< libpng; every checksum is looked at
DecodedImage read_jpeg(const ImageSource& source);  ///< libjpeg-turbo; what it warns of is damage
DecodedImage read_webp(const ImageSource& source);  ///< libwebp; the first picture of an animation
DecodedImage read_tiff(const ImageSource& source);  ///< libtiff; the first page
DecodedImage read_heif(const ImageSource& source);  ///< libheif: HEIC and AVIF
DecodedImage read_bmp(const ImageSource& source);   ///< Windows 2 to 5 and OS/2, with RLE and bit fields
DecodedImage read_pnm(const ImageSource& source);   ///< P1 to P7, plain and binary, any maximum
DecodedImage read_tga(const ImageSource& source);   ///< stb_image
DecodedImage read_gif(const ImageSource& source);   ///< stb_image; the first picture
DecodedImage read_psd(const ImageSource& source);   ///< the merged picture
DecodedImage read_hdr(const ImageSource& source);   ///< Radiance: linear light, clipped at white

/// Whether this build has libheif.
bool heif_is_built_in();
/// Whether the bytes look like a TGA file, which has no magic number.
bool is_tga(std::string_view bytes);

}  // namespace convscope
