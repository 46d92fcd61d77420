// Many drawings of one size in one HTML page: what several of them show is stored once.
//
//   SvgBook book;
//   for (every step) book.add(light, &dark);
//   "<style>" + book.styles() + "</style> <svg><defs>" + book.definitions() + "</defs></svg>"
//   "<svg>" + book.page(3) + "</svg>"
//
// Elements that always stand behind one another are one symbol. Colours that differ between two themes are
// variables of the style sheet, so both themes share the drawing.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/picture/picture.hpp"

namespace convscope {

class SvgBook {
 public:
  /// A page more; `dark`: the same drawing in the dark theme, or null.
  void add(const Picture& picture, const Picture* dark = nullptr);

  std::size_t pages() const { return pages_.size(); }
  /// Rules of a style sheet; the dark ones hold where the root has data-theme="dark".
  std::string styles() const;
  /// What pages use; belongs inside <defs>.
  std::string definitions() const;
  /// The elements of a page.
  std::string page(std::size_t number) const;

 private:
  using Chain = std::vector<std::size_t>;  ///< elements that always follow one another
  std::string joined(const std::string& light, const std::string& dark);
  std::string variable(const std::string& light, const std::string& dark);
  void define(std::string_view patterns);
  void put(const std::string& element);
  const std::vector<Chain>& chains() const;
  std::string text_of(const Chain& chain) const;

  std::vector<std::string> elements_;
  std::unordered_map<std::string, std::size_t> known_;  // their numbers
  std::vector<std::vector<std::size_t>> pages_;
  std::map<std::pair<std::string, std::string>, std::size_t> variables_;  // light and dark values
  std::vector<std::pair<std::string, std::string>> values_;               // by number
  std::map<std::string, std::string, std::less<>> patterns_;              // of hatching, by name
  std::map<std::string, std::pair<std::string, std::string>> pairs_;      // names of those of both themes
  mutable std::vector<Chain> chains_;                                     // made when first asked for
  mutable std::vector<std::size_t> chain_of_, uses_;
};

}  // namespace convscope
