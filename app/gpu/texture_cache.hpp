// Images of Pictures as textures, uploaded once while anybody holds the image.
#pragma once

#include <map>
#include <memory>
#include <utility>

#include "app/gpu/objects.hpp"
#include "app/picture/picture.hpp"

namespace convscope {

class TextureCache {
 public:
  /// The texture of an image (not null, not empty); images are known by their address and never change.
  unsigned find(const std::shared_ptr<const Image>& image, bool smooth);
  /// Frees the textures whose images nobody holds any more. Once a frame, before drawing.
  void begin_frame();
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::weak_ptr<const Image> image;
    Texture texture;
  };
  std::map<std::pair<const Image*, bool>, Entry> entries_;
};

}  // namespace convscope
