// A photograph blurred, and brought back by four ways, side by side under one magnifier.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/scenario/deblurring.hpp"

namespace convscope {

/// What all pictures show of theirs: the place in the middle, in parts of the picture, and how large.
struct PhotoView {
  double x = 0.5, y = 0.5;
  double zoom = 1;  ///< 1: all of it
  friend bool operator==(const PhotoView&, const PhotoView&) = default;
};
inline constexpr double kLargestPhotoZoom = 24;
/// Within the picture.
PhotoView clamped(PhotoView view);

/// A finished (or, while its worker goes on, unfinished) deblurring with its pictures as images.
struct DeblurredPhoto {
  std::string name;             ///< of the file, without folders
  Index width = 0, height = 0;  ///< of the whole photograph
  Deblurring result;
  /// Sharp, blurred, transposed, Wiener, Tikhonov, Richardson-Lucy; null: not there yet.
  std::array<std::shared_ptr<const Image>, 6> images{};
  std::shared_ptr<const Image> kernel{};  ///< of the blur, black to white
};
/// With the images of what is ready.
DeblurredPhoto with_images(std::string name, Index width, Index height, Deblurring result);

/// The cell of the grid of pictures under a point of draw_deblurring's, in parts of the picture shown; for
/// zooming and dragging. Nothing beside the pictures.
std::optional<Point> photo_point(const DeblurredPhoto& photo, PhotoView view, const Style& style, Point at);

Picture draw_deblurring(const DeblurredPhoto& photo, PhotoView view, const Style& style);
/// The right panel.
Picture draw_deblurring_words(const DeblurredPhoto& photo, const Style& style);

}  // namespace convscope
