#include "app/export/svg_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "app/picture/svg_items.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

constexpr std::string_view kHatch = "hatch-";

/// Markup taken apart at the values of its attributes: text, value, text, value ..., text.
std::vector<std::string_view> parts_of(std::string_view markup) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t begin = markup.find("=\"");
    const std::size_t end =
        begin == std::string_view::npos ? std::string_view::npos : markup.find('"', begin + 2);
    if (end == std::string_view::npos) break;
    parts.push_back(markup.substr(0, begin + 2));
    parts.push_back(markup.substr(begin + 2, end - begin - 2));
    markup.remove_prefix(end);
  }
  parts.push_back(markup);
  return parts;
}

/// Whether an attribute's value may come from the style sheet: a colour or how opaque it is.
bool is_paint(std::string_view before, std::string_view light, std::string_view dark) {
  if (before.ends_with("-opacity=\"")) return true;
  return light.starts_with('#') && dark.starts_with('#');
}

/// Without the word that keeps blanks, where the text has none but single ones inside.
std::string shortened_text(std::string element) {
  constexpr std::string_view kSpace = " xml:space=\"preserve\"";
  const std::size_t at = element.find(kSpace), text = element.find('>');
  if (at == std::string::npos || element.find("> ") != std::string::npos ||
      element.find(" </text>") != std::string::npos || element.find("  ", text) != std::string::npos)
    return element;
  return element.erase(at, kSpace.size());
}

/// "hatch-rrggbbaa" inside a value, or nothing.
std::optional<std::string_view> hatch_in(std::string_view value) {
  const std::size_t at = value.find(kHatch);
  if (at == std::string_view::npos) return std::nullopt;
  return value.substr(at, kHatch.size() + 8);
}

}  // namespace

std::string SvgBook::variable(const std::string& light, const std::string& dark) {
  const auto [found, is_new] = variables_.emplace(std::pair(light, dark), values_.size());
  if (is_new) values_.emplace_back(light, dark);
  return fmt::format("var(--v{})", found->second);
}

/// One element for both themes; both of them, each for its own, where they differ in more than paint.
std::string SvgBook::joined(const std::string& light, const std::string& dark) {
  if (light == dark) return light;
  const std::vector<std::string_view> a = parts_of(light), b = parts_of(dark);
  std::string out;
  bool same = a.size() == b.size();
  for (std::size_t i = 0; same && i < a.size(); ++i) {
    if (a[i] == b[i]) {
      out += a[i];
    } else if (const auto la = hatch_in(a[i]), lb = hatch_in(b[i]); i % 2 == 1 && la && lb) {
      const std::string both = fmt::format("{}-{}", *la, lb->substr(kHatch.size()));
      pairs_.insert({both, {std::string(*la), std::string(*lb)}});
      const auto at = static_cast<std::size_t>(la->data() - a[i].data());
      out += std::string(a[i]).replace(at, la->size(), both);
    } else if (i % 2 == 1 && is_paint(a[i - 1], a[i], b[i])) {
      out += variable(std::string(a[i]), std::string(b[i]));
    } else {
      same = false;
    }
  }
  if (same) return out;
  return (light.empty() ? "" : "<g class=\"light\">" + light + "</g>\n") +
         (dark.empty() ? "" : "<g class=\"dark\">" + dark + "</g>\n");
}

void SvgBook::define(std::string_view patterns) {
  for (const std::string_view line : split(patterns, '\n'))
    if (const auto name = hatch_in(line)) patterns_.emplace(*name, fmt::format("{}\n", line));
}

void SvgBook::put(const std::string& element) {
  if (element.empty()) return;
  const auto [found, is_new] = known_.emplace(element, elements_.size());
  if (is_new) elements_.push_back(element);
  pages_.back().push_back(found->second);
}

void SvgBook::add(const Picture& picture, const Picture* dark) {
  chains_.clear();
  pages_.emplace_back();
  const SvgItems a = svg_items(picture), b = dark ? svg_items(*dark) : a;
  define(a.definitions);
  define(b.definitions);
  const std::size_t both = a.items.size() == b.items.size() ? a.items.size() : 0;
  for (std::size_t i = 0; i < both; ++i) put(joined(shortened_text(a.items[i]), shortened_text(b.items[i])));
  for (std::size_t i = both; i < a.items.size(); ++i) put(joined(shortened_text(a.items[i]), ""));
  for (std::size_t i = both; i < b.items.size(); ++i) put(joined("", shortened_text(b.items[i])));
  for (const auto& [name, pair] : pairs_)
    if (!patterns_.contains(name)) {
      const auto& [of_light, of_dark] = pair;
      patterns_.emplace(name, joined(patterns_.at(of_light), patterns_.at(of_dark)));
    }
}

/// Elements a and b belong together where b follows every a and a precedes every b.
const std::vector<SvgBook::Chain>& SvgBook::chains() const {
  if (!chains_.empty() || elements_.empty()) return chains_;
  constexpr std::size_t kNone = static_cast<std::size_t>(-1), kMany = kNone - 1, kEdge = kNone - 2;
  std::vector<std::size_t> next(elements_.size(), kNone), before(elements_.size(), kNone);
  const auto note = [&](std::size_t& place, std::size_t what) {
    place = place == kNone || place == what ? what : kMany;
  };
  for (const auto& page : pages_)
    for (std::size_t i = 0; i < page.size(); ++i) {
      note(next[page[i]], i + 1 < page.size() ? page[i + 1] : kEdge);
      note(before[page[i]], i > 0 ? page[i - 1] : kEdge);
    }
  const auto follows = [&](std::size_t a) {
    return next[a] < kEdge && before[next[a]] == a && next[a] != a ? next[a] : kNone;
  };
  chain_of_.assign(elements_.size(), kNone);
  const auto take = [&](std::size_t first) {
    chains_.emplace_back();
    for (std::size_t e = first; e != kNone && chain_of_[e] == kNone; e = follows(e)) {
      chain_of_[e] = chains_.size() - 1;
      chains_.back().push_back(e);
    }
  };
  for (const auto& page : pages_)
    for (const std::size_t e : page) {
      const bool begins = before[e] >= kEdge || follows(before[e]) != e;
      if (begins && chain_of_[e] == kNone) take(e);
    }
  uses_.assign(chains_.size(), 0);
  for (const auto& page : pages_)
    for (const std::size_t e : page)
      if (chains_[chain_of_[e]].front() == e) ++uses_[chain_of_[e]];
  return chains_;
}

std::string SvgBook::text_of(const Chain& chain) const {
  std::string out;
  for (const std::size_t e : chain) out += elements_[e];
  return out;
}

std::string SvgBook::styles() const {
  std::string light, dark;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    light += fmt::format("--v{}:{};", i, values_[i].first);
    dark += fmt::format("--v{}:{};", i, values_[i].second);
  }
  return fmt::format(
      ":root {{{}}}\n:root[data-theme=\"dark\"] {{{}}}\n"
      ":root:not([data-theme=\"dark\"]) .dark, [data-theme=\"dark\"] .light {{ display: none; }}\n",
      light, dark);
}

std::string SvgBook::definitions() const {
  std::string out;
  for (const auto& [name, pattern] : patterns_) out += pattern;
  const std::vector<Chain>& all = chains();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (uses_[i] > 1) out += fmt::format("<g id=\"u{}\">\n{}</g>\n", i, text_of(all[i]));
  return out;
}

std::string SvgBook::page(std::size_t number) const {
  const std::vector<Chain>& all = chains();
  std::string out;
  for (const std::size_t e : pages_[number]) {
    const std::size_t chain = chain_of_[e];
    if (all[chain].front() != e) continue;
    out += uses_[chain] > 1 ? fmt::format("<use href=\"#u{}\"/>\n", chain) : text_of(all[chain]);
  }
  return out;
}

}  // namespace convscope
