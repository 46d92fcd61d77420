// Animated WebP, frame by frame, in memory.
//
//   WebpWriter webp(1280, 720);
//   for (every frame) webp.add(frame, 1 / 15.0);
//   write_file(path, webp.finish());
#pragma once

#include <memory>
#include <string>

#include "app/picture/picture.hpp"

struct WebPAnimEncoder;

namespace convscope {

/// Writes a WebP that loops for ever, without loss, opaque or not. The encoder stores only the rectangle that
/// changed; frames that do not differ from the one before lengthen it. The same frames give the same bytes.
class WebpWriter {
 public:
  /// Size in pixels. Errors: "size: ..." above 16383 pixels a side.
  WebpWriter(int width, int height);
  ~WebpWriter();
  WebpWriter(const WebpWriter&) = delete;
  WebpWriter& operator=(const WebpWriter&) = delete;

  /// Shows the frame (of the writer's size) for so long. WebP counts milliseconds: what rounding takes from
  /// one frame the next ones give back. Errors: "webp: ..." when memory ends.
  void add(const Image& frame, double seconds);

  /// The file's bytes. Afterwards the writer is empty. At least one frame must have been added.
  std::string finish();

 private:
  struct Close {
    void operator()(WebPAnimEncoder* encoder) const;
  };
  int width_, height_;
  double seconds_ = 0;  // of all frames so far
  std::unique_ptr<WebPAnimEncoder, Close> encoder_;
};

}  // namespace convscope
