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
    {"Relu", relu},
    {"LeakyRelu", leaky_relu},
    {"PRelu", prelu},
    {"Sigmoid", sigmoid},
    {"HardSigmoid", hard_sigmoid},
    {"HardSwish", hard_swish},
    {"Tanh", tanh_of},
    {"Clip", clip},
    {"Elu", elu},
    {"Selu", selu},
    {"Softplus", softplus},
    {"Gelu", gelu},
    {"Exp", exp_of},
    {"Sqrt", sqrt_of},
    {"Abs", abs_of},
    {"Neg", neg},
    {"Floor", floor_of},
    {"Ceil", ceil_of},
    {"Erf", erf_of},
    {"Add", add},
    {"Sum", add},
    {"Sub", sub},
    {"Mul", mul},
    {"Div", div},
    {"Pow", pow_of},
    {"Max", max_of},
    {"Min", min_of},
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
