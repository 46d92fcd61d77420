#include "app/gpu/image_stage.hpp"

#include <epoxy/gl.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace convscope {

namespace {

constexpr double kSquare = 8;  // of the checkered ground, logical pixels

GLfloat single(double value) {
  return static_cast<GLfloat>(value);
}

void set_rect(int location, const Rect& r) {
  glUniform4f(location, single(r.x), single(r.y), single(r.w), single(r.h));
}
void set_color(int location, Color c) {
  glUniform3f(location, static_cast<GLfloat>(c.r) / 255, static_cast<GLfloat>(c.g) / 255,
              static_cast<GLfloat>(c.b) / 255);
}

void quad() {
  glDrawArrays(GL_TRIANGLE_STRIP, 0, 4);
}

/// Drawing stays inside; row 0 of the targets is the top one. A pixel belongs to the rectangle that its
/// middle lies in, to the right or lower one of two that share it, as when rectangles are filled.
void clip_to(const Rect& r) {
  const auto whole = [](double v) { return static_cast<GLint>(std::ceil(v - 0.5)); };
  const GLint x = std::max(0, whole(r.x)), y = std::max(0, whole(r.y));
  glScissor(x, y, std::max(0, whole(r.right()) - x), std::max(0, whole(r.bottom()) - y));
}

void bind(GLenum unit, unsigned texture) {
  glActiveTexture(GL_TEXTURE0 + unit);
  glBindTexture(GL_TEXTURE_2D, texture);
}

Texture error_colors() {
  Image image{256, 1, {}};
  for (int i = 0; i < 256; ++i) {
    const Color c = sequential(i / 255.0);
    image.rgba.insert(image.rgba.end(), {c.r, c.g, c.b, 255});
  }
  return make_texture(image, false);
}

}  // namespace

ImageStagePainter::Tools::Tools()
    : layer("image_stage", {"stage", "rectangle", "tile", "magnification", "unmixed"}, "LAYER"),
      compose("image_stage",
              {"stage", "rectangle", "first", "second", "scale", "kind", "samples", "picture", "split",
               "gain", "square", "light", "dark", "missing", "negative", "neutral", "positive"},
              "COMPOSE"),
      scale(error_colors()) {}

ImageStagePainter::Target::Target(int width, int height, int samples)
    : first(width * samples, height * samples, Precision::half_floats),
      second(width * samples, height * samples, Precision::half_floats),
      shown(width, height) {}

void ImageStagePainter::begin_frame() {
  ++frame_;
  uploaded_now_ = 0;
  std::erase_if(textures_, [](const auto& entry) { return entry.second.owner.expired(); });
  // The least recently used ones go first.
  std::size_t bytes = 0;
  for (const auto& [key, kept] : textures_) bytes += kept.bytes;
  while (bytes > kMostBytes) {
    const auto oldest =
        std::ranges::min_element(textures_, {}, [](const auto& entry) { return entry.second.used; });
    if (oldest->second.used + 2 > frame_) break;  // all of them are in use
    bytes -= oldest->second.bytes;
    textures_.erase(oldest);
  }
}

const Texture* ImageStagePainter::find(const TilePixels& pixels) {
  Kept& kept = textures_[pixels.owner.get()];
  kept.used = frame_;
  // A new tile may live where a forgotten one did.
  if (kept.texture.id() && kept.owner.lock() == pixels.owner) return &kept.texture;
  if (uploaded_now_ >= kUploads) {
    textures_.erase(pixels.owner.get());
    return nullptr;
  }
  ++uploaded_now_;
  ++uploads_;
  premultiplied_.resize(pixels.rgba.size());
  for (std::size_t i = 0; i + 3 < pixels.rgba.size(); i += 4) {
    const float alpha = pixels.rgba[i + 3], share = alpha == 255.0F ? 1.0F : alpha / 255.0F;
    for (std::size_t c = 0; c < 3; ++c) premultiplied_[i + c] = pixels.rgba[i + c] * share;
    premultiplied_[i + 3] = alpha;
  }
  GLuint id = 0;
  glGenTextures(1, &id);
  kept = {pixels.owner, Texture(id), pixels.rgba.size() * 2, frame_};
  glBindTexture(GL_TEXTURE_2D, id);
  for (const GLenum filter : std::array<GLenum, 2>{GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER})
    glTexParameteri(GL_TEXTURE_2D, filter, GL_LINEAR);
  for (const GLenum side : std::array<GLenum, 2>{GL_TEXTURE_WRAP_S, GL_TEXTURE_WRAP_T})
    glTexParameteri(GL_TEXTURE_2D, side, GL_CLAMP_TO_EDGE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA16F, pixels.width, pixels.height, 0, GL_RGBA, GL_FLOAT,
               premultiplied_.data());
  return &kept.texture;
}

bool ImageStagePainter::draw_layer(const Framebuffer& into, int layer, const StageDrawing& drawing) {
  into.bind();
  glDisable(GL_SCISSOR_TEST);
  constexpr std::array<GLfloat, 4> nothing{0, 0, 0, -1};
  glClearBufferfv(GL_COLOR, 0, nothing.data());
  glEnable(GL_SCISSOR_TEST);
  const Program& program = tools_->layer;
  program.use();
  glUniform2f(program["stage"], single(drawing.width), single(drawing.height));
  glUniform1i(program["tile"], 0);
  glUniform1i(program["unmixed"], drawing.samples > 1);  // what is mixed before it is compared cancels
  glActiveTexture(GL_TEXTURE0);
  bool complete = true;
  for (const PlacedTile& tile : drawing.tiles) {
    if (tile.layer != layer) continue;
    const Texture* texture = find(tile.pixels);
    complete = complete && texture;
    if (!texture) continue;
    bind(0, texture->id());
    const double n = drawing.samples;
    clip_to({tile.clip.x * n, tile.clip.y * n, tile.clip.w * n, tile.clip.h * n});
    glUniform1f(program["magnification"], single(tile.rect.w / tile.pixels.width));
    set_rect(program["rectangle"], tile.rect);
    quad();
  }
  return complete;
}

void ImageStagePainter::compose(const Target& target, const StageDrawing& drawing) const {
  target.shown.bind();
  glDisable(GL_SCISSOR_TEST);
  constexpr std::array<GLfloat, 4> transparent{};
  glClearBufferfv(GL_COLOR, 0, transparent.data());
  const Program& program = tools_->compose;
  program.use();
  bind(0, target.first.texture());
  bind(1, target.second.texture());
  bind(2, tools_->scale.id());
  glUniform1i(program["first"], 0);
  glUniform1i(program["second"], 1);
  glUniform1i(program["scale"], 2);
  glUniform1i(program["samples"], drawing.samples);
  glUniform2f(program["stage"], single(drawing.width), single(drawing.height));
  glUniform1f(program["square"], single(kSquare * drawing.density));
  const Palette& colors = palette(drawing.theme);
  const bool light = drawing.theme == Theme::light;
  set_color(program["light"], light ? Color{255, 255, 255, 255} : Color{72, 76, 84, 255});
  set_color(program["dark"], light ? Color{222, 225, 230, 255} : Color{56, 60, 68, 255});
  set_color(program["missing"], colors.cell);
  set_color(program["negative"], diverging(colors, -1));
  set_color(program["neutral"], diverging(colors, 0));
  set_color(program["positive"], diverging(colors, 1));
  for (const StagePane& pane : drawing.panes) {
    glUniform1i(program["kind"], static_cast<GLint>(pane.kind));
    glUniform4f(program["picture"], single(pane.picture.x), single(pane.picture.y),
                single(pane.picture.right()), single(pane.picture.bottom()));
    glUniform1f(program["split"], single(pane.split));
    glUniform1f(program["gain"], single(pane.gain));
    set_rect(program["rectangle"], pane.rect);
    quad();
  }
  for (const GLenum unit : {2U, 1U, 0U}) bind(unit, 0);
}

StagePicture ImageStagePainter::draw(std::size_t slot, const StageDrawing& drawing) {
  std::unique_ptr<Target>& target = targets_[slot];
  if (target && target->complete && target->drawn == drawing) {
    for (const PlacedTile& tile : drawing.tiles)
      if (const auto kept = textures_.find(tile.pixels.owner.get()); kept != textures_.end())
        kept->second.used = frame_;
    return {target->shown.texture(), true};
  }
  const KeptState kept;
  for (const GLenum what : std::array<GLenum, 3>{GL_BLEND, GL_DEPTH_TEST, GL_CULL_FACE}) glDisable(what);
  if (!tools_) tools_.emplace();
  if (!target || target->shown.width() != drawing.width || target->shown.height() != drawing.height ||
      target->drawn.samples != drawing.samples) {
    target.reset();  // its memory first
    target = std::make_unique<Target>(drawing.width, drawing.height, drawing.samples);
  }
  ++drawings_;
  glBindVertexArray(tools_->array.id());
  const bool first = draw_layer(target->first, 0, drawing);
  const bool second = draw_layer(target->second, 1, drawing);
  compose(*target, drawing);
  target->drawn = drawing;
  target->complete = first && second;
  return {target->shown.texture(), target->complete};
}

}  // namespace convscope
