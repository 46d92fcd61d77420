// The chain of layers that the lab keeps: edits, history, files.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "app/desk/desk.hpp"
#include "app/labs/sizes/chain_edits.hpp"
#include "app/labs/sizes/state.hpp"
#include "core/base/error.hpp"
#include "core/geometry/chain_json.hpp"
#include "core/io/files.hpp"

namespace convscope {

namespace {

/// A file's name without folder and ending.
std::string stem(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  return name.substr(0, name.rfind('.'));
}

std::string absolute_path(const std::string& path) {
  return std::filesystem::absolute(path).lexically_normal().string();
}

}  // namespace

void SizesState::apply(Chain next, const std::string& gesture) {
  ChainReport checked = report(next);
  chains_.push(std::move(next), gesture);
  report_ = std::move(checked);
  if (layer_ && *layer_ >= chain().layers.size()) layer_ = chain().layers.size() - 1;
}

void SizesState::choose_layer(std::optional<std::size_t> layer) {
  reveal_ = true;
  if (layer && *layer >= chain().layers.size())
    throw Error("layer", fmt::format("there is no layer {}", *layer),
                fmt::format("0 to {}", chain().layers.size() - 1));
  layer_ = layer;
}

std::size_t SizesState::require_layer() const {
  if (!layer_) throw Error("layer", "none is chosen", "click one, or network-layer N");
  return *layer_;
}

void SizesState::set_layer(std::string_view key, std::string_view text) {
  apply(with_layer_field(chain(), require_layer(), key, text));
}

void SizesState::add_layer() {
  const std::size_t at = layer_.value_or(chain().layers.size() - 1);
  apply(with_layer_behind(chain(), at));
  choose_layer(at + 1);
}

void SizesState::remove_layer() {
  const std::size_t at = require_layer();
  apply(without_layer(chain(), at));
}

bool SizesState::undo(Desk& desk) {
  if (page != Page::network) return false;
  if (!chains_.can_undo()) {
    desk.tell("There is nothing to undo in the network.");
    return true;
  }
  chains_.undo();
  report_ = report(chain());
  if (layer_ && *layer_ >= chain().layers.size()) layer_.reset();
  return true;
}

bool SizesState::redo(Desk& desk) {
  if (page != Page::network) return false;
  if (!chains_.can_redo()) {
    desk.tell("There is nothing to redo in the network.");
    return true;
  }
  chains_.redo();
  report_ = report(chain());
  if (layer_ && *layer_ >= chain().layers.size()) layer_.reset();
  return true;
}

Opened SizesState::open(Desk&, const std::string& path) {
  if (!path.ends_with(".json")) return Opened::no;
  const std::string text = read_file(path, "open");
  // A scenario's file goes its own way.
  if (text.find("convscope-network") == std::string::npos) return Opened::no;
  load_network(path);
  return Opened::done;
}

void SizesState::load_network(const std::string& path) {
  Chain next = chain_from_json(read_file(path, "network"));
  if (next.name.empty() || next.name == "own") next.name = stem(path);
  file_ = {absolute_path(path), next};
  apply(std::move(next));
  layer_.reset();
  page = Page::network;
}

void SizesState::save_network(const std::string& path) {
  if (!path.ends_with(".json"))
    throw Error("network", fmt::format("'{}' is no network's file", path), "a name that ends in .json");
  Chain saved = chain();
  saved.name = stem(path);
  write_file(path, to_json(saved), "network");
  file_ = {absolute_path(path), std::move(saved)};
}

}  // namespace convscope
