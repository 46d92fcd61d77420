// The commands that change the scenario: its fields, cells, what is pasted, loaded or cropped.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/desk/command_words.hpp"
#include "app/desk/commands.hpp"
#include "app/desk/file_commands.hpp"
#include "app/export/script.hpp"
#include "app/widgets/clipboard.hpp"
#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/base/words.hpp"
#include "core/io/npy.hpp"
#include "core/io/paste.hpp"
#include "core/scenario/code_line.hpp"
#include "core/scenario/edits.hpp"
#include "core/scenario/spec_line.hpp"
#include "core/scenario/what.hpp"

namespace convscope {

namespace {

/// The array as a matrix: leading axes of extent 1 are left out.
Tensor<double> as_matrix(const Tensor<double>& array, std::string_view path) {
  const Shape& shape = array.shape();
  for (std::size_t i = 0; i + 2 < shape.rank(); ++i)
    if (shape[i] != 1)
      throw Error("load", fmt::format("{} has shape {}", path, to_string(shape)),
                  "a matrix of one or two axes");
  const Index columns = shape.rank() == 0 ? 1 : shape[shape.rank() - 1];
  const Shape plane{array.size() / std::max<Index>(columns, 1), columns};
  if (array.size() == 0) throw Error("load", fmt::format("{} is empty", path), "a matrix with cells");
  return Tensor<double>(plane, {array.values().begin(), array.values().end()});
}

void put(Desk& desk, Role role, const Tensor<double>& matrix) {
  Scenario next = desk.scenario();
  if (role == Role::upstream)
    next.upstream = {Source::Kind::list, "", 0, {matrix.values().begin(), matrix.values().end()}};
  else
    next = role == Role::kernel ? with_kernel_values(next, matrix) : with_input_values(next, matrix);
  desk.apply(std::move(next));
}

constexpr std::array<std::string_view, 3> kTensors{"input", "kernel", "upstream"};
constexpr std::array kRoles{Role::input, Role::kernel, Role::upstream};

void choose_operator(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 2> names{"conv", "tconv"};
  if ((words::choice(names, words[0], "operator") == 1) != t.desk.scenario().transposed())
    t.desk.load(turned(t.desk.scenario()));
}

void load(CommandTarget& t, Scenario scenario) {
  if (scenario.photo.empty()) scenario.photo = t.desk.scenario().photo;
  t.desk.load(std::move(scenario));
}

/// A spec line, or a layer in a framework's code.
void load_line(CommandTarget& t, const std::string& text) {
  if (!looks_like_code(text)) return load(t, parse_spec(text));
  CodeLine line = scenario_from_code(text, t.desk.scenario());
  const std::string spec = spec_line(line.scenario);
  load(t, std::move(line.scenario));
  t.desk.tell(line.note.empty() ? spec : line.note);
}

void copy_code(CommandTarget& t, Arguments words) {
  const Framework& framework =
      framework_named(words.empty() ? frameworks().front().name : std::string_view(words[0]));
  copy_text(spoken_script(t.desk.derived(), framework));
  t.desk.tell(fmt::format("Copied a script for {}", framework.title));
}

/// Rows of the last axis, columns parted by tabs; a blank line between planes.
std::string in_columns(const Tensor<double>& values) {
  const Shape& shape = values.shape();
  const Index width = shape[shape.rank() - 1], height = shape.rank() > 3 ? shape[shape.rank() - 2] : 1;
  std::string text;
  for (Index i = 0; i < values.size(); ++i) {
    if (i > 0 && i % (width * height) == 0 && height > 1) text += '\n';
    text += format_value(values.data()[i]);
    text += (i + 1) % width == 0 ? '\n' : '\t';
  }
  return text;
}

/// As spreadsheets and `paste` take them.
void copy_numbers(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 3> kNames{"output", "input", "kernel"};
  const std::size_t which = words.empty() ? 0 : words::choice(kNames, words[0], "copy-numbers");
  const Derived& derived = t.desk.derived();
  const Tensor<double>& values = which == 0   ? derived.output()
                                 : which == 1 ? derived.input()
                                              : derived.weights();
  copy_text(in_columns(values));
  t.desk.tell(fmt::format("Copied {} of the {}", counted(values.size(), "number"), kNames[which]));
}

void preset(CommandTarget& t, Arguments words) {
  const Preset& known = row_named(presets(), words[0], "preset");
  load(t, parse_spec(known.spec));
  t.desk.tell(std::string(known.shows));
}

void edit_cell(CommandTarget& t, Arguments words) {
  t.desk.set_cell(words::cell(words[0], words[1]), words::number(words[2], "cell"));
}

void paste(CommandTarget& t, Arguments words) {
  const std::string clipboard = clipboard_text(), text(trim(clipboard));
  if (looks_like_spec(text) || looks_like_code(text)) return load_line(t, text);
  const Role hovered = t.desk.session.hover.role;
  const auto* under = std::ranges::find(kRoles, hovered);
  const std::size_t which = !words.empty()          ? words::choice(kTensors, words[0], "paste")
                            : under != kRoles.end() ? static_cast<std::size_t>(under - kRoles.begin())
                                                    : 0;
  const Tensor<double> matrix = parse_matrix(text);
  put(t.desk, kRoles[which], matrix);
  t.desk.tell(fmt::format("Pasted {} numbers into the {}", to_string(matrix.shape()), kTensors[which]));
}

void load_array(CommandTarget& t, Arguments words) {
  const std::size_t which = words::choice(kTensors, words[0], "load");
  const std::string path = fmt::format("{}", fmt::join(words.subspan(1), " "));
  put(t.desk, kRoles[which], as_matrix(read_npy(path, "load"), path));
  t.desk.tell(fmt::format("The {} is {}", kTensors[which], file_name(path)));
}

void kernel(CommandTarget& t, Arguments words) {
  constexpr std::array<std::string_view, 2> names{"rotate", "normalise"};
  t.desk.require_derived();
  const Tensor<double>& weights = t.desk.derived().weights();
  const bool rotate = words::choice(names, words[0], "kernel") == 0;
  Scenario next = rotate ? with_rotated_kernel(t.desk.scenario(), weights)
                         : with_normalised_kernel(t.desk.scenario(), weights);
  const bool same = next == t.desk.scenario();
  t.desk.apply(std::move(next));
  if (rotate)
    t.desk.tell(
        same ? "The kernel is its own turn: convolution and cross-correlation agree."
             : "Turned by 180°: what networks compute is cross-correlation; with the turned kernel it is the "
               "convolution of mathematics.");
  else
    t.desk.tell(same ? "The kernel's sum is 1 already."
                     : "The kernel's sum is 1 now: a constant input stays as it is.");
}

constexpr auto kScenarioCommands = std::to_array<Command>({
    {"set", "FIELD VALUE", "",
     "Changes a field of the scenario: stride 2, kernel 3x2, padding same, in random:7.", 2, 64,
     [](CommandTarget& t, Arguments a) { t.desk.set(a[0], words::joined(a.subspan(1))); }},
    {"operator", "conv|tconv", "",
     "Convolution or transposed; the geometry is turned, its output becomes the input.", 1, 1,
     choose_operator},
    {"preset", "NAME", "", "Loads an example.", 1, 1, preset},
    {"spec", "LINE", "", "Loads a scenario from a line such as tconv 4x4 k3 s2 p1, or nn.Conv2d(1, 1, 3).", 1,
     64, [](CommandTarget& t, Arguments a) { load_line(t, words::joined(a)); }},
    {"copy-code", "[pytorch|tensorflow|jax|numpy|onnx]", "",
     "Copies a script that computes the scenario in another framework, forward and backward.", 0, 1,
     copy_code},
    {"copy-numbers", "[output|input|kernel]", "",
     "Copies numbers, with tabs between columns, as spreadsheets take them.", 0, 1, copy_numbers},
    {"cell", "input|kernel|bias|upstream INDEX VALUE", "", "Changes one cell.", 3, 3, edit_cell},
    {"paste", "[input|kernel|upstream]", "Ctrl+V",
     "Pastes a scenario's line, a layer in a framework's code or a matrix of numbers.", 0, 1, paste},
    {"load", "input|kernel|upstream PATH", "", "Takes the numbers of a .npy file; the size follows.", 2, 64,
     load_array},
    {"kernel", "rotate|normalise", "", "Turns the kernel by 180 degrees, or divides it by its sum.", 1, 1,
     kernel},
});

}  // namespace

std::span<const Command> scenario_commands() {
  return kScenarioCommands;
}

}  // namespace convscope
