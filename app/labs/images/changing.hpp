// What the lab's commands change settings by.
#pragma once

#include <fmt/format.h>

#include "app/desk/command_words.hpp"
#include "app/labs/images/state.hpp"
#include "core/base/error.hpp"

namespace convscope::images {

/// The lab comes to the front: its commands mean what is seen.
inline ImagesState& lab(CommandTarget& t) {
  return t.desk.show<ImagesState>();
}

/// The contender with the number, from 1; without one the chosen one. Errors: Error(field, ...).
inline std::size_t place(const ImagesState& state, Arguments words, std::string_view field) {
  const auto count = static_cast<Index>(state.settings().contenders.size());
  if (count == 0) throw Error(field, "there is no contender", "add-contender METHOD");
  const Index n =
      words.empty() ? static_cast<Index>(state.stage.contender) + 1 : words::whole(words[0], field);
  if (n < 1 || n > count)
    throw Error(field, fmt::format("there is no contender {}", n), fmt::format("1 to {}", count));
  return static_cast<std::size_t>(n - 1);
}

/// Changes what is compared.
template <class Edit>
void change(CommandTarget& t, Edit&& edit) {
  ImagesState& state = lab(t);
  ImageSettings next = state.settings();
  edit(next);
  state.change(std::move(next));
}

/// Changes the chosen contender.
template <class Edit>
void change_chosen(CommandTarget& t, std::string_view field, Edit&& edit) {
  const std::size_t chosen = place(lab(t), {}, field);
  change(t, [&](ImageSettings& s) { edit(s.contenders[chosen]); });
}

/// Of commands that the state's memory is made of (ImagesState::remembered), for the next start to run them.
inline std::vector<CommandWords> said_by_state(const Desk&) {
  return {};
}

}  // namespace convscope::images
