#include "app/picture/scaled.hpp"

namespace convscope {

namespace {

struct Scale {
  double factor;

  void operator()(Point& p) const {
    p.x *= factor;
    p.y *= factor;
  }
  void operator()(Rect& r) const {
    r.x *= factor;
    r.y *= factor;
    r.w *= factor;
    r.h *= factor;
  }
  void operator()(Box& box) const {
    (*this)(box.rect);
    box.radius *= factor;
    box.stroke_width *= factor;
  }
  void operator()(Path& path) const {
    (*this)(path.start);
    for (Path::Segment& segment : path.segments) {
      (*this)(segment.to);
      (*this)(segment.control1);
      (*this)(segment.control2);
    }
    path.stroke_width *= factor;
    path.dash *= factor;
  }
  void operator()(Label& label) const {
    (*this)(label.at);
    label.size *= factor;
  }
  void operator()(Raster& raster) const { (*this)(raster.rect); }
};

}  // namespace

Picture scaled(Picture picture, double factor) {
  picture.width *= factor;
  picture.height *= factor;
  for (Item& item : picture.items) std::visit(Scale{factor}, item.shape);
  return picture;
}

}  // namespace convscope
