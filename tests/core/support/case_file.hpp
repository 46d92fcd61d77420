// Test cases as lines of text: a name, then key=value pairs; '#' starts a comment line.
#pragma once

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/base/numbers.hpp"
#include "core/geometry/layer.hpp"
#include "core/tensor/tensor.hpp"
#include "tests/core/support/places.hpp"

namespace convscope::testing {

class CaseLine {
 public:
  explicit CaseLine(const std::string& line) {
    std::istringstream words(line);
    words >> name_;
    for (std::string word; words >> word;) {
      const std::size_t equals = word.find('=');
      if (equals == std::string::npos) throw std::runtime_error("no '=' in " + word);
      values_[word.substr(0, equals)] = word.substr(equals + 1);
    }
  }

  const std::string& name() const { return name_; }
  bool has(const std::string& key) const { return values_.count(key) == 1; }
  const std::string& text(const std::string& key) const { return values_.at(key); }
  std::string text(const std::string& key, const std::string& otherwise) const {
    return has(key) ? text(key) : otherwise;
  }
  Index number(const std::string& key) const { return parse_index(text(key)).value(); }
  /// "3x4"
  Shape shape(const std::string& key) const {
    Shape shape;
    for (std::string_view piece : split(text(key), 'x')) shape.push_back(parse_index(piece).value());
    return shape;
  }
  /// "1,-2,.5"
  std::vector<double> numbers(const std::string& key) const {
    std::vector<double> numbers;
    for (std::string_view piece : split(text(key), ',')) numbers.push_back(parse_value(piece).value());
    return numbers;
  }
  /// Throws where the count does not fit the shape.
  Tensor<double> tensor(const std::string& key, const Shape& shape) const {
    std::vector<double> values = numbers(key);
    if (static_cast<Index>(values.size()) != element_count(shape))
      throw std::runtime_error(key + " of " + name_ + " does not have shape " + to_string(shape));
    return {shape, std::move(values)};
  }

 private:
  std::string name_;
  std::map<std::string, std::string> values_;
};

/// The lines of tests/cases/FILE.
inline std::vector<CaseLine> case_lines(const std::string& file) {
  std::ifstream in(in_tests("cases/") + file);
  if (!in) throw std::runtime_error("cannot read tests/cases/" + file);
  std::vector<CaseLine> cases;
  for (std::string line; std::getline(in, line);)
    if (!line.empty() && line.front() != '#') cases.emplace_back(line);
  return cases;
}

}  // namespace convscope::testing
