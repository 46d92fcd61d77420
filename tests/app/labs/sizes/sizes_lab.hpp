// The size lab without a window: its commands, and what it keeps.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "app/desk/commands.hpp"
#include "app/labs/sizes/state.hpp"
#include "app/window/lab_memory.hpp"
#include "app/window/labs.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/patience.hpp"

namespace convscope::testing {

class SizesLabState : public ::testing::Test {
 protected:
  void run(const std::string& line) {
    for (const auto& words : parse_commands(line)) run_command(target, words);
  }
  /// Lets the worker finish.
  void settle() {
    desk.tick(1.0 / 60);
    wait_until([&] {
      desk.tick(1.0 / 60);
      return !state.updating();
    });
  }
  void refuse(const std::string& line, const std::string& sentence) {
    const std::string before = spec();
    const Chain chain = state.chain();
    expect_error([&] { run(line); }, sentence);
    EXPECT_EQ(spec(), before) << line;
    EXPECT_EQ(state.chain(), chain) << line;
  }
  std::string spec() { return spec_line(desk.scenario()); }
  std::vector<CommandWords> kept() { return remembered(desk).at("sizes"); }
  std::string all_words() {
    std::string all;
    for (const WordSection& section : state.words(desk)) {
      all += section.heading + "\n";
      for (const Sentence& sentence : section.sentences) all += sentence.text + "\n";
    }
    return all;
  }

  Desk desk = whole_desk(parse_spec("conv 6x7 k3 s2"));
  InputQueue input;
  CommandTarget target{desk, input};
  SizesState& state = desk.state<SizesState>();
};

}  // namespace convscope::testing
