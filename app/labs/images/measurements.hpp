// The numbers of each contender: how near it comes to the original, and what pattern it leaves.
#pragma once

#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "app/desk/worker.hpp"
#include "app/labs/images/contents.hpp"

namespace convscope {

struct Measurement {
  Measures measures{};
  double mse = 0;
  double seconds = 0;     ///< of enlarging the measured part; learning is not in them
  bool ready = false;     ///< false: the numbers, if any, are of what stood there before
  std::string problem{};  ///< a sentence when it cannot be made
};

/// Of the result clamped and rounded to 8 bits, alpha over white, against the original. Errors: as
/// Content::upsampler; and what `report` throws.
Measurement measure_part(const Content& content, const Reduction& reduction, const Region& part,
                         const Report& report);

/// Measures on a worker, and remembers.
class Measurer {
 public:
  explicit Measurer(std::function<void()> wake) : worker_(std::move(wake)) {}

  /// As often as one likes: what is known is there at once, the rest follows. Null: no picture yet.
  void want(const std::vector<ContentPtr>& contents, const ReductionPtr& reduction, const Region& part);
  void take() { worker_.take(); }
  /// The rest is not made until something else is wanted.
  void cancel();
  bool busy() const { return worker_.busy(); }
  double progress() const { return worker_.progress(); }

  /// One for each of the contents that were wanted last.
  const std::vector<Measurement>& results() const { return results_; }
  /// Null: it has not been measured.
  const Measurement* known(const Content& content, const Region& part) const;

 private:
  using Key = std::pair<std::uint64_t, std::array<Index, 4>>;  // content, place
  static Key key(const Content& content, const Region& part);

  std::vector<ContentPtr> contents_;
  ReductionPtr reduction_;
  Region part_;
  std::vector<Measurement> results_;
  std::map<Key, Measurement> known_;
  Worker worker_;  // last: joins before the rest goes
};

}  // namespace convscope
