#include "core/tex/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <span>
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
    {"’", "'{}"},
    {"“", "``{}"},
    {"”", "''{}"},
    {"\u00a0", "~"},
};

std::size_t length_of(unsigned char lead) {
  return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/// Letters with accents, U+00C0 to U+017E, that LaTeX makes with its first fonts (OT1); the others want T1.
bool is_accented(std::string_view character) {
  constexpr std::string_view kOthers = "ÐÞðþĄąĐđĘęĦħĮįĸĿŀŉŊŋŦŧŲų";
  return character >= "À" && character < "ſ" && kOthers.find(character) == kOthers.npos;
}

const Sign* sign_of(std::span<const Sign> signs, std::string_view character) {
  const auto found = std::ranges::find(signs, character, &Sign::first);
  return found == signs.end() ? nullptr : &*found;
}

}  // namespace

std::string tex_text(std::string_view text) {
  std::string out;
  bool blank = true;     // the last character was one, or there is none
  bool foreign = false;  // a stretch of unknown characters is open
  while (!text.empty()) {
    const std::string_view character =
        text.substr(0, std::min(length_of(static_cast<unsigned char>(text[0])), text.size()));
    text.remove_prefix(character.size());
    const Sign* const formula = sign_of(kMath, character);
    const Sign* const escaped = sign_of(kText, character);
    const bool known = character.size() == 1 || formula || escaped || is_accented(character);
    if (known == foreign) out += known ? "}" : "\\unicodetext{";
    foreign = !known;
    if (static_cast<unsigned char>(character[0]) <= ' ')
      out += blank || text.empty() ? "\\ " : " ";
    else if (formula)
      out += fmt::format("\\ensuremath{{{}}}", formula->second);
    else
      out += escaped ? escaped->second : character;
    blank = static_cast<unsigned char>(character[0]) <= ' ';
  }
  return foreign ? out + "}" : out;
}

}  // namespace convscope
