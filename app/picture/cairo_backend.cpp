// Pictures by cairo: pixels, and PDF whose text stays text.
//
// Glyphs are placed one by one where fonts.hpp says, unhinted, so every backend agrees on positions. On
// pixels they are filled as outlines, because cairo's image backend moves whole glyphs to whole pixels.
#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <ft2build.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <numbers>
#include <utility>

#include "app/picture/backends.hpp"
#include "app/picture/fonts.hpp"
#include "app/picture/language.hpp"
#include "app/picture/raster_part.hpp"
#include "core/base/error.hpp"
#include "core/base/saturated.hpp"
#include FT_FREETYPE_H

namespace convscope {

namespace {

constexpr int kLargestSide = 32767;  // cairo's limit for an image surface
constexpr double kPointsPerPixel = 0.75;

struct CairoRelease {
  void operator()(cairo_surface_t* p) const { cairo_surface_destroy(p); }
  void operator()(cairo_t* p) const { cairo_destroy(p); }
  void operator()(cairo_pattern_t* p) const { cairo_pattern_destroy(p); }
  void operator()(cairo_font_options_t* p) const { cairo_font_options_destroy(p); }
};
template <typename T>
using Owned = std::unique_ptr<T, CairoRelease>;

void check(cairo_status_t status) {
  if (status != CAIRO_STATUS_SUCCESS)
    throw Error("picture", cairo_status_to_string(status), "a smaller picture or more memory");
}

// FreeType faces are not safe to share between threads, so whoever draws text holds this.
std::mutex& text_mutex() {
  static std::mutex mutex;
  return mutex;
}

// Faces stay for the life of the program, as cairo keeps references to them in its own caches.
cairo_font_face_t* face_of(const FontFile& file) {
  static auto& faces = *new std::map<std::pair<std::string, int>, cairo_font_face_t*>;
  static FT_Library library = nullptr;
  if (const auto found = faces.find({file.path, file.face}); found != faces.end()) return found->second;
  if (!library && FT_Init_FreeType(&library) != 0)
    throw Error("fonts", "FreeType does not start", "FreeType 2");
  FT_Face face = nullptr;
  if (FT_New_Face(library, file.path.c_str(), file.face, &face) != 0)
    throw Error("fonts", file.path + " cannot be read", "an intact font file");
  return faces[{file.path, file.face}] = cairo_ft_font_face_create_for_ft_face(face, FT_LOAD_NO_HINTING);
}

// The part of the image as a surface with premultiplied alpha, which it owns.
Owned<cairo_surface_t> to_surface(const Image& image, int x0, int y0, int width, int height) {
  Owned<cairo_surface_t> surface(cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width, height));
  check(cairo_surface_status(surface.get()));
  unsigned char* const data = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* from =
        &image.rgba[(static_cast<std::size_t>(y0 + y) * static_cast<std::size_t>(image.width) +
                     static_cast<std::size_t>(x0)) *
                    4];
    auto* to = reinterpret_cast<std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride);
    for (int x = 0; x < width; ++x, from += 4) {
      const std::uint32_t a = from[3];
      const auto times_alpha = [a](std::uint8_t v) { return (v * a + 127) / 255; };
      to[x] = a << 24 | times_alpha(from[0]) << 16 | times_alpha(from[1]) << 8 | times_alpha(from[2]);
    }
  }
  cairo_surface_mark_dirty(surface.get());
  return surface;
}

class Pen {
 public:
  /// `selectable` keeps text as text; otherwise glyphs are filled as outlines.
  Pen(cairo_t* cr, bool selectable) : cr_(cr), selectable_(selectable) {
    cairo_set_line_join(cr_, CAIRO_LINE_JOIN_ROUND);
    const Owned<cairo_font_options_t> options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    cairo_set_font_options(cr_, options.get());
  }

  void operator()(const Box& box) const {
    if (box.fill.a) {
      trace(box);
      fill(box.fill);
    }
    if (box.hatch.a) hatch(box);
    if (box.stroke.a && box.stroke_width > 0) {
      trace(box);
      stroke(box.stroke, box.stroke_width, 0);
    }
  }

  void operator()(const Path& path) const {
    cairo_move_to(cr_, path.start.x, path.start.y);
    for (const Path::Segment& s : path.segments)
      if (s.cubic)
        cairo_curve_to(cr_, s.control1.x, s.control1.y, s.control2.x, s.control2.y, s.to.x, s.to.y);
      else
        cairo_line_to(cr_, s.to.x, s.to.y);
    if (path.closed) cairo_close_path(cr_);
    if (path.fill.a) {
      set_source(path.fill);
      cairo_fill_preserve(cr_);
    }
    if (path.stroke.a && path.stroke_width > 0) stroke(path.stroke, path.stroke_width, path.dash);
    cairo_new_path(cr_);
  }

  void operator()(const Label& label) const {
    if (!label.color.a || label.text.empty() || label.size <= 0) return;
    const std::string words = valid_utf8(Spoken(label.text).text());  // cairo refuses anything else
    const std::vector<Glyph> glyphs = lay_out(label.font, words);
    double width = 0;
    for (const Glyph& g : glyphs) width += g.advance * label.size;
    double x = left_of(label, width);
    const double y = label.at.y + cap_height(label.font, label.size) / 2;

    set_source(label.color);
    cairo_set_font_size(cr_, label.size);
    std::size_t text_at = 0;
    for (std::size_t i = 0; i < glyphs.size();) {  // run by run of one file
      const std::size_t file = glyphs[i].file;
      std::vector<cairo_glyph_t> run;
      std::vector<cairo_text_cluster_t> clusters;
      std::size_t bytes = 0;
      for (; i < glyphs.size() && glyphs[i].file == file; ++i) {
        run.push_back({glyphs[i].index, x, y});
        clusters.push_back({static_cast<int>(glyphs[i].bytes), 1});
        bytes += glyphs[i].bytes;
        x += glyphs[i].advance * label.size;
      }
      show(font_file(label.font, file), words.substr(text_at, bytes), run, clusters);
      text_at += bytes;
    }
  }

  void operator()(const Raster& raster) const {
    const std::optional<RasterPart> part = raster_part(raster);
    if (!part) return;
    const auto& [source, x0, y0, x1, y1] = *part;
    // Only the pixels in use are converted: a zoomed view of a large image stays cheap.
    const Owned<cairo_surface_t> surface = to_surface(*raster.image, x0, y0, x1 - x0, y1 - y0);
    const Owned<cairo_pattern_t> pattern(cairo_pattern_create_for_surface(surface.get()));
    cairo_pattern_set_filter(pattern.get(), raster.smooth ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
    cairo_pattern_set_extend(pattern.get(), CAIRO_EXTEND_PAD);
    cairo_matrix_t to_image;
    cairo_matrix_init(&to_image, source.w / raster.rect.w, 0, 0, source.h / raster.rect.h,
                      source.x - x0 - raster.rect.x * source.w / raster.rect.w,
                      source.y - y0 - raster.rect.y * source.h / raster.rect.h);
    cairo_pattern_set_matrix(pattern.get(), &to_image);
    cairo_set_source(cr_, pattern.get());
    cairo_rectangle(cr_, raster.rect.x, raster.rect.y, raster.rect.w, raster.rect.h);
    cairo_fill(cr_);
  }

  void ground(const Picture& picture, Backing backing) const {
    if (backing == Backing::white) {
      cairo_set_source_rgb(cr_, 1, 1, 1);
      cairo_paint(cr_);
    }
    if (!picture.background.a) return;
    set_source(picture.background);
    cairo_paint(cr_);
  }

 private:
  void set_source(Color c) const {
    cairo_set_source_rgba(cr_, c.r / 255.0, c.g / 255.0, c.b / 255.0, c.a / 255.0);
  }

  void trace(const Box& box) const {
    const Rect& r = box.rect;
    const double radius = std::clamp(box.radius, 0.0, std::max(0.0, std::min(r.w, r.h) / 2));
    if (radius <= 0) {
      cairo_rectangle(cr_, r.x, r.y, r.w, r.h);
      return;
    }
    constexpr double right_angle = std::numbers::pi / 2;
    cairo_new_sub_path(cr_);
    cairo_arc(cr_, r.right() - radius, r.y + radius, radius, -right_angle, 0);
    cairo_arc(cr_, r.right() - radius, r.bottom() - radius, radius, 0, right_angle);
    cairo_arc(cr_, r.x + radius, r.bottom() - radius, radius, right_angle, 2 * right_angle);
    cairo_arc(cr_, r.x + radius, r.y + radius, radius, 2 * right_angle, 3 * right_angle);
    cairo_close_path(cr_);
  }

  void fill(Color color) const {
    set_source(color);
    cairo_fill(cr_);
  }

  void stroke(Color color, double width, double dash) const {
    set_source(color);
    cairo_set_line_width(cr_, width);
    cairo_set_line_cap(cr_, dash > 0 ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
    cairo_set_dash(cr_, &dash, dash > 0 ? 1 : 0, 0);
    cairo_stroke(cr_);
  }

  void hatch(const Box& box) const {
    const Rect& r = box.rect;
    cairo_save(cr_);
    trace(box);
    cairo_clip(cr_);
    const double first = std::floor((r.x + r.y) / kHatchStep),
                 last = std::ceil((r.right() + r.bottom()) / kHatchStep);
    const auto lines = saturated<int>(std::min(last - first, 1e5)) + 1;
    for (int i = 0; i < lines;
         ++i) {  // the line x + y = sum, from above the top edge to below the bottom edge
      const double sum = (first + i) * kHatchStep;
      cairo_move_to(cr_, sum - r.y + 1, r.y - 1);
      cairo_line_to(cr_, sum - r.bottom() - 1, r.bottom() + 1);
    }
    stroke(box.hatch, kHatchWidth, 0);
    cairo_restore(cr_);
  }

  void show(const FontFile& file, const std::string& text, const std::vector<cairo_glyph_t>& glyphs,
            const std::vector<cairo_text_cluster_t>& clusters) const {
    const std::lock_guard lock(text_mutex());
    cairo_set_font_face(cr_, face_of(file));
    const int count = static_cast<int>(glyphs.size());
    if (selectable_) {
      cairo_show_text_glyphs(cr_, text.data(), static_cast<int>(text.size()), glyphs.data(), count,
                             clusters.data(), count, cairo_text_cluster_flags_t{});
    } else {
      cairo_glyph_path(cr_, glyphs.data(), count);
      cairo_fill(cr_);
    }
  }

  cairo_t* cr_;
  bool selectable_;
};

int pixels(double logical, double scale) {
  // A size that is whole but for its last bits is not rounded up.
  const double size = std::max(1.0, std::ceil(logical * scale - 1e-6));
  if (!(size <= kLargestSide))
    throw Error("size", std::to_string(static_cast<long long>(std::min(size, 1e15))) + " pixels is too large",
                "up to 32767 pixels a side");
  return static_cast<int>(size);
}

cairo_status_t append_bytes(void* closure, const unsigned char* data, unsigned length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

}  // namespace

Image rasterise(const Picture& picture, double scale, Backing backing) {
  const int width = pixels(picture.width, scale), height = pixels(picture.height, scale);
  const Owned<cairo_surface_t> surface(cairo_image_surface_create(
      backing == Backing::none ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, width, height));
  check(cairo_surface_status(surface.get()));
  {
    const Owned<cairo_t> cr(cairo_create(surface.get()));
    cairo_scale(cr.get(), scale, scale);
    const Pen pen(cr.get(), false);
    pen.ground(picture, backing);
    for (const Item& item : picture.items) std::visit(pen, item.shape);
    check(cairo_status(cr.get()));
  }
  cairo_surface_flush(surface.get());

  Image image{width, height, {}};
  image.rgba.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
  const unsigned char* const data = cairo_image_surface_get_data(surface.get());
  const int stride = cairo_image_surface_get_stride(surface.get());
  std::uint8_t* to = image.rgba.data();
  for (int y = 0; y < height; ++y) {
    const auto* from = reinterpret_cast<const std::uint32_t*>(data + static_cast<std::ptrdiff_t>(y) * stride);
    if (backing == Backing::white && std::endian::native == std::endian::little) {
      // Bytes in another order, pixel by pixel: what most rows are, and quick as vectors.
      for (int x = 0; x < width; ++x, to += 4) {
        const std::uint32_t value = from[x];
        const std::uint32_t pixel =
            (value >> 16 & 0xff) | (value & 0xff00) | (value & 0xff) << 16 | 0xff000000U;
        std::memcpy(to, &pixel, sizeof pixel);
      }
      continue;
    }
    for (int x = 0; x < width; ++x) {
      // Premultiplied, where there is alpha.
      const std::uint32_t alpha = backing == Backing::none ? from[x] >> 24 : 255;
      for (const int shift : {16, 8, 0}) {
        const std::uint32_t value = from[x] >> shift & 0xff;
        *to++ =
            static_cast<std::uint8_t>(alpha == 255 || alpha == 0 ? value : (value * 255 + alpha / 2) / alpha);
      }
      *to++ = static_cast<std::uint8_t>(alpha);
    }
  }
  return image;
}

std::string to_pdf(const std::vector<Picture>& pages, Backing backing, const std::string& title) {
  std::string bytes;
  const double w = pages.empty() ? 1 : pages[0].width, h = pages.empty() ? 1 : pages[0].height;
  const Owned<cairo_surface_t> surface(
      cairo_pdf_surface_create_for_stream(append_bytes, &bytes, w * kPointsPerPixel, h * kPointsPerPixel));
  check(cairo_surface_status(surface.get()));
  // Without a value cairo would write the present time.
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, nullptr);
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, "ConvScope");
  if (!title.empty()) cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, title.c_str());
  for (const Picture& page : pages) {
    cairo_pdf_surface_set_size(surface.get(), page.width * kPointsPerPixel, page.height * kPointsPerPixel);
    const Owned<cairo_t> cr(cairo_create(surface.get()));
    cairo_scale(cr.get(), kPointsPerPixel, kPointsPerPixel);
    const Pen pen(cr.get(), true);
    pen.ground(page, backing);
    for (const Item& item : page.items) std::visit(pen, item.shape);
    const std::lock_guard lock(text_mutex());  // cairo reads glyphs again when the page ends
    cairo_show_page(cr.get());
    check(cairo_status(cr.get()));
  }
  {
    const std::lock_guard lock(text_mutex());  // and embeds the fonts when the document ends
    cairo_surface_finish(surface.get());
  }
  check(cairo_surface_status(surface.get()));
  return bytes;
}

}  // namespace convscope
