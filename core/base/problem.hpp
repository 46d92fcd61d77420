// What a person is told of an exception, whoever threw it.
#pragma once

#include <exception>
#include <new>
#include <stdexcept>
#include <string>

#include "core/base/error.hpp"

namespace convscope {

/// The system had no memory, or a container was asked for more than there can be.
inline bool lacks_memory(const std::exception& problem) {
  return dynamic_cast<const std::bad_alloc*>(&problem) != nullptr ||
         dynamic_cast<const std::length_error*>(&problem) != nullptr;
}

/// what() of an Error, and a sentence where memory is lacking.
inline std::string sentence_of(const std::exception& problem) {
  return lacks_memory(problem) ? Error("memory", "there is not enough", "a smaller size").what()
                               : problem.what();
}

}  // namespace convscope
