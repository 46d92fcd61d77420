// Tensors beside what other programs say of them.
#pragma once

#include <gtest/gtest.h>

#include <vector>

#include "core/tensor/tensor.hpp"

namespace convscope::testing {

template <class T, class U>
void expect_near(const Tensor<T>& found, const Tensor<U>& expected, double tolerance) {
  ASSERT_EQ(found.shape(), expected.shape());
  for (Index i = 0; i < found.size(); ++i)
    ASSERT_NEAR(static_cast<double>(found[i]), static_cast<double>(expected[i]), tolerance)
        << "element " << i;
}

template <class T>
void expect_near(const Tensor<T>& found, const std::vector<double>& expected, double tolerance) {
  ASSERT_EQ(found.size(), static_cast<Index>(expected.size()));
  expect_near(found, Tensor<double>(found.shape(), expected), tolerance);
}

}  // namespace convscope::testing
