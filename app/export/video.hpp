// MP4 and WebM by an ffmpeg process that takes raw frames from a pipe.
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "app/picture/picture.hpp"
#include "app/platform/child_process.hpp"

namespace convscope {

enum class VideoFormat { mp4, webm };

/// A destroyed writer that was not finished ends its process; the file is then incomplete.
class VideoWriter {
 public:
  /// Size of the frames in pixels. Odd sizes grow by one, as the formats want.
  /// Errors: Error("output", ...) when ffmpeg is not installed or cannot start.
  VideoWriter(VideoFormat format, const std::string& path, int width, int height, double fps);

  /// Shows the frame `times` times in a row. Errors: Error("output", ...) with what ffmpeg said.
  void add(const Image& frame, int times = 1);
  /// Waits for the file to be complete. Errors: as add.
  void finish();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  [[noreturn]] void fail();

  int width_, height_;
  std::unique_ptr<std::FILE, Close> messages_;
  std::optional<ChildProcess> ffmpeg_;
};

}  // namespace convscope
