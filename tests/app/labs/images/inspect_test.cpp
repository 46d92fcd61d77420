// Grids looked for in the lab's pictures: of the opened one alone, of contenders, of results.
#include "app/views/images/inspection.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "app/desk/commands.hpp"
#include "core/io/files.hpp"
#include "tests/app/desk/settle.hpp"
#include "tests/app/labs/images/images_lab.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::ImagesLab;

/// Waves and noise with every second pixel of every second row brighter, as a PGM.
std::string printed(int height, int width, int by) {
  std::mt19937 random(3);
  std::string bytes = "P5 " + std::to_string(width) + " " + std::to_string(height) + " 255\n";
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      const double wave = 120 + 30 * std::sin(0.05 * x) * std::cos(0.04 * y);
      bytes += static_cast<char>(static_cast<int>(wave + static_cast<double>(random() % 5)) +
                                 (y % 2 == 1 && x % 2 == 0 ? by : 0));
    }
  return bytes;
}

class ImageInspect : public ImagesLab {
 protected:
  void run(std::vector<std::string> words) { run_command(target, words); }
  ImagesState& lab() { return desk_.state<ImagesState>(); }
  std::string refused(std::vector<std::string> words) {
    try {
      run_command(target, words);
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  }
  void settle_desk() { testing::settle(desk_); }
  InputQueue input;
  CommandTarget target{desk_, input};
};

TEST_F(ImageInspect, TheOpenedPictureAlone) {
  run({"picture", folder_.file("printed.pgm", printed(161, 203, 10))});
  settle_desk();
  EXPECT_THAT(refused({"inspect-grid", "1"}), HasSubstr("inspect-grid: grids are still being looked for"));
  run({"inspect"});
  settle_desk();
  const Inspection* found = lab().inspection(0);
  ASSERT_TRUE(found) << lab().inspection_problem(0);
  EXPECT_EQ(found->name, "printed.pgm");
  EXPECT_EQ(found->width, 203) << "not cropped to a multiple of the factor";
  ASSERT_FALSE(found->grids.empty());
  const FoundGrid& grid = found->grids[*found->worst()];
  EXPECT_EQ(grid.cause, GridCause::upsampling);
  EXPECT_EQ(grid.period[0], 2);
  EXPECT_EQ(grid.phase[0], 1);
  EXPECT_EQ(grid.phase[1], 0);
  EXPECT_NEAR(found->levels(), 10 * std::sqrt(3) / 4, 0.6);
  EXPECT_EQ(found->verdict(), Prediction::visible);
  // Drawn in sizes from the smallest window on, and clicked.
  for (const Point size : {Point{560, 420}, Point{900, 700}, Point{1500, 900}}) {
    const Style style = desk_.style(size.x, size.y);
    const auto picture = lab().picture(desk_, style);
    ASSERT_TRUE(picture);
    EXPECT_GT(picture->items.size(), 20u);
  }
  run({"inspect-grid", "1"});
  EXPECT_EQ(lab().stage.grid, 0u);
  EXPECT_THAT(refused({"inspect-grid", "0"}), HasSubstr("there is no grid 0 (1 to "));
  EXPECT_THAT(refused({"inspect", "99"}), HasSubstr("inspect: there is no picture 99 (0 (original)"));
  EXPECT_THAT(refused({"inspect", "x"}), HasSubstr("inspect: "));
}

TEST_F(ImageInspect, ContendersResultsAndHeat) {
  run({"picture", folder_.file("truth.pgm", printed(160, 192, 0))});
  run({"result", folder_.file("theirs.pgm", printed(160, 192, 12))});
  settle_desk();
  run({"inspect", "8"});
  settle_desk();
  ASSERT_TRUE(lab().inspection(8)) << lab().inspection_problem(8);
  EXPECT_EQ(lab().inspection(8)->name, "theirs.pgm");
  EXPECT_GT(lab().inspection(8)->levels(), 3);
  // The untrained transposed convolution with three taps prints, bilinear does not.
  run({"inspect", "5"});
  settle_desk();
  ASSERT_TRUE(lab().inspection(5));
  EXPECT_GT(lab().inspection(5)->levels(), 10);
  run({"compare-heat"});
  settle_desk();
  for (const std::size_t subject : lab().with_heat()) {
    ASSERT_TRUE(lab().inspection(subject)) << subject << lab().inspection_problem(subject);
    EXPECT_EQ(lab().inspection(subject)->heat.size(), lab().inspection(subject)->grids.size());
  }
  EXPECT_EQ(lab().inspection(0)->levels(), 0);
  EXPECT_EQ(lab().inspection(3)->levels(), 0) << "bilinear";
  EXPECT_FALSE(lab().inspection(1)) << "the reduced picture is not among them";
}

TEST_F(ImageInspect, WhatCannotBeReadIsSaid) {
  run({"picture", folder_.file("truth.pgm", printed(64, 64, 0))});
  run({"result", folder_.file("small.pgm", printed(20, 20, 0))});
  settle_desk();
  run({"inspect", "8"});
  settle_desk();
  EXPECT_FALSE(lab().inspection(8));
  EXPECT_THAT(lab().inspection_problem(8), HasSubstr("20 × 20"));
  EXPECT_TRUE(lab().picture(desk_, desk_.style(800, 600)));
}

TEST(Inspection, OfNothingToFind) {
  for (const Shape& shape : {Shape{1, 1, 1, 1}, Shape{1, 3, 5, 400}, Shape{1, 1, 64, 64}}) {
    const Inspection found = inspect_picture("flat", Tensor<float>(shape, 90.0F));
    EXPECT_TRUE(found.grids.empty());
    EXPECT_FALSE(found.worst());
    EXPECT_EQ(found.verdict(), Prediction::none);
    Style style;
    style.width = 700;
    style.height = 500;
    EXPECT_FALSE(draw_inspection(&found, "", style).items.empty());
    EXPECT_FALSE(grid_at(&found, style, {}, 0, {600, 100}));
  }
}

}  // namespace
}  // namespace convscope
