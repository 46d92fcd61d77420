// PyTorch's state dictionaries as torch.save writes them: an archive of data.pkl and data/KEY.
#include <fmt/format.h>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/network/formats.hpp"
#include "core/network/pickle.hpp"
#include "core/network/zip.hpp"

namespace convscope {

namespace {

constexpr int kDeepest = 8;
using Members = std::map<std::string, std::string_view>;

[[noreturn]] void refuse(const std::string& problem) {
  throw Error("network", problem, "a whole file as torch.save writes it");
}

/// Weights in row-major order, whatever their strides.
Array array_of(const PickledTensor& tensor, std::string_view storage, std::string_view name) {
  const auto width = static_cast<Index>(width_of(tensor.storage.type));
  const Index count = count_of(tensor.shape), have = static_cast<Index>(storage.size()) / width;
  Index last = tensor.offset;
  for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
    Index far = 0;
    if (tensor.strides[i] < 0 ||
        __builtin_mul_overflow(tensor.strides[i], std::max<Index>(tensor.shape[i] - 1, 0), &far) ||
        __builtin_add_overflow(last, far, &last))
      refuse(fmt::format("'{}' has strides that lead nowhere", cut(name, 80)));
  }
  if (tensor.offset < 0 || (count > 0 && last >= have))
    refuse(fmt::format("'{}' lies beyond the end of its storage", cut(name, 80)));
  if (count > have) refuse(fmt::format("'{}' has more elements than its storage", cut(name, 80)));
  std::string bytes(static_cast<std::size_t>(count * width), '\0');
  std::vector<Index> at(tensor.shape.size());
  Index from = tensor.offset;
  for (Index i = 0; i < count; ++i) {
    storage.copy(bytes.data() + i * width, static_cast<std::size_t>(width),
                 static_cast<std::size_t>(from * width));
    for (std::size_t axis = at.size(); axis-- > 0;) {
      from += tensor.strides[axis];
      if (++at[axis] < tensor.shape[axis]) break;
      from -= tensor.strides[axis] * tensor.shape[axis];
      at[axis] = 0;
    }
  }
  return decoded(tensor.storage.type, tensor.shape, bytes, name);
}

class Collector {
 public:
  Collector(const NetworkFile& file, const Members& members, std::string folder, Network& network)
      : file_(file), members_(members), folder_(std::move(folder)), network_(network) {}

  /// Tensors in dictionaries, with their path as name; all else is passed over.
  void add(const Pickled& value, const std::string& name, int depth) {
    if (const auto* tensor = std::get_if<PickledTensor>(&value.value)) return add_tensor(*tensor, name);
    const auto* dict = std::get_if<PickledDict>(&value.value);
    if (!dict || depth > kDeepest) return;
    for (const auto& [key, item] : dict->items) {
      const auto* text = std::get_if<std::string>(&key->value);
      if (!text) continue;
      if (++visited_ > 1'000'000) refuse("its dictionaries hold one another");
      add(*item, name.empty() ? *text : name + "." + *text, depth + 1);
    }
  }

 private:
  void add_tensor(const PickledTensor& tensor, const std::string& name) {
    const auto member = members_.find(folder_ + "data/" + tensor.storage.key);
    if (member == members_.end())
      refuse(fmt::format("the data of '{}' are not in its archive", cut(name, 80)));
    memory_ += 8 * static_cast<double>(count_of(tensor.shape));
    require_memory(memory_, file_.budget, "network");
    network_.weights.insert_or_assign(name, array_of(tensor, member->second, name));
  }

  const NetworkFile& file_;
  const Members& members_;
  std::string folder_;
  Network& network_;
  double memory_ = 0;
  std::size_t visited_ = 0;
};

}  // namespace

Network read_torch(const NetworkFile& file) {
  if (!file.bytes.starts_with("PK"))
    throw Error("network", "is a pickle of PyTorch before 1.6", "one that torch.save has written since");
  const Members members = stored_members(file.bytes);
  std::string folder;
  for (const auto& [name, bytes] : members)
    if (name == "data.pkl" || name.ends_with("/data.pkl")) folder = name.substr(0, name.size() - 8);
  const auto pickle = members.find(folder + "data.pkl");
  if (pickle == members.end()) refuse("its archive has no data.pkl");
  if (const auto order = members.find(folder + "byteorder");
      order != members.end() && order->second != "little")
    refuse("its numbers are big-endian");
  Network network;
  network.format = "PyTorch";
  const Pickle contents = unpickled(pickle->second);
  Collector(file, members, folder, network).add(*contents.root, "", 0);
  if (network.weights.empty()) refuse("holds no tensors");
  return network;
}

}  // namespace convscope
