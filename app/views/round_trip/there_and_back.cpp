#include "app/views/round_trip/there_and_back.hpp"

#include <algorithm>
#include <cmath>

#include "app/views/round_trip/trip_drawing.hpp"

namespace convscope {

TripDrawing::TripDrawing(const TripScene& scene, Moment moment, const Style& style)
    : s_(scene),
      moment_(moment),
      stepped_(trip_steps(scene.there) > 1),
      axes_(plane_axes(scene.there.op().geometry)),
      canvas_(style, "There and back",
              scene.there.op().transposed() ? "x, its transposed convolution y, and the convolution x' "
                                              "of that"
                                            : "x, its convolution y, and the transposed convolution x' "
                                              "of that") {
  Operator dense = s_.there.op();
  dense.direction = Direction::convolution;
  frame_ = frame_of(dense);
  // Another output padding may need more room.
  const auto widen = [&](FrameAxis& axis, std::size_t from_last) {
    const std::size_t rank = dense.geometry.rank();
    if (rank > from_last)
      axis.count = std::max(axis.count, s_.trip.back.pixels[rank - 1 - from_last] - axis.first);
  };
  widen(frame_.columns, 0);
  widen(frame_.rows, 1);
  window_plane_ = element_count(dense.geometry.windows());
  pixel_width_ = dense.geometry.channels.pixel / dense.geometry.channels.groups;
  input_scale_ = scale_of(s_.trip.input.values());
  output_scale_ = scale_of(s_.trip.output.values());
  if (stepped_) {
    halves_ = trip_halves(scene, moment.step);
    take_all(output_scale_, halves_.there.after);
  } else {  // both are over
    for (TripHalf* half : {&halves_.there, &halves_.back})
      half->step = half->steps = dense.geometry.channels.window * window_plane_;
  }
  if (fits_rows() && canvas_.style().present && stepped_)
    frame_.columns = page_of(frame_.columns, axes_.columns,
                             step_of(halves_.back.step >= 0 ? Way::back : Way::there) % window_plane_,
                             canvas_.page_cells(canvas_.type(128)));
  // x and x' share one scale, so that equal values have equal colours; unless
  // one of them would pale.
  returned_scale_ = scale_of(s_.trip.returned.values());
  if (s_.mirror) take_all(returned_scale_, s_.trip.mirrored);
  unit_ = std::max(input_scale_.most, returned_scale_.most);
  if (constexpr double kAlike = 4; unit_ <= kAlike * std::min(input_scale_.most, returned_scale_.most))
    input_scale_.most = returned_scale_.most = unit_;
  weight_scale_ = scale_of(s_.there.weights().values());
  if (!stepped_) return;
  last_step_.assign(static_cast<std::size_t>(s_.trip.returned.size()), 0);
  const Trace trace(s_.trip.back, Order::by_window);
  for (Index n = 0; n < trace.steps(); ++n) {
    if (gathers(Way::back))
      last_step_[static_cast<std::size_t>(n)] = n;
    else
      trace.for_each(n, [&](const Contribution& c) {
        last_step_[static_cast<std::size_t>(user_cell(s_.trip.back, c.pixel))] = n;
      });
  }
}

Picture TripDrawing::draw() {
  if (fits_rows())
    draw_rows();
  else
    draw_blocks();
  const Rect area = canvas_.area();
  const double last = area.bottom() - canvas_.spacing(8);
  const double first = last - static_cast<double>(sentence_lines_ - 1) * sentence_size() * kSumLeading;
  outcome({area.x, first - canvas_.spacing(28)}, area.right());
  sentence({area.x, first}, area.right());
  return canvas_.finish();
}

double TripDrawing::phase(Way way) const {
  return half(way).active() ? moment_.phase : half(way).step < 0 ? 0 : 1;
}

Index TripDrawing::step_of(Way way) const {
  return std::clamp<Index>(half(way).step, 0, half(way).steps - 1);
}

CellLook TripDrawing::made_look(CellLook look, const TripHalf& made, double at, Index cell) const {
  const auto i = static_cast<std::size_t>(cell);
  if (!made.reached[i]) return {.kind = CellLook::Kind::empty, .role = look.role, .tag = look.tag};
  const double t = eased(at, trip_acts::kAddFrom, trip_acts::kAddTo);
  const double old = made.before[cell], now = made.after[cell];
  look.value = made.reached_before[i] ? lerp(old, now, t) : now * t;
  if (letters_) look.text = canvas_.number(without_rounding(t < 0.5 ? old : now, look.scale));
  if (!made.reached_before[i]) {
    if (t <= 0) look.kind = CellLook::Kind::empty;
    if (t < 0.5) look.text.clear();
  }
  if (old != now || !made.reached_before[i]) look.text_alpha = std::abs(2 * t - 1);
  return look;
}

CellLook TripDrawing::pixel_look(const Tensor<double>& values, Role role, const TripHalf* made, Scale scale,
                                 Index plane, Index row, Index column) const {
  const Shape& shape = values.shape();
  const Index rows = shape.rank() == 4 ? shape[2] : 1, columns = shape[shape.rank() - 1];
  if (row < 0 || row >= rows || column < 0 || column >= columns) {
    CellLook look{.kind = CellLook::Kind::padding};
    // What the border puts there is read on the way there.
    if (const Operator& there = s_.there.op(); role == Role::input && !there.transposed()) {
      const Index r = row + frame_.rows.border, c = column + frame_.columns.border;
      const Shape padded = there.geometry.pixels();
      const Index height = padded.rank() == 2 ? padded[0] : 1, width = padded[padded.rank() - 1];
      if (!letters_) return look;
      const bool filled = there.border.active() && r >= 0 && r < height && c >= 0 && c < width;
      look.text = filled ? canvas_.number(values[user_cell(there, (plane * height + r) * width + c)]) : "0";
      look.text_alpha = 0.75;
    }
    return look;
  }
  const Index cell = (plane * rows + row) * columns + column;
  CellLook look = value_look(canvas_, role, values[cell], scale, cell, letters_);
  return made
             ? made_look(std::move(look), *made, phase(made == &halves_.there ? Way::there : Way::back), cell)
             : look;
}

CellLook TripDrawing::window_look(const Tensor<double>& values, Role role, const TripHalf* made, Scale scale,
                                  Index cell) const {
  CellLook look = value_look(canvas_, role, values[cell], scale, cell, letters_);
  return made
             ? made_look(std::move(look), *made, phase(made == &halves_.there ? Way::there : Way::back), cell)
             : look;
}

CellLook TripDrawing::input_look(Index plane, Index row, Index column) const {
  if (gathers(Way::there))
    return pixel_look(s_.trip.input, Role::input, nullptr, input_scale_, plane, row, column);
  return window_look(s_.trip.input, Role::input, nullptr, input_scale_,
                     plane * window_plane_ + row * axes_.columns.windows + column);
}

CellLook TripDrawing::output_look(Index plane, Index row, Index column) const {
  if (!gathers(Way::there))
    return pixel_look(s_.trip.output, Role::output, made(Way::there), output_scale_, plane, row, column);
  const Index cell = plane * window_plane_ + row * axes_.columns.windows + column;
  CellLook look = window_look(s_.trip.output, Role::output, made(Way::there), output_scale_, cell);
  // What the activation made of it.
  const double before = s_.there.linear()[cell] + s_.there.bias(plane);
  if (look.kind == CellLook::Kind::value && before != s_.trip.output[cell]) {
    look.corner = canvas_.line_number(before);
    look.corner_alpha = look.text_alpha;
  }
  return look;
}

CellLook TripDrawing::returned_look(bool mirrored, Index plane, Index row, Index column) const {
  const Tensor<double>& values = mirrored ? s_.trip.mirrored : s_.trip.returned;
  // The mirrored one appears as a whole, when the other is complete.
  const TripHalf* half = mirrored ? nullptr : made(Way::back);
  CellLook look = gathers(Way::back)
                      ? window_look(values, kReturned, half, returned_scale_,
                                    plane * window_plane_ + row * axes_.columns.windows + column)
                      : pixel_look(values, kReturned, half, returned_scale_, plane, row, column);
  if (mirrored && look.kind == CellLook::Kind::value && halves_.back.step < 0)
    look = {.kind = CellLook::Kind::empty, .role = kReturned, .tag = look.tag};
  return look;
}

Scale TripDrawing::error_scale() const {
  const double most = std::max(s_.trip.max_error, s_.mirror ? s_.trip.mirrored_max_error : 0.0);
  return {without_rounding(most, unit_), true};
}

CellLook TripDrawing::difference_look(bool mirrored, Index plane, Index row, Index column) const {
  const Tensor<double>& values = mirrored ? s_.trip.mirrored_error : s_.trip.error;
  const Shape& shape = values.shape();
  const Index rows = shape.rank() == 4 ? shape[2] : 1, columns = shape[shape.rank() - 1];
  if (row < 0 || row >= rows || column < 0 || column >= columns) return {.kind = CellLook::Kind::zero};
  const Index cell = (plane * rows + row) * columns + column;
  const auto there = same_place(shape, cell, s_.trip.returned.shape());
  const Tag tag = there ? Tag{kReturned, *there} : Tag{Role::input, cell};
  const Index last = !stepped_ ? -1
                     : there   ? last_step_[static_cast<std::size_t>(*there)]
                               : halves_.back.steps - 1;
  const TripHalf& back = halves_.back;
  const double t = back.step > last    ? 1
                   : back.step == last ? eased(phase(Way::back), trip_acts::kAddTo, trip_acts::kAddTo + 0.1)
                                       : 0;
  if (t <= 0) return {.kind = CellLook::Kind::empty, .tag = tag};
  CellLook look = error_look(canvas_, values[cell], error_scale().most, unit_, tag, letters_);
  look.value *= t;
  look.text_alpha = t;
  return look;
}

Index TripDrawing::weight_index(Way way, Index plane, Index row, Index column) const {
  return ((channel_of(way) * pixel_width_ + plane % pixel_width_) * axes_.rows.taps + row) *
             axes_.columns.taps +
         column;
}

CellLook TripDrawing::tap_look(Way way, Index plane, Index row, Index column) const {
  const Index weight = weight_index(way, plane, row, column);
  const Tag tag{Role::kernel, weight};
  const double tap = s_.there.weights()[weight];
  if (gathers(way)) return value_look(canvas_, Role::kernel, tap, weight_scale_, weight);
  if (half(way).step < 0) return {.kind = CellLook::Kind::empty, .tag = tag};
  const double value = source(way)[step_of(way)] * tap;
  const Scale from = way == Way::there ? input_scale_ : output_scale_;
  const double alpha = eased(phase(way), 0.02, trip_acts::kLandFrom + 0.06);
  CellLook look = value_look(canvas_, Role::kernel, value, from * weight_scale_, weight);
  look.value *= alpha;
  look.text_alpha = alpha;
  return look;
}

Picture draw_there_and_back(const TripScene& scene, Moment moment, const Style& style) {
  return TripDrawing(scene, moment, style).draw();
}

}  // namespace convscope
