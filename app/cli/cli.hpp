// The command line: convscope SUBCOMMAND ..., or the window without one.
//
// Exit status: 0 done; 1 the work could not be done; 2 the command line is wrong. On 1 and 2 exactly one
// line on standard error, "convscope: FIELD: what is wrong (what would be legal)", and files stay as they
// were. Wrong is what could not be right anywhere: an unknown name, a missing option, a word where a number
// belongs. A legal word that does not fit this work - a stride of 0, a scenario or file that does not
// exist, a view that cannot show this scenario - is status 1.
#pragma once

namespace convscope::cli {

/// The whole program. Catches everything.
int run(int argc, char** argv);

}  // namespace convscope::cli
