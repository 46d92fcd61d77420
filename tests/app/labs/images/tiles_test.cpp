// The lab's tiles are what the core makes of whole pictures, bit by bit.
#include "app/labs/images/tiles.hpp"

#include <algorithm>

#include "core/enlarging/light.hpp"
#include "core/io/image_file.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "tests/app/labs/images/images_lab.hpp"

namespace convscope {
namespace {

using Kind = KernelChoice::Kind;
using testing::ImagesLab;
using testing::png;

/// The means of level L over a picture's planes, as a tile has them.
float mean(const Tensor<float>& planes, std::size_t channel, int level, Index x, Index y) {
  const Index side = Index{1} << level, height = planes.shape()[2], width = planes.shape()[3];
  double sum = 0, count = 0;
  for (Index row = y * side; row < std::min((y + 1) * side, height); ++row)
    for (Index column = x * side; column < std::min((x + 1) * side, width); ++column) {
      sum += static_cast<double>(planes[(static_cast<Index>(channel) * height + row) * width + column]);
      ++count;
    }
  return static_cast<float>(sum / count);
}

/// Every tile of a level against the whole picture; level 0 exactly.
void expect_tiles(const ImagesState& state, std::size_t subject, int level, const Tensor<float>& whole) {
  ASSERT_EQ(state.extent(subject).width, whole.shape()[3]);
  ASSERT_EQ(state.extent(subject).height, whole.shape()[2]);
  Index texels = 0;
  for (Index row = 0; row * (kTile << level) < whole.shape()[2]; ++row)
    for (Index column = 0; column * (kTile << level) < whole.shape()[3]; ++column) {
      const TilePtr tile = state.tile({subject, level, column, row});
      ASSERT_TRUE(tile) << subject << ": " << column << ", " << row;
      texels += tile->width * tile->height;
      for (Index i = 0; i < tile->width * tile->height; ++i)
        for (std::size_t c = 0; c < 3; ++c) {
          const float expected =
              mean(whole, c, level, column * kTile + i % tile->width, row * kTile + i / tile->width);
          const float found = tile->rgba[static_cast<std::size_t>(4 * i) + c];
          if (level == 0)
            ASSERT_EQ(found, expected);
          else
            ASSERT_NEAR(found, expected, 1e-3F);
        }
    }
  const Index side = Index{1} << level;
  EXPECT_EQ(texels, (whole.shape()[3] + side - 1) / side * ((whole.shape()[2] + side - 1) / side));
}

TEST_F(ImagesLab, TilesAreTheWholePicturesExactly) {
  open(picture_);
  for (const Index factor : {2, 3}) {
    settle();
    state_.change(with_factor(state_.settings(), factor));
    settle();
    ASSERT_EQ(state_.width(), 299 / factor * factor);
    const Tensor<float> original = cropped_to_multiple(read_image(picture_, "a"), factor);
    const Tensor<float> small = shrink_area(original, factor);
    EXPECT_EQ(*state_.original_pixels(), original);
    for (const int level : {0, 1, 3}) {
      show_everything(level);
      settle();
      expect_tiles(state_, 0, level, original);
      expect_tiles(state_, 1, level, small);
      const Example example{original, small};
      for (std::size_t i = 0; i < state_.settings().contenders.size(); ++i) {
        const UpsamplingChoice& c = state_.settings().contenders[i];
        expect_tiles(state_, 2 + i, level, enlarge(make_upsampler(c, Examples(example)), small));
      }
    }
  }
}

TEST_F(ImagesLab, LearnedKernelsAndLayersAreThoseOfTheCore) {
  open(picture_);
  settle();
  state_.change(with_factor(state_.settings(), 4));
  UpsamplingChoice learned = contender(UpsamplingMethod::conv_transpose, 4);
  learned.kernel.kind = Kind::learned;
  const UpsamplingChoice stacked = with_layers(contender(UpsamplingMethod::pixel_shuffle, 4), 2, 4);
  set_contenders({learned, stacked});
  settle();
  show_everything(0);
  settle();
  const Tensor<float> original = cropped_to_multiple(read_image(picture_, "a"), 4);
  const Tensor<float> small = shrink_area(original, 4);
  const Example example{original, small};
  EXPECT_EQ(state_.subject_detail(3), "learned 3, 2 layers");
  expect_tiles(state_, 2, 0, enlarge(make_upsampler(learned, Examples(example)), small));
  expect_tiles(state_, 3, 0, enlarge(make_upsampler(stacked, Examples(example)), small));
  EXPECT_TRUE(state_.upsampler(3));
}

TEST_F(ImagesLab, WorksInLinearLightAndShowsSrgb) {
  open(picture_);
  settle();
  ImageSettings next = state_.settings();
  next.linear_light = true;
  next.contenders = {contender(UpsamplingMethod::bicubic, 2)};
  state_.change(next);
  settle();
  show_everything(0);
  settle();
  const Tensor<float> original = cropped_to_multiple(read_image(picture_, "a"), 2);
  const Tensor<float> small = shrink_area(linear_light(original), 2);
  expect_tiles(state_, 0, 0, original);
  expect_tiles(state_, 1, 0, srgb_values(small));
  expect_tiles(state_, 2, 0, srgb_values(enlarge(bicubic(2), small)));
}

TEST_F(ImagesLab, KeepsAlphaAndGrey) {
  open(folder_.file("clear.png", png(40, 30, 4)));
  settle();
  set_contenders({contender(UpsamplingMethod::bilinear, 2)});
  show_everything(0);
  settle();
  const ImageFile file = read_image_file(folder_ / "clear.png", "a");
  const Tensor<float> planes = shrink_area(working_planes(file.color, file.alpha, false), 2);
  const Tensor<float> expected = seen_planes(enlarge(bilinear(2), planes), true, false);
  const auto found = state_.pixel(2, 7, 11);
  ASSERT_TRUE(found);
  for (std::size_t c = 0; c < 4; ++c)
    EXPECT_NEAR((*found)[c], expected[(static_cast<Index>(c) * 30 + 11) * 40 + 7], 1e-3);
  EXPECT_EQ(state_.original_pixels()->shape(), (Shape{1, 3, 30, 40}));

  open(folder_.file("grey.png", png(40, 30, 1)));
  settle();
  const auto grey = state_.pixel(0, 3, 4);
  ASSERT_TRUE(grey);
  EXPECT_EQ((*grey)[0], (*grey)[2]);
  EXPECT_EQ((*grey)[3], 255);
  EXPECT_FALSE(state_.pixel(0, 40, 0));
  EXPECT_FALSE(state_.pixel(1, 20, 0)) << "the reduced picture counts in its own pixels";
}

TEST_F(ImagesLab, MakesOnlyWhatIsLookedAt) {
  open(picture_);
  settle();
  visible_ = {{2, 0, 1, 0}};
  settle();
  EXPECT_TRUE(state_.tile({2, 0, 1, 0}));
  EXPECT_FALSE(state_.stale({2, 0, 1, 0}));
  EXPECT_FALSE(state_.tile({2, 0, 0, 0}));
  EXPECT_FALSE(state_.tile({3, 0, 1, 0}));
  visible_ = {{2, 0, 7, 7}, {99, 0, 0, 0}};  // beyond the picture
  settle();
  EXPECT_FALSE(state_.tile({2, 0, 7, 7}));
  EXPECT_FALSE(state_.tile({99, 0, 0, 0}));
}

TEST_F(ImagesLab, ShowsTheOldTileUntilTheNewOneIsThere) {
  open(picture_);
  settle();
  const TileKey key{3, 0, 0, 0};
  visible_ = {key};
  settle();
  const TilePtr before = state_.tile(key);
  ImageSettings next = state_.settings();
  next.contenders[1] = contender(UpsamplingMethod::lanczos3, 2);
  state_.change(next);
  EXPECT_EQ(state_.tile(key), before);
  EXPECT_TRUE(state_.stale(key));
  settle();
  EXPECT_NE(state_.tile(key), before);
  EXPECT_FALSE(state_.stale(key));
  state_.undo(desk_);
  EXPECT_EQ(state_.tile(key), before) << "what was made is kept";
}

TEST_F(ImagesLab, TilesKeepToTheirBudget) {
  TileStore store(std::size_t{10} * kTile * kTile * 16);
  const auto tile = std::make_shared<const Tile>(Tile{kTile, kTile, std::vector<float>(4 * kTile * kTile)});
  for (Index i = 0; i < 30; ++i) {
    store.put(1, {0, 0, i, 0}, tile);
    EXPECT_TRUE(store.find(1, {0, 0, 0, 0})) << "looked at all the time";
  }
  EXPECT_EQ(store.bytes(), std::size_t{10} * kTile * kTile * 16);
  EXPECT_FALSE(store.find(1, {0, 0, 15, 0}));
  EXPECT_TRUE(store.find(1, {0, 0, 29, 0}));
  EXPECT_FALSE(store.has(2));
}

}  // namespace
}  // namespace convscope
