// Feeds the readers of networks with damaged files, for as long as is asked: fuzz_networks FILE COUNT [SEED].
//
// Each file is the given one with a few bytes changed, cut, doubled or moved. A reader may refuse it by a
// sentence, or read it and follow its sizes; anything else (a signal, another exception, more memory than
// the limit) ends this program with a report. Not run with the tests: built by `ninja fuzz_networks`.
#include <fmt/format.h>
#include <sys/resource.h>

#include <cstdlib>
#include <exception>
#include <filesystem>

#include "core/base/error.hpp"
#include "core/io/files.hpp"
#include "core/network/evaluate.hpp"
#include "core/network/formats.hpp"
#include "core/tensor/random.hpp"

namespace {

using namespace convscope;

std::string mutated(const std::string& original, SplitMix& dice) {
  std::string bytes = original;
  const auto place = [&] { return static_cast<std::size_t>(dice.below(static_cast<Index>(bytes.size()))); };
  for (Index n = 1 + dice.below(6); n > 0 && bytes.size() > 1; --n) {
    // Heads are where structure is.
    const std::size_t at =
        dice.below(2) == 0 ? place() : std::min(place(), static_cast<std::size_t>(dice.below(2000)));
    switch (dice.below(7)) {
      case 0:
        bytes[at] = static_cast<char>(dice.below(256));
        break;
      case 1:
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice.below(8)));
        break;
      case 2:
        bytes[at] = '\xff';
        break;
      case 3:
        bytes.erase(at, static_cast<std::size_t>(1 + dice.below(8)));
        break;
      case 4:
        bytes.insert(at, bytes.substr(place(), static_cast<std::size_t>(1 + dice.below(40))));
        break;
      case 5:
        bytes.resize(std::max<std::size_t>(at, 1));
        break;
      default:
        bytes[at] = '\0';
    }
  }
  return bytes;
}

}  // namespace

int main(int count, char** words) {
  if (count < 3) return 2;
  const rlimit limit{Index{2} << 30, Index{2} << 30};
  ::setrlimit(RLIMIT_AS, &limit);
  const std::string path = words[1], original = read_file(path, "network");
  const long rounds = std::atol(words[2]);
  SplitMix dice(count > 3 ? static_cast<std::uint64_t>(std::atol(words[3])) : 1);
  // Whoever looks like several formats is given to each.
  long read = 0, refused = 0, followed = 0;
  for (long i = 0; i < rounds; ++i) {
    const std::string bytes = mutated(original, dice);
    for (const NetworkFormat& format : network_formats()) {
      if (!format.fits(bytes)) continue;
      try {
        const Network network = format.read({path, bytes, {Index{1} << 28}});
        ++read;
        if (network.has_graph()) Evaluator(network).sizes(input_shapes(network, {}), {Index{1} << 28});
        ++followed;
      } catch (const Error&) {
        ++refused;
      } catch (const std::exception& error) {
        write_file("/tmp/fuzz_networks.failed", bytes);
        fmt::print("round {}: {} ({}), kept as /tmp/fuzz_networks.failed\n", i, error.what(), format.name);
        return 1;
      }
    }
  }
  fmt::print("{}: {} files, {} read, {} followed, {} refused\n", path, rounds, read, followed, refused);
}
