// What the list of commands finds: commands, and by their own names the views, examples and claims that
// commands choose. The likeliest come first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/desk/commands.hpp"

namespace convscope {

struct PaletteEntry {
  std::string name;         ///< what is typed to find it: "matrix", "Edges: Sobel"
  std::string note;         ///< beside it: a command's arguments, or what it is: "view"
  std::string keys;         ///< that do the same; may be empty
  std::string help;         ///< one sentence
  CommandWords words;       ///< what it runs
  bool needs_more = false;  ///< arguments have to be typed behind the words
  std::string_view lab{};   ///< whose it is; empty: no lab's
};

/// Those that fit the text, by how its first word fits their names: as a whole, as their beginning, as the
/// beginning of one of their words, within; then by the rest of what they say. Those of the lab in front come
/// before others that fit as well. Words beyond a command's name are its arguments: "set stride 3" finds set.
std::vector<PaletteEntry> palette_entries(const Desk& desk, const std::string& text);

}  // namespace convscope
