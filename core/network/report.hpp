// A network laid out: one entry a layer, with sizes, costs, receptive field and what the doctor says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/geometry/layer.hpp"
#include "core/network/doctor.hpp"
#include "core/network/flat_test.hpp"
#include "core/ops/resample/upsampler.hpp"

namespace convscope {

struct NetworkLayer {
  std::string name, op;
  /// Of layers on the relation and of resizes; one number for each axis, else empty.
  std::vector<Index> kernel, stride, dilation, output_padding;
  std::vector<Sides> padding;
  Index groups = 1;
  std::optional<Index> in, out;        ///< channels, where there are some
  std::optional<Dims> output;          ///< whole shape; none behind what is not known
  std::vector<Index> receptive_field;  ///< of the input, one for each spatial axis
  double parameters = 0, multiply_adds = 0;
  std::optional<LayerDiagnosis> diagnosis;
  std::optional<double> levels;  ///< of the flat test
};

struct NetworkReport {
  std::string name, format;
  Dims input;  ///< whole shape; empty for files without a graph
  std::vector<NetworkLayer> layers;
  std::vector<std::string> unsupported;  ///< operators, each once
  std::optional<FlatTest> flat;
  std::string no_flat;  ///< why there is none
  std::vector<std::string> warnings;
  double parameters = 0, multiply_adds = 0;
};

struct ReportRequest {
  Shape size;  ///< of the input; empty: the file's, or kOpenSize
  bool flat = true;
  double range = 1;
  Budget budget{};
  Progress progress{};
};

/// Of files without a graph every weight is a layer of operator "weights".
/// Errors: as Evaluator::sizes and input_shapes; a flat test that cannot be made says why in the report.
NetworkReport report(const Network& network, const ReportRequest& request = {});

/// All weights that were learned, and the multiplications of one picture of these sizes (Evaluator::sizes).
Cost cost_of(const Network& network, const Values& sizes);

/// A layer's weights: of its name, or of a file without a graph the tensor's. Errors: Error("layer", ...):
/// unknown, or without weights.
const Array& weights_named(const Network& network, std::string_view layer);

}  // namespace convscope
