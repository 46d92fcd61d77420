#include "core/tex/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace convscope {

namespace {

using Sign = std::pair<std::string_view, std::string_view>;

/// In math mode.
constexpr Sign kMath[] = {
    {"<", "<"},
    {">", ">"},
    {"|", "|"},
    {"×", "\\times"},
    {"·", "\\cdot"},
    {"−", "-"},
    {"½", "{}^1\\!/_2"},
    {"¼", "{}^1\\!/_4"},
    {"¾", "{}^3\\!/_4"},
    {"⅓", "{}^1\\!/_3"},
    {"⅔", "{}^2\\!/_3"},
    {"⅕", "{}^1\\!/_5"},
    {"⅖", "{}^2\\!/_5"},
    {"⅗", "{}^3\\!/_5"},
    {"⅘", "{}^4\\!/_5"},
    {"⅙", "{}^1\\!/_6"},
    {"⅚", "{}^5\\!/_6"},
    {"⅛", "{}^1\\!/_8"},
    {"⅜", "{}^3\\!/_8"},
    {"⅝", "{}^5\\!/_8"},
    {"⅞", "{}^7\\!/_8"},
    {"ᵀ", "{}^{\\mathsf T}"},
    {"∇", "\\nabla"},
    {"Σ", "\\Sigma"},
    {"⌊", "\\lfloor"},
    {"⌋", "\\rfloor"},
    {"⌈", "\\lceil"},
    {"⌉", "\\rceil"},
    {"≤", "\\leq"},
    {"≥", "\\geq"},
    {"→", "\\rightarrow"},
    {"←", "\\leftarrow"},
    {"↑", "\\uparrow"},
    {"↓", "\\downarrow"},
    {"↔", "\\leftrightarrow"},
    {"∗", "\\ast"},
    {"∙", "\\bullet"},
    {"⟨", "\\langle"},
    {"⟩", "\\rangle"},
    {"≠", "\\neq"},
    {"≈", "\\approx"},
    {"±", "\\pm"},
    {"°", "{}^\\circ"},
    {"∞", "\\infty"},
    {"√", "\\surd"},
    {"∈", "\\in"},
    {"∑", "\\textstyle\\sum"},
    {"∂", "\\partial"},
    {"σ", "\\sigma"},
    {"λ", "\\lambda"},
    {"μ", "\\mu"},
    {"ε", "\\varepsilon"},
    {"α", "\\alpha"},
    {"‖", "\\|"},
    {"†", "\\dagger"},
    {"•", "\\bullet"},
    {"✓", "\\surd"},
    {"✗", "\\times"},
    {"↦", "\\mapsto"},
    {"⇒", "\\Rightarrow"},
    {"′", "{}'"},
    {"⁻", "{}^-"},
    {"¹", "{}^1"},
    {"²", "{}^2"},
    {"³", "{}^3"},
    {"⁰", "{}^0"},
    {"⁴", "{}^4"},
    {"⁵", "{}^5"},
    {"⁶", "{}^6"},
    {"⁷", "{}^7"},
    {"⁸", "{}^8"},
    {"⁹", "{}^9"},
    {"₀", "{}_0"},
    {"₁", "{}_1"},
    {"₂", "{}_2"},
    {"₃", "{}_3"},
    {"₄", "{}_4"},
    {"₅", "{}_5"},
    {"₆", "{}_6"},
    {"₇", "{}_7"},
    {"₈", "{}_8"},
    {"₉", "{}_9"},
};

/// In text mode. A hyphen and its like stay single.
constexpr Sign kText[] = {
    {"\\", "\\textbackslash{}"},
    {"{", "\\{"},
    {"}", "\\}"},
    {"$", "\\$"},
    {"&", "\\&"},
    {"#", "\\#"},
    {"%", "\\%"},
    {"_", "\\_"},
    {"^", "\\textasciicircum{}"},
    {"~", "\\textasciitilde{}"},
    {"-", "-{}"},
    {"'", "'{}"},
    {"`", "`{}"},
    {",", ",{}"},
    {"\"", "\\char34{}"},
    {"–", "--{}"},
    {"—", "---{}"},
    {"…", "\\dots{}"},
    {"é", "\\'e"},
    {"ü", "\\\"u"},
    {"ß", "\\ss{}"},
    {"’", "'{}"},
    {"“", "``{}"},
    {"”", "''{}"},
    {"\u00a0", "~"},
};

std::size_t length_of(unsigned char lead) {
  return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

}  // namespace

std::string tex_text(std::string_view text) {
  std::string out;
  bool blank = true;  // the last character was one, or there is none
  while (!text.empty()) {
    const std::string_view character =
        text.substr(0, std::min(length_of(static_cast<unsigned char>(text[0])), text.size()));
    const auto is_it = [&](const Sign& sign) { return sign.first == character; };
    text.remove_prefix(character.size());
    if (static_cast<unsigned char>(character[0]) <= ' ') {
      out += blank || text.empty() ? "\\ " : " ";
      blank = true;
      continue;
    }
    blank = false;
    if (const auto* const sign = std::ranges::find_if(kMath, is_it); sign != std::end(kMath))
      out += fmt::format("\\ensuremath{{{}}}", sign->second);
    else if (const auto* const other = std::ranges::find_if(kText, is_it); other != std::end(kText))
      out += other->second;
    else if (character.size() == 1)
      out += character;
    else
      out += fmt::format("{{\\ifdefined\\Umathchar {}\\else ?\\fi}}", character);
  }
  return out;
}

}  // namespace convscope
