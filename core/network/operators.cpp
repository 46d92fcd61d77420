// The table of operators: another one is a row here and a function beside its kin.
#include "core/network/call.hpp"

namespace convscope {

namespace {

constexpr OperatorRow kOperators[] = {
    {"Conv", conv},
    {"ConvTranspose", conv_transpose},
    {"DepthToSpace", depth_to_space},
    {"SpaceToDepth", space_to_depth},
    {"Resize", resize},
    {"Upsample", upsample},
    {"BatchNormalization", batch_norm},
    {"InstanceNormalization", instance_norm},
    {"GroupNormalization", group_norm},
    {"LayerNormalization", layer_norm},
    {"Relu", cell_by_cell},
    {"LeakyRelu", cell_by_cell},
    {"PRelu", cell_by_cell},
    {"Sigmoid", cell_by_cell},
    {"HardSigmoid", cell_by_cell},
    {"HardSwish", cell_by_cell},
    {"Tanh", cell_by_cell},
    {"Clip", cell_by_cell},
    {"Elu", elu},
    {"Selu", selu},
    {"Softplus", softplus},
    {"Gelu", gelu},
    {"Exp", cell_by_cell},
    {"Sqrt", cell_by_cell},
    {"Abs", cell_by_cell},
    {"Neg", cell_by_cell},
    {"Floor", cell_by_cell},
    {"Ceil", cell_by_cell},
    {"Erf", erf_of},
    {"Add", cell_by_cell},
    {"Sum", cell_by_cell},
    {"Sub", cell_by_cell},
    {"Mul", cell_by_cell},
    {"Div", cell_by_cell},
    {"Pow", pow_of},
    {"Max", cell_by_cell},
    {"Min", cell_by_cell},
    {"Concat", concat},
    {"Split", split},
    {"Pad", pad},
    {"MaxPool", max_pool},
    {"AveragePool", average_pool},
    {"GlobalAveragePool", global_average_pool},
    {"GlobalMaxPool", global_max_pool},
    {"ReduceMean", reduce_mean},
    {"Slice", slice},
    {"Gather", gather},
    {"Reshape", reshape},
    {"Flatten", flatten},
    {"Transpose", transpose},
    {"Squeeze", squeeze},
    {"Unsqueeze", unsqueeze},
    {"Expand", expand},
    {"Cast", cast},
    {"Constant", constant},
    {"ConstantOfShape", constant_of_shape},
    {"Shape", shape_of},
    {"Identity", identity},
    {"Dropout", identity},
    {"Softmax", softmax},
    {"MatMul", mat_mul},
    {"Gemm", gemm},
};

}  // namespace

std::span<const OperatorRow> network_operators() {
  return kOperators;
}

}  // namespace convscope
