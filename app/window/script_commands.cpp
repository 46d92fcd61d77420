// The commands of scripts: keyboard, pointer, time.
#include <fmt/format.h>

#include <array>

#include "app/desk/command_words.hpp"
#include "app/picture/fonts.hpp"
#include "app/widgets/chord.hpp"
#include "app/window/command_groups.hpp"
#include "core/base/error.hpp"

namespace convscope {

namespace {

PointerEvent pointer(Arguments words, std::size_t at) {
  return {words::number(words[at], "mouse"), words::number(words[at + 1], "mouse")};
}

void click(CommandTarget& t, Arguments words) {
  t.input.push(pointer(words, 0));
  t.input.push(ButtonEvent{0, true});
  t.input.push(ButtonEvent{0, false});
  t.wait = 6;
}

void drag(CommandTarget& t, Arguments words) {
  const PointerEvent from = pointer(words, 0), to = pointer(words, 2);
  t.input.push(from);
  t.input.push(ButtonEvent{0, true});
  constexpr int pieces = 8;
  for (int i = 1; i <= pieces; ++i) {
    const double share = static_cast<double>(i) / pieces;
    t.input.push(PointerEvent{from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share});
    t.input.push(NextFrame{});
  }
  t.input.push(ButtonEvent{0, false});
  t.wait = 6;
}

constexpr auto kScriptCommands = std::to_array<Command>({
    {"key", "NAME", "", "Presses a key, as Right or Ctrl+Z.", 1, 1,
     [](CommandTarget& t, Arguments a) { play(parse_chord(a[0]), t.input); }, nullptr, true},
    {"type", "TEXT", "", "Types text.", 1, 64,
     [](CommandTarget& t, Arguments a) {
       for (const char32_t c : characters_of(words::joined(a))) t.input.push(CharacterEvent{c});
     },
     nullptr, true},
    {"mouse", "X Y", "", "Moves the pointer.", 2, 2,
     [](CommandTarget& t, Arguments a) { t.input.push(pointer(a, 0)); }, nullptr, true},
    {"click", "X Y", "", "Clicks.", 2, 2, click, nullptr, true},
    {"drag", "X1 Y1 X2 Y2", "", "Drags from one place to another.", 4, 4, drag, nullptr, true},
    {"wheel", "STEPS", "", "Turns the wheel up (or, negative, down).", 1, 1,
     [](CommandTarget& t, Arguments a) {
       t.input.push(WheelEvent{0, words::number(a[0], "wheel")});
     },
     nullptr, true},
    {"wait", "FRAMES", "", "Lets frames of 1/60 s pass.", 1, 1,
     [](CommandTarget& t, Arguments a) {
       const Index frames = words::whole(a[0], "wait");
       if (frames < 0 || frames > 100000)
         throw Error("wait", fmt::format("{} frames", frames), "0 to 100000");
       t.wait = static_cast<int>(frames);
     },
     nullptr, true},
});

}  // namespace

std::span<const Command> script_commands() {
  return kScriptCommands;
}

}  // namespace convscope
