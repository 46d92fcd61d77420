// convscope man: the manual page, made of what the subcommands say of themselves.
#include <fmt/format.h>

#include "app/cli/output.hpp"
#include "app/cli/spoken_help.hpp"
#include "app/cli/subcommands.hpp"
#include "app/picture/language.hpp"
#include "core/base/numbers.hpp"

namespace convscope::cli {

namespace {

/// As roff reads it: hyphens that can be copied, no backslash and no line that begins as a request.
std::string roff(std::string_view text) {
  std::string out;
  bool begins = true;
  for (const char c : text) {
    if (begins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
    begins = c == '\n';
  }
  return out;
}

/// Paragraphs; what is indented stays as it is.
std::string paragraphs(std::string_view text) {
  std::string out = ".PP\n";
  bool table = false, ended = false;
  for (const std::string_view line : split(text, '\n')) {
    const bool indented = line.starts_with("  ");
    if (indented != table) out += indented ? ".nf\n" : ".fi\n";
    table = indented;
    if (line.empty()) {
      ended = true;
      continue;
    }
    if (ended && !indented) out += ".PP\n";
    ended = false;
    out += roff(line) + '\n';
  }
  return out + (table ? ".fi\n" : "");
}

std::string option(const Synopsis::Option& option) {
  std::string names;
  for (const std::string& name : option.names)
    names += fmt::format("{}\\fB{}\\fR", names.empty() ? "" : ", ", roff(name));
  if (!option.kind.empty()) names += fmt::format(" \\fI{}\\fR", roff(option.kind));
  return fmt::format(".TP\n{}\n{}\n", names, roff(spoken(option.help)));
}

/// Usage, what it does, options and examples.
std::string described(const Synopsis& synopsis) {
  const std::string name = synopsis.name.empty() ? "convscope" : "convscope " + synopsis.name;
  std::string text = fmt::format("\\fB{}\\fR {}\n", roff(name), roff(synopsis.usage));
  text += paragraphs(spoken_help(synopsis.about));
  for (const Synopsis::Option& each : synopsis.options) text += option(each);
  if (synopsis.examples.empty()) return text;
  text += synopsis.examples.size() == 1 ? ".PP\nExample:\n.nf\n" : ".PP\nExamples:\n.nf\n";
  for (const std::string& line : synopsis.examples) text += "  " + roff(line) + '\n';
  return text + ".fi\n";
}

std::string page() {
  std::string text = fmt::format(
      ".\\\" Written by convscope man.\n.TH CONVSCOPE 1 \"\" \"convscope {}\" \"User Commands\"\n"
      ".SH NAME\nconvscope \\- see convolution and transposed convolution\n"
      ".SH SYNOPSIS\n\\fBconvscope\\fR [\\fIview\\fR] [\\fIWHAT\\fR or \\fIIMAGE\\fR]\n.br\n"
      "\\fBconvscope\\fR \\fISUBCOMMAND\\fR ...\n"
      ".SH DESCRIPTION\n{}\nWithout a subcommand it opens the window; a subcommand does one thing without.\n",
      CONVSCOPE_VERSION, roff(spoken(kProgramHelp)));
  for (const Subcommand& sub : subcommands())
    text += fmt::format(".TP\n\\fB{}\\fR\n{}\n", roff(sub.name), roff(spoken(sub.help)));
  text += ".SH THE WINDOW\n" + described(synopsis_of(open_window)) + ".SH SUBCOMMANDS\n";
  for (const Subcommand& sub : subcommands())
    text += fmt::format(".SS {}\n{}", roff(sub.name), described(synopsis_of(sub.run)));
  return text + fmt::format(
                    ".SH EXIT STATUS\n{}\n.PP\nOn 1 and 2 one line on standard error says which field is "
                    "wrong, why, and what would be legal; files stay as they were.\n",
                    roff(spoken(kExitStatus)));
}

}  // namespace

void man(const Words& words) {
  Arguments arguments("man", "", "Prints the manual page, for man -l or a file convscope.1.");
  arguments.example("convscope man | man -l -");
  if (arguments.parse(words)) print(page());
}

}  // namespace convscope::cli
