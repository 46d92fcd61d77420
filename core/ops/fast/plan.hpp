// Fast products of the relation, chosen by its geometry; convolve.hpp has the plain ones, with which these
// agree.
//
//   const Plan<float> up(Way::scatter, geometry, weights.values());   // packs the weights, once
//   up.run(input.data(), 1, output.data());                           // as often as wanted, from any thread
//
// Which kernel: `rows` where each channel is read by itself (photographs, depthwise layers); where channels
// are summed `product`, with vectors along rows, or `channels`, with vectors across channels, where rows are
// too short for that; `plain` where neither pays or can: strides above kLargestStride, weights that are not
// finite (times the zeros beyond the edge they would give what the enumeration does not), matrices of
// channels that would not fit.
//
// Agreement with the plain enumeration: in double to the last bit. In float the same sums of exact products,
// rounded once a tap instead of twice: |fast - plain| <= 2 n eps * sum |weight * value| for n terms, and
// equal where all sums are whole numbers below 2^24.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "core/geometry/geometry.hpp"
#include "core/ops/fast/method.hpp"
#include "core/tensor/tensor.hpp"

namespace convscope::fast {

enum class Way {
  gather,   ///< reads pixels, writes windows
  scatter,  ///< reads windows, writes pixels
};
/// What lies beyond the edge of the side that is read.
enum class Edge { zeros, repeated };
enum class Kernel { plain, rows, product, channels, winograd };

inline constexpr Index kLargestStride = 16;

/// Whether that method can be asked for; the sums themselves always can.
bool fits(Method method, Way way, const Geometry& geometry);
/// The kernel that the geometry alone asks for.
Kernel kernel_for(Way way, const Geometry& geometry);
std::string_view to_string(Kernel kernel);

template <class T>
class Plan {
 public:
  /// `weights` as Geometry::weights(); copied. A repeated edge wants at least one cell on each axis.
  Plan(Way way, const Geometry& geometry, std::span<const T> weights, Edge edge = Edge::zeros,
       Method method = Method::direct);
  /// Two sweeps in one: `along` makes rows of single rows, `down` columns of single columns of its result,
  /// which then is never whole in memory. Nothing where they are not such. Both may go afterwards.
  static std::optional<Plan> chained(const Plan& along, const Plan& down);
  Kernel kernel() const;
  /// [batch, read channels, extents...] to [batch, written channels, extents...], overwritten and nothing
  /// else touched. Works that take less than some ten microseconds stay on the calling thread and, after its
  /// first one of that size, allocate nothing.
  void run(const T* from, Index batch, T* to) const;

 private:
  struct Parts;
  explicit Plan(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
  std::shared_ptr<const Parts> parts_;
};

/// As those of convolve.hpp; the result keeps its memory when it has its shape already.
template <class T>
void gather(const Geometry& geometry, const Tensor<T>& pixels, const Tensor<T>& weights, Tensor<T>& windows,
            Method method = Method::direct);
template <class T>
void scatter(const Geometry& geometry, const Tensor<T>& windows, const Tensor<T>& weights, Tensor<T>& pixels,
             Method method = Method::direct);
/// Sums in another order than the plain one, fused in double too: equal on whole numbers, else within the
/// bound above with n windows of all samples.
template <class T>
void weight_gradient(const Geometry& geometry, const Tensor<T>& pixels, const Tensor<T>& windows,
                     Tensor<T>& weights);

}  // namespace convscope::fast
