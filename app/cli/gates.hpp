// --fail-above METRIC=X: limits that a pipeline sets.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/arguments.hpp"
#include "app/cli/output.hpp"

namespace convscope::cli {

/// The work was done and a limit was exceeded: status 3, with one line on standard error.
struct Exceeded {
  std::string sentence;
};

inline constexpr const char* kGateHelp = "exit status 3 where the number is above X; may be given again";

/// The limits, and what exceeded them.
class Gates {
 public:
  /// `known` gives the name of a metric as files have it, or throws an Error that says which there are.
  /// Errors: UsageError("fail-above", ...).
  Gates(const Words& words, const std::function<std::string(std::string_view)>& known);

  bool empty() const { return limits_.empty(); }
  struct Limit {
    std::string metric;
    double most = 0;
  };
  std::span<const Limit> limits() const { return limits_; }
  /// `what`: the image, and the result where there are several. Infinite is above every limit; a number
  /// that is not there is not.
  void look(const Limit& limit, std::string_view what, double value);
  /// Errors: Exceeded, naming each.
  void close() const;
  /// The same line where the work ends with another status.
  void say(ProgressLine& line) const;

 private:
  std::string sentence() const { return "fail-above: " + exceeded_; }
  std::vector<Limit> limits_;
  std::string exceeded_;
};

}  // namespace convscope::cli
