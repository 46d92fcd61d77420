// What F1 says about the parts of this lab.
#include <array>

#include "app/desk/context_help.hpp"
#include "app/labs/claims/lab.hpp"

namespace convscope {

namespace {

constexpr auto kTopics = std::to_array<HelpTopic>({
    {"lab/claims", "",
     "Sentences that circulate. Each comes with the smallest experiment that shows what is true of it.",
     "convscope claims runs them all"},
    {"claims/experiment", "",
     "The sentence is judged by the numbers below the card. Sliders and the line change one scenario at a "
     "time; "
     "Ctrl+Z takes a change back, Backspace all of them.",
     "convscope claims NAME"},
    {"claims/line", "conv|tconv SIZE kK [sS] [pP] [dD] [opO] [cIN>OUT] [in=..] [w=..]",
     "The whole scenario in one line. The operator cannot be exchanged: the claim is about it.", "README"},
    {"claims/vote", "",
     "Let the audience raise hands and click once for each, or type vote true 12 after Ctrl+P. Enter "
     "reveals.",
     "hide-verdicts, vote and reveal among the commands"},
});

}  // namespace

std::span<const HelpTopic> claims_topics() {
  return kTopics;
}

}  // namespace convscope
