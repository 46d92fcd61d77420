#include "app/labs/networks/run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/desk/file_commands.hpp"
#include "app/labs/networks/state.hpp"
#include "app/views/pixels.hpp"
#include "core/base/error.hpp"
#include "core/ops/resample/region.hpp"
#include "core/ops/resample/upsampler.hpp"

namespace convscope {

namespace {

/// No stage shows more pixels of it a side.
constexpr Index kMostSide = 1600;

/// As large as a stage needs it; nothing for what is no picture.
RunPicture seen(const Array& array, double range, const std::string& name) {
  const std::string size = to_string(array.shape);
  try {
    Tensor<float> picture = shown(array, range, false);
    const Index height = picture.shape()[2], width = picture.shape()[3];
    const Index shrink = (std::max(height, width) + kMostSide - 1) / kMostSide;
    if (shrink > 1) picture = shrink_area(picture, shrink);
    return {std::make_shared<const Image>(to_image(picture)),
            fmt::format("{}{} × {}", name.empty() ? "" : name + ", ", width, height)};
  } catch (const Error&) {
    return {nullptr, fmt::format("{}{}, no picture", name.empty() ? "" : name + ", ", size)};
  }
}

Array part_of(const Array& input, const Region& part) {
  return to_array(cropped(to_tensor(input), part));
}

}  // namespace

NetworkRunPtr run_network(const NetworkRunQuestion& q, const Progress& progress,
                          const std::function<void(NetworkRunPtr)>& deliver) {
  const Network &network = q.network->network, &shown_one = q.repaired ? q.repaired->network : network;
  PictureRun run;
  run.range = q.range;
  run.progress = progress.part(0, 0.1);
  const Array input =
      q.path.ends_with(".npy") ? array_input(q.path, network, run) : picture_input(q.path, network, run);
  progress.check();
  NetworkRun made;
  made.input = seen(input, q.range, file_name(q.path));
  const Evaluator evaluator(shown_one);
  if (input.shape.size() == 4 && input.shape[0] == 1) {
    const Region part = shown_part(evaluator, input.shape);
    const bool all = part == Region{0, 0, input.shape[2], input.shape[3]};
    made.layers = shown_layers(evaluator, all ? input : part_of(input, part), run);
    if (!all && made.input.image) {
      const double scale = made.input.image->width / static_cast<double>(input.shape[3]);
      made.part = {static_cast<double>(part.left) * scale, static_cast<double>(part.top) * scale,
                   static_cast<double>(part.width) * scale, static_cast<double>(part.height) * scale};
    }
    deliver(std::make_shared<const NetworkRun>(made));
  }
  run.progress = progress.part(0.1, q.repaired ? 0.55 : 1);
  made.result = run_on(Evaluator(network), input, run);
  made.output = seen(made.result, q.range, "");
  if (q.repaired) {
    deliver(std::make_shared<const NetworkRun>(made));
    run.progress = progress.part(0.55, 1);
    made.result = run_on(evaluator, input, run);
    made.repaired = seen(made.result, q.range, "");
  }
  made.whole = true;
  return std::make_shared<const NetworkRun>(std::move(made));
}

}  // namespace convscope
