// Figures of a lesson's scenes that stand in labs other than the explorer.
#pragma once

#include <cstddef>
#include <optional>

#include "app/export/film.hpp"
#include "app/views/style.hpp"
#include "core/lesson/lesson.hpp"

namespace convscope::cli {

/// Nothing for the explorer's scenes, and where the lab shows no drawing. Errors: of the scene's commands,
/// named by it.
std::optional<Film> lab_figure(const Lesson& lesson, std::size_t scene, const Style& style);

}  // namespace convscope::cli
