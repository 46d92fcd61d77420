#include "app/export/video.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "core/base/error.hpp"

extern char** environ;

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
  int ends[2];
  if (!messages_ || ::pipe2(ends, O_CLOEXEC) != 0)
    throw Error("output", "no pipe to ffmpeg can be opened", "fewer open files, or a .gif");
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, ends[0], STDIN_FILENO);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&files, ::fileno(messages_.get()), STDERR_FILENO);

  std::vector<std::string> words = command_line(format, path, width_, height_, fps);
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const int problem = ::posix_spawnp(&process_, "ffmpeg", &files, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  ::close(ends[0]);
  pipe_ = ends[1];
  if (problem == 0) return;
  process_ = -1;
  ::close(pipe_);
  if (problem == ENOENT)
    throw Error("output", "a video needs ffmpeg, which is not installed",
                "apt-get install ffmpeg, or a .gif, .pdf or frame-%04d.png");
  throw Error("output", "ffmpeg cannot be started", "a .gif, .pdf or frame-%04d.png");
}

VideoWriter::~VideoWriter() {
  if (pipe_ >= 0) ::close(pipe_);
  if (process_ < 0) return;
  ::kill(process_, SIGTERM);
  wait();
}

int VideoWriter::wait() {
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void VideoWriter::fail() {
  std::string said(500, '\0');
  std::rewind(messages_.get());
  said.resize(std::fread(said.data(), 1, said.size(), messages_.get()));
  said.resize(std::min(said.find('\n'), said.size()));
  throw Error("output", fmt::format("ffmpeg failed{}{}", said.empty() ? "" : ": ", said),
              "an ffmpeg with libx264 (.mp4) or libvpx (.webm), or a .gif");
}

void VideoWriter::add(const Image& frame, int times) {
  // The added row and column repeat the last one.
  std::vector<std::uint8_t> raw(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) * 4);
  auto out = raw.begin();
  for (int y = 0; y < height_; ++y)
    for (int x = 0; x < width_; ++x) {
      const int from = std::min(y, frame.height - 1) * frame.width + std::min(x, frame.width - 1);
      out = std::copy_n(frame.rgba.begin() + std::ptrdiff_t{4} * from, 4, out);
    }
  for (int i = 0; i < times; ++i)
    for (std::size_t done = 0; done < raw.size();) {
      const ssize_t n = ::write(pipe_, raw.data() + done, raw.size() - done);
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) {
        ::close(std::exchange(pipe_, -1));
        wait();
        fail();
      }
      done += static_cast<std::size_t>(n);
    }
}

void VideoWriter::finish() {
  ::close(std::exchange(pipe_, -1));
  if (wait() != 0) fail();
}

}  // namespace convscope
