#include "app/gpu/objects.hpp"

#include <epoxy/gl.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <unordered_map>

#include "core/base/error.hpp"
#include "core/base/saturated.hpp"

namespace convscope {

namespace {

GLint largest_side() {
  GLint size = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &size);
  return std::max(size, 1024);
}

/// Every n-th pixel of every n-th row.
Image thinned(const Image& image, int n) {
  Image out{(image.width + n - 1) / n, (image.height + n - 1) / n, {}};
  out.rgba.reserve(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height) * 4);
  for (int y = 0; y < image.height; y += n)
    for (int x = 0; x < image.width; x += n) {
      const std::uint8_t* from =
          &image.rgba[(static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) +
                       static_cast<std::size_t>(x)) *
                      4];
      out.rgba.insert(out.rgba.end(), from, from + 4);
    }
  return out;
}

}  // namespace

namespace {

std::unordered_map<unsigned, std::uint64_t>& serials() {
  static std::unordered_map<unsigned, std::uint64_t> by_name;
  return by_name;
}

}  // namespace

std::uint64_t texture_serial(unsigned id) {
  const auto found = serials().find(id);
  return found == serials().end() ? 0 : found->second;
}

Texture::Texture(unsigned id) : id_(id) {
  static std::uint64_t last = 0;
  if (id_) serials()[id_] = ++last;
}

Texture::~Texture() {
  if (id_) glDeleteTextures(1, &id_);
}

Texture make_texture(const Image& image, bool smooth) {
  const int most = largest_side();
  if (std::max(image.width, image.height) > most)
    return make_texture(thinned(image, (std::max(image.width, image.height) + most - 1) / most), smooth);
  GLuint id = 0;
  glGenTextures(1, &id);
  glBindTexture(GL_TEXTURE_2D, id);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, smooth ? GL_LINEAR_MIPMAP_LINEAR : GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, smooth ? GL_LINEAR : GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, image.width, image.height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
               image.rgba.data());
  if (smooth) glGenerateMipmap(GL_TEXTURE_2D);
  return Texture(id);
}

VertexArray::VertexArray() {
  glGenVertexArrays(1, &id_);
}
VertexArray::~VertexArray() {
  glDeleteVertexArrays(1, &id_);
}

KeptState::KeptState()
    : blend_(glIsEnabled(GL_BLEND)),
      scissor_(glIsEnabled(GL_SCISSOR_TEST)),
      depth_(glIsEnabled(GL_DEPTH_TEST)),
      cull_(glIsEnabled(GL_CULL_FACE)) {
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &framebuffer_);
  glGetIntegerv(GL_CURRENT_PROGRAM, &program_);
  glGetIntegerv(GL_VERTEX_ARRAY_BINDING, &array_);
  glGetIntegerv(GL_ACTIVE_TEXTURE, &unit_);
  glGetIntegerv(GL_TEXTURE_BINDING_2D, &texture_);
  glGetIntegerv(GL_VIEWPORT, viewport_);
  glGetIntegerv(GL_SCISSOR_BOX, scissor_box_);
}

KeptState::~KeptState() {
  const auto set = [](GLenum what, bool on) { on ? glEnable(what) : glDisable(what); };
  set(GL_BLEND, blend_);
  set(GL_SCISSOR_TEST, scissor_);
  set(GL_DEPTH_TEST, depth_);
  set(GL_CULL_FACE, cull_);
  glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(framebuffer_));
  glUseProgram(static_cast<GLuint>(program_));
  glBindVertexArray(static_cast<GLuint>(array_));
  glActiveTexture(static_cast<GLenum>(unit_));
  glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(texture_));
  glViewport(viewport_[0], viewport_[1], viewport_[2], viewport_[3]);
  glScissor(scissor_box_[0], scissor_box_[1], scissor_box_[2], scissor_box_[3]);
}

Framebuffer::Framebuffer(int width, int height, Precision channels) : width_(width), height_(height) {
  if (const GLint most = largest_side(); width < 1 || height < 1 || width > most || height > most)
    throw Error("size", fmt::format("{}x{} is not possible", width, height),
                fmt::format("1 to {} pixels a side", most));
  glGenTextures(1, &colors_);
  glBindTexture(GL_TEXTURE_2D, colors_);
  const GLint format = channels == Precision::bytes         ? GL_RGBA8
                       : channels == Precision::half_floats ? GL_RGBA16F
                                                            : GL_RG16F;
  // Bytes lie in the order of a screen's, which software renderers draw fastest.
  glTexImage2D(GL_TEXTURE_2D, 0, format, width, height, 0, GL_BGRA, GL_UNSIGNED_BYTE, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  glGenFramebuffers(1, &framebuffer_);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, colors_, 0);
  if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) {
    glDeleteFramebuffers(1, &framebuffer_);
    glDeleteTextures(1, &colors_);
    throw Error("size", fmt::format("{}x{} is more than the graphics driver can hold", width, height),
                "a smaller size");
  }
}

Framebuffer::~Framebuffer() {
  glDeleteFramebuffers(1, &framebuffer_);
  glDeleteTextures(1, &colors_);
}

unsigned bound_framebuffer() {
  GLint bound = 0;
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &bound);
  return static_cast<unsigned>(bound);
}

void Framebuffer::copy_to(unsigned framebuffer) const {
  glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, framebuffer);
  glBlitFramebuffer(0, 0, width_, height_, 0, 0, width_, height_, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer);
  glViewport(0, 0, width_, height_);
}

void Framebuffer::bind() const {
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  glViewport(0, 0, width_, height_);
}

namespace {

/// Device pixels as OpenGL counts them, from the bottom.
struct Area {
  int x = 0, y = 0, width = 0, height = 0;
};

/// The window's rows count from above, OpenGL's from below.
Area area_of(const Rect& rect, double density, int height) {
  const auto left = saturated<int>(std::round(rect.x * density)),
             right = saturated<int>(std::round(rect.right() * density)),
             top = saturated<int>(std::round(rect.y * density)),
             bottom = saturated<int>(std::round(rect.bottom() * density));
  return {left, height - bottom, right - left, bottom - top};
}

/// Of the framebuffer that is bound.
Image read_area(const Area& area) {
  if (area.width <= 0 || area.height <= 0) return {};
  const std::size_t row = static_cast<std::size_t>(area.width) * 4,
                    rows = static_cast<std::size_t>(area.height);
  Image image{area.width, area.height, std::vector<std::uint8_t>(row * rows)};
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  glReadPixels(area.x, area.y, area.width, area.height, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
  for (std::size_t top = 0, bottom = rows - 1; top < bottom; ++top, --bottom)
    std::swap_ranges(image.rgba.begin() + static_cast<std::ptrdiff_t>(top * row),
                     image.rgba.begin() + static_cast<std::ptrdiff_t>((top + 1) * row),
                     image.rgba.begin() + static_cast<std::ptrdiff_t>(bottom * row));
  // What was drawn with alpha lies on an opaque ground; the target's own alpha means nothing.
  for (std::size_t i = 3; i < image.rgba.size(); i += 4) image.rgba[i] = 255;
  return image;
}

}  // namespace

Image Framebuffer::read() const {
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_);
  return read_area({0, 0, width_, height_});
}

void clear(Color color, const Rect& rect, double density, int height) {
  const Area area = area_of(rect, density, height);
  if (area.width <= 0 || area.height <= 0) return;
  glEnable(GL_SCISSOR_TEST);
  glScissor(area.x, area.y, area.width, area.height);
  clear(color);
  glDisable(GL_SCISSOR_TEST);
}

Image read_pixels(const Rect& rect, double density, int height) {
  return read_area(area_of(rect, density, height));
}

void clear(Color color) {
  glClearColor(static_cast<float>(color.r) / 255, static_cast<float>(color.g) / 255,
               static_cast<float>(color.b) / 255, 1);
  glClear(GL_COLOR_BUFFER_BIT);
}

}  // namespace convscope
