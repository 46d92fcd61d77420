#include "core/scenario/what.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"
#include "core/io/files.hpp"
#include "core/io/image_file.hpp"
#include "core/scenario/code_line.hpp"
#include "core/scenario/json.hpp"
#include "core/scenario/spec_line.hpp"

namespace convscope {

namespace {

constexpr Preset kPresets[] = {
    {"mean-1d", "Mean of three", "conv 5 k3", "1…5 becomes 2, 3, 4.", "In one dimension"},
    {"mean-1d-back", "…and its transpose", "tconv 3 k3 in=[2,3,4]",
     "The size returns to 5, the values do not: 2/3, 5/3, 3, 7/3, 4/3.", "In one dimension"},
    {"same-1d", "Same size: padding 1", "conv 5 k3 p1", "1…5 becomes 1, 2, 3, 4, 3.", "In one dimension"},
    {"stride-1d", "Stride 2", "conv 5 k3 s2", "1…5 becomes 2, 4.", "In one dimension"},
    {"stride-1d-back", "…and its transpose, output padding 1", "tconv 2 k3 s2 op1 in=[2,4]",
     "Six cells; the last gets nothing.", "In one dimension"},
    {"stamps-1d", "Stamps 1 2 3", "tconv 3 k3 in=ramp w=[1,2,3]", "1, 4, 10, 12, 9.", "In one dimension"},
    {"difference-1d", "Difference −1 0 1", "conv 5 k3 w=[-1,0,1]", "A ramp's slope is constant: 2, 2, 2.",
     "In one dimension"},
    {"linear-1d", "Linear interpolation", "tconv 3 k3 s2 w=bilinear", "0.5, 1, 1.5, 2, 2.5, 3, 1.5.",
     "In one dimension"},
    {"upsample-2x", "Transposed 3 × 3, stride 2", "tconv 3x3 k3 s2 p1 op1 w=bilinear",
     "Odd kernel, yet all phase sums are 1: no checkerboard.", "In two dimensions"},
    {"textbook-2d", "Textbook 2 × 2", "tconv 2x2 k2 in=[0,1;2,3] w=[0,1;2,3]", "0 0 1 / 0 4 6 / 4 12 9.",
     "In two dimensions"},
    {"textbook-2d-stride", "Textbook 2 × 2, stride 2", "tconv 2x2 k2 s2 in=[0,1;2,3] w=[0,1;2,3]",
     "Stamps stand side by side.", "In two dimensions"},
    {"textbook-2d-crop", "Textbook 2 × 2, padding 1", "tconv 2x2 k2 p1 in=[0,1;2,3] w=[0,1;2,3]",
     "Padding removes: one cell, 4, is left.", "In two dimensions"},
    {"matrix-2d", "3 × 3 with kernel 2 × 2", "conv 3x3 k2 in=arange w=[1,2;3,4]",
     "27, 37, 57, 67; the matrix is 4 × 9.", "In two dimensions"},
    {"matrix-2d-back", "…and its transpose", "tconv 2x2 k2 in=[27,37;57,67] w=[1,2;3,4]",
     "27 91 74 / 138 400 282 / 171 429 268.", "In two dimensions"},
    {"identity-2d", "Kernel [1 0; 0 1], stride 2", "tconv 2x2 k2 s2 w=[1,0;0,1]", "Every cell on a diagonal.",
     "In two dimensions"},
    {"digits", "5 × 5 digits",
     "conv 5x5 k3 in=[3,3,2,1,0;0,0,1,3,1;3,1,2,2,3;2,0,0,2,2;2,0,0,0,1] w=[0,1,2;2,2,0;0,1,2]",
     "12 12 17 / 10 17 19 / 9 6 14.", "In two dimensions"},
    {"digits-stride", "5 × 5 digits, stride 2, padding 1",
     "conv 5x5 k3 s2 p1 in=[3,3,2,1,0;0,0,1,3,1;3,1,2,2,3;2,0,0,2,2;2,0,0,0,1] w=[0,1,2;2,2,0;0,1,2]",
     "6 17 3 / 8 17 13 / 6 4 4.", "In two dimensions"},
    {"dilated", "Dilation 2", "conv 7x7 k3 d2", "Nine weights spread over 5 × 5 cells.", "In two dimensions"},
    {"unread", "A row that no window reads", "conv 6x6 k3 s2 p1", "Six rows, the last is never read.",
     "In two dimensions"},
    {"checkerboard", "Checkerboard: box 3, stride 2", "tconv 4x4 k3 s2 in=ones w=ones",
     "Output cells get 1, 2 or 4 contributions.", "Checkerboards"},
    {"checkerboard-1d", "Checkerboard in one dimension", "tconv 6 k3 s2 in=ones w=ones",
     "Contributions alternate 1, 2, 1, 2.", "Checkerboards"},
    {"even-overlap", "Even overlap: kernel 4, stride 2", "tconv 4x4 k4 s2 p1 in=ones w=ones",
     "Every inner cell gets four contributions.", "Checkerboards"},
    {"keras-same", "Keras SAME", "tconv 4 k3 s2 psame w=[1,10,100]",
     "1, 10, 102, 20, …: one cell away from PyTorch.", "Frameworks"},
    {"pytorch-same", "PyTorch p 1, op 1", "tconv 4 k3 s2 p1 op1 w=[1,10,100]", "10, 102, 20, 203, …",
     "Frameworks"},
    {"edges", "Edges: Sobel", "conv 8x8 k3 p1 in=random:3 w=sobel-x border=replicate", "Differences along x.",
     "Borders, banks, channels"},
    {"haar-bank", "Haar bank: exactly invertible", "conv 4 k2 s2 c1>2 w=haar",
     "Two orthonormal filters keep everything.", "Borders, banks, channels"},
    {"channels", "Two channels to two", "conv 5x5 k3 p1 c2>2 w=random:1",
     "Sums run over the input channels too.", "Borders, banks, channels"},
};

}  // namespace

std::span<const Preset> presets() {
  return kPresets;
}

bool is_spec_line(std::string_view what) {
  return what.starts_with("conv ") || what.starts_with("tconv ");
}

Scenario scenario_from_what(std::string_view what) {
  for (const Preset& preset : kPresets)
    if (preset.name == what) return parse_spec(preset.spec);
  const bool spec = is_spec_line(what);
  std::error_code none;
  if (!spec && (what.ends_with(".json") || std::filesystem::exists(what, none))) {
    const std::string path(what), picture = image_kind_of_file(path);
    if (!picture.empty())
      throw Error("scenario", fmt::format("{} is {}", path, picture),
                  "a file written by 'convscope scenario'");
    const std::string text = read_file(path, "scenario");
    // Without that ending it may be anything: a picture of a format that is not known, a note.
    if (!what.ends_with(".json") && !trim(text).starts_with('{'))
      throw Error("scenario", fmt::format("{} is neither a scenario nor a picture known here", path),
                  "a file written by 'convscope scenario'");
    return scenario_from_json(text);
  }
  if (!spec && looks_like_code(what)) return scenario_from_code(what).scenario;
  if (what.find(' ') != std::string_view::npos) return parse_spec(what);
  throw Error("scenario", fmt::format("'{}' is not known", what),
              "a scenario file, a preset's name, a spec line as \"tconv 4x4 k3 s2 p1\", or a layer as "
              "\"nn.Conv2d(1, 1, 3)\"");
}

ScenarioStage stage_from_what(std::string_view what) {
  std::error_code none;
  if (is_spec_line(what) || !what.ends_with(".json") || !std::filesystem::is_regular_file(what, none))
    return {};
  return stage_from_json(read_file(std::string(what), "scenario"));
}

}  // namespace convscope
