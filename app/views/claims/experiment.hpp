// What of an experiment is watched: which views, of its scenarios or of what follows from them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/views/photo.hpp"
#include "app/views/registry.hpp"
#include "core/claims/claims.hpp"

namespace convscope {

struct ExperimentPane {
  std::size_t scenario = 0;  ///< which of the experiment's it belongs to
  std::string caption;       ///< what is seen, a few words
  std::string line;          ///< the scenario's, without numbers that were computed
  std::string_view view;     ///< name in the registry; one that can show it
  DerivedPtr derived;        ///< null: it cannot be shown, `problem` says why
  std::string problem;
  ComparedPhotoPtr photo{};  ///< of a view that shows a photograph; null: not there yet
};

/// One or two panes for each claim. Each shows a scenario of the experiment as it is, or one made from it:
/// its output on the way back, a mirrored kernel, another dialect.
std::vector<ExperimentPane> experiment_panes(const Claim& claim, std::span<const Scenario> scenarios);

}  // namespace convscope
