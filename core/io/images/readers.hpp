// One reader for each format of core/io/images/formats.
#pragma once

#include "core/io/images/raster.hpp"

namespace convscope {

Raster read_png(const ImageSource& source);   ///< libpng; every checksum is looked at
Raster read_jpeg(const ImageSource& source);  ///< libjpeg-turbo; what it warns of is damage
Raster read_webp(const ImageSource& source);  ///< libwebp; the first picture of an animation
Raster read_tiff(const ImageSource& source);  ///< libtiff; the first page
Raster read_heif(const ImageSource& source);  ///< libheif: HEIC and AVIF
Raster read_bmp(const ImageSource& source);   ///< Windows 2 to 5 and OS/2, with RLE and bit fields
Raster read_pnm(const ImageSource& source);   ///< P1 to P7, plain and binary, any maximum
Raster read_tga(const ImageSource& source);   ///< stb_image
Raster read_gif(const ImageSource& source);   ///< stb_image; the first picture
Raster read_psd(const ImageSource& source);   ///< the merged picture
Raster read_hdr(const ImageSource& source);   ///< Radiance: linear light, clipped at white

/// Whether this build has libheif.
bool heif_is_built_in();
/// Whether the bytes look like a TGA file, which has no magic number.
bool is_tga(std::string_view bytes);

}  // namespace convscope
