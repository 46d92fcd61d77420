// A process of root's gives up what could harm: it reads whatever root may read and writes what everybody may
// write. Others are as harmless as they were.
#pragma once

namespace convscope {

/// Whether that is so now.
bool become_harmless();

}  // namespace convscope
