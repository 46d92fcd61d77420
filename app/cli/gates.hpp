// --fail-above and --fail-below METRIC=X: limits that a pipeline sets.
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
  /// Errors: UsageError("fail-above" or "fail-below", ...).
  Gates(const Words& above, const std::function<std::string(std::string_view)>& known,
        const Words& below = {});

  bool empty() const { return limits_.empty(); }
  struct Limit {
    std::string metric;
    double at = 0;
    bool below = false;  ///< the least; else the most
  };
  std::span<const Limit> limits() const { return limits_; }
  /// `what`: the image, and the result where there are several. Infinite is above every limit; a number
  /// that is not there is not. `more_is_better`: an upper limit is seldom meant, and the line says so.
  void look(const Limit& limit, std::string_view what, double value, bool more_is_better = false);
  /// Errors: Exceeded, naming each.
  void close() const;
  /// The same line where the work ends with another status.
  void say(ProgressLine& line) const;

 private:
  void read(const Words& words, const std::function<std::string(std::string_view)>& known, bool below);
  std::string sentence() const;
  std::vector<Limit> limits_;
  std::string exceeded_, fallen_;  ///< above and below
  bool doubtful_ = false;          ///< an upper limit of something of which more is better
};

}  // namespace convscope::cli
