#include "app/views/networks/run_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/picture/fonts.hpp"
#include "app/views/canvas.hpp"
#include "app/views/fitting.hpp"
#include "core/base/saturated.hpp"
#include "core/base/words.hpp"

namespace convscope {

namespace {

class RunDrawing {
 public:
  RunDrawing(const NetworkRunPage& page, const Style& style)
      : page_(page), canvas_(style, "Network", page.network) {}

  Picture draw() {
    const Rect area = canvas_.area();
    const double gap = type(24), left = std::clamp(area.w * 0.34, type(180), type(620));
    pictures({area.x, area.y, left, area.h});
    channels({area.x + left + gap, area.y, area.w - left - gap, area.h});
    return canvas_.finish();
  }

 private:
  double type(double px) const { return canvas_.type(px); }
  const Palette& colors() const { return canvas_.colors(); }

  /// As large as there is room for, from the left; returns where it stands.
  static Rect fitted(const Image& image, const Rect& room) {
    const double scale = std::min(room.w / image.width, room.h / image.height);
    return {room.x, room.y, image.width * scale, image.height * scale};
  }

  /// What goes in and what comes out, one below the other.
  void pictures(const Rect& rect) {
    struct Entry {
      const RunPicture& picture;
      std::string_view name;
    };
    std::vector<Entry> shown;
    for (const Entry& entry :
         {Entry{page_.input, "Input"}, {page_.output, "Output"}, {page_.repaired, "Repaired"}})
      if (entry.picture.image || !entry.picture.words.empty()) shown.push_back(entry);
    const double head = type(28), gap = type(14);
    const auto count = static_cast<double>(shown.size());
    const double each = (rect.h - gap * (count - 1)) / std::max(count, 1.0);
    double y = rect.y;
    for (const Entry& entry : shown) {
      title({rect.x, y, rect.w, head}, std::string(entry.name), entry.picture.words);
      if (entry.picture.image) {
        const Rect place = fitted(*entry.picture.image, {rect.x, y + head, rect.w, each - head});
        canvas_.add(Raster{.rect = place, .image = entry.picture.image, .smooth = true});
        if (&entry.picture == &page_.input) frame(place);
      }
      y += each + gap;
    }
  }

  void title(const Rect& row, const std::string& name, const std::string& words) {
    canvas_.line({row.x, row.y + type(10)},
                 {{name, colors().ink, Font::text_bold},
                  {"   ", colors().soft, Font::text},
                  {words, colors().soft, Font::text}},
                 type(16), row.right());
  }

  /// The part that channels are of.
  void frame(const Rect& place) {
    if (page_.part.w <= 0) return;
    const double scale = place.w / page_.input.image->width;
    canvas_.outline({place.x + page_.part.x * scale, place.y + page_.part.y * scale, page_.part.w * scale,
                     page_.part.h * scale},
                    colors().accent, 2.5, 2);
  }

  void channels(const Rect& rect) {
    const double head = type(28);
    const ChannelSheet* sheet = page_.channels;
    const std::string name =
        page_.label.empty() ? page_.layer : fmt::format("{}: {}", page_.layer, page_.label);
    if (!sheet) {
      title({rect.x, rect.y, rect.w, head}, name, "");
      canvas_.paragraph({rect.x, rect.y + head + type(20)}, page_.missing, type(17), rect.w, colors().soft);
      return;
    }
    const Rect room{rect.x, rect.y + head, rect.w, rect.h - head};
    const Tiles tiles = tiles_in(*sheet, room);
    const std::string size = fmt::format("{} × {}", sheet->width, sheet->height);
    const std::string all =
        tiles.count < sheet->channels
            ? fmt::format("the first {} of {} channels, {}", tiles.count, sheet->channels, size)
            : fmt::format("{}, {}", counted(sheet->channels, "channel"), size);
    const double left = rect.w - text_width(Font::text_bold, type(16), name) - type(24);
    title({rect.x, rect.y, rect.w, head}, name,
          fitting(Font::text, type(16), left,
                  {all + ", each from its least value to its largest", all,
                   counted(sheet->channels, "channel"), size}));
    for (Index c = 0; c < tiles.count; ++c) tile(*sheet, tiles, c, room);
  }

  struct Tiles {
    Index across = 1, count = 1;
    double w = 1, h = 1, gap = 0, words = 0;
  };
  /// The columns with which tiles are largest; at least `least` high and wide, or only some of them are
  /// shown.
  Tiles tiles_in(const ChannelSheet& sheet, const Rect& room) const {
    const double least = type(26), gap = type(6),
                 shape = static_cast<double>(sheet.width) / static_cast<double>(sheet.height);
    Tiles best;
    for (Index across = 1; across <= sheet.channels; ++across) {
      const Index down = (sheet.channels + across - 1) / across;
      const auto side = [&](double whole, Index n) {
        return (whole - gap * static_cast<double>(n - 1)) / static_cast<double>(n);
      };
      const double words = side(room.h, down) > type(70) ? type(18) : 0;
      const double w = std::min(side(room.w, across), (side(room.h, down) - words) * shape);
      if (w > best.w) best = {across, sheet.channels, w, w / shape, gap, words};
    }
    if (std::min(best.w, best.h) >= least) return best;
    const double w = shape > 1 ? least * shape : least, h = shape > 1 ? least : least / shape;
    const auto fits = [&](double whole, double one) {
      return std::max<Index>(1, saturated((whole + gap) / (one + gap)));
    };
    const Index across = fits(room.w, w);
    return {across, std::min(sheet.channels, across * fits(room.h, h)), w, h, gap, 0};
  }

  void tile(const ChannelSheet& sheet, const Tiles& tiles, Index c, const Rect& room) {
    const double x = room.x + static_cast<double>(c % tiles.across) * (tiles.w + tiles.gap);
    const double y = room.y + static_cast<double>(c / tiles.across) * (tiles.h + tiles.words + tiles.gap);
    canvas_.add(Raster{.rect = {x, y, tiles.w, tiles.h},
                       .image = sheet.image,
                       .source = {static_cast<double>(c % sheet.across * sheet.width),
                                  static_cast<double>(c / sheet.across * sheet.height),
                                  static_cast<double>(sheet.width), static_cast<double>(sheet.height)}});
    if (tiles.words > 0)
      canvas_.text({x, y + tiles.h + type(9)}, fmt::format("{}", c), type(13), colors().soft, Font::number);
  }

  const NetworkRunPage& page_;
  Canvas canvas_;
};

}  // namespace

ChannelSheet channel_sheet(const ShownLayer& layer) {
  ChannelSheet out{nullptr, layer.channels, layer.height, layer.width, 1};
  // About square: an image has a largest side.
  const double ratio = static_cast<double>(layer.height) / static_cast<double>(layer.width);
  out.across = std::clamp<Index>(saturated(std::ceil(std::sqrt(static_cast<double>(layer.channels) * ratio))),
                                 1, layer.channels);
  const Index down = (layer.channels + out.across - 1) / out.across;
  auto image = std::make_shared<Image>();
  image->width = static_cast<int>(out.across * layer.width);
  image->height = static_cast<int>(down * layer.height);
  image->rgba.assign(static_cast<std::size_t>(4) * static_cast<std::size_t>(image->width * image->height), 0);
  const Index plane = layer.height * layer.width;
  for (Index c = 0; c < layer.channels; ++c)
    for (Index i = 0; i < plane; ++i) {
      const Index y = c / out.across * layer.height + i / layer.width,
                  x = c % out.across * layer.width + i % layer.width;
      std::uint8_t* const to = &image->rgba[static_cast<std::size_t>(4 * (y * image->width + x))];
      to[0] = to[1] = to[2] = layer.values[static_cast<std::size_t>(c * plane + i)];
      to[3] = 255;
    }
  out.image = std::move(image);
  return out;
}

Picture draw_network_run(const NetworkRunPage& page, const Style& style) {
  return RunDrawing(page, style).draw();
}

}  // namespace convscope
