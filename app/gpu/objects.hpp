// Owners of OpenGL names. A context must be current whenever one is made, used or destroyed.
#pragma once

#include <cstdint>
#include <utility>

#include "app/picture/picture.hpp"

namespace convscope {

/// A two-dimensional texture; 0 is none.
class Texture {
 public:
  Texture() = default;
  explicit Texture(unsigned id);
  Texture(Texture&& other) noexcept : id_(std::exchange(other.id_, 0)) {}
  Texture& operator=(Texture&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  ~Texture();
  unsigned id() const { return id_; }

 private:
  unsigned id_ = 0;
};

/// Of the Texture that was last made with that name, which OpenGL gives again when one has gone: no two have
/// the same. 0 for what no Texture owns.
std::uint64_t texture_serial(unsigned id);

/// RGBA with 8 bits a channel, clamped at the edges. Images beyond the driver's limit are thinned out.
/// `smooth` interpolates, through mipmaps where the image is shown smaller.
Texture make_texture(const Image& image, bool smooth);

/// What a draw call without vertex buffers needs to have bound.
class VertexArray {
 public:
  VertexArray();
  ~VertexArray();
  VertexArray(const VertexArray&) = delete;
  VertexArray& operator=(const VertexArray&) = delete;
  unsigned id() const { return id_; }

 private:
  unsigned id_ = 0;
};

/// Keeps the framebuffer, the viewport and whatever else our own drawing changes, and puts it back.
class KeptState {
 public:
  KeptState();
  ~KeptState();
  KeptState(const KeptState&) = delete;
  KeptState& operator=(const KeptState&) = delete;

 private:
  int framebuffer_ = 0, program_ = 0, array_ = 0, unit_ = 0, texture_ = 0;
  int viewport_[4] = {}, scissor_box_[4] = {};
  bool blend_, scissor_, depth_, cull_;
};

/// What a pixel is: four bytes, four half floats, or two of them.
enum class Precision : std::uint8_t { bytes, half_floats, two_half_floats };

/// A colour target of its own, for drawing without a window.
class Framebuffer {
 public:
  /// Errors: Error("size", ...) when the driver cannot make one so large.
  Framebuffer(int width, int height, Precision channels = Precision::bytes);
  ~Framebuffer();
  Framebuffer(const Framebuffer&) = delete;
  Framebuffer& operator=(const Framebuffer&) = delete;

  /// Drawing goes here, over its whole extent.
  void bind() const;
  int width() const { return width_; }
  int height() const { return height_; }
  /// The colours as a texture; the driver's row 0 is its first.
  unsigned texture() const { return colors_; }
  /// Row 0 on top, opaque.
  Image read() const;
  /// Onto the framebuffer of that name, of the same size, which is bound then.
  void copy_to(unsigned framebuffer) const;

 private:
  int width_, height_;
  unsigned framebuffer_ = 0, colors_ = 0;
};

/// The name of the one that is bound.
unsigned bound_framebuffer();
/// Fills the current target.
void clear(Color color);
/// The same within a rectangle of logical pixels; `height` is the target's in device pixels.
void clear(Color color, const Rect& rect, double density, int height);
/// What has been drawn there, opaque.
Image read_pixels(const Rect& rect, double density, int height);

}  // namespace convscope
