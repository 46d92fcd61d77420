// Python's pickles, as far as files of weights need them: nothing is ever executed.
//
// A pickle is a program for a stack machine that may name any function of Python and call it. This reader
// knows a handful of names, makes data of them and refuses every other one, by name.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/network/array.hpp"

namespace convscope {

struct Pickled;
using PickledRef = Pickled*;  ///< into the Pickle that holds it

/// One of the names that are known.
enum class PickledName { ordered_dict, rebuild_tensor, rebuild_parameter, storage, size };
struct PickledGlobal {
  PickledName name;
  Element type = Element::f32;  ///< of a storage
};
struct PickledStorage {
  Element type = Element::f32;
  std::string key;  ///< the archive's member data/KEY
  Index count = 0;
};
struct PickledTensor {
  PickledStorage storage;
  Index offset = 0;
  Dims shape, strides;
};
struct PickledList {
  std::vector<PickledRef> items;
  bool tuple = false;
};
struct PickledDict {
  std::vector<std::pair<PickledRef, PickledRef>> items;
};
struct Pickled {
  std::variant<std::monostate, bool, Index, double, std::string, PickledList, PickledDict, PickledGlobal,
               PickledStorage, PickledTensor>
      value;
};

/// All values lie side by side, so that none is taken apart within another, however deep they are nested.
struct Pickle {
  std::deque<Pickled> values;
  const Pickled* root = nullptr;
};

/// Errors: Error("network", ...): a name that is not known ("calls os.system"), more than a million values,
/// damage, an operation that none of these files needs.
Pickle unpickled(std::string_view bytes);

}  // namespace convscope
