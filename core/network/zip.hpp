// Zip archives whose members are stored, not packed, as PyTorch writes them.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace convscope {

/// The members' bytes by name; they lie in `bytes`, nothing is copied and nothing unpacked, so that no
/// archive is larger here than its file. Zip64 is read. Errors: Error("network", ...): packed or encrypted
/// members, two of one name, what does not lie in the file.
std::map<std::string, std::string_view> stored_members(std::string_view bytes);

}  // namespace convscope
