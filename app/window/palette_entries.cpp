#include "app/window/palette_entries.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "app/views/registry.hpp"
#include "core/base/numbers.hpp"
#include "core/claims/claims.hpp"
#include "core/scenario/what.hpp"

namespace convscope {

namespace {

std::vector<PaletteEntry> all_entries(const Desk& desk) {
  std::vector<PaletteEntry> all;
  for (const Command& c : desk.commands())
    if (!c.for_scripts)
      all.push_back({std::string(c.name),
                     std::string(c.arguments),
                     std::string(c.keys),
                     std::string(c.help),
                     {std::string(c.name)},
                     c.least > 0,
                     c.lab});
  const auto has = [&](std::string_view name) {
    return std::ranges::find(desk.commands(), name, &Command::name) != desk.commands().end();
  };
  if (has("view"))
    for (const View& view : views())
      all.push_back(
          {std::string(view.name), "view", {}, std::string(view.help), {"view", std::string(view.name)}});
  if (has("preset"))
    for (const Preset& preset : presets())
      all.push_back({std::string(preset.title),
                     "example",
                     {},
                     std::string(preset.shows),
                     {"preset", std::string(preset.name)}});
  if (has("claim"))
    for (const Claim& claim : claims())
      all.push_back({std::string(claim.name),
                     "claim",
                     {},
                     std::string(claim.claim),
                     {"claim", std::string(claim.name)}});
  return all;
}

/// Whether a word of the name begins so.
bool has_word_like(std::string_view name, std::string_view with) {
  for (std::size_t at = 0; at < name.size(); ++at)
    if ((at == 0 || name[at - 1] == ' ' || name[at - 1] == '-') && name.substr(at).starts_with(with))
      return true;
  return false;
}

/// Whether it is one of a command's arguments: "dark" of "[light|dark]" means the theme.
bool has_choice(std::string_view note, std::string_view word) {
  while (!note.empty()) {
    const std::size_t end = std::min(note.find_first_of("[]| "), note.size());
    if (note.substr(0, end) == word) return true;
    note.remove_prefix(std::min(end + 1, note.size()));
  }
  return false;
}

int unlikeness(const PaletteEntry& entry, std::string_view first) {
  const std::string name = lower(entry.name);
  if (first.empty()) return 0;
  if (name == first) return 0;
  if (name.starts_with(first) || has_choice(entry.note, first)) return 1;
  if (has_word_like(name, first)) return 2;
  if (name.find(first) != std::string::npos) return 3;
  return has_words(entry.note, first) ? 4 : 5;
}

}  // namespace

std::vector<PaletteEntry> palette_entries(const Desk& desk, const std::string& text) {
  const std::string first = lower(text.substr(0, text.find(' ')));
  const bool goes_on = text.find(' ') != std::string::npos;
  std::vector<PaletteEntry> found = all_entries(desk);
  std::erase_if(found, [&](const PaletteEntry& e) {
    const bool fits = has_words(fmt::format("{} {} {} {}", e.name, e.note, e.keys, e.help), text);
    return !fits && !(e.words.size() == 1 && e.name == first);
  });
  std::ranges::stable_sort(found, {}, [&](const PaletteEntry& e) {
    // Who types arguments means a command.
    const bool command = e.words.size() == 1;
    return std::tuple(text.empty() && !command, goes_on && !command && e.name != text, unlikeness(e, first),
                      e.lab == desk.front().name ? 0 : 1);
  });
  return found;
}

}  // namespace convscope
