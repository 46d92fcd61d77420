// The lab of images without a window: frames, pictures to open, and what was said.
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/labs/images/state.hpp"
#include "app/window/labs.hpp"
#include "core/base/error.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/app/labs/images/pictures.hpp"
#include "tests/core/support/patience.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope::testing {

template <class F>
void expect_field(F&& run, std::string_view field) {
  try {
    run();
    ADD_FAILURE() << "accepted; expected an error of " << field;
  } catch (const Error& error) {
    EXPECT_EQ(error.field(), field) << error.what();
    EXPECT_FALSE(error.problem().empty());
    EXPECT_FALSE(error.legal().empty());
  }
}

class ImagesLab : public ::testing::Test {
 protected:
  ImagesLab() : picture_(folder_.file("noise.png", png(299, 201))) {}

  /// One frame: the lab's tick, and a stage that shows the tiles.
  void frame() {
    state_.tick(desk_, 1.0 / 60);
    if (LabMessage said = state_.take_message(); !said.text.empty()) said_ = said;
    state_.want(visible_);
  }
  void settle() {
    frame();
    wait_until(
        [&] {
          frame();
          return !state_.updating();
        },
        "the lab does not come to rest");
    frame();
  }
  void open(const std::string& path) {
    ImageSettings next = state_.settings();
    next.picture = path;
    state_.change(std::move(next));
  }
  void show_everything(int level) {
    visible_.clear();
    for (std::size_t subject = 0; subject < state_.subjects(); ++subject)
      for (Index row = 0; row * (kTile << level) < state_.extent(subject).height; ++row)
        for (Index column = 0; column * (kTile << level) < state_.extent(subject).width; ++column)
          visible_.push_back({subject, level, column, row});
  }
  void set_contenders(std::vector<UpsamplingChoice> contenders) {
    ImageSettings next = state_.settings();
    next.contenders = std::move(contenders);
    state_.change(std::move(next));
  }
  /// The change is refused, for this field, and nothing has changed.
  void refuses(const ImageSettings& next, std::string_view field) {
    const ImageSettings before = state_.settings();
    expect_field([&] { state_.change(next); }, field);
    EXPECT_EQ(state_.settings(), before);
  }

  TemporaryFolder folder_;
  std::string picture_;
  Desk desk_ = whole_desk(parse_spec("conv 3 k3"));
  ImagesState state_{[] {}};
  std::vector<TileKey> visible_;
  LabMessage said_;
};

/// With tests that take seconds.
class ImagesLabSlow : public ImagesLab {};

}  // namespace convscope::testing
