#include "app/labs/sizes/lab.hpp"
#include "app/widgets/clipboard.hpp"

#include <fmt/format.h>

#include <array>

#include "app/desk/command_words.hpp"
#include "app/desk/settings.hpp"
#include "app/labs/sizes/chain_edits.hpp"
#include "app/labs/sizes/state.hpp"
#include "core/base/error.hpp"
#include "core/geometry/chain_json.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

/// The lab comes to the front: its commands can be called from anywhere.
SizesState& front(CommandTarget& t) {
  return t.desk.show<SizesState>();
}

const SizesState& sizes(const Desk& desk) {
  return desk.state<SizesState>();
}

SizesState& front(CommandTarget& t, SizesPage page) {
  SizesState& state = front(t);
  if (state.page != page) state.lit.clear();
  state.page = page;
  return state;
}

void turn_page(CommandTarget& t, std::size_t by) {
  const std::size_t count = SizesState::kPages.size();
  front(t, static_cast<SizesPage>((static_cast<std::size_t>(t.desk.state<SizesState>().page) + by) % count));
}

void choose_axis(CommandTarget& t, Arguments a) {
  if (a.empty()) return front(t).next_axis(t.desk);
  const Index axis = words::whole(a[0], "axis");
  if (axis < 0) throw Error("axis", fmt::format("there is no axis {}", axis), "0 or more");
  front(t).choose_axis(t.desk, static_cast<std::size_t>(axis));
}

void light_term(CommandTarget& t, Arguments a) {
  if (a[0] != "none" && find_term(a[0]) == SizeTerm::none)
    throw Error("term", fmt::format("'{}' is not known", a[0]),
                "input, padding, reach, stride, first, remainder, output-padding, output, none");
  SizesState& state = front(t, SizesPage::arithmetic);
  state.lit = a[0] == "none" ? "" : "term/" + a[0];
  state.lit_pinned = !state.lit.empty();
}

void sort(CommandTarget& t, Arguments a) {
  constexpr std::array<std::string_view, 2> ways{"up", "down"};
  const auto column = static_cast<SolveColumn>(words::choice(kSolveColumns, a[0], "sort"));
  const std::optional<bool> down =
      a.size() > 1 ? std::optional(words::choice(ways, a[1], "sort") == 1) : std::nullopt;
  SizesState& state = front(t, SizesPage::solve);
  down ? state.sort(column, *down) : state.sort(column);
}

std::size_t number(std::string_view text, std::string_view field) {
  const Index value = words::whole(text, field);
  if (value < 0) throw Error(field, fmt::format("there is no {}", value), "0 or more");
  return static_cast<std::size_t>(value);
}

void take_row(CommandTarget& t, Arguments a) {
  SizesState& state = front(t, SizesPage::solve);
  a.empty() ? state.take_lit(t.desk) : state.apply_solution(t.desk, number(a[0], "row"));
}

void network(CommandTarget& t, Arguments a) {
  const std::string name = words::joined(a);
  SizesState& state = front(t, SizesPage::network);
  if (name.ends_with(".json") || name.find('/') != std::string::npos) {
    state.load_network(name);
    return t.desk.tell("Opened " + name);
  }
  state.apply(chain_preset(name));
  state.choose_layer(std::nullopt);
}

/// One that is no preset and in no file.
void network_json(CommandTarget& t, Arguments a) {
  SizesState& state = front(t, SizesPage::network);
  state.apply(chain_from_json(words::joined(a)));
  state.choose_layer(std::nullopt);
}

void choose_layer(CommandTarget& t, Arguments a) {
  front(t, SizesPage::network)
      .choose_layer(a[0] == "none" ? std::nullopt : std::optional(number(a[0], "layer")));
}

void copy(CommandTarget& t, Arguments a) {
  constexpr std::array<std::string_view, 2> names{"json", "line"};
  const bool json = a.empty() || words::choice(names, a[0], "copy-sizes") == 0;
  const SizesState& state = front(t);
  const std::string text = json ? state.document(t.desk) : state.command_line(t.desk);
  copy_text(text);
  t.desk.tell(json ? std::string("Copied the page's numbers as JSON") : "Copied " + text);
}

void show_shift(CommandTarget& t, Arguments) {
  front(t, SizesPage::dialects);
  t.desk.apply(parse_spec("tconv 4 k3 s2 p1 op1 in=[1,2,3,4] w=[1,10,100]"));
}

constexpr auto kCommands = std::to_array<Command>({
    {"next-page", "", "PageDown", "The next page of the size lab.", 0, 0,
     [](CommandTarget& t, Arguments) { turn_page(t, 1); }},
    {"previous-page", "", "PageUp", "The page before it.", 0, 0,
     [](CommandTarget& t, Arguments) { turn_page(t, SizesState::kPages.size() - 1); }},
    {"axis", "[N]", "X", "Which axis is drawn; alone: the next one.", 0, 1, choose_axis,
     [](const Desk& d) { return now_if(sizes(d).chosen_axis() > 0, {fmt::format("{}", sizes(d).chosen_axis())}); }},
    {"term", "NAME", "", "Lights up a term of the size formula and its part of the drawing.", 1, 1,
     light_term},
    {"next-term", "", "Space", "Lights up the formula's next term and its part of the drawing.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t, SizesPage::arithmetic).step_term(t.desk, 1); }},
    holding(Held::moves, {"next-row", "", "Down", "The page's next term, size, answer, layer or framework.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t).step_row(t.desk, 1); }}),
    holding(Held::moves, {"previous-row", "", "Up", "The one before it.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t).step_row(t.desk, -1); }}),
    holding(Held::moves, {"larger", "", "Right", "The input one larger.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t).resize(t.desk, 1); }}),
    holding(Held::moves, {"smaller", "", "Left", "The input one smaller.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t).resize(t.desk, -1); }}),
    {"same-size", "N", "",
     "Takes another size with the same windows; of a transposed operator as its output.", 1, 1,
     [](CommandTarget& t, Arguments a) {
       front(t, SizesPage::ambiguity).choose_size(t.desk, words::whole(a[0], "size"));
     }},
    {"solve", "FIELD VALUE", "",
     "Asks which parameters give a size: direction, input, wanted, or bounds as kernel 1-7.", 2, 64,
     [](CommandTarget& t, Arguments a) {
       front(t, SizesPage::solve).ask(t.desk, a[0], words::joined(a.subspan(1)));
     },
     [](const Desk& d) { return sizes(d).question_now(); }},
    {"solve-nearest", "N", "", "Asks for one of the nearest sizes instead, counted from 0.", 1, 1,
     [](CommandTarget& t, Arguments a) {
       front(t, SizesPage::solve).ask_nearest(t.desk, number(a[0], "nearest"));
     }},
    {"sort", "COLUMN [up|down]", "", "Sorts the answers; the same column again turns the order round.", 1, 2,
     sort,
     [](const Desk& d) {
       const SolveDesk& now = sizes(d).desk();
       return now_if(now.sorted() != SolveColumn::overlap || now.descending(),
                     {std::string(kSolveColumns[static_cast<std::size_t>(now.sorted())]),
                      now.descending() ? "down" : "up"});
     }},
    {"take-row", "[N]", "Enter",
     "Makes an answer the operator, counted from 0; alone the one that is lit up.", 0, 1, take_row},
    {"network", "NAME|PATH", "", "Shows unet, unet-valid, dcgan, or a network's .json file.", 1, 64, network,
     [](const Desk& d) {
       const std::string source = sizes(d).network_source();
       return now_if(!source.empty(), {source});
     }},
    {"network-json", "JSON", "", "Takes a network as it stands in its file.", 1, 64, network_json,
     [](const Desk& d) { return now_if(sizes(d).network_source().empty(), {to_json(sizes(d).chain())}); }},
    {"network-input", "SIZE", "", "The size of the network's input, as 256 or 256x192.", 1, 8,
     [](CommandTarget& t, Arguments a) {
       SizesState& state = front(t, SizesPage::network);
       state.apply(with_input(state.chain(), words::joined(a)));
     },
     [](const Desk& d) { return now_if(true, {sizes_text(sizes(d).chain().size)}); }},
    {"network-layer", "N|none", "", "Chooses a layer, counted from 0.", 1, 1, choose_layer,
     [](const Desk& d) {
       const auto layer = sizes(d).layer();
       return now_if(layer.has_value(), {fmt::format("{}", layer.value_or(0))});
     }},
    {"network-set", "FIELD VALUE", "",
     "Changes the chosen layer: name, kind, channels, groups, kernel, stride, padding, dilation, "
     "output-padding, dialect, skip, activation, bias.",
     2, 64,
     [](CommandTarget& t,
        Arguments a) { front(t, SizesPage::network).set_layer(a[0], words::joined(a.subspan(1))); }},
    {"network-add", "", "A", "Adds a layer behind the chosen one, or at the end.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t, SizesPage::network).add_layer(); }},
    {"network-remove", "", "Delete", "Removes the chosen layer.", 0, 0,
     [](CommandTarget& t, Arguments) { front(t, SizesPage::network).remove_layer(); }},
    {"network-graph", "", "G", "Opens the network in Networks, layer by layer.", 0, 0,
     [](CommandTarget& t, Arguments) {
       run_command(t, CommandWords{"networks-chain", to_json(front(t, SizesPage::network).chain())});
     }},
    {"network-save", "PATH", "", "Saves the network as a .json file.", 1, 64,
     [](CommandTarget& t, Arguments a) {
       const std::string path = words::joined(a);
       front(t, SizesPage::network).save_network(path);
       t.desk.tell("Saved " + path);
     }},
    {"compare-dialect", "N", "", "Which framework's row stands against PyTorch, counted from 0.", 1, 1,
     [](CommandTarget& t, Arguments a) { front(t, SizesPage::dialects).compare(t.desk, number(a[0], "row")); },
     [](const Desk& d) {
       const auto row = sizes(d).compared();
       return now_if(row.has_value(), {fmt::format("{}", row.value_or(0))});
     }},
    {"sizes-shift", "", "", "The example in which Keras and PyTorch are one cell apart.", 0, 0, show_shift},
    {"copy-sizes", "[json|line]", "J", "Copies the page's numbers as JSON, or its command.", 0, 1, copy},
    {"copy-size-line", "", "Ctrl+Shift+C", "Copies the command that prints the page's numbers.", 0, 0,
     [](CommandTarget& t, Arguments) { copy(t, std::array<std::string, 1>{"line"}); }},
});

constexpr Names<SizesPage, 5> kPages{"sizes-page", SizesState::kPages, Listing::commas};
constexpr std::array<std::string_view, 5> kTitles{"Arithmetic", "Ambiguity", "Solve", "Network", "Dialects"};

/// Remembered behind the commands, each of which comes to its own page.
constexpr std::array kSettings{
    Setting{.name = "sizes-page",
            .label = "Page",
            .kind = SettingKind::choice,
            .choices = SizesState::kPages,
            .titles = kTitles,
            .help = "Shows a page of the size lab.",
            .get = [](const Desk& d) { return std::string(kPages[sizes(d).page]); },
            .set = [](CommandTarget& t, std::string_view v) { front(t, kPages.parse(v)); }},
};

}  // namespace

const Setting& sizes_page() {
  return kSettings[0];
}

std::span<const Command> sizes_commands() {
  static const std::vector<Command> all = [] {
    std::vector<Command> list = joined(kCommands, resize_commands());
    const std::vector<Command> last = commands_of([]() -> const auto& { return kSettings; });
    list.insert(list.end(), last.begin(), last.end());
    return list;
  }();
  return all;
}

}  // namespace convscope
