#include "core/io/images/formats.hpp"

#include <algorithm>
#include <vector>

#include "core/base/names.hpp"
#include "core/io/images/readers.hpp"

namespace convscope {

namespace {

#ifdef CONVSCOPE_HEIF
constexpr std::string_view kHeic = "an HEIC image", kAvif = "an AVIF image";
constexpr std::string_view kHeifKeeps =
    "8 to 12 bits, alpha, profiles and code points, turned; the primary picture";
constexpr ImageReader kReadHeif = read_heif;
#else
constexpr std::string_view kHeic =
    "an HEIC image, which this build does not read: it needs libheif (Debian: libheif-dev) when it is built";
constexpr std::string_view kAvif =
    "an AVIF image, which this build does not read: it needs libheif (Debian: libheif-dev) when it is built";
constexpr std::string_view kHeifKeeps = "";
constexpr ImageReader kReadHeif = nullptr;
#endif

constexpr std::string_view kPnmKeeps =
    "any maximum up to 65535, grey, colour, alpha, bitmaps, binary and plain text";

/// The order of those that are read is that of sentences.
constexpr ImageFormat kFormats[] = {
    {"PNG", "a PNG image of Apple's own kind (CgBI), which only Apple's programs read", 12, "CgBI", "", "",
     nullptr},
    {"PNG", "a PNG image", 0, "\x89PNG\r\n\x1a\n", ".png .apng",
     "1 to 16 bits, grey, palette, alpha, interlaced, profiles, gamma, EXIF; the first picture", read_png},
    {"JPEG", "a JPEG image", 0, "\xFF\xD8\xFF", ".jpg .jpeg .jpe .jfif",
     "8 bits, grey, YCbCr, RGB, CMYK, YCCK, progressive, profiles, EXIF", read_jpeg},
    {"WebP", "a WebP image", 8, "WEBP", ".webp", "lossy, lossless, alpha, profiles, EXIF; the first picture",
     read_webp},
    {"TIFF", "a camera's raw image (Canon CR2)", 8, "CR\x02", ".cr2", "", nullptr},
    {"TIFF",
     "a TIFF image",
     0,
     {"II*\0", 4},
     ".tif .tiff",
     "1 to 16 bits, grey, palette, RGB, CMYK, YCbCr, Lab, alpha, strips and tiles, profiles, turned; the "
     "first page",
     read_tiff},
    {"TIFF", "a TIFF image", 0, {"MM\0*", 4}, "", "as above", read_tiff},
    {"TIFF", "a TIFF image", 0, {"II+\0", 4}, "", "as above", read_tiff},
    {"TIFF", "a TIFF image", 0, {"MM\0+", 4}, "", "as above", read_tiff},
    {"HEIC", kHeic, 4, "ftyphe", ".heic .heif .hif", kHeifKeeps, kReadHeif},
    {"AVIF", kAvif, 4, "ftypavi", ".avif", kHeifKeeps, kReadHeif},
    {"BMP", "a BMP image", 0, "BM", ".bmp .dib",
     "1 to 32 bits, palette, run-length coded, bit fields, alpha where there is a mask for it, profiles",
     read_bmp},
    {"TGA", "a TGA image", 0, "", ".tga", "8 to 32 bits, grey, palette, alpha, run-length coded", read_tga},
    {"GIF", "a GIF image", 0, "GIF87a", ".gif", "palette, alpha; the first picture", read_gif},
    {"GIF", "a GIF image", 0, "GIF89a", "", "as above", read_gif},
    {"PSD", "a PSD image", 0, "8BPS", ".psd",
     "8 and 16 bits in RGB, CMYK and grey, alpha, profiles; the merged picture", read_psd},
    {"PNM", "a PBM image", 0, "P1", ".pbm", kPnmKeeps, read_pnm},
    {"PNM", "a PGM image", 0, "P2", ".pgm", kPnmKeeps, read_pnm},
    {"PNM", "a PPM image", 0, "P3", ".ppm", kPnmKeeps, read_pnm},
    {"PNM", "a PBM image", 0, "P4", ".pnm", kPnmKeeps, read_pnm},
    {"PNM", "a PGM image", 0, "P5", "", kPnmKeeps, read_pnm},
    {"PNM", "a PPM image", 0, "P6", "", kPnmKeeps, read_pnm},
    {"PNM", "a PAM image", 0, "P7\n", ".pam", kPnmKeeps, read_pnm},
    {"HDR", "an HDR image", 0, "#?RADIANCE", ".hdr", "linear light up to white", read_hdr},
    {"HDR", "an HDR image", 0, "#?RGBE", "", "as above", read_hdr},
    {"JPEG XL", "a JPEG XL image", 0, "\xFF\x0A", ".jxl", "", nullptr},
    {"JPEG XL", "a JPEG XL image", 4, "JXL \r\n", "", "", nullptr},
    {"JPEG 2000", "a JPEG 2000 image", 4, "jP  \r\n", ".jp2 .jpx", "", nullptr},
    {"JPEG 2000", "a JPEG 2000 image", 0, "\xFF\x4F\xFF\x51", ".j2k .j2c", "", nullptr},
    {"JPEG-LS", "a JPEG-LS image", 0, "\xFF\xD8\xFF\xF7", ".jls", "", nullptr},
    {"OpenEXR", "an OpenEXR image", 0, "\x76\x2F\x31\x01", ".exr", "", nullptr},
    {"QOI", "a QOI image", 0, "qoif", ".qoi", "", nullptr},
    {"DDS", "a DDS texture", 0, "DDS ", ".dds", "", nullptr},
    {"ICO", "an icon (ICO)", 0, {"\0\0\x01\0", 4}, ".ico", "", nullptr},
    {"ICNS", "an icon (ICNS)", 0, "icns", ".icns", "", nullptr},
    {"PIC", "a Softimage PIC image", 0, "\x53\x80\xF6\x34", ".pic", "", nullptr},
    {"FITS", "a FITS image", 0, "SIMPLE  =", ".fits", "", nullptr},
    {"PFM", "a PFM image of floating-point numbers", 0, "PF\n", ".pfm", "", nullptr},
    {"PFM", "a PFM image of floating-point numbers", 0, "Pf\n", "", "", nullptr},
    {"XCF", "an XCF image (GIMP's own)", 0, "gimp xcf", ".xcf", "", nullptr},
    {"SVG", "an SVG drawing", 0, "<svg", ".svg", "", nullptr},
    {"PDF", "a PDF document", 0, "%PDF-", ".pdf", "", nullptr},
    {"EPS", "a PostScript document", 0, "%!PS", ".eps", "", nullptr},
};

const ImageFormat* named(std::string_view name) {
  return std::ranges::find(kFormats, name, &ImageFormat::name);
}

/// ISO base media: the first brand says which; HEIF's general ones leave it to those that follow.
const ImageFormat* heif_of(std::string_view bytes) {
  if (bytes.size() < 16 || bytes.substr(4, 4) != "ftyp") return nullptr;
  std::size_t length = 0;
  for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<unsigned char>(bytes[i]);
  const std::string_view brand = bytes.substr(8, 4), others = bytes.substr(0, std::min(length, bytes.size()));
  if (brand != "mif1" && brand != "msf1" && brand != "miaf") return nullptr;
  const bool avif =
      others.find("avif") != std::string_view::npos || others.find("avis") != std::string_view::npos;
  return named(avif ? "AVIF" : "HEIC");
}

}  // namespace

std::span<const ImageFormat> image_formats() {
  return kFormats;
}

const ImageFormat* image_format_of(std::string_view bytes) {
  const auto fits = [&](const ImageFormat& f) {
    return !f.magic.empty() && bytes.size() > f.at && bytes.substr(f.at).starts_with(f.magic);
  };
  // Where several fit, that with the most to go by: JPEG-LS begins as JPEG does.
  const ImageFormat* best = nullptr;
  for (const ImageFormat& f : kFormats)
    if (fits(f) && (!best || f.at + f.magic.size() > best->at + best->magic.size())) best = &f;
  if (!best) best = heif_of(bytes);
  return !best && is_tga(bytes) ? named("TGA") : best;
}

std::string readable_image_formats(bool with_or) {
  std::vector<std::string_view> names;
  for (const ImageFormat& f : kFormats)
    if (f.read && std::ranges::find(names, f.name) == names.end()) names.push_back(f.name);
  return listed(names, with_or ? Listing::with_or : Listing::commas);
}

}  // namespace convscope
