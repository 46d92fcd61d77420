// Session files of the first version, in which some settings had members of their own.
#pragma once

#include "app/window/session_store.hpp"
#include "core/base/json.hpp"

namespace convscope {

/// Those members as the commands of settings, and the commands of labs that stand beside them.
/// Errors: nlohmann's, for a member that is missing or of another type.
LabMemories settings_of_first_version(const Json& json);

}  // namespace convscope
