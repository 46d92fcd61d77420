#include "app/export/animation.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <thread>
#include <vector>

#include "app/export/gif.hpp"
#include "app/export/webp.hpp"
#include "core/base/parallel.hpp"

namespace convscope {

namespace {
constexpr std::size_t kSampledFrames = 24;

double fraction(std::size_t done, std::size_t all) {
  return static_cast<double>(done) / static_cast<double>(all);
}
}  // namespace

void paint_frames(std::span<const AnimationFrame> frames, const PaintFrame& paint,
                  const std::function<void(const Image&, std::size_t)>& take) {
  // While the images of one stretch are taken the next stretch is painted.
  const std::size_t ahead = std::max(std::thread::hardware_concurrency(), 2U);
  std::vector<Image> painted, next;
  for (std::size_t from = 0; from < frames.size() + ahead; from += ahead) {
    next.assign(std::min(ahead, frames.size() - std::min(from, frames.size())), {});
    in_parallel(std::ssize(next) + 1, [&](Index piece) {
      const auto i = static_cast<std::size_t>(piece);
      if (i > 0)
        next[i - 1] = paint(frames[from + i - 1].moment);
      else
        for (std::size_t k = 0; k < painted.size(); ++k) take(painted[k], from - ahead + k);
    });
    painted.swap(next);
  }
}

std::string animation_gif(std::span<const AnimationFrame> frames, const PaintFrame& paint,
                          const Progress& progress) {
  std::vector<AnimationFrame> sampled;
  const std::size_t samples = std::min(kSampledFrames, frames.size());
  for (std::size_t i = 1; i <= samples; ++i) sampled.push_back(frames[i * frames.size() / samples - 1]);
  const std::size_t all = samples + frames.size();

  ColorCount colors;
  int width = 0, height = 0;
  paint_frames(sampled, paint, [&](const Image& image, std::size_t i) {
    width = image.width;
    height = image.height;
    colors.add(image);
    progress.at(fraction(i + 1, all));
  });
  GifWriter gif(width, height, colors.choose(GifWriter::kColors));
  paint_frames(frames, paint, [&](const Image& image, std::size_t i) {
    gif.add(image, static_cast<int>(std::lround(1000 * frames[i].seconds)));
    progress.at(fraction(samples + i + 1, all));
  });
  return gif.finish();
}

std::string animation_webp(std::span<const AnimationFrame> frames, const PaintFrame& paint,
                           const Progress& progress) {
  std::optional<WebpWriter> webp;
  paint_frames(frames, paint, [&](const Image& image, std::size_t i) {
    if (!webp) webp.emplace(image.width, image.height);
    webp->add(image, frames[i].seconds);
    progress.at(fraction(i + 1, frames.size()));
  });
  return webp->finish();
}

void animation_video(std::span<const AnimationFrame> frames, const PaintFrame& paint, double fps,
                     VideoFormat format, const std::string& path, const Progress& progress) {
  std::optional<VideoWriter> writer;
  paint_frames(frames, paint, [&](const Image& image, std::size_t i) {
    if (!writer) writer.emplace(format, path, image.width, image.height, fps);
    writer->add(image, std::max(static_cast<int>(std::lround(frames[i].seconds * fps)), 1));
    progress.at(fraction(i + 1, frames.size()));
  });
  writer->finish();
}

}  // namespace convscope
