// Text of people as text of LaTeX.
#pragma once

#include <string>
#include <string_view>

namespace convscope {

/// For LaTeX's text mode, with any engine and without packages: markup is escaped, blanks are kept, signs
/// such as × become formulas, letters with accents commands. A character that is not known here is left to
/// engines that read Unicode; pdflatex shows a question mark. `text` is UTF-8.
std::string tex_text(std::string_view text);

}  // namespace convscope
