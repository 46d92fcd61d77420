#include "app/cli/gates.hpp"

#include <fmt/format.h>

#include "core/base/numbers.hpp"

namespace convscope::cli {

Gates::Gates(const Words& words, const std::function<std::string(std::string_view)>& known) {
  for (const std::string& word : words)
    for (const std::string_view piece : split(word, ',')) {
      const std::size_t equals = piece.find('=');
      const auto most = parse_value(trim(equals == std::string::npos ? "" : piece.substr(equals + 1)));
      if (!most) throw UsageError("fail-above", fmt::format("'{}' is no limit", piece), "METRIC=NUMBER");
      try {
        limits_.push_back({known(trim(piece.substr(0, equals))), *most});
      } catch (const Error& error) {
        throw UsageError("fail-above", error.problem(), error.legal());
      }
    }
}

void Gates::look(const Limit& limit, std::string_view what, double value) {
  if (!(value > limit.most)) return;
  exceeded_ += fmt::format("{}{} {} {:.6g} > {:g}", exceeded_.empty() ? "" : "; ", what, limit.metric, value,
                           limit.most);
}

void Gates::close() const {
  if (!exceeded_.empty()) throw Exceeded{sentence()};
}

void Gates::say(ProgressLine& line) const {
  if (!exceeded_.empty()) line.say(sentence());
}

}  // namespace convscope::cli
