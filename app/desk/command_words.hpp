// What the words behind a command's name say: numbers, switches, choices. Every reader throws
// Error(field, ...) with what would be legal.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "app/desk/commands.hpp"

namespace convscope::words {

std::string joined(Arguments words);
/// A decimal number or a fraction.
double number(std::string_view text, std::string_view field);
Index whole(std::string_view text, std::string_view field);
/// "on", "off", or without a word the opposite of `now`.
bool flag(bool now, Arguments words, std::string_view field);
/// The index of the word among the names.
std::size_t choice(std::span<const std::string_view> names, std::string_view word, std::string_view field);

/// A cell by its tensor's name and its index: "kernel", "4".
Tag cell(std::string_view tensor, std::string_view index);

}  // namespace convscope::words
