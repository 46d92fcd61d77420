#include "app/cli/lab_figures.hpp"

#include <fmt/format.h>

#include "app/window/lab_film.hpp"
#include "core/base/error.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope::cli {

std::optional<Film> lab_figure(const Lesson& lesson, std::size_t scene, const Style& style) {
  const Scene& of = lesson.scenes[scene];
  if (of.lab == Scene{}.lab) return std::nullopt;
  try {
    return lab_film(scenario_of(lesson, scene).value_or(parse_spec("conv 5 k3")), of.lab, of.commands, style);
  } catch (const Error& error) {
    throw Error(fmt::format("{}, {}", place_of(lesson, scene), error.field()), error.problem(),
                error.legal());
  }
}

}  // namespace convscope::cli
