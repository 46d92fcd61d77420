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

bool is_whole(double value) {
  return std::abs(value - std::round(value)) < 1e-6;
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

/// What two rectangles share; without extent where they share nothing.
Rect common(const Rect& a, const Rect& b) {
  const double x = std::max(a.x, b.x), y = std::max(a.y, b.y);
  return {x, y, std::max(0.0, std::min(a.right(), b.right()) - x),
          std::max(0.0, std::min(a.bottom(), b.bottom()) - y)};
}
Rect times(const Rect& r, double n) {
  return {r.x * n, r.y * n, r.w * n, r.h * n};
}

void bind(GLenum unit, unsigned texture) {
  glActiveTexture(GL_TEXTURE0 + unit);
  glBindTexture(GL_TEXTURE_2D, texture);
}

/// Each pixel of the tile is a whole number of the device's: none is mixed with its neighbours.
bool stands_whole(const PlacedTile& tile) {
  const double magnification = tile.rect.w / tile.pixels.width;
  return magnification >= 0.5 && is_whole(magnification) && is_whole(tile.rect.x) && is_whole(tile.rect.y);
}

/// What of a pane has a picture.
Rect seen(const StagePane& pane) {
  return common(pane.rect, pane.picture);
}

unsigned make_sampler(GLint filter) {
  GLuint id = 0;
  glGenSamplers(1, &id);
  for (const GLenum which : {GLenum{GL_TEXTURE_MIN_FILTER}, GLenum{GL_TEXTURE_MAG_FILTER}})
    glSamplerParameteri(id, which, filter);
  for (const GLenum side : {GLenum{GL_TEXTURE_WRAP_S}, GLenum{GL_TEXTURE_WRAP_T}})
    glSamplerParameteri(id, side, GL_CLAMP_TO_EDGE);
  return id;
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
    : copy("image_stage", {"stage", "rectangle", "tile"}, "COPY"),
      tile("image_stage", {"stage", "rectangle", "tile", "magnification", "square", "light", "dark"}, "TILE"),
      pair("image_stage",
           {"stage", "rectangle", "first", "second", "first_place", "second_place", "unmixed", "is_signed",
            "scale", "gain", "negative", "neutral", "positive"},
           "PAIR"),
      apart("image_stage",
            {"stage", "rectangle", "first", "second", "first_place", "second_place", "unmixed", "is_signed"},
            "APART"),
      show("image_stage",
           {"stage", "rectangle", "values", "samples", "missing", "is_signed", "scale", "gain", "negative",
            "neutral", "positive"},
           "SHOW"),
      scale(error_colors()),
      nearest(make_sampler(GL_NEAREST)),
      linear(make_sampler(GL_LINEAR)) {}

ImageStagePainter::Tools::~Tools() {
  glDeleteSamplers(1, &nearest);
  glDeleteSamplers(1, &linear);
}

ImageStagePainter::Target::Target(int width, int height) : shown(width, height) {}

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

const ImageStagePainter::Kept* ImageStagePainter::find(const TilePixels& pixels, Precision precision) {
  const Key key{pixels.owner.get(), precision};
  Kept& kept = textures_[key];
  kept.used = frame_;
  // A new tile may live where a forgotten one did.
  if (kept.texture.id() && kept.owner.lock() == pixels.owner) return &kept;
  if (uploaded_now_ >= kUploads) {
    textures_.erase(key);
    return nullptr;
  }
  ++uploaded_now_;
  ++uploads_;
  upload(pixels, precision, kept);
  return &kept;
}

void ImageStagePainter::upload(const TilePixels& pixels, Precision precision, Kept& kept) {
  GLuint id = 0;
  glGenTextures(1, &id);
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, id);
  // No further levels: samplers say the rest.
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAX_LEVEL, 0);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  const std::size_t size = pixels.rgba.size();
  bool opaque = true;
  const auto share = [&](std::size_t i) {
    opaque = opaque && pixels.rgba[i + 3] == 255.0F;
    return pixels.rgba[i + 3] / 255.0F;
  };
  if (precision == Precision::bytes) {
    bytes_.resize(size);
    // Not below zero, so that this rounds to nearest, without a call for each value; 0 of NaN, which
    // std::clamp would let through.
    const auto byte = [](float v) {
      // NOLINTNEXTLINE(bugprone-incorrect-roundings)
      return static_cast<std::uint8_t>(std::min(std::max(0.0F, v), 255.0F) + 0.5F);
    };
    for (std::size_t i = 0; i + 3 < size; i += 4) {
      const float alpha = share(i);
      for (std::size_t c = 0; c < 3; ++c) bytes_[i + 2 - c] = byte(pixels.rgba[i + c] * alpha);
      bytes_[i + 3] = byte(pixels.rgba[i + 3]);
    }
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, pixels.width, pixels.height, 0, GL_BGRA, GL_UNSIGNED_BYTE,
                 bytes_.data());
  } else {
    premultiplied_.resize(size);
    for (std::size_t i = 0; i + 3 < size; i += 4) {
      const float alpha = share(i);
      for (std::size_t c = 0; c < 3; ++c) premultiplied_[i + c] = pixels.rgba[i + c] * alpha / 255.0F;
      premultiplied_[i + 3] = alpha;
    }
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA16F, pixels.width, pixels.height, 0, GL_RGBA, GL_FLOAT,
                 premultiplied_.data());
  }
  kept = {pixels.owner, Texture(id), size * (precision == Precision::bytes ? 1 : 2), frame_, opaque};
}

namespace {

/// Nothing anywhere, and where pictures belong the colour of what is not there yet.
void begin(const Framebuffer& target, const StageDrawing& drawing) {
  target.bind();
  glDisable(GL_SCISSOR_TEST);
  constexpr std::array<GLfloat, 4> transparent{};
  glClearBufferfv(GL_COLOR, 0, transparent.data());
  glEnable(GL_SCISSOR_TEST);
  for (const StagePane& pane : drawing.panes) {
    clip_to(seen(pane));
    clear(palette(drawing.theme).cell);
  }
}

}  // namespace

bool ImageStagePainter::draw_tiles(const Target& target, const StageDrawing& drawing) {
  begin(target.shown, drawing);
  const bool light = drawing.theme == Theme::light;
  tools_->tile.use();
  glUniform2f(tools_->tile["stage"], single(drawing.width), single(drawing.height));
  glUniform1i(tools_->tile["tile"], 0);
  glUniform1f(tools_->tile["square"], single(kSquare * drawing.density));
  set_color(tools_->tile["light"], light ? Color{255, 255, 255, 255} : Color{72, 76, 84, 255});
  set_color(tools_->tile["dark"], light ? Color{222, 225, 230, 255} : Color{56, 60, 68, 255});
  tools_->copy.use();
  glUniform2f(tools_->copy["stage"], single(drawing.width), single(drawing.height));
  glUniform1i(tools_->copy["tile"], 0);
  bool complete = true;
  for (const PlacedTile& tile : drawing.tiles) {
    const Kept* kept = find(tile.pixels, Precision::bytes);
    complete = complete && kept;
    if (!kept) continue;
    const bool plain = kept->opaque && stands_whole(tile);
    const Program& program = plain ? tools_->copy : tools_->tile;
    program.use();
    bind(0, kept->texture.id());
    glBindSampler(0, plain ? tools_->nearest : tools_->linear);
    if (!plain) glUniform1f(program["magnification"], single(tile.rect.w / tile.pixels.width));
    clip_to(tile.clip);
    set_rect(program["rectangle"], tile.rect);
    quad();
  }
  return complete;
}

bool ImageStagePainter::draw_pairs(const Target& target, const StageDrawing& drawing) {
  const bool several = drawing.samples > 1;
  if (several) {
    target.values->bind();
    glDisable(GL_SCISSOR_TEST);
    constexpr std::array<GLfloat, 4> nothing{};
    glClearBufferfv(GL_COLOR, 0, nothing.data());
    glEnable(GL_SCISSOR_TEST);
  } else {
    begin(target.shown, drawing);
  }
  const double n = drawing.samples;
  const Program& program = several ? tools_->apart : tools_->pair;
  program.use();
  if (!several) set_colors(program, 2, drawing);
  glUniform2f(program["stage"], single(drawing.width * n), single(drawing.height * n));
  glUniform1i(program["first"], 0);
  glUniform1i(program["second"], 1);
  glUniform1i(program["is_signed"], drawing.kind == PaneKind::difference);
  for (const GLuint unit : {0U, 1U}) glBindSampler(unit, tools_->linear);
  const auto place = [&](int location, const PlacedTile& tile) {
    glUniform4f(location, single(tile.rect.x * n), single(tile.rect.y * n),
                single(tile.pixels.width / (tile.rect.w * n)),
                single(tile.pixels.height / (tile.rect.h * n)));
  };
  bool complete = true;
  for (const PlacedTile& first : drawing.tiles)
    for (const PlacedTile& second : drawing.tiles) {
      const Rect both = common(first.clip, second.clip);
      if (first.layer != 0 || second.layer != 1 || both.w <= 0 || both.h <= 0) continue;
      const Kept* a = find(first.pixels, Precision::half_floats);
      const Kept* b = find(second.pixels, Precision::half_floats);
      complete = complete && a && b;
      if (!a || !b) continue;
      bind(0, a->texture.id());
      bind(1, b->texture.id());
      place(program["first_place"], first);
      place(program["second_place"], second);
      // What is mixed before it is compared cancels.
      glUniform1i(program["unmixed"], several || (stands_whole(first) && stands_whole(second)));
      clip_to(times(both, n));
      set_rect(program["rectangle"], {0, 0, drawing.width * n, drawing.height * n});
      quad();
    }
  return complete;
}

void ImageStagePainter::set_colors(const Program& program, int scale_unit,
                                   const StageDrawing& drawing) const {
  const auto unit = static_cast<GLuint>(scale_unit);
  bind(unit, tools_->scale.id());
  glBindSampler(unit, tools_->nearest);
  glUniform1i(program["scale"], scale_unit);
  glUniform1f(program["gain"], single(drawing.gain));
  const Palette& colors = palette(drawing.theme);
  set_color(program["negative"], diverging(colors, -1));
  set_color(program["neutral"], diverging(colors, 0));
  set_color(program["positive"], diverging(colors, 1));
}

void ImageStagePainter::show_values(const Target& target, const StageDrawing& drawing) const {
  begin(target.shown, drawing);
  const Program& program = tools_->show;
  program.use();
  set_colors(program, 2, drawing);
  set_color(program["missing"], palette(drawing.theme).cell);
  bind(0, target.values->texture());
  glBindSampler(0, tools_->linear);
  glUniform1i(program["values"], 0);
  glUniform2f(program["stage"], single(drawing.width), single(drawing.height));
  glUniform1f(program["samples"], single(drawing.samples));
  glUniform1i(program["is_signed"], drawing.kind == PaneKind::difference);
  for (const StagePane& pane : drawing.panes) {
    clip_to(seen(pane));
    set_rect(program["rectangle"], pane.rect);
    quad();
  }
}

StagePicture ImageStagePainter::draw(std::size_t slot, const StageDrawing& drawing) {
  std::unique_ptr<Target>& target = targets_[slot];
  const bool pairs = drawing.kind != PaneKind::plain;
  if (target && target->complete && target->drawn == drawing) {
    for (const PlacedTile& tile : drawing.tiles)
      if (const auto kept =
              textures_.find({tile.pixels.owner.get(), pairs ? Precision::half_floats : Precision::bytes});
          kept != textures_.end())
        kept->second.used = frame_;
    return {target->shown.texture(), true, false};
  }
  const KeptState kept;
  for (const GLenum what : std::array<GLenum, 3>{GL_BLEND, GL_DEPTH_TEST, GL_CULL_FACE}) glDisable(what);
  if (!tools_) tools_.emplace();
  if (!target || target->shown.width() != drawing.width || target->shown.height() != drawing.height) {
    target.reset();  // its memory first
    target = std::make_unique<Target>(drawing.width, drawing.height);
  }
  const int width = drawing.width * drawing.samples, height = drawing.height * drawing.samples;
  const bool several = pairs && drawing.samples > 1;
  if (!several || (target->values && target->values->width() != width)) target->values.reset();
  if (several && !target->values) target->values.emplace(width, height, Precision::two_half_floats);
  ++drawings_;
  glBindVertexArray(tools_->array.id());
  target->complete = pairs ? draw_pairs(*target, drawing) : draw_tiles(*target, drawing);
  if (several) show_values(*target, drawing);
  target->drawn = drawing;
  for (const GLuint unit : {2U, 1U, 0U}) {
    bind(unit, 0);
    glBindSampler(unit, 0);
  }
  return {target->shown.texture(), target->complete};
}

}  // namespace convscope
