// The numbers of each contender: how near it comes to the original, and what pattern it leaves.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/desk/latest.hpp"
#include "app/labs/images/contents.hpp"
#include "app/views/images/histogram.hpp"

namespace convscope {

struct Measurement {
  Measures measures{};
  std::optional<double> original_energy{};        ///< checkerboard energy of the original, there as well
  Histogram brightness{}, original_brightness{};  ///< of the measured part
  bool ready = false;     ///< false: the numbers, if any, are of what stood there before
  std::string problem{};  ///< a sentence when it cannot be made
};

/// Of the result clamped and rounded to 8 bits, alpha over white, against the original. Errors: as
/// Content::upsampler.
Measurement measure_part(const Content& content, const Reduction& reduction, const Region& part,
                         const Progress& progress);

/// The i-th of `count` equal parts of the work.
Progress share_of(const Progress& whole, std::size_t i, std::size_t count);

/// Measures on a worker, and remembers.
class Measurer {
 public:
  explicit Measurer(const Workers& workers) : measuring_(workers) {}

  /// As often as one likes: what is known is there at once, the rest follows. Null: no picture yet.
  void want(const std::vector<ContentPtr>& contents, const ReductionPtr& reduction, const Region& part);
  void take();
  /// The rest is not made until something else is wanted.
  void cancel() { measuring_.cancel(); }
  bool busy() const { return measuring_.busy(); }
  double progress() const { return measuring_.progress(); }

  /// One for each of the contents that were wanted last.
  const std::vector<Measurement>& results() const { return results_; }
  /// Null: it has not been measured.
  const Measurement* known(const Content& content, const Region& part) const;

 private:
  using Key = std::pair<std::uint64_t, std::array<Index, 4>>;  // content, place
  static Key key(const Content& content, const Region& part);
  struct Wanted {
    std::vector<ContentPtr> contents;
    ReductionPtr reduction;
    Region part;
    friend bool operator==(const Wanted&, const Wanted&) = default;
  };
  struct Measured {
    std::size_t place;  ///< among the contents
    Measurement measurement;
  };

  std::vector<Measurement> results_;
  std::map<Key, Measurement> known_;
  Latest<Wanted, Measured> measuring_;
};

// The table of them.

/// The metrics from left to right.
std::span<const Metric* const> table_columns();

/// Nothing where there is no such number (yet).
std::optional<double> number_of(const Measurement& measurement, const Metric& metric);

/// The contenders' indices as the table lists them. Without a metric: in their own order. Rows without a
/// number come last either way; equal ones keep their order.
std::vector<std::size_t> table_order(const std::vector<Measurement>& all, const Metric* metric,
                                     bool descending);
/// The best value of a column among those that are ready.
std::optional<double> best(const std::vector<Measurement>& all, const Metric& metric);

}  // namespace convscope
