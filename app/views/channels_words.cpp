// The words of the channels view: the volumes' names and the arithmetic of the step.
#include <fmt/format.h>

#include <algorithm>

#include "app/picture/fonts.hpp"
#include "app/views/channels_drawing.hpp"
#include "app/views/fitting.hpp"
#include "core/base/words.hpp"

namespace convscope {

/// Where a volume stands in the picture.
Rect ChannelsDrawing::bounds(const SlabScene& scene, const ChannelVolume& v) const {
  double left = 1e300, top = 1e300, right = -1e300, bottom = -1e300;
  // What is read beyond the edge belongs to it.
  const bool framed = &v == &pixels_;
  const double above = framed ? std::min(0.0, real(frame_.rows.first)) : 0,
               before = framed ? std::min(0.0, real(frame_.columns.first)) : 0;
  for (Index channel : {v.first, v.first + v.count - 1})
    for (double row : {above, static_cast<double>(v.rows)})
      for (double column : {before, static_cast<double>(v.columns)}) {
        const Point p = scene.projection()(v.point(channel, row, column));
        left = std::min(left, p.x);
        right = std::max(right, p.x);
        top = std::min(top, p.y);
        bottom = std::max(bottom, p.y);
      }
  return {left, top, right - left, bottom - top};
}

std::vector<ChannelsDrawing::Line> ChannelsDrawing::titles(SlabScene& scene) const {
  const Palette& c = canvas_.colors();
  const bool t = op_.transposed();
  const double size = canvas_.type(16);
  const auto detail = [&](const ChannelVolume& v, const Shape& shape) {
    if (v.all == 1) return to_string(shape);
    if (v.count < v.all) return fmt::format("{}–{} of {} channels", v.first, v.first + v.count - 1, v.all);
    return counted(v.all, "channel");
  };
  struct Title {
    const ChannelVolume* volume;
    std::string name, detail;
    Role role;
  };
  const ChannelVolume &in = t ? windows_ : pixels_, &out = t ? pixels_ : windows_;
  const std::string kernel_of =
      t ? (g_.channels.window > 1 ? fmt::format("of input {}", window_channel_) : to_string(g_.taps()))
        : (g_.channels.window > 1 ? fmt::format("of output {}", window_channel_) : to_string(g_.taps()));
  std::vector<Line> lines;
  const Title all[] = {{&in, "input", detail(in, op_.input_size()), Role::input},
                       {&kernel_, "kernel", kernel_of, Role::kernel},
                       {&out, "output", detail(out, op_.output_size()), Role::output}};
  const double left = canvas_.area().x;
  double right = canvas_.style().width - 8;
  for (int i = 3; i-- > 0;) {
    const Title& title = all[i];
    const Rect place = bounds(scene, *title.volume);
    const double name = text_width(Font::text_bold, size, title.name);
    std::vector<Piece> pieces = {{title.name, role_text_color(c, title.role), Font::text_bold}};
    if (below_) {
      const double y = place.centre().y;
      lines.push_back({{left, y - size * 0.65}, pieces, size});
      lines.push_back({{left, y + size * 0.65}, {{title.detail, c.soft, Font::text}}, canvas_.type(14)});
      continue;
    }
    if (place.right() < 0 || place.x > canvas_.style().width) continue;
    const double x = std::clamp(place.x, left, std::max(left, right - name)),
                 y = std::max(place.y - canvas_.type(32), canvas_.area().y + canvas_.type(8));
    const double with_detail = name + text_width(Font::text, size, "  " + title.detail);
    const bool room = with_detail <= right - x;
    if (room) pieces.push_back({"  " + title.detail, c.soft, Font::text});
    scene.reserve({x, y - size / 2, room ? with_detail : name, size});
    lines.push_back({{x, y}, pieces, size});
    right = x - canvas_.type(16);
  }
  return lines;
}

void ChannelsDrawing::caption() {
  const Palette& c = canvas_.colors();
  const Rect area = canvas_.area();
  const double size = canvas_.type(17);
  std::vector<Piece> sum;
  std::string words;
  const auto range = [](Index first, Index count, std::string_view what) {
    return count == 1 ? fmt::format("{} channel {}", what, first)
                      : fmt::format("{} channels {} to {}", what, first, first + count - 1);
  };
  if (op_.transposed()) {
    sum = {{cell_name("x", moment_.step, op_.input_size(), op_.input_channels()), c.input_text,
            Font::number_bold},
           {" = ", c.soft},
           {canvas_.line_number(d_.input()[moment_.step]), c.input_text, Font::number_bold},
           {", times each kernel slab, is added to ", c.soft, Font::text},
           {range(group_ * pixel_width_, pixel_width_, "output"), c.output_text, Font::text}};
    if (width_of(sum, size) > area.w) sum[3].text = ", stamped onto ";
    words = "sums over the input channels build up stamp by stamp";
  } else {
    const double result = d_.output()[moment_.step], bias = d_.bias(window_channel_),
                 linear = d_.linear()[moment_.step] + bias;
    LongSum parts({{cell_name("y", moment_.step, op_.output_size(), op_.output_channels()), c.output_text,
                    Font::number_bold},
                   {" = ", c.soft}},
                  " + ", c.soft);
    if (canvas_.style().quiz) {  // the part of a single channel is the answer
      parts.end({"?", c.output_text, Font::number_bold});
    } else {
      for (const auto& [channel, part] : parts_) {
        if (parts_.size() == 1 && part == result) break;  // it is the sum
        parts.add([&]() -> std::vector<Piece> {
          const std::string text = canvas_.line_number(part);
          return {{part < 0 && channel != parts_.begin()->first ? "(" + text + ")" : text, c.input_text}};
        });
      }
      if (bias != 0) parts.end({fmt::format(" + bias {}", canvas_.line_number(bias)), c.soft});
      if (d_.scenario().activation != Activation::none)
        parts.end(
            {fmt::format(" = {}, {} of it", canvas_.line_number(linear), to_string(d_.scenario().activation)),
             c.soft});
      if (parts_.size() > 1 || parts_.begin()->second != result) parts.end({" = ", c.soft});
      parts.end({canvas_.line_number(result), c.output_text, Font::number_bold});
    }
    sum = parts.within(area.w, size);
    words = pixel_width_ == 1 ? fmt::format("{} under the kernel, times its weights",
                                            range(group_ * pixel_width_, 1, "input"))
                              : fmt::format("one number from under the kernel for each of {}, and their sum",
                                            range(group_ * pixel_width_, pixel_width_, "input"));
  }
  if (g_.channels.groups > 1)
    words += fmt::format("; group {} of {}, the others rest", group_, g_.channels.groups);
  // From the back row the sum says it.
  const bool alone = canvas_.style().present;
  canvas_.line({area.x, area.bottom() - canvas_.type(alone ? 10 : 35)}, sum, size, area.right());
  if (alone) return;
  canvas_.text({area.x, area.bottom() - canvas_.type(10)},
               clauses_within(words, Font::text, canvas_.type(15), area.w), canvas_.type(15), c.soft);
}

}  // namespace convscope
