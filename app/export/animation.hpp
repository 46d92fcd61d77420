// An animation's frames to one file: GIF, WebP, or video through ffmpeg.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "app/export/frames.hpp"
#include "app/export/video.hpp"
#include "app/picture/picture.hpp"
#include "core/base/progress.hpp"

namespace convscope {

/// Draws a moment; called from several threads at once. All images have one size.
using PaintFrame = std::function<Image(Moment)>;

/// Calls take(image, number of the frame) in order, while the next frames are being drawn.
void paint_frames(std::span<const AnimationFrame> frames, const PaintFrame& paint,
                  const std::function<void(const Image&, std::size_t)>& take);

/// The bytes of a GIF. Colours are chosen from some of the frames, spread over the animation.
std::string animation_gif(std::span<const AnimationFrame> frames, const PaintFrame& paint,
                          const Progress& progress);

/// The bytes of an animated WebP, without loss.
std::string animation_webp(std::span<const AnimationFrame> frames, const PaintFrame& paint,
                           const Progress& progress);

/// Errors: as VideoWriter. The file is complete when it returns.
void animation_video(std::span<const AnimationFrame> frames, const PaintFrame& paint, double fps,
                     VideoFormat format, const std::string& path, const Progress& progress);

}  // namespace convscope
