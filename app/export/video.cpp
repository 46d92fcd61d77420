#include "app/export/video.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <vector>

#include "core/base/error.hpp"

namespace convscope {

namespace {

std::vector<std::string> command_line(VideoFormat format, const std::string& path, int width, int height,
                                      double fps) {
  std::vector<std::string> words = {
      "ffmpeg", "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-f", "rawvideo", "-pixel_format",
      "rgba", "-video_size", fmt::format("{}x{}", width, height), "-framerate", fmt::format("{}", fps), "-i",
      "pipe:0",
      // The colours of HD video, said and meant.
      "-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709", "-color_primaries", "bt709",
      "-color_trc", "bt709", "-color_range", "tv", "-pix_fmt", "yuv420p", "-fflags", "+bitexact", "-flags:v",
      "+bitexact"};
  const std::vector<std::string> mp4 = {"-c:v", "libx264",   "-preset",    "medium", "-crf",
                                        "18",   "-movflags", "+faststart", "-f",     "mp4"};
  const std::vector<std::string> webm = {"-c:v",    "libvpx-vp9", "-crf",      "28", "-b:v", "0",
                                         "-row-mt", "1",          "-cpu-used", "4",  "-f",   "webm"};
  const auto& codec = format == VideoFormat::mp4 ? mp4 : webm;
  words.insert(words.end(), codec.begin(), codec.end());
  words.push_back("file:" + path);  // a path may hold what looks like a protocol
  return words;
}

}  // namespace

VideoWriter::VideoWriter(VideoFormat format, const std::string& path, int width, int height, double fps)
    : width_(width + width % 2), height_(height + height % 2), messages_(std::tmpfile()) {
  try {
    if (!messages_) throw std::system_error(errno, std::generic_category());
    ffmpeg_.emplace(command_line(format, path, width_, height_, fps),
                    ChildProcess::Streams{.input = true, .errors = ::fileno(messages_.get())});
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::no_such_file_or_directory)
      throw Error("output", "a video needs ffmpeg, which is not installed",
                  "apt-get install ffmpeg, or a .gif, .pdf or frame-%04d.png");
    if (error.code() == std::errc::too_many_files_open)
      throw Error("output", "no pipe to ffmpeg can be opened", "fewer open files, or a .gif");
    throw Error("output", "ffmpeg cannot be started", "a .gif, .pdf or frame-%04d.png");
  }
}

void VideoWriter::fail() {
  std::string said(500, '\0');
  std::rewind(messages_.get());
  said.resize(std::fread(said.data(), 1, said.size(), messages_.get()));
  if (said.find("No space left") != said.npos)
    throw Error("output", "cannot write the video: no space is left", "a folder with room for it");
  said.resize(std::min(said.find('\n'), said.size()));
  throw Error("output", fmt::format("ffmpeg failed{}{}", said.empty() ? "" : ": ", said),
              "an ffmpeg with libx264 (.mp4) or libvpx (.webm), or a .gif");
}

void VideoWriter::add(const Image& frame, int times) {
  // The added row and column repeat the last one.
  std::vector<char> raw(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 4);
  auto out = raw.begin();
  for (int y = 0; y < height_; ++y)
    for (int x = 0; x < width_; ++x) {
      const int from = std::min(y, frame.height - 1) * frame.width + std::min(x, frame.width - 1);
      out = std::copy_n(frame.rgba.begin() + std::ptrdiff_t{4} * from, 4, out);
    }
  for (int i = 0; i < times; ++i)
    if (!ffmpeg_->write(raw)) {
      ffmpeg_->finish();
      fail();
    }
}

void VideoWriter::finish() {
  if (ffmpeg_->finish() != 0) fail();
}

}  // namespace convscope
