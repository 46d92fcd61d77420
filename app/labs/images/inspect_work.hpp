// Grids looked for in the lab's pictures, on a worker, and remembered. No Dear ImGui.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/desk/latest.hpp"
#include "app/labs/images/contents.hpp"
#include "app/views/images/inspection.hpp"

namespace convscope {

class InspectWork {
 public:
  struct Subject {
    ContentPtr content;
    std::string name;
    friend bool operator==(const Subject&, const Subject&) = default;
  };

  explicit InspectWork(const Workers& workers) : looking_(workers) {}

  /// As often as one likes: what is known is there at once, the rest follows in this order.
  void want(const std::vector<Subject>& subjects, const ReductionPtr& reduction);
  void take();
  /// The rest is not looked at until something else is wanted.
  void cancel() { looking_.cancel(); }
  bool busy() const { return looking_.busy(); }
  double progress() const { return looking_.progress(); }

  /// Null: it has not been looked at, or cannot be.
  const Inspection* of(const Content& content) const;
  /// Why it cannot; empty: it can, as far as is known.
  std::string problem(const Content& content) const;

 private:
  struct Wanted {
    std::vector<Subject> subjects;
    ReductionPtr reduction;
    friend bool operator==(const Wanted&, const Wanted&) = default;
  };
  struct Found {
    std::uint64_t content = 0;
    std::shared_ptr<const Inspection> inspection{};  ///< null: there is a problem
    std::string problem{};
  };

  std::map<std::uint64_t, Found> known_;
  Latest<Wanted, Found> looking_;
};

/// A subject as it is saved, over white: [1, 1 or 3, height, width]. The original is not cropped to a
/// multiple of the factor, so that phases are those of its file. Errors: as Content::upsampler and result.
Tensor<float> inspected_pixels(const Content& content, const Reduction& reduction, const Progress& progress);

}  // namespace convscope
