#include "app/picture/tikz.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <variant>

#include "app/picture/decimals.hpp"
#include "app/picture/fonts.hpp"
#include "app/picture/language.hpp"
#include "app/picture/raster_part.hpp"
#include "core/base/error.hpp"
#include "core/base/saturated.hpp"
#include "core/tex/text.hpp"

namespace convscope {

namespace {

constexpr double kPoints = 0.75;  // for each logical pixel

std::string at(double x, double y) {
  return fmt::format("({},{})", decimal(x), decimal(y));
}
std::string at(Point p) {
  return at(p.x, p.y);
}
std::string points(double pixels) {
  return decimal(pixels * kPoints) + "bp";
}

std::string_view type_of(Font font) {
  switch (font) {
    case Font::text_medium:
    case Font::text_bold:
      return "\\sffamily\\bfseries";
    case Font::number:
      return "\\ttfamily";
    case Font::number_bold:
      return "\\ttfamily\\bfseries";
    default:
      return "\\sffamily";
  }
}

class TikzWriter {
 public:
  std::string body;

  std::string colors() const {
    std::string out;
    for (const auto& [rgb, name] : names_)
      out += fmt::format("\\definecolor{{{}}}{{HTML}}{{{}}}\n", name, rgb);
    return out;
  }

  void operator()(const Box& box) {
    const Rect& r = box.rect;
    const bool stroked = box.stroke.a && box.stroke_width > 0;
    const double radius = std::max(0.0, std::min({box.radius, r.w / 2, r.h / 2}));
    const std::string corners = radius > 0 ? ",rounded corners=" + points(radius) : "";
    const std::string place = fmt::format("{} rectangle {}", at(r.x, r.y), at(r.right(), r.bottom()));
    if (box.fill.a) path(fill(box.fill) + corners, place);
    if (box.hatch.a) hatch(r, box.hatch);
    if (stroked) path(stroke(box.stroke, box.stroke_width) + corners, place);
  }

  void operator()(const Path& line) {
    std::string place = at(line.start);
    for (const Path::Segment& s : line.segments)
      place += s.cubic ? fmt::format(" .. controls {} and {} .. {}", at(s.control1), at(s.control2), at(s.to))
                       : " -- " + at(s.to);
    if (line.closed) place += " -- cycle";
    if (line.fill.a) path(fill(line.fill), place);
    if (!line.stroke.a || line.stroke_width <= 0) return;
    const std::string ends =
        line.dash > 0 ? fmt::format("dash pattern=on {0} off {0}", points(line.dash)) : "line cap=round";
    path(stroke(line.stroke, line.stroke_width) + "," + ends, place);
  }

  void operator()(const Label& label) {
    if (!label.color.a || label.text.empty() || label.size <= 0) return;
    const double baseline = label.at.y + cap_height(label.font, label.size) / 2;
    const std::string_view anchor = label.align == Align::left     ? "base west"
                                    : label.align == Align::centre ? "base"
                                                                   : "base east";
    const std::string size = points(label.size);
    body += fmt::format(
        "\\node[inner sep=0pt,outer sep=0pt,anchor={},text={}{},font={}\\fontsize{{{}}}{{{}}}\\selectfont] "
        "at {} {{{}}};\n",
        anchor, name(label.color), opacity("text", label.color), type_of(label.font), size, size,
        at(label.at.x, baseline), tex_text(valid_utf8(Spoken(label.text).text())));
  }

  void operator()(const Raster& raster) {
    const std::optional<RasterPart> part = raster_part(raster);
    if (!part) return;
    const Image& image = *raster.image;
    const auto row = [&](int y) {
      const std::uint8_t* const first =
          &image.rgba[4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                           static_cast<std::size_t>(part->x0))];
      return std::basic_string_view<std::uint8_t>(first, 4 * static_cast<std::size_t>(part->x1 - part->x0));
    };
    int cells = 0;
    for (int y = part->y0, below = y; y < part->y1; y = below) {  // equal rows are one
      while (below < part->y1 && row(below) == row(y)) ++below;
      for (int x = part->x0, right = x; x < part->x1; x = right) {  // and so are equal pixels
        const auto pixel = [&](int at) {
          return row(y).substr(4 * static_cast<std::size_t>(at - part->x0), 4);
        };
        while (right < part->x1 && pixel(right) == pixel(x)) ++right;
        if (pixel(x)[3] == 0) continue;
        if (++cells > kMostTikzCells)
          throw Error("output", "TikZ has no place for a picture of pixels", "a .pdf, .svg or .png");
        add_cell(raster.rect, *part, x, y, right, below,
                 {pixel(x)[0], pixel(x)[1], pixel(x)[2], pixel(x)[3]});
      }
    }
  }

  void ground(const Picture& picture) {
    if (picture.background.a)
      path(fill(picture.background), fmt::format("(0,0) rectangle {}", at(picture.width, picture.height)));
  }

 private:
  /// Pixels [x, right) × [y, below) of the image, inside of its source.
  void add_cell(const Rect& rect, const RasterPart& part, int x, int y, int right, int below, Color color) {
    const Rect& source = part.source;
    const auto place = [&](double px, double py) {
      return at(rect.x + std::clamp(px - source.x, 0.0, source.w) * rect.w / source.w,
                rect.y + std::clamp(py - source.y, 0.0, source.h) * rect.h / source.h);
    };
    path(fill(color), fmt::format("{} rectangle {}", place(x, y), place(right, below)));
  }

  void path(std::string_view how, std::string_view place) {
    body += fmt::format("\\path[{}] {};\n", how, place);
  }

  // Lines x + y = n steps, cut at the box.
  void hatch(const Rect& r, Color color) {
    std::string lines;
    const auto first = saturated(std::ceil((r.x + r.y) / kHatchStep));
    for (Index n = first; static_cast<double>(n) * kHatchStep <= r.right() + r.bottom(); ++n) {
      const double sum = static_cast<double>(n) * kHatchStep;
      const double x0 = std::max(r.x, sum - r.bottom()), x1 = std::min(r.right(), sum - r.y);
      if (x1 > x0) lines += fmt::format(" {} -- {}", at(x0, sum - x0), at(x1, sum - x1));
    }
    if (!lines.empty()) path(stroke(color, kHatchWidth), lines);
  }

  std::string fill(Color c) { return fmt::format("fill={}{}", name(c), opacity("fill", c)); }
  std::string stroke(Color c, double width) {
    return fmt::format("draw={}{},line width={}", name(c), opacity("draw", c), points(width));
  }
  static std::string opacity(std::string_view of, Color c) {
    return c.a == 255 ? "" : fmt::format(",{} opacity={}", of, decimal(c.a / 255.0));
  }
  /// "csa", "csb" ... in the order of first use.
  std::string name(Color c) {
    const auto [found, is_new] = names_.emplace(fmt::format("{:02X}{:02X}{:02X}", c.r, c.g, c.b), "");
    if (is_new) found->second = fmt::format("cs{}", names_.size());
    return found->second;
  }

  std::map<std::string, std::string> names_;  // by their six digits
};

/// The fonts with Chinese characters that a document by itself takes: ctex's with XeLaTeX, else one of the
/// system's with an engine that reads Unicode; CJKutf8's with pdfLaTeX.
constexpr std::string_view kChineseFonts =
    R"tex(\ifdefined\Umathchar
\def\tryfont#1{\ifdefined\chinesefont\else\IfFontExistsTF{#1}{\def\chinesefont{#1}}{}\fi}%
\def\systemfont{\IfFileExists{fontspec.sty}{\usepackage{fontspec}%
\tryfont{Noto Sans CJK SC}\tryfont{Source Han Sans SC}\tryfont{WenQuanYi Micro Hei}%
\tryfont{WenQuanYi Zen Hei}\tryfont{FandolHei}\tryfont{PingFang SC}\tryfont{Microsoft YaHei}}{}%
\ifdefined\chinesefont\setmainfont{\chinesefont}\setsansfont{\chinesefont}\setmonofont{\chinesefont}%
\else\def\nochinese{}\fi}%
\ifdefined\XeTeXversion\IfFileExists{ctex.sty}{\usepackage[scheme=plain]{ctex}}{\systemfont}%
\else\directlua{if not luaotfload then tex.print("\string\\def\string\\nochinese{}") end}%
\ifdefined\nochinese\else\systemfont\fi\fi
\else\IfFileExists{c70gbsn.fd}{\IfFileExists{CJKutf8.sty}{\usepackage{CJKutf8}}{}}{}\fi
)tex";
/// What the figure says where there are none.
constexpr std::string_view kNoChinese =
    R"tex(\ifdefined\Umathchar\else\ifdefined\CJKfamily\else\def\nochinese{}\fi\fi
\ifdefined\nochinese\GenericError{}{This figure has Chinese text: compile it with XeLaTeX and ctex (Debian:
texlive-xetex, texlive-lang-chinese) or with pdfLaTeX and CJKutf8 (latex-cjk-chinese)}{}{}\fi
)tex";

}  // namespace

std::string to_tikz(const Picture& picture) {
  TikzWriter writer;
  writer.ground(picture);
  for (const Item& item : picture.items) std::visit(writer, item.shape);
  const bool foreign = writer.body.find("\\unicodetext{") != std::string::npos;
  // In a document's body LaTeX's \@nodocument has become \relax.
  return fmt::format(
      "% A figure by ConvScope. Compiled, it is a page of its own; in a document that has "
      "\\usepackage{{tikz}} it is\n"
      "% \\input, for example inside \\resizebox{{\\linewidth}}{{!}}{{...}}. All lengths are of this page.\n"
      "\\expandafter\\ifx\\csname @nodocument\\endcsname\\relax\\else\n"
      "\\documentclass{{article}}\n"
      "\\usepackage{{fix-cm}}\n"
      "\\usepackage[papersize={{{0},{1}}},margin=0bp]{{geometry}}\n"
      "\\usepackage{{tikz}}\n"
      "{6}"
      "\\pagestyle{{empty}}\\parindent=0pt\\topskip=0pt\n"
      "\\def\\figurealone{{}}\n"
      "\\begin{{document}}%\n"
      "\\fi\n"
      "\\begin{{tikzpicture}}[x={2}bp,y=-{2}bp,line join=round,baseline=(current bounding box.south)]\n"
      "\\useasboundingbox (0,0) rectangle {3};\n"
      "{7}{4}{5}"
      "\\end{{tikzpicture}}%\n"
      "\\ifdefined\\figurealone\\def\\figureend{{\\end{{document}}}}"
      "\\else\\let\\figureend\\relax\\fi\\figureend\n",
      points(picture.width), points(picture.height), decimal(kPoints), at(picture.width, picture.height),
      writer.colors(), writer.body, foreign ? kChineseFonts : "",
      foreign ? fmt::format("{}{}", kUnicodeText, kNoChinese) : "");
}

}  // namespace convscope
