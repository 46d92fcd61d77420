// Text of people as text of LaTeX.
#pragma once

#include <string>
#include <string_view>

namespace convscope {

/// For LaTeX's text mode, with any engine and without packages: markup is escaped, blanks are kept, signs
/// such as × become formulas. Stretches of characters that LaTeX has no commands for, Chinese ones say, are
/// arguments of \unicodetext, which the document has to define (kUnicodeText). `text` is UTF-8.
std::string tex_text(std::string_view text);

/// The definition: engines that read Unicode print them in the font at hand, pdfLaTeX in that of the package
/// CJKutf8 where it is loaded, else a question mark.
inline constexpr std::string_view kUnicodeText =
    "\\providecommand\\unicodetext[1]{\\ifdefined\\Umathchar#1\\else\\ifdefined\\CJKfamily"
    "\\begin{CJK}{UTF8}{gbsn}#1\\end{CJK}\\else?\\fi\\fi}\n";

}  // namespace convscope
