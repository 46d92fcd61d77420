// The views and steps of a lesson's scenes.
#pragma once

#include <vector>

#include "app/views/registry.hpp"
#include "core/lesson/lesson.hpp"

namespace convscope {

/// Those that the scene names, or its scenario's own; with a second scenario one that stands alone stands for
/// both. Precondition: they are known.
std::vector<const View*> views_of(const Scene& scene, const Scenario& scenario);

/// How many steps are done in the scene's still picture: the last of those that it plays, else its step, else
/// all.
Index still_step(const Scene& scene, Index steps);

/// Every view of every scene can show its scenario and has the scene's steps.
/// Errors: Error("FILE, scene N, KEY", ...).
void check_views(const Lesson& lesson);

}  // namespace convscope
