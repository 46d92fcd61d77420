// Learned kernels: they find the kernel that made a picture, and no other kernel does better.
#include "core/ops/resample/learned.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "core/ops/resample/interpolate.hpp"
#include "core/ops/resample/layers.hpp"
#include "tests/core/support/dice.hpp"
#include "tests/core/support/print.hpp"

namespace convscope {
namespace {

using testing::small_integers;

Tensor<float> narrow(const Tensor<double>& t) {
  return {t.shape(), std::vector<float>(t.values().begin(), t.values().end())};
}

/// One form of enlarging and how its kernel is learned.
struct Form {
  const char* name;
  std::function<Upsampler(const Tensor<double>&, Index)> make;
  std::function<Tensor<double>(const Examples&, Index, Index)> learn;
};
const std::vector<Form>& forms() {
  static const std::vector<Form> all = {
      {"conv-transpose", conv_transpose, learn_conv_transpose},
      {"pixel-shuffle", pixel_shuffle, learn_pixel_shuffle},
      {"nearest-conv", nearest_conv,
       [](const Examples& e, Index k, Index s) { return learn_filter(e, nearest(s), k); }},
      {"bilinear-conv", bilinear_conv,
       [](const Examples& e, Index k, Index s) { return learn_filter(e, bilinear(s), k); }},
  };
  return all;
}

TEST(Learned, FindsTheKernelThatMadeThePicture) {
  const Tensor<float> small = narrow(small_integers({2, 2, 20, 23}, 1));
  for (const Form& form : forms())
    for (Index s : {2, 3})
      for (Index k : {2, 3, 4, 5}) {
        const bool sub_pixel = std::string(form.name) == "pixel-shuffle";
        const Tensor<double> kernel = small_integers(sub_pixel ? Shape{s * s, k, k} : Shape{k, k}, 5);
        const Tensor<float> original = enlarge(form.make(kernel, s), small);
        const Example example{original, small};
        const Tensor<double> found = form.learn(Examples(example), k, s);
        ASSERT_EQ(found.shape(), kernel.shape());
        for (Index t = 0; t < kernel.size(); ++t)
          EXPECT_NEAR(found[t], kernel[t], 1e-4) << form.name << " k" << k << " s" << s << " tap " << t;
      }
}

TEST(Learned, IsTheBestOverAllExamples) {
  // At the optimum the error is orthogonal to what each single tap makes.
  const Tensor<float> originals[] = {narrow(small_integers({1, 2, 18, 24}, 1)),
                                     narrow(small_integers({1, 1, 30, 12}, 2))};
  for (const Form& form : forms())
    for (Index s : {2, 3}) {
      const Tensor<float> smalls[] = {shrink_area(originals[0], s), shrink_area(originals[1], s)};
      const Examples examples(2, [&](Index n, const Examples::Look& look) {
        look({originals[n], smalls[n]});
      });
      const Tensor<double> kernel = form.learn(examples, 3, s);
      for (Index t = 0; t < kernel.size(); ++t) {
        Tensor<double> tap(kernel.shape());
        tap[t] = 1;
        double along = 0, size = 0;
        for (int n = 0; n < 2; ++n) {
          const Tensor<float> made = enlarge(form.make(kernel, s), smalls[n]);
          const Tensor<float> single = enlarge(form.make(tap, s), smalls[n]);
          for (Index i = 0; i < made.size(); ++i) {
            along += static_cast<double>((made[i] - originals[n][i]) * single[i]);
            size += static_cast<double>(originals[n][i] * originals[n][i]);
          }
        }
        EXPECT_NEAR(along / size, 0, 1e-6) << form.name << " factor " << s << " tap " << t;
      }
    }
}

TEST(Learned, AConstantPictureGivesEqualTaps) {
  for (float value : {0.0F, 100.0F}) {
    const Tensor<float> original({1, 1, 12, 12}, value), small({1, 1, 6, 6}, value);
    const Example example{original, small};
    for (const Form& form : forms()) {
      const Tensor<double> phases = phase_response(form.make(form.learn(Examples(example), 4, 2), 2), 2);
      for (double sum : phases.values()) EXPECT_NEAR(sum, 1, 1e-6) << form.name << " on " << value;
    }
  }
}

}  // namespace
}  // namespace convscope
