// The examples by which convolution and its transpose are taught, each worked out by hand or with PyTorch:
// every one of them stands in a lesson, with these numbers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "core/lesson/library.hpp"
#include "core/lesson/placeholders.hpp"
#include "core/scenario/derived.hpp"
#include "core/scenario/round_trip.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {
namespace {

using Numbers = std::vector<double>;

/// A scene of a lesson: what it computes, and all its words with their numbers filled in.
struct Told {
  std::string place;
  std::vector<std::unique_ptr<Derived>> scenarios;
  std::string words;
};

std::string words_of(const Scene& scene) {
  std::string all = scene.title + "\n" + scene.caption + "\n" + scene.notes;
  if (scene.question) {
    all += "\n" + scene.question->ask + "\n" + scene.question->why;
    for (const LessonChoice& choice : scene.question->choices) all += "\n" + choice.text + "\n" + choice.why;
  }
  return all;
}

const std::vector<Told>& lessons() {
  static const std::vector<Told> all = [] {
    std::vector<Told> out;
    for (const LessonFile& file : lesson_files()) {
      const Lesson lesson = load_lesson(file.name);
      for (std::size_t i = 0; i < lesson.scenes.size(); ++i) {
        Told told{file.name + " " + std::to_string(i + 1), {}, words_of(lesson.scenes[i])};
        NumbersOf numbers;
        if (auto scenario = scenario_of(lesson, i)) {
          told.scenarios.push_back(std::make_unique<Derived>(*scenario));
          numbers.scenario = told.scenarios.back().get();
        }
        if (auto beside = beside_of(lesson, i)) {
          told.scenarios.push_back(std::make_unique<Derived>(*beside));
          numbers.beside = told.scenarios.back().get();
        }
        told.words = filled(told.words, numbers);
        out.push_back(std::move(told));
      }
    }
    return out;
  }();
  return all;
}

bool alike(std::span<const double> a, std::span<const double> b) {
  return std::ranges::equal(a, b, [](double x, double y) { return std::abs(x - y) < 1e-9; });
}

/// The scenario of a scene that computes the same from the same numbers, or null.
const Derived* in_a_lesson(std::string_view spec) {
  const Derived wanted(parse_spec(spec));
  for (const Told& scene : lessons())
    for (const auto& one : scene.scenarios)
      if (one->op().geometry == wanted.op().geometry && one->op().direction == wanted.op().direction &&
          one->op().border == wanted.op().border && alike(one->input().values(), wanted.input().values()) &&
          alike(one->weights().values(), wanted.weights().values()))
        return one.get();
  return nullptr;
}

struct Example {
  std::string_view spec;
  Numbers output;
};

/// Every number of the output.
const Example kOutputs[] = {
    // input 1..5, thirds
    {"conv 5 k3", {2, 3, 4}},
    {"tconv 3 k3 in=[2,3,4]", {2. / 3, 5. / 3, 3, 7. / 3, 4. / 3}},
    {"conv 5 k3 in=[.75,.75,4.5,3.75,3.75]", {2, 3, 4}},  // the shortest input with that output
    {"conv 5 k3 p1", {1, 2, 3, 4, 3}},
    {"tconv 5 k3 p1 in=[1,2,3,4,3]", {1, 2, 3, 10. / 3, 7. / 3}},
    {"conv 5 k3 p1 in=[2,1,3,5,4]", {1, 2, 3, 4, 3}},  // [1,-1,0,1,-1] more, the same output
    {"conv 5 k3 s2", {2, 4}},
    {"tconv 2 k3 s2 op1 in=[2,4]", {2. / 3, 2. / 3, 2, 4. / 3, 4. / 3, 0}},
    {"tconv 2 k3 s2 in=[2,4]", {2. / 3, 2. / 3, 2, 4. / 3, 4. / 3}},
    // other kernels
    {"tconv 3 k3 in=[1,2,3] w=[1,2,3]", {1, 4, 10, 12, 9}},
    {"conv 3 k3 p2 in=[1,2,3] w=[1,2,3]", {3, 8, 14, 8, 3}},  // not flipped
    {"conv 5 k3 w=[-1,0,1]", {2, 2, 2}},
    {"tconv 3 k3 in=[2,2,2] w=[-1,0,1]", {-2, -2, 0, 2, 2}},
    {"tconv 3 k3 s2 in=[1,2,3] w=[.5,1,.5]", {.5, 1, 1.5, 2, 2.5, 3, 1.5}},
    {"tconv 4 k3 s2 psame w=[1,10,100] dialect=keras", {1, 10, 102, 20, 203, 30, 304, 40}},
    {"tconv 4 k3 s2 p1 op1 w=[1,10,100]", {10, 102, 20, 203, 30, 304, 40, 400}},
    // when they cancel
    {"conv 5 k3 p1 w=identity", {1, 2, 3, 4, 5}},
    {"tconv 5 k3 p1 w=identity", {1, 2, 3, 4, 5}},
    {"tconv 2 k2 s2 in=[3,7] w=[.5,.5]", {1.5, 1.5, 3.5, 3.5}},
    {"tconv 2 k2 s2 in=[3,5] w=[1,2]", {3, 6, 5, 10}},
    {"conv 4 k2 s2 in=[3,6,5,10] w=[1,2]", {15, 25}},
    {"conv 5 k3 act=relu", {2, 3, 4}},
    {"conv 5 k3 in=[5,4,3,2,1] w=[-1,0,1] act=relu", {0, 0, 0}},
    // two dimensions
    {"tconv 2x2 k2 in=[0,1;2,3] w=[0,1;2,3]", {0, 0, 1, 0, 4, 6, 4, 12, 9}},
    {"tconv 2x2 k2 p1 in=[0,1;2,3] w=[0,1;2,3]", {4}},
    {"tconv 2x2 k2 s2 in=[0,1;2,3] w=[0,1;2,3]", {0, 0, 0, 1, 0, 0, 2, 3, 0, 2, 0, 3, 4, 6, 6, 9}},
    {"tconv 2x2 k2 w=[.25,.25;.25,.25]", {.25, .75, .5, 1, 2.5, 1.5, .75, 1.75, 1}},
    {"tconv 2x2 k2 w=[1,0;0,1]", {1, 2, 0, 3, 5, 2, 0, 3, 4}},
    {"tconv 2x2 k2 s2 w=[1,0;0,1]", {1, 0, 2, 0, 0, 1, 0, 2, 3, 0, 4, 0, 0, 3, 0, 4}},
    {"conv 3x3 k2 in=arange w=[1,2;3,4]", {27, 37, 57, 67}},
    {"tconv 2x2 k2 in=[27,37;57,67] w=[1,2;3,4]", {27, 91, 74, 138, 400, 282, 171, 429, 268}},
    {"conv 5x5 k3 in=[3,3,2,1,0;0,0,1,3,1;3,1,2,2,3;2,0,0,2,2;2,0,0,0,1] w=[0,1,2;2,2,0;0,1,2]",
     {12, 12, 17, 10, 17, 19, 9, 6, 14}},
    {"conv 5x5 k3 s2 p1 in=[3,3,2,1,0;0,0,1,3,1;3,1,2,2,3;2,0,0,2,2;2,0,0,0,1] w=[0,1,2;2,2,0;0,1,2]",
     {6, 17, 3, 8, 17, 13, 6, 4, 4}},
    // overlap: contributions to each output cell, of one, two and three layers
    {"tconv 6 k3 s2 in=ones w=ones", {1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 1}},
    {"tconv 9 k3 s2 in=[1,1,2,1,2,1,2,1,1] w=ones",
     {1, 1, 2, 1, 3, 2, 3, 1, 3, 2, 3, 1, 3, 2, 3, 1, 2, 1, 1}},
    {"conv 9 k2 in=[1,1,2,1,2,1,2,1,1] w=ones", {2, 3, 3, 3, 3, 3, 3, 2}},
    {"tconv 6 k4 s2 in=ones w=[1,0,1,0]", {1, 0, 2, 0, 2, 0, 2, 0, 2, 0, 2, 0, 1, 0}},
    {"tconv 6 k3 s2 in=ones w=[.5,1,.5]", {.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, .5}},
    {"conv 6 k3 p1 in=[1,1,2,2,3,3] w=[1,2,3]", {5, 9, 11, 15, 17, 9}},
    {"tconv 3 k4 s2 p1 in=[1,2,3] w=[3,5,3,1]", {5, 9, 11, 15, 17, 9}},  // [c, b+c, a+b, a] of it
};

TEST(LessonExamples, StandInLessonsWithTheirNumbers) {
  for (const Example& example : kOutputs) {
    const Derived* found = in_a_lesson(example.spec);
    ASSERT_NE(found, nullptr) << "in no lesson: " << example.spec;
    EXPECT_TRUE(alike(found->output().values(), example.output)) << example.spec;
  }
}

/// Sizes, without the numbers in the cells.
struct Sized {
  std::string_view spec;
  Shape output;
};
const Sized kSizes[] = {
    {"conv 4 k3", {2}},
    {"conv 5 k4 p2", {6}},
    {"conv 5 k3 p1", {5}},
    {"conv 5 k3 p2", {7}},
    {"conv 5 k3 s2", {2}},
    {"conv 5 k3 s2 p1", {3}},
    {"conv 6 k3 s2 p1", {3}},
    {"conv 7 k3 d2", {3}},
    {"conv 224x224 k7 s2 p3", {112, 112}},
    {"conv 16x16 k5 s3 p2 c10>20", {6, 6}},
    {"tconv 6x6 k5 s3 p2 c20>10", {16, 16}},
    {"tconv 6 k5 s3 p2", {16}},
    {"tconv 6 k5 s3 p2 op2", {18}},
    {"tconv 3x3 k2", {4, 4}},
    {"tconv 3x3 k2 s2", {6, 6}},
    {"tconv 3x3 k2 d2", {5, 5}},
    {"tconv 3x3 k2 s2 p1 op1", {5, 5}},
    {"tconv 4x4 k3 s2 psame dialect=keras", {8, 8}},
    {"tconv 4x4 k3 pvalid dialect=keras", {6, 6}},
    {"conv 8 k2 s2 d2", {3}},
    {"tconv 3 k3 s2 psame dialect=keras", {6}},
    {"tconv 3 k3 s2 psame op0 dialect=keras", {5}},
    {"tconv 3 k3 s2 psame op1 dialect=keras", {6}},
    {"tconv 3 k2 s3 pvalid dialect=keras", {9}},
    {"tconv 3 k2 s3 pvalid op0 dialect=keras", {8}},
    {"tconv 3 k3 s2 psame op1 dialect=onnx", {6}},
    {"conv 4x4 k3", {2, 2}},
    {"conv 6x6 k3", {4, 4}},
    {"conv 32x32 k3", {30, 30}},
    {"tconv 6 k5 s2", {15}},
    {"tconv 6 k4 s2", {14}},
};

TEST(LessonExamples, SizesStandInLessons) {
  for (const Sized& example : kSizes) {
    const Operator wanted = Derived(parse_spec(example.spec)).op();
    EXPECT_EQ(wanted.output_size(), example.output) << example.spec;
    EXPECT_TRUE(std::ranges::any_of(lessons(),
                                    [&](const Told& scene) {
                                      return std::ranges::any_of(scene.scenarios, [&](const auto& one) {
                                        return one->op().geometry == wanted.geometry &&
                                               one->op().direction == wanted.direction;
                                      });
                                    }))
        << "in no lesson: " << example.spec;
  }
}

TEST(LessonExamples, GradientsStandInLessons) {
  const Derived* square = in_a_lesson("tconv 2x2 k2 in=[0,1;2,3] w=[0,1;2,3]");
  ASSERT_NE(square, nullptr);
  bool shown = false, uneven = false;
  for (const Told& scene : lessons())
    for (const auto& one : scene.scenarios) {
      // Upstream 0..8 into the stamps of X = K = [[0,1],[2,3]].
      shown = shown || (one->op().transposed() && one->input().size() == 4 &&
                        alike(one->input_gradient().values(), Numbers{19, 25, 37, 43}) &&
                        alike(one->weight_gradient().values(), Numbers{19, 25, 37, 43}));
      uneven = uneven || (!one->op().transposed() && one->input().size() == 7 &&
                          alike(one->input_gradient().values(), Numbers{1, 1, 2, 1, 2, 1, 1}));
    }
  EXPECT_TRUE(shown) << "dX = dK = [[19,25],[37,43]]";
  EXPECT_TRUE(uneven) << "the gradient of a stride 2 k3 convolution";
}

TEST(LessonExamples, RoundTripsStandInLessons) {
  const Derived* luck = in_a_lesson("conv 5 k3 p1 in=[5,1,4,2,3]");
  ASSERT_NE(luck, nullptr);
  EXPECT_TRUE(
      alike(there_and_back(*luck).returned.values(), Numbers{16. / 9, 23. / 9, 26. / 9, 7. / 3, 14. / 9}));
  const Derived* bank = in_a_lesson("conv 4 k2 s2 c1>2 w=haar");
  ASSERT_NE(bank, nullptr);
  EXPECT_TRUE(alike(there_and_back(*bank).returned.values(), Numbers{1, 2, 3, 4}));
}

/// What is told in words, all of it in one scene.
TEST(LessonExamples, NumbersThatAreToldStandInOneScene) {
  const std::vector<std::vector<std::string_view>> kTold = {
      {"46"},                 // <Cx, y> = <x, Ty>
      {"38"},                 // and with a mirrored kernel
      {"228"},                // <TX, dY>
      {"rank", "3"},          // of the 3 x 5 matrix
      {"2, 5, 8"},            // sizes at which 'same' is singular
      {"36 of 64"},           // density, n = 4
      {"144 of 576"},         // n = 6
      {"8100", "921 600"},    // n = 32
      {"9", "64"},            // shared weights
      {"a third"},            // Nyquist of the box, along an axis and diagonally
      {"a ninth", "0.2346"},  // its energy
      {"9 free weights", "16"},
      {"33.3 %", "32.8 %", "29.8 %", "17.2 %", "0.667"},
      {"7.87 %", "19.9 %", "41.4 %"},
      {"0.619 %", "3.96 %", "17.2 %"},
      {"0.0487 %", "0.787 %", "7.11 %"},
      {"7.96 %", "21 %", "45.8 %"},
      {"1.41 %", "2.68 %", "1.07 %"},
      {"0.525 %", "0.287 %", "1.04 %"},
      {"1951", "57", "38 to 40"},
      {"16 × 17"},  // 32 x 32, k 1x3, stride 2, rounded up
  };
  for (const auto& wanted : kTold) {
    const bool there = std::ranges::any_of(lessons(), [&](const Told& scene) {
      return std::ranges::all_of(
          wanted, [&](std::string_view number) { return scene.words.find(number) != std::string::npos; });
    });
    EXPECT_TRUE(there) << "in no scene: " << ::testing::PrintToString(wanted);
  }
}

}  // namespace
}  // namespace convscope
