// What the lab of images keeps, without a window: tiles, numbers, undo, pictures that cannot be read, saving.
#include "app/labs/images/state.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <stb_image_write.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "app/ui/app_state.hpp"
#include "core/base/error.hpp"
#include "core/io/image_file.hpp"
#include "core/metrics/image.hpp"
#include "core/ops/resample/interpolate.hpp"
#include "core/scenario/picture_planes.hpp"
#include "core/scenario/spec_line.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using Kind = KernelChoice::Kind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using testing::TemporaryFolder;

void append(void* context, void* data, int size) {
  static_cast<std::string*>(context)->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

/// Noise over a slope, so that every pixel and every phase differs.
std::string png(int width, int height, int channels = 3, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::vector<unsigned char> pixels;
  for (int i = 0; i < width * height * channels; ++i)
    pixels.push_back(static_cast<unsigned char>((i / channels % width + random() % 120) % 256));
  std::string bytes;
  stbi_write_png_to_func(append, &bytes, width, height, channels, pixels.data(), 0);
  return bytes;
}

std::string jpeg(int width, int height) {
  const std::vector<unsigned char> pixels(static_cast<std::size_t>(width * height * 3), 90);
  std::string bytes;
  stbi_write_jpg_to_func(append, &bytes, width, height, 3, pixels.data(), 90);
  return bytes;
}

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
    state_.tick(app_, 1.0 / 60);
    if (LabMessage said = state_.take_message(); !said.text.empty()) said_ = said;
    state_.want(visible_);
  }
  void settle() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(2);
    frame();
    while (state_.updating()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "the lab does not come to rest";
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      frame();
    }
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
      for (Index row = 0; row * (kTile << level) < state_.subject_height(subject); ++row)
        for (Index column = 0; column * (kTile << level) < state_.subject_width(subject); ++column)
          visible_.push_back({subject, level, column, row});
  }
  void set_contenders(std::vector<Contender> contenders) {
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
  AppState app_{parse_spec("conv 3 k3")};
  ImagesState state_{[] {}};
  std::vector<TileKey> visible_;
  LabMessage said_;
};

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
  ASSERT_EQ(state.subject_width(subject), whole.shape()[3]);
  ASSERT_EQ(state.subject_height(subject), whole.shape()[2]);
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

TEST_F(ImagesLab, StartsWithAPictureAndSixContenders) {
  EXPECT_FALSE(state_.ready());
  settle();
  EXPECT_TRUE(state_.ready());
  EXPECT_EQ(state_.subjects(), 8u);
  EXPECT_EQ(state_.subject_name(5), "conv-transpose");
  EXPECT_EQ(state_.subject_detail(5), "uniform 3");
  EXPECT_EQ(state_.subject_detail(7), "random:0 3");
  ASSERT_EQ(state_.measurements().size(), 6u);
  for (const Measurement& m : state_.measurements()) EXPECT_TRUE(m.ready);
  EXPECT_FALSE(state_.busy());
  EXPECT_FALSE(state_.can_undo());
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
        const Contender& c = state_.settings().contenders[i];
        expect_tiles(state_, 2 + i, level,
                     enlarge(make_layers(c.choice, c.layers, Examples(example)), small));
      }
    }
  }
}

TEST_F(ImagesLab, LearnedKernelsAndLayersAreThoseOfTheCore) {
  open(picture_);
  settle();
  state_.change(with_factor(state_.settings(), 4));
  Contender learned = contender(UpsamplingMethod::conv_transpose, 4);
  learned.choice.kernel.kind = Kind::learned;
  const Contender stacked = with_layers(contender(UpsamplingMethod::pixel_shuffle, 4), 2, 4);
  set_contenders({learned, stacked});
  settle();
  show_everything(0);
  settle();
  const Tensor<float> original = cropped_to_multiple(read_image(picture_, "a"), 4);
  const Tensor<float> small = shrink_area(original, 4);
  const Example example{original, small};
  EXPECT_EQ(state_.subject_detail(3), "learned 3, 2 layers");
  expect_tiles(state_, 2, 0, enlarge(make_layers(learned.choice, 1, Examples(example)), small));
  expect_tiles(state_, 3, 0, enlarge(make_layers(stacked.choice, 2, Examples(example)), small));
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
  state_.undo(app_);
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

TEST_F(ImagesLab, NumbersAreThoseOfTheCommandLine) {
  open(picture_);
  settle();
  EXPECT_EQ(state_.measured_area(), "whole picture 298 × 200");
  const Tensor<float> original = cropped_to_multiple(read_image(picture_, "a"), 2);
  const Tensor<float> small = shrink_area(original, 2);
  for (std::size_t i = 0; i < state_.measurements().size(); ++i) {
    const Example example{original, small};
    const Upsampler up = make_upsampler(state_.settings().contenders[i].choice, Examples(example));
    const Tensor<float> result = as_saved(enlarge(up, small));
    const Measures expected = measure(original, result, 2, phase_spread(up, 2));
    const Measurement& found = state_.measurements()[i];
    EXPECT_EQ(found.measures.psnr, expected.psnr);
    EXPECT_EQ(found.measures.ssim, expected.ssim);
    EXPECT_EQ(found.measures.checkerboard, expected.checkerboard);
    EXPECT_EQ(found.measures.phase_spread, expected.phase_spread);
    EXPECT_EQ(found.mse, mean_squared_error(original, result));
    EXPECT_GE(found.seconds, 0);
  }
}

TEST_F(ImagesLab, ASelectionIsMeasuredAlone) {
  open(picture_);
  settle();
  state_.stage.selection = {30, 40, 64, 50};
  settle();
  EXPECT_EQ(state_.measured_area(), "selection 64 × 50 of 298 × 200");
  const Region part{40, 30, 50, 64};
  const Tensor<float> original = cropped_to_multiple(read_image(picture_, "a"), 2);
  const Tensor<float> result = as_saved(enlarge(bicubic(2), shrink_area(original, 2)));
  EXPECT_EQ(state_.measurements()[2].mse, mean_squared_error(cropped(original, part), cropped(result, part)));

  state_.stage.selection = {290, 190, 500, 500};  // reaches beyond the picture
  settle();
  EXPECT_EQ(state_.measured_area(), "selection 8 × 10 of 298 × 200");
  EXPECT_FALSE(state_.measurements()[2].measures.ssim) << "fewer than 11 pixels";
  state_.stage.selection = {1000, 1000, 5, 5};  // outside: all is measured
  settle();
  EXPECT_EQ(state_.measured_area(), "whole picture 298 × 200");
}

TEST_F(ImagesLab, LargePicturesAreMeasuredInTheMiddle) {
  const Region part = middle_part(4000, 6000, 3, Index{2} << 20);
  EXPECT_LE(part.height * part.width, Index{2} << 20);
  EXPECT_GT(part.height * part.width, (Index{2} << 20) * 99 / 100);
  EXPECT_EQ(part.height % 3, 0);
  EXPECT_EQ(part.left % 3, 0);
  EXPECT_NEAR(static_cast<double>(part.left) + static_cast<double>(part.width) / 2, 3000, 3);
  EXPECT_NEAR(static_cast<double>(part.width) / static_cast<double>(part.height), 1.5, 0.01);
  EXPECT_EQ(middle_part(10, 20, 2, 200), (Region{0, 0, 10, 20}));
}

TEST_F(ImagesLab, GesturesAreUndoneTogether) {
  open(picture_);
  settle();
  EXPECT_FALSE(state_.can_undo()) << "the first picture is no change";
  for (const Index factor : {3, 4, 5}) state_.change(with_factor(state_.settings(), factor), "factor");
  state_.end_gesture();
  settle();
  EXPECT_EQ(state_.settings().factor, 5);
  state_.undo(app_);
  EXPECT_EQ(state_.settings().factor, 2);
  state_.redo(app_);
  settle();
  EXPECT_EQ(state_.settings().factor, 5);
  EXPECT_EQ(state_.width(), 295);
  state_.redo(app_);
  EXPECT_EQ(state_.take_message().text, "There is nothing to redo.");
}

TEST_F(ImagesLab, UndoGoesBackToTheOtherPicture) {
  open(picture_);
  settle();
  open("test:zone-plate");
  EXPECT_EQ(state_.picture_name(), "noise.png") << "until it has been made";
  settle();
  EXPECT_EQ(state_.picture_name(), "Zone plate");
  state_.undo(app_);
  settle();
  EXPECT_EQ(state_.settings().picture, picture_);
  EXPECT_EQ(state_.width(), 298);
  state_.redo(app_);
  settle();
  EXPECT_EQ(state_.picture_name(), "Zone plate");
}

TEST_F(ImagesLab, AnotherPictureIsLookedAtAsAWhole) {
  open(picture_);
  settle();
  state_.stage.viewport = {250, 150, 4};
  state_.stage.selection = {200, 100, 50, 50};
  state_.change(with_factor(state_.settings(), 3));
  settle();
  EXPECT_EQ(state_.stage.viewport, (Viewport{250, 150, 4}));
  open(folder_.file("small.png", png(60, 40)));
  settle();
  EXPECT_EQ(state_.stage.viewport.zoom, 0);
  EXPECT_TRUE(state_.stage.selection.empty());
}

TEST_F(ImagesLab, RefusesWhatIsOutOfRange) {
  open(picture_);
  settle();
  for (const Index factor : {0, 1, 9, -3}) refuses(with_factor(state_.settings(), factor), "factor");
  ImageSettings next = state_.settings();
  next.contenders[3].choice.taps = 13;
  refuses(next, "kernel-size");
  next = state_.settings();
  next.contenders.resize(9, next.contenders[0]);
  refuses(next, "contenders");
  next = state_.settings();
  next.contenders[0].layers = 4;
  refuses(next, "layers");
  next.contenders[0].layers = 2;  // there is no square root of 2
  refuses(next, "layers");
  next = state_.settings();
  next.picture = "test:moon";
  refuses(next, "picture");
}

TEST_F(ImagesLab, RefusesAFactorLargerThanThePicture) {
  open(folder_.file("tiny.png", png(5, 4)));
  settle();
  EXPECT_EQ(state_.width(), 4);
  refuses(with_factor(state_.settings(), 5), "factor");
  state_.change(with_factor(state_.settings(), 4));
  settle();
  EXPECT_EQ(state_.subject_width(1), 1);
}

TEST_F(ImagesLab, AKernelLargerThanThePictureIsThatContendersProblem) {
  open(folder_.file("tiny.png", png(8, 8)));
  settle();
  Contender wide = contender(UpsamplingMethod::pixel_shuffle, 2);
  wide.choice.kernel.kind = Kind::uniform;
  wide.choice.taps = 7;
  set_contenders({wide, contender(UpsamplingMethod::nearest, 2)});
  settle();
  show_everything(0);
  settle();
  EXPECT_THAT(state_.subject_problem(2),
              HasSubstr("kernel-size: 7 is larger than the small picture of 4 × 4"));
  EXPECT_THAT(state_.subject_problem(3), IsEmpty());
  EXPECT_TRUE(state_.tile({3, 0, 0, 0}));
  EXPECT_THAT(state_.measurements()[0].problem, HasSubstr("kernel-size"));
  EXPECT_THAT(state_.measurements()[1].problem, IsEmpty());
}

TEST_F(ImagesLab, FilesThatAreNoPicturesChangeNothing) {
  open(picture_);
  settle();
  std::filesystem::create_directory(folder_ / "folder.png");
  ImageSettings next = state_.settings();
  for (const std::string& path :
       {folder_ / "missing.png", folder_ / "folder.png", folder_.file("empty.png", ""),
        folder_.file("text.png", "hello, this is a text"),
        folder_.file("huge.ppm", "P6 200000 200000 255\n" + std::string(100, 'x')),
        folder_.file("header.png", png(50, 50).substr(0, 20))}) {
    next.picture = path;
    refuses(next, "picture");
    EXPECT_FALSE(state_.busy());
  }
  EXPECT_EQ(state_.picture_name(), "noise.png");
}

TEST_F(ImagesLab, AFileThatBreaksOffIsSaidAndThePictureStays) {
  open(picture_);
  settle();
  visible_ = {{2, 0, 0, 0}};
  settle();
  const ImageSettings before = state_.settings();
  for (const std::string& path :
       {folder_.file("cut.png", png(200, 200).substr(0, 9000)),
        folder_.file("cut.jpg", jpeg(200, 200).substr(0, 700)), folder_.file("one.png", png(1, 1))}) {
    said_ = {};
    open(path);
    EXPECT_EQ(state_.picture_name(), "noise.png");
    settle();
    EXPECT_TRUE(said_.warning) << path;
    EXPECT_THAT(said_.text, StartsWith("picture: "));
    EXPECT_THAT(said_.text, HasSubstr("The lab keeps noise.png."));
    EXPECT_EQ(state_.settings(), before);
    EXPECT_TRUE(state_.tile({2, 0, 0, 0}));
    EXPECT_FALSE(state_.stale({2, 0, 0, 0}));
  }
}

TEST_F(ImagesLab, ABrokenFirstPictureLeavesTheDefault) {
  open(folder_.file("cut.png", png(200, 200).substr(0, 9000)));
  settle();
  EXPECT_TRUE(said_.warning);
  EXPECT_TRUE(state_.ready());
  EXPECT_EQ(state_.settings(), first_image_settings());
}

TEST_F(ImagesLab, FilesAreReadByTheirContent) {
  open(folder_.file("mislabelled.png", jpeg(64, 48)));
  settle();
  EXPECT_EQ(state_.picture_name(), "mislabelled.png");
  EXPECT_EQ(state_.width(), 64);
}

TEST_F(ImagesLab, TheFirstPictureOfAnAnimationIsSaidToBeThat) {
  // Two frames of one black pixel, 2 × 2.
  const std::string head("GIF89a\x02\0\x02\0\x80\0\0\0\0\0\xff\xff\xff", 19);
  const std::string frame(",\0\0\0\0\x02\0\x02\0\0\x02\x02\x84\x51\0", 15);
  open(folder_.file("still.gif", head + frame + ";"));
  settle();
  EXPECT_THAT(state_.picture_note(), IsEmpty());
  open(folder_.file("moving.gif", head + frame + frame + ";"));
  settle();
  EXPECT_EQ(state_.picture_note(), "The first picture of an animation.");
  EXPECT_THAT(said_.text, HasSubstr("moving.gif"));
}

TEST_F(ImagesLab, APictureThatVanishesStaysAndIsSaid) {
  open(picture_);
  settle();
  open("test:constant");
  settle();
  std::filesystem::remove(picture_);
  expect_field([&] { state_.undo(app_); }, "picture");
  EXPECT_EQ(state_.picture_name(), "Constant");
  EXPECT_EQ(state_.settings().picture, "test:constant");

  open(folder_.file("other.png", png(30, 30)));
  settle();
  std::filesystem::remove(folder_ / "other.png");
  said_ = {};
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  while (said_.text.empty() && std::chrono::steady_clock::now() < end) frame();
  EXPECT_THAT(said_.text, HasSubstr("is no longer there; the lab keeps what it has read"));
  EXPECT_EQ(state_.picture_name(), "other.png");
  state_.change(with_factor(state_.settings(), 3));
  settle();
  EXPECT_EQ(state_.width(), 30);
}

TEST_F(ImagesLab, OpensPicturesAndLeavesTheRestToOthers) {
  EXPECT_FALSE(state_.open(app_, "a.json"));
  EXPECT_FALSE(state_.open(app_, "a.npy"));
  EXPECT_TRUE(state_.open(app_, picture_));
  settle();
  EXPECT_EQ(state_.width(), 298);
  folder_.file("noise.png", png(60, 40));  // the file has changed
  EXPECT_TRUE(state_.open(app_, picture_));
  settle();
  EXPECT_EQ(state_.width(), 60);
}

TEST_F(ImagesLab, SavesAResultAsItIsShown) {
  open(picture_);
  settle();
  state_.save_result(4, folder_ / "out.png");
  settle();
  EXPECT_THAT(said_.text, StartsWith("Saved bicubic as "));
  const Tensor<float> small = shrink_area(cropped_to_multiple(read_image(picture_, "a"), 2), 2);
  EXPECT_EQ(read_image(folder_ / "out.png", "b"), as_saved(enlarge(bicubic(2), small)));
  state_.save_result(1, folder_ / "out.png");
  settle();
  EXPECT_EQ(read_image(folder_ / "out.png", "b"), as_saved(small));
  EXPECT_THAT(folder_.names(), ElementsAre("noise.png", "out.png"));
}

TEST_F(ImagesLab, SavesTheTable) {
  open(picture_);
  settle();
  state_.save_table(folder_ / "t.csv");
  settle();
  EXPECT_THAT(folder_.read("t.csv"), StartsWith("name,psnr,ssim,"));
  EXPECT_THAT(folder_.read("t.csv"), HasSubstr("\n\"conv-transpose, uniform 3\","));
  state_.stage.selection = {0, 0, 100, 80};
  state_.save_table(folder_ / "t.json");
  state_.save_table(folder_ / "again.json");
  settle();
  EXPECT_TRUE(folder_.has("again.json")) << "files are saved one after the other";
  const auto json = nlohmann::json::parse(folder_.read("t.json"));
  EXPECT_EQ(json["methods"].size(), 6u);
  EXPECT_EQ(json["size"], nlohmann::json({298, 200}));
  EXPECT_EQ(json["part"], nlohmann::json({0, 0, 100, 80}));
}

TEST_F(ImagesLab, SavesTheContactSheet) {
  open(picture_);
  settle();
  state_.save_sheet(folder_ / "sheet.png");
  settle();
  EXPECT_GT(read_image(folder_ / "sheet.png", "a").shape()[3], 1000);
}

TEST_F(ImagesLab, RefusesToSaveWhereItCannot) {
  expect_field([&] { state_.save_result(0, folder_ / "a.png"); },
               "save-result");  // nothing is read yet
  open(picture_);
  settle();
  expect_field([&] { state_.save_result(99, folder_ / "a.png"); }, "save-result");
  expect_field([&] { state_.save_result(0, folder_ / "a.jpg"); }, "save-result");
  expect_field([&] { state_.save_result(0, folder_ / "none/a.png"); }, "save-result");
  expect_field([&] { state_.save_table(folder_ / "a.txt"); }, "save-table");
  expect_field([&] { state_.save_sheet(folder_ / "a.csv"); }, "save-sheet");
  EXPECT_THAT(folder_.names(), ElementsAre("noise.png"));
}

class ImagesLabSlow : public ImagesLab {};

TEST_F(ImagesLabSlow, WhatIsCancelledLeavesNothingBehind) {
  open(folder_.file("large.png", png(1500, 1200)));
  settle();
  Contender wide = contender(UpsamplingMethod::pixel_shuffle, 2);
  wide.choice.kernel.kind = Kind::random;
  wide.choice.taps = 12;
  set_contenders({wide});
  state_.save_result(2, folder_ / "out.png");
  EXPECT_EQ(state_.work(), "Saving out.png");
  state_.save_table(folder_ / "t.csv");  // waits
  state_.cancel();
  settle();
  open("test:zone-plate");
  EXPECT_EQ(state_.work(), "Reading Zone plate");
  state_.cancel();
  settle();
  EXPECT_EQ(state_.picture_name(), "large.png");
  EXPECT_THAT(folder_.names(), ElementsAre("large.png", "noise.png"));
}

TEST_F(ImagesLabSlow, EndsInTheMiddleOfAnyWork) {
  const std::string large = folder_.file("large.png", png(1500, 1200));
  for (int wait = 0; wait < 12; ++wait) {
    ImagesState state([] {});
    ImageSettings next = state.settings();
    next.picture = large;
    next.contenders[0].choice = {
        .method = UpsamplingMethod::pixel_shuffle, .factor = 2, .taps = 12};  // learned
    state.change(std::move(next));
    state.tick(app_, 0.1);
    for (int i = 0; i < wait * 8; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(3));
      state.tick(app_, 0.1);
      state.want({{2, 0, 0, 0}, {3, 2, 0, 0}, {4, 1, 1, 0}});
      if (i != 20) continue;
      state.stage.mode = ImageStage::Mode::why;
      try {
        state.save_result(0, folder_ / "out.png");
      } catch (const Error&) {  // on a slow machine the picture is still being read
      }
    }
  }
  std::filesystem::remove(folder_ / "out.png");
  EXPECT_THAT(folder_.names(), ElementsAre("large.png", "noise.png"));
}

TEST_F(ImagesLab, TheStagePointsAtWhatIsThere) {
  open(picture_);
  settle();
  state_.stage.contender = 5;
  state_.stage.second = 7;
  set_contenders({contender(UpsamplingMethod::nearest, 2)});
  settle();
  EXPECT_EQ(state_.stage.contender, 0u);
  EXPECT_EQ(state_.stage.second, 2u);
  set_contenders({});
  settle();
  EXPECT_EQ(state_.subjects(), 2u);
  EXPECT_EQ(state_.measurements().size(), 0u);
}

}  // namespace
}  // namespace convscope
