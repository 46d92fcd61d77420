#include "app/gpu/texture_cache.hpp"

namespace convscope {

unsigned TextureCache::find(const std::shared_ptr<const Image>& image, bool smooth) {
  Entry& entry = entries_[{image.get(), smooth}];
  // A new image may live where a forgotten one did.
  if (!entry.texture.id() || entry.image.lock() != image) entry = {image, make_texture(*image, smooth)};
  return entry.texture.id();
}

void TextureCache::begin_frame() {
  std::erase_if(entries_, [](const auto& entry) { return entry.second.image.expired(); });
}

}  // namespace convscope
