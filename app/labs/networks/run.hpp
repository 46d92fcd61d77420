// A photograph sent through the lab's network, beside the window.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/desk/latest.hpp"
#include "app/views/networks/run_page.hpp"
#include "core/network/activations.hpp"

namespace convscope {

struct OpenedNetwork;
using OpenedNetworkPtr = std::shared_ptr<const OpenedNetwork>;

/// What has come of it so far: first the layers of a part, then all of what comes out.
struct NetworkRun {
  RunPicture input{}, output{}, repaired{};
  Rect part{};           ///< as NetworkRunPage has it
  ShownLayers layers{};  ///< of the copy that is repaired, where there is one
  /// What comes out, of the repaired copy where there is one; without values while it is not there.
  Array result{};
  bool whole = false;  ///< nothing more follows
};
using NetworkRunPtr = std::shared_ptr<const NetworkRun>;

struct NetworkRunQuestion {
  OpenedNetworkPtr network, repaired;  ///< null: no repaired copy
  std::string path;                    ///< a picture, or a .npy of the input's shape
  double range = 1;
  friend bool operator==(const NetworkRunQuestion&, const NetworkRunQuestion&) = default;
};

/// On any thread. Errors: of picture_input, array_input and run_on.
NetworkRunPtr run_network(const NetworkRunQuestion& question, const Progress& progress,
                          const std::function<void(NetworkRunPtr)>& deliver);

}  // namespace convscope
