#include "core/network/network_enlarger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <utility>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/base/words.hpp"
#include "core/network/formats.hpp"
#include "core/network/picture_run.hpp"
#include "core/network/report.hpp"
#include "core/ops/resample/interpolate.hpp"

namespace convscope {

namespace {

class NetworkEnlarger final : public WholeEnlarger {
 public:
  NetworkEnlarger(const UpsamplingChoice& choice, Budget budget)
      : file_(describe_kernel(choice)),
        factor_(choice.factor),
        layers_(choice.layers),
        range_(choice.range),
        budget_(budget),
        network_(read_network(choice.network, budget)),
        evaluator_(network_) {
    require_graph();
    require_channels();
    require_factor();
  }

  Tensor<float> enlarge(const Tensor<float>& picture, const Progress& progress) const override {
    const std::scoped_lock lock(running_);  // what is prepared of the weights is shared
    Tensor<float> made = picture;
    for (Index layer = 0; layer < layers_; ++layer) {
      const auto share = [&](Index n) { return static_cast<double>(n) / static_cast<double>(layers_); };
      made = enlarged_once(made, progress.part(share(layer), share(layer + 1)));
    }
    return made;
  }

  Cost cost(const Shape& picture) const override {
    Cost all;
    Shape size = picture;
    for (Index layer = 0; layer < layers_; ++layer) {
      const Dims input{1, channels_, size[2], size[3]};
      const Cost one = cost_of(network_, evaluator_.sizes({{port().name, only_shape(input)}}, budget_));
      all.parameters = one.parameters;  // the same weights in each
      all.multiply_adds += one.multiply_adds;
      if (is_luma(picture[1]))
        all.multiply_adds += cost_of(bicubic(factor_), Shape{1, 2, size[2], size[3]}).multiply_adds;
      size[2] *= factor_;
      size[3] *= factor_;
    }
    return all;
  }

  std::string note(Index channels) const override {
    if (is_luma(channels)) return "enlarges luma alone, chroma is enlarged by bicubic";
    return channels == 1 && channels_ == 3 ? "takes colours: the grey picture is given to it three times"
                                           : "";
  }

 private:
  const Port& port() const { return network_.inputs.front(); }
  bool is_luma(Index channels) const { return channels_ == 1 && channels == 3; }

  void require_graph() const {
    if (!network_.has_graph())
      throw Error("network", fmt::format("{}: a {} file has weights and no graph", file_, network_.format),
                  "a file with layers, such as .onnx");
    if (network_.inputs.size() != 1)
      throw Error("network", fmt::format("{} has {}", file_, counted(network_.inputs.size(), "input")),
                  "a network with one picture as its input");
    for (const Node& node : network_.nodes)
      if (std::ranges::count(evaluator_.unknown(), node.op) > 0)
        throw Error("network",
                    fmt::format("{}: layer '{}' is a {}, which is not known here", file_, cut(node.name, 80),
                                cut(node.op, 60)),
                    "a network whose operators are all known");
    for (const auto& [name, weight] : network_.weights)
      if (weight.known() && weight.real() && not_finite(weight) > 0)
        throw Error("network",
                    fmt::format("{}: '{}' has values that are NaN or infinite", file_, cut(name, 80)),
                    "finite weights");
  }

  void require_channels() {
    const Dims input = usual_input();
    if (input.size() != 4 || input[0] != 1 || (input[1] != 1 && input[1] != 3))
      throw Error("network", fmt::format("{} takes {}, which is no picture", file_, to_string(input)),
                  "1 × 1 (luma) or 1 × 3 (colours) × height × width");
    channels_ = input[1];
  }

  void require_factor() const {
    const Dims input = usual_input(), output = size_behind(input);
    if (output.size() != 4 || output[0] != 1 || output[1] != channels_)
      throw Error(
          "network",
          fmt::format("{} makes {} of {}, which is no picture", file_, to_string(output), to_string(input)),
          fmt::format("as many channels as it takes, {}", channels_));
    const Index by = output[2] / input[2];
    if (by * input[2] != output[2] || by * input[3] != output[3])
      throw Error(
          "factor",
          fmt::format("{} makes {} × {} pixels of {} × {}", file_, output[3], output[2], input[3], input[2]),
          fmt::format("a network that makes {} times as many on each side", factor_));
    if (by == factor_) return;
    const bool useful = by >= kLeastFactor && by <= kMostFactor;
    throw Error("factor", fmt::format("{} enlarges {}, not {}", file_, counted(by, "time"), factor_),
                useful ? fmt::format("factor {}", by)
                       : fmt::format("a network that enlarges {} to {} times", kLeastFactor, kMostFactor));
  }

  /// What the file says of its input, open extents filled.
  Dims usual_input() const { return input_shapes(network_, {}).at(port().name).shape; }

  Dims size_behind(const Dims& input) const {
    const Values sizes = evaluator_.sizes({{port().name, only_shape(input)}}, {Index{1} << 50});
    const std::string& name =
        network_.outputs.empty() ? network_.nodes.back().outputs.at(0) : network_.outputs[0].name;
    const auto found = sizes.find(name);
    return found == sizes.end() ? Dims{} : found->second.shape;
  }

  /// A size that the file does not leave open.
  void require_size(Index height, Index width) const {
    const Port& in = port();
    if (in.any_shape || in.shape.size() != 4) return;
    const auto fits = [](Index stated, Index n) { return stated < 0 || stated == n; };
    if (fits(in.shape[2], height) && fits(in.shape[3], width)) return;
    const auto side = [&](Index stated, Index n) { return stated < 0 ? n : stated; };
    const Index h = side(in.shape[2], height), w = side(in.shape[3], width);
    throw Error("image",
                fmt::format("{} takes pictures of {} × {} pixels, not {} × {}", file_, w, h, width, height),
                fmt::format("{} × {} to be enlarged, {} × {} to be made smaller first", w, h, w * factor_,
                            h * factor_));
  }

  Tensor<float> through(const Tensor<float>& planes, const Progress& progress) const {
    const Index height = planes.shape()[2], width = planes.shape()[3];
    require_size(height, width);
    const auto scale = static_cast<float>(range_ / 255);
    Tensor<float> input = planes;
    for (float& value : input.values()) value *= scale;
    PictureRun run;
    run.range = range_;
    run.budget = budget_;
    run.progress = progress;
    Array made;
    try {
      made = run_on(evaluator_, to_array(input), run);
    } catch (const Error& error) {
      throw Error("image",
                  fmt::format("{} cannot take {} × {} pixels: {}", file_, width, height, error.problem()),
                  error.legal());
    }
    if (made.shape != Dims{1, channels_, height * factor_, width * factor_})
      throw Error("image",
                  fmt::format("{} makes {} of {} × {} pixels", file_, to_string(made.shape), width, height),
                  fmt::format("a size of which it makes {} times as many", factor_));
    Tensor<float> out = to_tensor(made);
    for (float& value : out.values()) value /= scale;
    return out;
  }

  Tensor<float> enlarged_once(const Tensor<float>& picture, const Progress& progress) const {
    const Index colors = picture.shape()[1];
    if (colors == channels_) return through(picture, progress);
    if (channels_ == 3) {  // of a grey picture
      Tensor<float> three({1, 3, picture.shape()[2], picture.shape()[3]});
      for (Index c = 0; c < 3; ++c) std::ranges::copy(picture.values(), three.data() + c * picture.size());
      return luma_of(through(three, progress));
    }
    Tensor<float> out = convscope::enlarge(bicubic(factor_), picture);
    const Tensor<float> made = through(luma_of(picture), progress), smooth = luma_of(out);
    for (Index i = 0; i < out.size(); ++i) out[i] += made[i % made.size()] - smooth[i % made.size()];
    return out;
  }

  std::string file_;
  Index factor_, layers_, channels_ = 3;
  double range_;
  Budget budget_;
  Network network_;
  Evaluator evaluator_;
  mutable std::mutex running_;
};

}  // namespace

std::shared_ptr<const WholeEnlarger> network_enlarger(const UpsamplingChoice& choice, Budget budget) {
  check_upsampling(choice);
  return std::make_shared<const NetworkEnlarger>(choice, budget);
}

Contender make_contender(const UpsamplingChoice& choice, const Examples& examples, Budget budget) {
  if (is_network(choice)) return network_enlarger(choice, budget);
  return make_upsampler(choice, examples);
}

}  // namespace convscope
