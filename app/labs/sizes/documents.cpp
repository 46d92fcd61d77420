// What goes out of the lab: a page's numbers as JSON, the command that prints them, and what the next start
// shall have again.
#include <fmt/format.h>

#include <algorithm>

#include "app/desk/desk.hpp"
#include "app/labs/sizes/state.hpp"
#include "core/base/error.hpp"
#include "core/geometry/chain_json.hpp"
#include "core/scenario/size_documents.hpp"
#include "core/scenario/source_text.hpp"

namespace convscope {

std::string SizesState::document(const Desk& desk) const {
  const Followed& f = follow(desk);
  const auto refused = [](const std::string& problem) {
    if (!problem.empty()) throw Error("copy", "there are no numbers on this page", "see what it says");
  };
  switch (page) {
    case Page::arithmetic:
      break;
    case Page::ambiguity:
      refused(f.same_problem);
      return ambiguity_document(desk.derived().op().geometry.windows(), f.same);
    case Page::solve:
      refused(desk_.problem());
      return solve_document(desk_.answered().input, desk_.answered().wanted, desk_.solved());
    case Page::network:
      return network_document(chain(), report_);
    case Page::dialects:
      if (resizes) return resize_document(resize_rows_, resizing_.against);
      refused(f.dialects_problem);
      return dialects_document(desk.derived().scenario().transposed(), desk.derived().scenario().size,
                               f.dialects);
  }
  return f.document;
}

std::string SizesState::command_line(const Desk& desk) const {
  const std::string line = shape_line(desk.derived().scenario());
  switch (page) {
    case Page::arithmetic:
      break;
    case Page::ambiguity:
      return line + " --ambiguity";
    case Page::solve: {
      const SolveQuestion& q = desk_.question();
      return solve_line(q.transposed, q.input, q.wanted, std::span(&q.bounds, 1));
    }
    case Page::network: {
      // What is in no file is named as the file that it can be saved to.
      std::string source = network_source();
      if (source.empty()) source = chain().name + ".json";
      if (source.find(' ') != std::string::npos) source = '"' + source + '"';
      return fmt::format("convscope shape --network {} --input {}", source,
                         fmt::join(std::vector<Index>(chain().size.begin(), chain().size.end()), ","));
    }
    case Page::dialects:
      if (resizes)
        return resize_line(resizing_.from, resizing_.factor,
                           resizing_.against == 0 ? "" : resize_rows_[resizing_.against].name);
      return line + " --dialects";
  }
  return line;
}

std::string SizesState::network_source() const {
  const auto has_it = [&](const Chain& other) {
    return other.layers == chain().layers && other.channels == chain().channels &&
           other.size.rank() == chain().size.rank();
  };
  if (file_ && has_it(file_->chain)) return file_->path;
  const auto presets = chain_presets();
  const auto preset = std::ranges::find_if(presets, has_it);
  return preset == presets.end() ? std::string() : preset->name;
}

std::vector<CommandWords> SizesState::question_now() const {
  std::vector<CommandWords> all;
  if (!desk_.asked()) return all;
  const SolveQuestion& question = desk_.question();
  SolveQuestion plain = question;
  plain.bounds = {};
  for (const std::string_view key : kQuestionFields) {
    std::string text = question_field(question, key);
    const bool bound = key != "direction" && key != "input" && key != "wanted";
    if (!bound || text != question_field(plain, key)) all.push_back({std::string(key), std::move(text)});
  }
  return all;
}

}  // namespace convscope
