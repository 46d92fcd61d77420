#include "tests/fuzz/network_targets.hpp"

#include <cstdint>

#include "core/network/evaluate.hpp"
#include "core/network/formats.hpp"
#include "tests/core/network/model_files.hpp"

namespace convscope::fuzz {

namespace {

constexpr Budget kLittle{Index{64} << 20};
constexpr Index kSmall = 1 << 12;  ///< values of all layers together with which a network is run

void run_small(const Network& read) {
  const Evaluator evaluator(read);
  Values feeds = input_shapes(read, Shape{4});
  Index cells = 0;
  for (const auto& [name, value] : evaluator.sizes(feeds, kLittle)) {
    cells += count_of(value.shape);
    if (cells > kSmall) return;
  }
  for (auto& [name, feed] : feeds) {
    const auto count = static_cast<std::size_t>(count_of(feed.shape));
    feed = feed.real() ? real_array(feed.shape, UnfilledVector<float>(count, 0.5F))
                       : whole_array(feed.shape, UnfilledVector<Index>(count, 1), feed.type);
  }
  RunRequest request;
  request.budget = kLittle;
  evaluator.run(feeds, request);
}

void read_with(Network (*reader)(const NetworkFile&), const std::string& bytes,
               const std::string& beside = {}) {
  NetworkFile file{"/nowhere/fuzz", bytes, kLittle};
  file.beside["w.bin"] = beside;
  const Network read = reader(file);
  if (read.has_graph()) run_small(read);
}

/// What stands before the first zero byte, and behind it.
std::pair<std::string, std::string> halves(const std::string& bytes) {
  const std::size_t end = std::min(bytes.find('\0'), bytes.size());
  return {bytes.substr(0, end), bytes.substr(std::min(end + 1, bytes.size()))};
}

}  // namespace

void onnx(const std::string& bytes) {
  read_with(read_onnx, bytes, std::string(64, '\1'));
}

void safetensors(const std::string& bytes) {
  if (!bytes.starts_with('{')) return read_with(read_safetensors, bytes);
  const auto [header, data] = halves(bytes);
  read_with(read_safetensors, testing::safetensors(header, data));
}

void torch(const std::string& bytes) {
  if (bytes.starts_with("PK")) return read_with(read_torch, bytes);
  read_with(read_torch, testing::zip({{"a/data.pkl", bytes}, {"a/data/0", std::string(64, '\1')}}));
}

void keras(const std::string& bytes) {
  const auto [json, weights] = halves(bytes);
  read_with(read_keras_layers, json, weights);
}

void network(const std::string& bytes) {
  read_with(read_chain, bytes);
}

}  // namespace convscope::fuzz
