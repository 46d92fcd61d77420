// convscope tex: the scenario's formulas as LaTeX.
#include <fmt/format.h>

#include "app/cli/output.hpp"
#include "app/cli/subcommands.hpp"
#include "app/cli/values.hpp"
#include "app/cli/what.hpp"
#include "app/views/registry.hpp"
#include "app/views/tex_words.hpp"
#include "core/base/numbers.hpp"

namespace convscope::cli {

void tex(const Words& words) {
  Words what;
  std::string part = "step", view_name, step, order, output, budget;
  bool json = false, quiet = false;
  Arguments arguments(
      "tex", "WHAT [--part NAME] [-o FILE.tex]",
      fmt::format(
          "Writes what the scenario computes as LaTeX, for a document that has amsmath: the sum of a step, "
          "the\nmatrix or the size arithmetic. A figure: render WHAT -o FILE.tex.\n\n{}",
          kWhatHelp));
  arguments.positionals(what, kWhatWords);
  arguments.option("--part", part, "NAME", listed(kTexParts.names, Listing::with_or) + " (step)");
  arguments.option("--step", step, "N", "which step (the last one)");
  arguments.option("--view", view_name, "NAME",
                   "whose steps: slide for a convolution, scatter for a transposed one, direct; see views");
  arguments.option("--order", order, "NAME", "what a step holds fixed: window, pixel, tap, or own (own)");
  arguments.option("-o,--output", output, "FILE.tex", "write it there instead of printing it");
  add_budget(arguments, budget);
  arguments.flag("--json", json, "print part and TeX as JSON");
  arguments.flag("--quiet", quiet, "print no progress");
  arguments.example("convscope tex \"conv 5x5 k3 w=sobel-x\" --step 3");
  if (!arguments.parse(words)) return;
  const std::string text = joined_what(what);
  const TexPart chosen = usage([&] { return kTexParts.parse(part); });
  const View* named = view_name.empty() ? nullptr : usage([&] { return &view(view_name); });
  std::optional<Order> held;
  if (!order.empty() && order != "own") held = usage([&] { return parse_order(order); });
  const std::optional<Index> wanted = step.empty() ? std::optional<Index>() : read_number(step, "step");

  ProgressLine line("tex", quiet);
  const Derived derived(scenario_named(text), read_budget(budget));
  const View& shown = named ? *named : default_view(derived.scenario());
  if (chosen == TexPart::step && shown.obstacle(derived))
    throw Error("view", fmt::format("{} {}", shown.name, *shown.obstacle(derived)),
                "another view or scenario");
  const Index last = chosen == TexPart::step ? steps(shown, derived, held) : 0;
  const std::string formula = tex_of(chosen, shown, derived, held, wanted.value_or(last));
  if (output.empty()) return print(json ? to_text(Json{{"part", part}, {"tex", formula}}) : formula);
  PendingFile file(output);
  file.write(formula);
  finish({&file, 1}, line,
         json    ? to_text(Json{{"part", part}, {"file", output}})
         : quiet ? ""
                 : fmt::format("{}\n", output));
}

}  // namespace convscope::cli
