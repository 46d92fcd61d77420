#include "app/views/networks/zoom_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/networks/field_drawing.hpp"
#include "app/views/networks/weight_drawing.hpp"
#include "core/base/saturated.hpp"
#include "core/base/words.hpp"

namespace convscope {

namespace {

constexpr std::string_view kLevels[] = {"whole", "layer", "kernels", "kernel", "cell"};

class ZoomDrawing : SizeDrawing {
 public:
  ZoomDrawing(const NetworkZoomPage& page, const Style& style)
      : SizeDrawing(style, "Network", page.network), page_(page) {}

  SizePage draw() {
    Rect area = canvas_.area();
    way({area.x, area.y, area.w, type(30)});
    const double head = type(48);
    area = {area.x, area.y + head, area.w, area.h - head};
    switch (page_.zoom) {
      case NetworkZoom::kernels:
        kernels(area);
        break;
      case NetworkZoom::kernel:
        kernel(area);
        break;
      case NetworkZoom::cell:
        draw_weight(canvas_, area, {layer(), page_.kernels[page_.kernel], page_.row, page_.column});
        break;
      default:
        one_layer(area);
    }
    return finish();
  }

 private:
  const NetworkLayer& layer() const { return page_.report.layers[page_.layer]; }

  std::string name_of(NetworkZoom level) const {
    switch (level) {
      case NetworkZoom::whole:
        return page_.network;
      case NetworkZoom::layer:
        return layer().name;
      case NetworkZoom::kernels:
        return counted(static_cast<Index>(page_.kernels.size()), "kernel");
      case NetworkZoom::kernel:
        return fmt::format("{} > {}", page_.kernels[page_.kernel].from, page_.kernels[page_.kernel].to);
      default:
        return fmt::format("[{}, {}]", page_.row, page_.column);
    }
  }

  /// From the whole to where we are; each part leads back.
  void way(const Rect& rect) {
    const Palette& c = colors();
    const double size = type(17), y = rect.centre().y;
    double x = rect.x;
    for (int level = 0; level <= static_cast<int>(page_.zoom); ++level) {
      const bool last = level == static_cast<int>(page_.zoom);
      const Font font = last ? Font::text_bold : Font::text;
      const std::string text =
          fitting(font, size, rect.right() - x, {name_of(static_cast<NetworkZoom>(level))});
      const double width = text_width(font, size, text);
      if (level > 0) {
        canvas_.text({x + type(10), y}, "›", size, c.soft, Font::text, Align::centre);
        x += type(20);
      }
      canvas_.text({x, y}, text, size, last ? c.ink : c.accent, font);
      if (!last)
        spots_.push_back({{x - type(4), rect.y, width + type(8), rect.h},
                          fmt::format("zoom/{}", kLevels[level]),
                          "Back to here (Backspace: one step out)"});
      x += width;
    }
    const std::string out = "Backspace goes one step out";
    if (x + type(40) + text_width(Font::text, type(15), out) < rect.right())
      canvas_.text({rect.right(), y}, out, type(15), c.soft, Font::text, Align::right);
  }

  /// What the layer sees, and the first of its kernels.
  void one_layer(const Rect& rect) {
    const double strip = page_.kernels.empty() ? 0 : std::min(type(150), rect.h * 0.3);
    const Rect upper{rect.x, rect.y, rect.w, rect.h - strip - (strip > 0 ? type(24) : 0)};
    if (page_.field)
      draw_field(canvas_, upper, *page_.field);
    else
      canvas_.paragraph({upper.x, upper.y + type(12)}, page_.no_field, type(17), upper.w, colors().soft);
    if (strip <= 0) return;
    const Rect row{rect.x, rect.bottom() - strip, rect.w, strip};
    canvas_.line(
        {row.x, row.y + type(10)},
        {{"Kernels", colors().ink, Font::text_bold},
         {"   ", colors().soft, Font::text},
         {fmt::format("Enter, or a click, goes to all {}", page_.kernels.size()), colors().soft, Font::text}},
        type(16), row.right());
    flow({row.x, row.y + type(30), row.w, row.h - type(30)}, row.h - type(56), false);
    spots_.push_back({row, "zoom/kernels", "All kernels of the layer"});
  }

  void kernels(const Rect& rect) {
    // As large as all have room, between what can be told apart and what is well read.
    const auto n = static_cast<double>(page_.kernels.size());
    double side = type(190);
    while (side > type(40) &&
           std::floor(rect.w / (side + type(14))) * std::floor((rect.h - type(26)) / (side + type(30))) < n)
      side *= 0.94;
    const Rect upper{rect.x, rect.y, rect.w, rect.h - type(26)};
    const auto [first, last] = flow(upper, side, true);
    const std::string some =
        fmt::format("{} to {} of {}: the arrow keys go on", first + 1, last, page_.kernels.size());
    canvas_.text({rect.x, rect.bottom() - type(8)},
                 last - first < page_.kernels.size() ? some : "A click or Enter goes to one of them",
                 type(15), colors().soft);
  }

  /// Kernels row by row, those around the chosen one when not all have room; returns from which to before
  /// which.
  std::pair<std::size_t, std::size_t> flow(const Rect& rect, double side, bool spots) {
    const double step_x = side + type(14), step_y = side + type(30);
    const auto across =
        static_cast<std::size_t>(saturated(std::max(1.0, std::floor((rect.w + type(14)) / step_x))));
    const auto down =
        static_cast<std::size_t>(saturated(std::max(1.0, std::floor((rect.h + type(8)) / step_y))));
    const std::size_t room = across * down, all = page_.kernels.size();
    const std::size_t row = page_.kernel / across;
    const std::size_t first = all <= room || !spots ? 0
                                                    : std::min(row < down / 2 ? 0 : (row - down / 2) * across,
                                                               (all - 1) / across * across + across - room);
    const std::size_t last = std::min(all, first + room);
    const auto name = [&](std::size_t i, std::string_view between) {
      return fmt::format("{}{}{}", page_.kernels[i].from, between, page_.kernels[i].to);
    };
    double widest = 0;
    for (std::size_t i = first; i < last; ++i)
      widest = std::max(widest, text_width(Font::number, type(13), name(i, " > ")));
    const std::string_view between = widest <= side + type(8) ? " > " : ">";
    for (std::size_t i = first; i < last; ++i) {
      const PairKernel& one = page_.kernels[i];
      const Point at{rect.x + static_cast<double>((i - first) % across) * step_x,
                     rect.y + static_cast<double>((i - first) / across) * step_y};
      const double cell = side / static_cast<double>(std::max(shown_rows(one), shown_columns(one)));
      const Grid grid{at, cell, shown_rows(one), shown_columns(one)};
      canvas_.grid(grid, [&](Index r, Index k) {
        CellLook look = canvas_.look(Role::kernel, one.taps[r * grid.columns + k], page_.scale);
        look.text = "";
        return look;
      });
      canvas_.text({at.x, at.y + side + type(11)},
                   fitting(Font::number, type(13), side + type(8), {name(i, between), ""}), type(13),
                   colors().soft, Font::number);
      if (!spots) continue;
      if (i == page_.kernel) canvas_.outline(Rect{at.x, at.y, side, side}.inset(-3), colors().ink, 2, 4);
      spots_.push_back({{at.x, at.y, side, step_y - type(6)},
                        fmt::format("kernel/{}/{}", one.from, one.to),
                        fmt::format("From channel {} to channel {}", one.from, one.to)});
    }
    return {first, last};
  }

  void kernel(const Rect& rect) {
    const PairKernel& one = page_.kernels[page_.kernel];
    const KernelPlace place = draw_kernel(canvas_, rect, {layer(), one, page_.row, page_.column});
    for (Index r = 0; r < place.grid.rows; ++r)
      for (Index k = 0; k < place.grid.columns; ++k)
        spots_.push_back({place.grid.rect(static_cast<double>(r), static_cast<double>(k)),
                          fmt::format("cell/{}/{}", r, k),
                          fmt::format("{:.6g}", one.taps[r * place.grid.columns + k])});
  }

  const NetworkZoomPage& page_;
};

}  // namespace

Index shown_columns(const PairKernel& kernel) {
  return kernel.taps.shape()[kernel.taps.shape().rank() - 1];
}
Index shown_rows(const PairKernel& kernel) {
  return kernel.taps.size() / shown_columns(kernel);
}

SizePage draw_network_zoom(const NetworkZoomPage& page, const Style& style) {
  return ZoomDrawing(page, style).draw();
}

}  // namespace convscope
