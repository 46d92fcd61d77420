// Deconvolution drawn: iterations, errors, why there is no inverse.
#include "app/views/round_trip/deconvolution.hpp"

#include <gmock/gmock.h>

#include "core/scenario/spec_line.hpp"
#include "tests/app/views/round_trip/pictures.hpp"

namespace convscope {
namespace {

using testing::cell_texts;
using ::testing::Contains;
using testing::expect_readable;
using ::testing::HasSubstr;
using testing::texts_of;

Deconvolved of(const char* spec, const DeconvolutionSettings& settings = {}) {
  const auto derived = std::make_shared<const Derived>(parse_spec(spec));
  return {derived, settings, deconvolve(*derived, settings)};
}

TEST(DeconvolutionView, ShowsTheTransposeWithItsErrorAndTheInverseWithout) {
  const Deconvolved d = of("conv 5 k3 psame border=circular");
  const auto texts = texts_of(draw_deconvolution(d, iterations_of(d) - 1, {}));
  EXPECT_THAT(texts, Contains("exact inverse"));
  EXPECT_THAT(texts, ::testing::Contains("= x").Times(2));  // least squares and the spectra
  EXPECT_THAT(texts, Contains(HasSubstr("error ")));
}

TEST(DeconvolutionView, SaysWhichFrequencyIsLost) {
  const Deconvolved d = of("conv 6 k3 psame border=circular");
  EXPECT_THAT(texts_of(draw_deconvolution(d, 0, {})),
              Contains(HasSubstr("the kernel removes frequency 2 of 6")));
  const auto words = texts_of(draw_deconvolution_words(d, 0, {.width = 2000, .height = 700}));
  EXPECT_THAT(words, Contains(HasSubstr("Not possible: the kernel removes frequency 2 of 6")));
}

TEST(DeconvolutionView, DrawsEveryIterationInsideItsRectangle) {
  for (const char* spec :
       {"conv 5 k3", "conv 5 k2 w=[0,0]", "conv 8x8 k3 p1 w=gaussian", "conv 6 k2 s2 c1>2 w=haar",
        "tconv 3x3 k3 s2", "conv 9x9 k3 c2>3 w=random:1", "conv 64 k5"}) {
    SCOPED_TRACE(spec);
    const Deconvolved d = of(spec, {.lambda = 0.1, .noise = 0.05});
    for (const Style& style : {Style{}, Style{.width = 790, .height = 552, .title = false},
                               Style{.width = 1280, .height = 540, .type = 1.5, .title = false}})
      for (Index i = 0; i < iterations_of(d); i += 5) expect_readable(draw_deconvolution(d, i, style));
  }
}

TEST(DeconvolutionView, NamesAreWholeBesideTheSmallestTensors) {
  const Deconvolved d = of("conv 1x1 k1");
  const auto texts = texts_of(draw_deconvolution(d, 1, {.width = 790, .height = 552, .title = false}));
  EXPECT_THAT(texts, Contains("least squares"));
  EXPECT_THAT(texts, Contains("1 iteration"));
  EXPECT_THAT(texts_of(draw_deconvolution_words(d, 1, {.width = 2000, .height = 700})),
              Contains(HasSubstr("Here Cᵀ is the inverse")));
}

TEST(DeconvolutionView, FewChannelsOnOneAxisAreRows) {
  const Deconvolved d = of("conv 8 k2 s2 c1>2 w=haar");
  const Picture picture = draw_deconvolution(d, 1, {.width = 790, .height = 552, .title = false});
  // Large enough for numbers, of both channels.
  const auto cells = cell_texts(picture, Role::output);
  EXPECT_EQ(cells.size(), 8U);
  EXPECT_THAT(cells.at(4), HasSubstr("0.71"));
}

TEST(DeconvolutionView, SaysOfHowManyChannelsItShowsTwo) {
  const Deconvolved d = of("conv 9x9 k3 c4>3 w=random:1");
  EXPECT_THAT(texts_of(draw_deconvolution(d, 0, {})), Contains("  2 of 4 channels"));
}

TEST(DeconvolutionView, NamesThePenaltyAndWhatStopped) {
  const auto words = [](const Deconvolved& d) {
    return texts_of(draw_deconvolution_words(d, 0, {.width = 2000, .height = 700}));
  };
  EXPECT_THAT(words(of("conv 5 k3", {.lambda = 0.5})), Contains("Tikhonov, by LSQR"));
  EXPECT_THAT(words(of("conv 5 k3")), Contains("Least squares, by LSQR"));
  EXPECT_THAT(words(of("conv 40x40 k9 p4 w=gaussian in=random:1")),
              Contains(HasSubstr("Stopped after 400 iterations")));
  EXPECT_THAT(words(of("conv 5 k3 act=relu")), Contains(HasSubstr("what it cut cannot be undone")));
}

}  // namespace
}  // namespace convscope
