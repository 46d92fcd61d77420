#include "app/export/formats.hpp"

#include "app/export/player.hpp"
#include "app/export/video.hpp"
#include "app/picture/backends.hpp"
#include "app/picture/tikz.hpp"

namespace convscope {

namespace {

std::string png(const Picture& picture, double scale, Backing backing, const std::string&) {
  return encode_png(rasterise(picture, scale, backing));
}
std::string svg(const Picture& picture, double, Backing, const std::string&) {
  return to_svg(picture);
}
std::string pdf(const Picture& picture, double, Backing backing, const std::string& title) {
  return to_pdf({picture}, backing, title);
}
std::string tikz(const Picture& picture, double, Backing, const std::string&) {
  return to_tikz(picture);
}
std::string pdf_pages(const std::vector<Picture>& pages, Backing backing, const std::string& title) {
  return to_pdf(pages, backing, title);
}

void gif(std::span<const AnimationFrame> frames, const PaintFrame& paint, double, PendingFile& file,
         const Progress& progress) {
  file.write(animation_gif(frames, paint, progress));
}
void webp(std::span<const AnimationFrame> frames, const PaintFrame& paint, double, PendingFile& file,
          const Progress& progress) {
  file.write(animation_webp(frames, paint, progress));
}
template <VideoFormat format>
void video(std::span<const AnimationFrame> frames, const PaintFrame& paint, double fps, PendingFile& file,
           const Progress& progress) {
  animation_video(frames, paint, fps, format, file.temporary(), progress);
}

constexpr ExportFormat kFormats[] = {
    {.ending = ".png", .title = "PNG", .picture = png, .transparent = true},
    {.ending = ".svg", .title = "SVG", .picture = svg, .transparent = true},
    {.ending = ".pdf", .title = "PDF", .picture = pdf, .pages = pdf_pages, .transparent = true},
    {.ending = ".tex", .title = "TikZ", .picture = tikz, .transparent = true},
    {.ending = ".gif", .title = "GIF", .animation = gif, .usual_fps = 15, .most_fps = 50},
    {.ending = ".webp",
     .title = "WebP",
     .animation = webp,
     .transparent = true,
     .usual_fps = 15,
     .most_fps = 60},
    {.ending = ".mp4", .title = "MP4", .animation = video<VideoFormat::mp4>},
    {.ending = ".webm", .title = "WebM", .animation = video<VideoFormat::webm>},
    {.ending = ".html", .title = "HTML player", .document = write_player, .transparent = true},
};

std::vector<std::string_view> endings(bool (ExportFormat::*has)() const) {
  std::vector<std::string_view> out;
  for (const ExportFormat& format : kFormats)
    if ((format.*has)()) out.push_back(format.ending);
  return out;
}

}  // namespace

std::span<const ExportFormat> export_formats() {
  return kFormats;
}

const ExportFormat* export_format(std::string_view path) {
  for (const ExportFormat& format : kFormats)
    if (path.ends_with(format.ending)) return &format;
  return nullptr;
}

std::vector<std::string_view> still_endings() {
  return endings(&ExportFormat::still);
}

std::vector<std::string_view> moving_endings() {
  return endings(&ExportFormat::moving);
}

}  // namespace convscope
