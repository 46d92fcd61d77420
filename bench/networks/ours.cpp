// One network, run as often as a line comes in: the seconds that each run took go out. `./dev bench
// --networks` has other programs run in turn with it. usage: convscope_bench_network FILE BATCH CHANNELS
// HEIGHT WIDTH [VALUES.f32]
#include <fmt/format.h>
#include <tbb/global_control.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

#include "core/base/error.hpp"
#include "core/network/evaluate.hpp"
#include "core/network/formats.hpp"

using namespace convscope;

namespace {

Array input_of(const Dims& shape, const char* file) {
  UnfilledVector<float> values(static_cast<std::size_t>(count_of(shape)), 0.5F);
  std::ifstream in(file, std::ios::binary);
  in.read(reinterpret_cast<char*>(values.data()),
          static_cast<std::streamsize>(values.size() * sizeof(float)));
  return real_array(shape, std::move(values));
}

}  // namespace

int main(int count, char** words) {
  if (count != 7) return 2;
  try {
    const char* const threads = std::getenv("CONVSCOPE_BENCH_THREADS");
    const tbb::global_control two(tbb::global_control::max_allowed_parallelism,
                                  threads ? std::stoul(threads) : 2);
    const Network network = read_network(words[1]);
    Dims shape;
    for (int i = 2; i < 6; ++i) shape.push_back(std::stoll(words[i]));
    const Array input = input_of(shape, words[6]);
    const Evaluator evaluator(network);
    for (std::string line; std::getline(std::cin, line);) {
      const auto begin = std::chrono::steady_clock::now();
      const Array made = evaluator.run({{network.inputs.at(0).name, input}}, {});
      const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
      double sum = 0;  // so that both can be held against each other
      for (const float value : made.reals()) sum += static_cast<double>(value);
      fmt::print("{} {}\n", seconds.count(), sum);
      std::fflush(stdout);
    }
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
