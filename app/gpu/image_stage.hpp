// Pictures made of tiles, drawn into a texture; or how far two of them are apart, in false colours.
//
//   ImageStagePainter painter;
//   StageDrawing drawing{.width = 800, .height = 600};
//   drawing.panes.push_back({.rect = {0, 0, 800, 600}, .picture = {0, 0, 512, 512}});
//   drawing.tiles.push_back({.pixels = {tile, tile->rgba, 256, 256}, .rect = {0, 0, 512, 512}, ...});
//   const StagePicture shown = painter.draw(0, drawing);   // shown.texture for ImDrawList::AddImage
//
// All places are device pixels from the stage's top left corner.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "app/gpu/objects.hpp"
#include "app/gpu/program.hpp"
#include "app/picture/palette.hpp"

namespace convscope {

/// RGBA, straight alpha, all 0..255, row-major from the top. Known by its owner's address while anybody holds
/// it; never changes.
struct TilePixels {
  std::shared_ptr<const void> owner{};
  std::span<const float> rgba{};
  int width = 0, height = 0;
  friend bool operator==(const TilePixels& a, const TilePixels& b) { return a.owner == b.owner; }
};

/// One tile of one picture. Later ones cover earlier ones.
struct PlacedTile {
  TilePixels pixels{};
  Rect rect{};    ///< where all of it lies
  Rect clip{};    ///< what may be seen of it: its pane
  int layer = 0;  ///< 0: the pane's picture, or the first of two that are compared; 1: the second
  friend bool operator==(const PlacedTile&, const PlacedTile&) = default;
};

/// What panes show: a picture, the second of two less the first, or how far the two are apart.
enum class PaneKind : std::uint8_t { plain, difference, error };

struct StagePane {
  Rect rect{};     ///< what is drawn of it
  Rect picture{};  ///< where the picture lies, perhaps larger than the pane
  friend bool operator==(const StagePane&, const StagePane&) = default;
};

struct StageDrawing {
  int width = 0, height = 0;
  double density = 1;  ///< device pixels for a logical one
  Theme theme = Theme::light;
  PaneKind kind = PaneKind::plain;  ///< of all panes
  double gain = 1;                  ///< of difference and error: 255 / gain reaches the scale's end
  /// Along each side of a device pixel, more than 1 with differences and errors only: those of pictures shown
  /// smaller are worked out so often and averaged, so that errors do not cancel each other.
  int samples = 1;
  std::vector<StagePane> panes{};
  std::vector<PlacedTile> tiles{};
  friend bool operator==(const StageDrawing&, const StageDrawing&) = default;
};

struct StagePicture {
  unsigned texture = 0;   ///< row 0 on top, transparent where no picture lies
  bool complete = false;  ///< false: some tiles wait for their turn to be uploaded; draw again
  bool anew = true;       ///< it has other pixels than before
};

/// Draws anew only what has changed; uploads each tile once, a few in each frame; leaves OpenGL's state as
/// it was. Needs a current context from its first drawing to its end.
class ImageStagePainter {
 public:
  static constexpr int kUploads = 12;                    ///< tiles in one frame
  static constexpr std::size_t kMostBytes = 192U << 20;  ///< of textures that are not in use

  /// Once a frame, before drawing: frees what nobody needs.
  void begin_frame();
  /// `slot`: which of several stages that are drawn in one frame.
  /// Errors: of Program and Framebuffer.
  StagePicture draw(std::size_t slot, const StageDrawing& drawing);

  /// How often something was drawn, uploaded, is kept: an idle window changes none of them.
  struct Counts {
    std::size_t drawings = 0, uploads = 0, textures = 0;
  };
  Counts counts() const { return {drawings_, uploads_, textures_.size()}; }

 private:
  /// Tiles of pictures are kept as bytes, those that are compared as they are.
  using Key = std::pair<const void*, Precision>;
  struct Kept {
    std::weak_ptr<const void> owner;
    Texture texture;
    std::size_t bytes = 0, used = 0;
    bool opaque = false;
  };
  struct Target {
    Target(int width, int height);
    Framebuffer shown;
    std::optional<Framebuffer> values;  // of differences and errors with several samples
    StageDrawing drawn{};
    bool complete = false;
  };
  struct Tools {
    Tools();
    ~Tools();
    Tools(const Tools&) = delete;
    Tools& operator=(const Tools&) = delete;
    Program copy, tile, pair, apart, show;
    VertexArray array;
    Texture scale;
    unsigned nearest = 0, linear = 0;  // samplers
  };

  const Kept* find(const TilePixels& pixels, Precision precision);
  void upload(const TilePixels& pixels, Precision precision, Kept& kept);
  bool draw_tiles(const Target& target, const StageDrawing& drawing);
  bool draw_pairs(const Target& target, const StageDrawing& drawing);
  void show_values(const Target& target, const StageDrawing& drawing) const;
  void set_colors(const Program& program, int scale_unit, const StageDrawing& drawing) const;

  std::optional<Tools> tools_;
  std::map<Key, Kept> textures_;
  std::map<std::size_t, std::unique_ptr<Target>> targets_;
  std::vector<float> premultiplied_;
  std::vector<std::uint8_t> bytes_;
  std::size_t frame_ = 0, drawings_ = 0, uploads_ = 0;
  int uploaded_now_ = 0;
};

}  // namespace convscope
