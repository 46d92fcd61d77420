// Names of files that are being written, and what a killed process left of them.
#pragma once

#include <string>

namespace convscope {

/// ".convscope-HOST-PID-N.tmp" in a folder: HOST tells apart machines and containers that share the folder,
/// so that nobody takes another's process for dead.
std::string temporary_name(const std::string& folder, int attempt);

/// Removes what processes of this host that live no more left in a folder under such names. Looks once at
/// each folder; what cannot be read or removed stays.
void remove_leftovers(const std::string& folder);

}  // namespace convscope
