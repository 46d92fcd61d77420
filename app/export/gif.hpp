// Animated GIF, frame by frame, in memory.
//
//   ColorCount count;
//   for (some frames of the animation) count.add(frame);
//   GifWriter gif(1280, 720, count.choose(GifWriter::kColors));
//   for (every frame) gif.add(frame, 33);
//   write_file(path, gif.finish());
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/export/color_table.hpp"
#include "app/picture/picture.hpp"

struct GifFileType;

namespace convscope {

/// Writes a GIF89a that loops for ever, with one colour table for all frames. Each frame stores only the
/// rectangle that changed, and there the unchanged pixels are transparent. As many frames come out as go in.
/// The same frames give the same bytes.
class GifWriter {
 public:
  /// So many colours may a table have; one more place is taken by "transparent".
  static constexpr std::size_t kColors = 255;

  /// Size in pixels; `table` has 1 to kColors colours; every pixel takes the nearest.
  /// Errors: "size: ..." above 65535 pixels a side.
  GifWriter(int width, int height, std::vector<Color> table);
  ~GifWriter();
  GifWriter(const GifWriter&) = delete;
  GifWriter& operator=(const GifWriter&) = delete;

  /// Shows the frame (of the writer's size) for `delay_ms`. GIF counts in steps of 10 ms: what rounding takes
  /// from one frame the next ones give back, so the whole keeps its length. No frame is shorter than 20 ms,
  /// below which viewers slow down to 100 ms.
  void add(const Image& frame, int delay_ms);

  /// The file's bytes. Afterwards the writer is empty. At least one frame must have been added.
  std::string finish();

 private:
  struct Close {
    void operator()(GifFileType* gif) const;
  };
  void check(int status) const;

  int width_, height_;
  NearestColor nearest_;
  std::uint8_t transparent_;
  std::vector<std::uint8_t> shown_;   // table indices of the last frame, empty before the first
  std::vector<std::uint8_t> before_;  // that frame itself
  int owed_ms_ = 0;                   // what rounding has left over
  std::string bytes_;
  std::unique_ptr<GifFileType, Close> gif_;
};

}  // namespace convscope
