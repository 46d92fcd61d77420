// The command line as a target of its own.
#pragma once

#include <string>

namespace convscope::fuzz {

/// The program's words, one a line, done in this process: in a folder of their own, which has small files to
/// read, with a small memory budget, what is printed kept in memory. Words that open the window, name places
/// elsewhere or numbers of more than three digits are passed over. Faults: another exit status than those of
/// the house; a failure without its one sentence; an error nobody foresaw; a file that is left half written.
void command(const std::string& bytes);

}  // namespace convscope::fuzz
