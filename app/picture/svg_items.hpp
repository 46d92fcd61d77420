// A drawing as SVG in parts, for pages that hold many of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/picture/language.hpp"
#include "app/picture/picture.hpp"

namespace convscope {

/// What to_svg writes: an element for each item, with a line feed, behind that of the ground; empty where
/// nothing is drawn, without tags. `definitions`: patterns, one a line, that elements name as
/// url(#hatch-rrggbbaa).
struct SvgItems {
  std::vector<std::string> items;
  std::string definitions;
};
SvgItems svg_items(const Picture& picture);

/// Text for XML and HTML: markup is escaped, also in attributes; what is no character becomes a space or �.
std::string xml_text(std::string_view text);
/// The same of an English text in the language of the page.
inline std::string xml_spoken(std::string_view english) {
  return xml_text(spoken(english));
}

/// "data:image/png;base64,...": a PNG file as the address of a picture.
std::string png_address(std::string_view png);

}  // namespace convscope
