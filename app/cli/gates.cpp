#include "app/cli/gates.hpp"

#include <fmt/format.h>

#include "core/base/numbers.hpp"

namespace convscope::cli {

Gates::Gates(const Words& above, const std::function<std::string(std::string_view)>& known,
             const Words& below) {
  read(above, known, false);
  read(below, known, true);
}

void Gates::read(const Words& words, const std::function<std::string(std::string_view)>& known, bool below) {
  const std::string field = below ? "fail-below" : "fail-above";
  for (const std::string& word : words)
    for (const std::string_view piece : split(word, ',')) {
      const std::size_t equals = piece.find('=');
      const auto limit = parse_value(trim(equals == std::string::npos ? "" : piece.substr(equals + 1)));
      if (!limit) throw UsageError(field, fmt::format("'{}' is no limit", piece), "METRIC=NUMBER");
      try {
        limits_.push_back({known(trim(piece.substr(0, equals))), *limit, below});
      } catch (const Error& error) {
        throw UsageError(field, error.problem(), error.legal());
      }
    }
}

void Gates::look(const Limit& limit, std::string_view what, double value, bool more_is_better) {
  if (limit.below ? !(value < limit.at) : !(value > limit.at)) return;
  std::string& said = limit.below ? fallen_ : exceeded_;
  said += fmt::format("{}{} {} {:.6g} {} {:g}", said.empty() ? "" : "; ", what, limit.metric, value,
                      limit.below ? "<" : ">", limit.at);
  doubtful_ = doubtful_ || (more_is_better && !limit.below);
}

std::string Gates::sentence() const {
  std::string text = exceeded_.empty() ? "" : "fail-above: " + exceeded_;
  if (doubtful_) text += " (more is better there: --fail-below sets the other limit)";
  if (!fallen_.empty()) text += (text.empty() ? "fail-below: " : "; fail-below: ") + fallen_;
  return text;
}

void Gates::close() const {
  if (!sentence().empty()) throw Exceeded{sentence()};
}

void Gates::say(ProgressLine& line) const {
  if (!sentence().empty()) line.say(sentence());
}

}  // namespace convscope::cli
