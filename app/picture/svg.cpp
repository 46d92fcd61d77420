// SVG 1.1 by hand: real text, one element for each item, tags as data attributes.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "app/picture/backends.hpp"
#include "app/picture/decimals.hpp"
#include "app/picture/fonts.hpp"
#include "app/picture/language.hpp"
#include "app/picture/raster_part.hpp"
#include "app/picture/svg_items.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

std::string hex(Color c) {
  return fmt::format("#{:02x}{:02x}{:02x}", c.r, c.g, c.b);
}

// fill="#0072b2" fill-opacity="0.5", likewise for stroke.
std::string paint(std::string_view attribute, Color c) {
  std::string text = fmt::format(" {}=\"{}\"", attribute, hex(c));
  if (c.a != 255) text += fmt::format(" {}-opacity=\"{}\"", attribute, decimal(c.a / 255.0));
  return text;
}

// Text for XML 1.0: markup is escaped and control characters, which it cannot hold, become spaces.
std::string escaped(std::string_view text) {
  std::string out;
  for (char c : valid_utf8(text)) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  return out;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k)
      group = group << 8 | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    for (std::size_t k = 0; k < 4; ++k) out += k <= count ? digits[group >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

// The part of an image with every pixel repeated `times` times each way.
Image cut(const Image& image, int x0, int y0, int x1, int y1, int times) {
  Image part{(x1 - x0) * times, (y1 - y0) * times, {}};
  part.rgba.reserve(static_cast<std::size_t>(part.width) * static_cast<std::size_t>(part.height) * 4);
  for (int y = 0; y < part.height; ++y) {
    const auto row = static_cast<std::ptrdiff_t>(y0 + y / times) * image.width + x0;
    for (int x = 0; x < part.width; ++x) {
      const auto pixel = image.rgba.begin() + (row + x / times) * 4;
      part.rgba.insert(part.rgba.end(), pixel, pixel + 4);
    }
  }
  return part;
}

// Not every viewer knows image-rendering (librsvg does not): pixels that shall look square are stored
// repeated, twice as fine as they are drawn, so that interpolation only touches their edges.
int repetitions(const Raster& raster, double source_width, double source_height, int width, int height) {
  const double zoom = std::max(raster.rect.w / source_width, raster.rect.h / source_height);
  if (raster.smooth || zoom < 2) return 1;
  constexpr double most_pixels = 4e6;
  const double room = std::sqrt(most_pixels / (static_cast<double>(width) * height));
  return std::max(1, saturated<int>(std::min(std::ceil(2 * zoom), room)));
}

class SvgWriter {
 public:
  std::string body, definitions;

  void add(const Item& item) {
    tag_ = item.tag ? fmt::format(" data-tag=\"{}:{}\"", role_name(item.tag.role), item.tag.cell) : "";
    std::visit([this](const auto& shape) { write(shape); }, item.shape);
  }

 private:
  void write(const Box& box) {
    const Rect& r = box.rect;
    std::string place = fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", decimal(r.x),
                                    decimal(r.y), decimal(std::max(0.0, r.w)), decimal(std::max(0.0, r.h)));
    if (box.radius > 0) place += fmt::format(" rx=\"{}\"", decimal(std::min({box.radius, r.w / 2, r.h / 2})));
    const bool stroked = box.stroke.a && box.stroke_width > 0;
    const std::string outline =
        stroked ? paint("stroke", box.stroke) + fmt::format(" stroke-width=\"{}\"", decimal(box.stroke_width))
                : "";
    const std::string filling = box.fill.a ? paint("fill", box.fill) : " fill=\"none\"";
    if (!box.hatch.a) {
      body += place + filling + outline + tag_ + "/>\n";
      return;
    }
    if (box.fill.a) body += place + filling + "/>\n";
    body += place + fmt::format(" fill=\"url(#{})\"", hatch_name(box.hatch)) + outline + tag_ + "/>\n";
  }

  void write(const Path& path) {
    std::string d = fmt::format("M{} {}", decimal(path.start.x), decimal(path.start.y));
    for (const Path::Segment& s : path.segments)
      d += s.cubic
               ? fmt::format("C{} {} {} {} {} {}", decimal(s.control1.x), decimal(s.control1.y),
                             decimal(s.control2.x), decimal(s.control2.y), decimal(s.to.x), decimal(s.to.y))
               : fmt::format("L{} {}", decimal(s.to.x), decimal(s.to.y));
    if (path.closed) d += "Z";
    body += fmt::format("<path d=\"{}\"", d);
    body += path.fill.a ? paint("fill", path.fill) : " fill=\"none\"";
    if (path.stroke.a && path.stroke_width > 0) {
      body += paint("stroke", path.stroke) + fmt::format(" stroke-width=\"{}\"", decimal(path.stroke_width));
      body += path.dash > 0
                  ? fmt::format(" stroke-linecap=\"butt\" stroke-dasharray=\"{}\"", decimal(path.dash))
                  : " stroke-linecap=\"round\"";
    }
    body += tag_ + "/>\n";
  }

  void write(const Label& label) {
    if (!label.color.a || label.text.empty() || label.size <= 0) return;
    const FontCss css = font_css(label.font);
    const double baseline = label.at.y + cap_height(label.font, label.size) / 2;
    body += fmt::format("<text x=\"{}\" y=\"{}\" font-family=\"{}\" font-size=\"{}\"", decimal(label.at.x),
                        decimal(baseline), css.family, decimal(label.size));
    if (css.weight != 400) body += fmt::format(" font-weight=\"{}\"", css.weight);
    if (label.align != Align::left)
      body += label.align == Align::centre ? " text-anchor=\"middle\"" : " text-anchor=\"end\"";
    body += paint("fill", label.color) + tag_ + " xml:space=\"preserve\">" +
            escaped(Spoken(label.text).text()) + "</text>\n";
  }

  void write(const Raster& raster) {
    const std::optional<RasterPart> part = raster_part(raster);
    if (!part) return;
    const auto& [source, x0, y0, x1, y1] = *part;
    // The whole pixels that hold the source, seen through a window of the source's exact size.
    const std::string data = png_address(encode_png(
        cut(*raster.image, x0, y0, x1, y1, repetitions(raster, source.w, source.h, x1 - x0, y1 - y0))));
    body += fmt::format(
        "<svg x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" viewBox=\"{} {} {} {}\" "
        "preserveAspectRatio=\"none\"{}>"
        "<image width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\"{} "
        "xlink:href=\"{}\"/></svg>\n",
        decimal(raster.rect.x), decimal(raster.rect.y), decimal(raster.rect.w), decimal(raster.rect.h),
        decimal(source.x - x0), decimal(source.y - y0), decimal(source.w), decimal(source.h), tag_, x1 - x0,
        y1 - y0,
        raster.smooth ? "" : " image-rendering=\"optimizeSpeed\" style=\"image-rendering:pixelated\"", data);
  }

  // One pattern for each colour of hatching.
  std::string hatch_name(Color color) {
    std::string name = fmt::format("hatch-{:02x}{:02x}{:02x}{:02x}", color.r, color.g, color.b, color.a);
    if (hatches_.emplace(name, true).second) {
      const std::string s = decimal(kHatchStep), half = decimal(kHatchStep / 2),
                        more = decimal(kHatchStep * 1.5);
      // The diagonal and, in two corners, the parts of its neighbours' width that reach into this tile.
      definitions += fmt::format(
          "<pattern id=\"{0}\" patternUnits=\"userSpaceOnUse\" width=\"{1}\" height=\"{1}\">"
          "<path d=\"M-{2} {2}L{2} -{2}M-{2} {3}L{3} -{2}M{2} {3}L{3} {2}\" fill=\"none\"{4} "
          "stroke-width=\"{5}\"/>"
          "</pattern>\n",
          name, s, half, more, paint("stroke", color), decimal(kHatchWidth));
    }
    return name;
  }

  std::string tag_;
  std::map<std::string, bool> hatches_;
};

std::string ground(const Picture& picture) {
  if (!picture.background.a) return "";
  return fmt::format("<rect width=\"{}\" height=\"{}\"{}/>\n", decimal(picture.width),
                     decimal(picture.height), paint("fill", picture.background));
}

}  // namespace

std::string to_svg(const Picture& picture) {
  SvgWriter writer;
  for (const Item& item : picture.items) writer.add(item);
  const std::string w = decimal(picture.width), h = decimal(picture.height);
  std::string svg = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "
      "version=\"1.1\"{2} "
      "width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" stroke-linejoin=\"round\" "
      "style=\"font-kerning:none;font-variant-ligatures:none\">\n",
      w, h, language() == Language::english ? "" : fmt::format(" xml:lang=\"{}\"", language_tag()));
  if (!writer.definitions.empty()) svg += "<defs>\n" + writer.definitions + "</defs>\n";
  return svg + ground(picture) + writer.body + "</svg>\n";
}

SvgItems svg_items(const Picture& picture) {
  SvgWriter writer;
  SvgItems out{.items = {ground(picture)}, .definitions = {}};
  for (Item item : picture.items) {
    item.tag = {};
    writer.body.clear();
    writer.add(item);
    out.items.push_back(writer.body);
  }
  out.definitions = std::move(writer.definitions);
  return out;
}

std::string xml_text(std::string_view text) {
  return escaped(text);
}

std::string png_address(std::string_view png) {
  return "data:image/png;base64," + base64(png);
}

}  // namespace convscope
