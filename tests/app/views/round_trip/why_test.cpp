// Why the input does not come back, drawn: numbers, sentences, the lost direction.
#include "app/views/round_trip/why.hpp"

#include <gmock/gmock.h>

#include "core/scenario/spec_line.hpp"
#include "tests/app/views/round_trip/pictures.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using ::testing::Contains;
using ::testing::DoubleNear;
using testing::expect_readable;
using ::testing::HasSubstr;
using ::testing::Pointwise;
using testing::texts_of;

Loss loss_of(const char* spec) {
  return find_loss(std::make_shared<const Derived>(parse_spec(spec)));
}
std::vector<std::string> words(const Loss& loss) {
  return texts_of(draw_why_words({loss}, {.width = 900, .height = 700}));
}

TEST(WhyView, TheOutputStandsWhileTheInputMoves) {
  const Loss loss = loss_of("conv 5 k3 p1");
  ASSERT_EQ(loss.null_vectors.size(), 1u);
  const Shifted moved = shifted({loss, 0, 2.5});
  EXPECT_THAT(moved.vector.values(), Pointwise(DoubleNear(1e-12), std::vector<double>{1, -1, 0, 1, -1}));
  EXPECT_THAT(moved.input.values(), Pointwise(DoubleNear(1e-12), std::vector<double>{3.5, -.5, 3, 6.5, 2.5}));
  EXPECT_THAT(moved.output.values(), Pointwise(DoubleNear(1e-12), std::vector<double>{1, 2, 3, 4, 3}));
  EXPECT_LT(moved.change, 1e-12);
  const auto texts = texts_of(draw_why({loss, 0, 2.5}, {}));
  EXPECT_THAT(texts, Contains("does not move"));
  EXPECT_THAT(texts, Contains("t = 2.5"));
  // Any number of vectors ahead or behind is one of them.
  EXPECT_EQ(shifted({loss, 7, 1}).vector, moved.vector);
  EXPECT_EQ(shifted({loss, -1, 1}).vector, moved.vector);
}

TEST(WhyView, BiasAndActivationAreSeenInTheOutput) {
  const Loss loss = loss_of("conv 5 k3 b=[-3] act=relu");
  EXPECT_EQ(shifted({loss, 0, 0}).output, loss.derived->output());
  EXPECT_LT(shifted({loss, 0, 3}).change, 1e-12);
}

TEST(WhyView, SaysRankAndCondition) {
  const auto lost = words(loss_of("conv 5 k3"));
  for (const char* text :
       {"lost: 2 of 5 directions (rank 3)", "3 × 5", "3", "2", "3.186", "2 lost directions"})
    EXPECT_THAT(lost, Contains(text));
  EXPECT_THAT(words(loss_of("conv 5 k3 p1")), Contains("∞"));
  EXPECT_THAT(words(loss_of("conv 4 k2 s2 c1>2 w=haar")),
              Contains("comes back exactly: the columns are orthonormal"));
  EXPECT_THAT(words(loss_of("conv 5 k2 w=[0,0]")), Contains("lost: 5 of 5 directions (rank 0)"));
}

TEST(WhyView, AZeroKernelIsCalledSo) {
  const Loss loss = loss_of("conv 4 k3 w=[0,0,0]");
  EXPECT_THAT(texts_of(draw_why({loss}, {})), Contains("  zero"));
  EXPECT_THAT(words(loss), Contains("Zero, as the kernel is: nothing of the input reaches the output."));
}

TEST(WhyView, NarrowStagesHaveShorterSentences) {
  const Loss loss = loss_of("conv 4x4 k3");
  const auto texts = [&](double width) {
    return texts_of(draw_why({loss, 0, 1}, {.width = width, .height = 480, .title = false}));
  };
  EXPECT_THAT(texts(1200), Contains("  not the identity, 94 % away"));
  EXPECT_THAT(texts(1200), Contains("  rank 4 of 16, condition 5"));
  const auto narrow = texts(640);
  EXPECT_THAT(narrow, Contains("  not the identity"));
  EXPECT_THAT(narrow, Contains("However much of v is added, the output is the same."));
  for (const std::string& text : narrow) EXPECT_THAT(text, ::testing::Not(HasSubstr("…")));
}

TEST(WhyView, DrawsEverySizeInsideItsRectangle) {
  for (const char* spec :
       {"conv 5 k3", "conv 4 k2 s2 c1>2 w=haar", "conv 5 k2 w=[0,0]", "conv 3x3 k2 w=[1,2;3,4]",
        "conv 12x12 k3 p1 w=gaussian", "conv 6x6 k3 c3>4 w=random:1", "tconv 3x3 k3 s2", "conv 60 k3",
        "conv 3x3x3 k2 w=random:1"}) {
    SCOPED_TRACE(spec);
    const Loss loss = loss_of(spec);
    for (const Style& style :
         {Style{}, Style{.width = 790, .height = 552, .title = false},
          Style{.width = 1280, .height = 540, .theme = Theme::dark, .type = 1.5, .title = false}})
      expect_readable(draw_why({loss, 1, 0.5}, style));
  }
}

TEST(WhyView, BeyondTheSizeOfTheDecompositionItSaysSo) {
  const Loss loss = loss_of("conv 60x60 k3 s2");
  EXPECT_FALSE(loss.trip.analysis);
  EXPECT_TRUE(loss.null_vectors.empty());
  const Picture picture = draw_why({loss}, {});
  expect_readable(picture);
  EXPECT_THAT(texts_of(picture),
              Contains(HasSubstr("No singular values here: the matrix has 841 × 3600 cells")));
  EXPECT_THAT(words(loss), Contains(HasSubstr("All singular values are found up to 2048 rows")));
  EXPECT_THAT(words(loss), Contains("lost: at least 2759 of 3600 directions (rank at most 841)"));
  EXPECT_THAT(words(loss), Contains("100 Lanczos steps"));
}

TEST(WhyView, LargeOnesAreDrawnByTheStrongestOfManyCells) {
  const Loss loss = loss_of("conv 30x30 k3 s2 w=[1,2,1;2,4,2;1,2,1]");
  ASSERT_TRUE(loss.trip.analysis);
  EXPECT_EQ(loss.trip.analysis->rank, 196);
  EXPECT_EQ(loss.gram.shape(), (Shape{450, 450}));
  EXPECT_EQ(loss.null_vectors.size(), 8u);
  expect_readable(draw_why({loss, 1, 0.5}, {}));
  EXPECT_LT(shifted({loss, 2, 5}).change, 1e-9);
  EXPECT_THAT(words(loss), Contains("decomposition"));
  EXPECT_THAT(words(loss), Contains(HasSubstr("Choose one of 8")));
}

TEST(WhyView, WhatWrapsAroundIsAnalysedAtAnySize) {
  const Loss loss = loss_of("conv 60x60 k3 p1 border=circular");
  ASSERT_TRUE(loss.trip.analysis);
  EXPECT_EQ(loss.trip.analysis->columns, 3600);
  // The box of 3 x 3 loses the frequencies of a third of the size: 2 rows and 2 columns of the transform.
  EXPECT_EQ(loss.trip.analysis->nullity, 2 * 60 + 2 * 60 - 4);
  EXPECT_THAT(words(loss), Contains("Fourier transform"));
  expect_readable(draw_why({loss, 0, 0.5}, {}));
}

TEST(WhyView, TheSearchForThePreImageCanBeEnded) {
  std::stop_source stop;
  stop.request_stop();
  const Loss loss = find_loss(std::make_shared<const Derived>(parse_spec("conv 30x30 k5 w=gaussian")),
                              Progress(stop.get_token()));
  EXPECT_TRUE(loss.trip.least_squares.cancelled);
  EXPECT_EQ(loss.trip.least_squares.iterations(), 1);
}

}  // namespace
}  // namespace convscope
