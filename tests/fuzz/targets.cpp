#include "tests/fuzz/targets.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/base/error.hpp"
#include "core/io/files.hpp"
#include "core/io/image_file.hpp"
#include "core/io/matrix_market.hpp"
#include "core/io/npy.hpp"
#include "core/io/paste.hpp"
#include "core/lesson/lesson.hpp"
#include "core/lesson/markdown.hpp"
#include "core/ops/convolve.hpp"
#include "core/ops/fast/plan.hpp"
#include "core/scenario/code_line.hpp"
#include "core/scenario/json.hpp"
#include "core/scenario/source_text.hpp"
#include "core/scenario/spec_line.hpp"
#include "core/tensor/random.hpp"
#include "tests/fuzz/command_target.hpp"
#include "tests/fuzz/network_targets.hpp"

namespace convscope::fuzz {

namespace {

constexpr Budget kLittle{Index{64} << 20};

/// A fault that is no crash.
void require(bool holds, std::string_view what) {
  if (!holds) throw std::logic_error(std::string(what));
}

/// What was read reads back from what is written of it.
void same_again(const Scenario& scenario) {
  require(scenario_from_json(to_json(scenario)) == scenario, "a scenario changes in its own file");
  Scenario listed = scenario;
  listed.photo.clear();  // a path has no place in a line
  require(parse_spec(spec_line(listed)) == listed, "a scenario changes in its own line");
}

void npy(const std::string& bytes) {
  const std::string path = fmt::format("/dev/shm/convscope-fuzz-{}.npy", ::getpid());
  write_file(path, bytes);
  struct Removed {
    const std::string& path;
    ~Removed() { ::unlink(path.c_str()); }
  } removed{path};
  const Tensor<double> read = read_npy(path, "npy", kLittle);
  write_file(path, npy_bytes_exact(read));
  require(read_npy(path, "npy", kLittle) == read, "an array changes in its own file");
}

void scenario(const std::string& bytes) {
  stage_from_json(bytes);
  same_again(scenario_from_json(bytes));
}

void spec(const std::string& bytes) {
  same_again(parse_spec(bytes));
}

void code(const std::string& bytes) {
  same_again(scenario_from_code(bytes).scenario);
}

void paste(const std::string& bytes) {
  looks_like_spec(bytes);
  looks_like_code(bytes);
  const Tensor<double> matrix = parse_matrix(bytes);
  require(matrix.shape().rank() == 2, "a pasted matrix has rows and columns");
}

void source(const std::string& bytes) {
  const Source read = parse_source(bytes, "source");
  const Shape shape{static_cast<Index>(read.values.size())};
  require(parse_source(source_text(read, shape), "source") == read, "a source changes in its own text");
}

void matrix_market(const std::string& bytes) {
  constexpr Budget kRows{64 << 20};  // a matrix of empty rows is as large as it says
  const std::string text = matrix_market_text(parse_matrix_market(bytes, "matrix", kRows));
  require(matrix_market_text(parse_matrix_market(text, "matrix")) == text,
          "a matrix changes in its own file");
}

void lesson(const std::string& bytes) {
  const Lesson read = lesson_from_json(bytes, "fuzz.json");
  require(lesson_from_json(to_json(read), "fuzz.json") == read, "a lesson changes in its own file");
}

void markdown(const std::string& bytes) {
  plain_text(parse_markdown(bytes));
}

void image(const std::string& bytes) {
  const ImageFile read = decode_image_file(bytes, "fuzz", "image", kLittle);
  for (const float value : read.color.values())
    require(value >= 0 && value <= 255, "a picture's values are 0 to 255");
}

/// Numbers from 0 up as the bytes say, 0 behind their end.
class Choices {
 public:
  explicit Choices(const std::string& bytes) : bytes_(bytes) {}
  Index operator()(Index low, Index high) {
    const auto byte = at_ < bytes_.size() ? static_cast<unsigned char>(bytes_[at_++]) : 0;
    return low + byte % (high - low + 1);
  }

 private:
  const std::string& bytes_;
  std::size_t at_ = 0;
};

template <class T>
Tensor<T> whole_numbers(const Shape& shape, std::uint64_t seed) {
  SplitMix dice(seed);
  Tensor<T> out(shape);
  for (T& value : out.values()) value = static_cast<T>(dice.below(9)) - 4;
  return out;
}

template <class T>
void agree(const Geometry& g, Index enumeration, Index batch, std::uint64_t seed) {
  const Tensor<T> pixels = whole_numbers<T>(g.pixel_tensor(batch), seed),
                  windows = whole_numbers<T>(g.window_tensor(batch), seed + 1),
                  weights = whole_numbers<T>(g.weights(), seed + 2);
  Tensor<T> plain, swift;
  switch (enumeration) {
    case 0:
      gather(g, pixels, weights, plain);
      fast::gather(g, pixels, weights, swift);
      break;
    case 1:
      scatter(g, windows, weights, plain);
      fast::scatter(g, windows, weights, swift);
      break;
    default:
      weight_gradient(g, pixels, windows, plain);
      fast::weight_gradient(g, pixels, windows, swift);
  }
  require(swift == plain, "a fast kernel differs from the plain sum");
}

/// The bytes choose a geometry and one of the three enumerations, in float or double; the fast kernels must
/// agree with the plain ones on whole numbers.
void operators(const std::string& bytes) {
  Choices roll(bytes);
  Geometry g;
  for (Index rank = roll(1, 3); rank > 0; --rank)
    g.axes.push_back({roll(1, rank == 1 ? 70 : 9), roll(1, rank == 1 ? 70 : 9), roll(1, rank == 1 ? 9 : 4),
                      roll(1, 8), roll(1, 4), roll(-4, 9)});
  const Index groups = roll(1, 3);
  g.channels = {groups * roll(1, 24), groups * roll(1, 24), groups};
  const Index enumeration = roll(0, 2), batch = roll(1, 2);
  const auto seed = static_cast<std::uint64_t>(roll(0, 255));
  roll(0, 3) == 0 ? agree<double>(g, enumeration, batch, seed) : agree<float>(g, enumeration, batch, seed);
}

constexpr Target kTargets[] = {
    {"npy", 4096, npy},           {"scenario", 4096, scenario}, {"spec", 512, spec},
    {"code", 2048, code},         {"paste", 4096, paste},       {"source", 512, source},
    {"lesson", 8192, lesson},     {"markdown", 2048, markdown}, {"matrix-market", 2048, matrix_market},
    {"image", 16384, image},      {"onnx", 4096, onnx},         {"safetensors", 4096, safetensors},
    {"torch", 4096, torch},       {"keras", 8192, keras},       {"network", 4096, network},
    {"operators", 32, operators}, {"command", 512, command},
};

}  // namespace

std::span<const Target> targets() {
  return kTargets;
}

const Target* find_target(std::string_view name) {
  const auto* found = std::find_if(std::begin(kTargets), std::end(kTargets),
                                   [&](const Target& target) { return target.name == name; });
  return found == std::end(kTargets) ? nullptr : found;
}

}  // namespace convscope::fuzz
