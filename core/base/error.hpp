// The one exception of the core: a sentence for the person whose input cannot be used.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace convscope {

/// What is wrong with a user's input: the field, the problem with its value, and what would be legal.
/// what() reads "FIELD: problem (legal)". Always one line: characters that would break it are replaced, and
/// whoever pastes a million numbers reads the first thousand bytes of each part.
class Error : public std::runtime_error {
 public:
  Error(std::string_view field, std::string_view problem, std::string_view legal);

  const std::string& field() const { return field_; }
  const std::string& problem() const { return problem_; }
  const std::string& legal() const { return legal_; }

 private:
  std::string field_, problem_, legal_;
};

}  // namespace convscope
