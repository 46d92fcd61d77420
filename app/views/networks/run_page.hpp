// A photograph sent through a network: what goes in, what comes out, and the channels of one layer as
// pictures.
#pragma once

#include <memory>
#include <string>

#include "app/picture/picture.hpp"
#include "app/views/style.hpp"
#include "core/network/activations.hpp"

namespace convscope {

/// A picture with what stands below it.
struct RunPicture {
  std::shared_ptr<const Image> image{};
  std::string words{};
};

/// Channels of a layer on one image, side by side, to be shown as tiles.
struct ChannelSheet {
  std::shared_ptr<const Image> image{};
  Index channels = 0, height = 0, width = 0, across = 1;
};
ChannelSheet channel_sheet(const ShownLayer& layer);

struct NetworkRunPage {
  std::string network{}, layer{}, label{};   ///< the file's name; the chosen layer's and what it is
  RunPicture input{}, output{}, repaired{};  ///< without an image: there is none
  Rect part{};  ///< of the input that channels are of, in pixels of its image; empty: all
  const ChannelSheet* channels = nullptr;  ///< null: the layer makes no planes, or is not there yet
  std::string missing{};                   ///< what stands in place of them
};

Picture draw_network_run(const NetworkRunPage& page, const Style& style);

}  // namespace convscope
