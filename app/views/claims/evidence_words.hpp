// The names of the experiments' evidence as people read them.
#pragma once

#include <span>
#include <string_view>

#include "app/picture/picture.hpp"

namespace convscope {

struct EvidenceWord {
  enum class Kind {
    plain,
    percent,  ///< a share of 1
    truth,    ///< 0 is no, everything else yes
    hidden,   ///< a tolerance, of no interest to a reader
    curve,    ///< rows of a list against the steps of a training
  };
  std::string_view name;  ///< as in Evidence, or claim/name where one claim means something of its own by it
  std::string_view title;
  Role role = Role::none;  ///< the tensor that a list shows
  Kind kind = Kind::plain;
};

std::span<const EvidenceWord> evidence_words();
/// Precondition: there is one (a test holds the table against all experiments).
const EvidenceWord& evidence_word(std::string_view claim, std::string_view name);

}  // namespace convscope
