// The ways of enlarging that a person can choose, by name.
//
//   UpsamplingChoice choice{.method = parse_method("conv-transpose"), .factor = 2, .taps = 3};
//   const Upsampler up = make_upsampler(choice, Examples(example));
//   const Tensor<float> large = enlarge(up, small);
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/enlarging/kernel_traits.hpp"
#include "core/ops/resample/learned.hpp"
#include "core/ops/resample/upsampler.hpp"

namespace convscope {

enum class UpsamplingMethod {
  nearest,
  area,
  bilinear,
  bicubic,
  catmull_rom,
  mitchell,
  lanczos3,
  conv_transpose,
  pixel_shuffle,
  nearest_conv,
  bilinear_conv,
  network,  ///< a network from a file: no kernel, no linear map
};

struct UpsamplingMethodInfo {
  std::string_view name;  ///< as on the command line
  std::string_view help;
  bool has_kernel;
};
/// In the order of UpsamplingMethod.
std::span<const UpsamplingMethodInfo> upsampling_methods();
const UpsamplingMethodInfo& info(UpsamplingMethod method);
/// Errors: Error("method", ...).
UpsamplingMethod parse_method(std::string_view name);
inline constexpr std::string_view kNetworkPrefix = "network:";

/// Where the weights come from. All but learned ones are scaled so that brightness is kept (layers.hpp);
/// those of one's own only where they would change it by more than kKeptScale, so that saved weights come
/// back as they were.
struct KernelChoice {
  enum class Kind {
    standard,  ///< learned: methods compete fairly, each with the best weights that it can have
    uniform,
    bilinear,
    gaussian,
    random,   ///< for pixel-shuffle every sub-kernel its own
    icnr,     ///< for pixel-shuffle one random sub-kernel for all phases; else the same as random
    learned,  ///< the best for the examples
    own,
  };
  Kind kind = Kind::standard;
  std::uint64_t seed = 0;
  Tensor<double>
      own{};  ///< [kh, kw], or [factor^2, kh, kw] for pixel-shuffle; [1, n] stands for its outer square
  std::string label{};  ///< of one's own: the name of its file without the ending; empty for a list
  friend bool operator==(const KernelChoice&, const KernelChoice&) = default;
};
/// "uniform", "bilinear", "gaussian", "random:SEED", "icnr:SEED", "learned", a list as "[1,2,1]" or
/// "[1,2;3,4]", several such lists as planes ("[1,2][3,4]"), or a .npy file with 1 to 4 axes, those of extent
/// 1 in front being ignored. Errors: Error("kernel", ...).
KernelChoice parse_kernel(std::string_view text);
/// As parse_kernel reads it, but "standard", and "own" for a list or a file.
std::string to_string(const KernelChoice& kernel);
/// Weights of one's own as the list that parse_kernel reads; nothing for a single row or column, which it
/// would read as a profile. Precondition: kind is own.
std::optional<std::string> own_text(const KernelChoice& kernel);

inline constexpr double kKeptScale = 0.05;
/// FCN-8s enlarges 8 times with 16 taps a side.
inline constexpr Index kLeastFactor = 2, kMostFactor = 8, kMostTaps = 32;

inline constexpr Index kMostLayers = 3;
/// The factor of each of `layers` equal layers that enlarge by `factor` together; none where there is none.
std::optional<Index> layer_factor(Index factor, Index layers);
/// Errors: Error("layers", ...) where there is none, or for less than 1 or more than kMostLayers.
Index require_layer_factor(Index factor, Index layers);

/// Whether UpsamplingChoice::repair means something: the phases of the others are equal by themselves.
bool can_repair(UpsamplingMethod method);
/// Whether UpsamplingChoice::smooth does: the same ones.
bool can_smooth(UpsamplingMethod method);
inline constexpr Index kMostSmooth = 3;

/// One way of enlarging.
struct UpsamplingChoice {
  UpsamplingMethod method = UpsamplingMethod::bilinear;
  Index factor = 2;  ///< of one layer
  Index taps =
      0;  ///< 0: 2 * factor for conv-transpose, which overlaps evenly and moves nothing, and 3 for the others
  KernelChoice kernel{};
  /// conv-transpose gets equal phase sums, pixel-shuffle equal sub-kernels; the others need none.
  bool repair = false;
  Index layers = 1;  ///< each as chosen, 1 to kMostLayers
  /// The order of a hold() (layers.hpp) behind each layer of conv-transpose and pixel-shuffle, 0 to
  /// kMostSmooth. Learned kernels learn without it.
  std::optional<Index> smooth{};
  /// Of a repair: instead of that, the least change of the kernel that reaches this order, 1 to kMostOrder.
  Index repair_order = 0;
  /// Where enlarged pixels lie in the small picture, of methods that has_coordinates().
  ResizeCoordinates coordinates = ResizeCoordinates::half_pixel;
  std::optional<ResizeRounding> rounding{};  ///< of nearest and nearest-conv; none: usual_rounding()
  std::string network{};                     ///< of a network, its file
  double range = 1;                          ///< of a network, what white is at its input and output
  friend bool operator==(const UpsamplingChoice&, const UpsamplingChoice&) = default;
};

/// Those that interpolate. The others are convolutions, whose pixels lie where the relation has them.
bool has_coordinates(UpsamplingMethod method);
/// Those that take the nearest pixel.
bool has_rounding(UpsamplingMethod method);
/// "half-pixel", "align-corners", "asymmetric", "tf-half-pixel", "pytorch-half-pixel": in this order.
std::span<const std::string_view> coordinate_names();
std::string_view coordinate_name(ResizeCoordinates coordinates);
/// These, and as ONNX writes them. Errors: Error("coordinates", ...).
ResizeCoordinates parse_coordinate_name(std::string_view name);
/// "round-prefer-floor", "round-prefer-ceil", "floor", "ceil", or as ONNX writes them.
/// Errors: Error("rounding", ...).
std::string rounding_name(ResizeRounding rounding);
ResizeRounding parse_rounding_name(std::string_view name);
/// "align-corners", "asymmetric, ceil", or nothing for the half-pixel standard.
std::string describe_coordinates(const UpsamplingChoice& choice);

/// The method that a text names, "bicubic" or "network:FILE", with its standard kernel, and the other way.
/// Errors: Error("method", ...), also for a network without a file.
UpsamplingChoice parse_upsampling(std::string_view text);
std::string to_string(const UpsamplingChoice& choice);
bool is_network(const UpsamplingChoice& choice);

/// Of all layers together.
Index whole_factor(const UpsamplingChoice& choice);
/// For an enlarging by `factor` in all. Layers that cannot make it become one; kernels of standard size keep
/// that.
UpsamplingChoice with_factor(UpsamplingChoice choice, Index factor);
/// The same kernel by the whole factor at once.
UpsamplingChoice in_one_layer(UpsamplingChoice choice);
/// Errors: as require_layer_factor.
UpsamplingChoice with_layers(UpsamplingChoice choice, Index layers, Index factor);

/// Where the weights come from: learned where nothing is said.
KernelChoice::Kind kernel_kind(const UpsamplingChoice& choice);
/// The size of the kernel that make_upsampler will make, 0 where the method has none.
Index kernel_size(const UpsamplingChoice& choice);
/// Rows and columns of the kernel. Precondition: the method has one.
Shape kernel_extent(const UpsamplingChoice& choice);
bool needs_examples(const UpsamplingChoice& choice);

/// The number by which weights of one's own are multiplied to keep brightness, 1 where they are left as they
/// are; nothing for other kernels. Errors: Error("kernel", ...) where their sum is 0.
std::optional<double> own_scale(const UpsamplingChoice& choice);
/// "its taps are multiplied by 0.25, so that brightness is kept", or empty.
std::string scale_notice(const UpsamplingChoice& choice);

/// Errors: Error("factor" / "kernel-size" / "kernel" / "repair-order", ...): out of range; Error("method",
/// ...): a network without a file; Error("range", ...): its white is not above 0.
void check_upsampling(const UpsamplingChoice& choice);
/// The same, and errors for a kernel larger than the picture that it is laid over: the small one for
/// pixel-shuffle, else the enlarged one. `small`: height and width.
void check_upsampling(const UpsamplingChoice& choice, const Shape& small);

/// "conv-transpose".
std::string name_of(const UpsamplingChoice& choice);
/// "uniform", "learned", "random:3", "own"; empty where there is no kernel.
std::string kernel_name(const UpsamplingChoice& choice);
/// What tells a kernel of one's own from others: its label, else a number made from its taps, as "#3f2a".
/// Precondition: kind is own.
std::string own_label(const KernelChoice& kernel);
/// "uniform 3", "own 3×1 sharp", "learned 3, repaired", "random:1 4, order 2", "box 4, smooth 1", or nothing
/// where there is no kernel; of a network its file's name, "fsrcnn-x3.onnx".
std::string describe_kernel(const UpsamplingChoice& choice);
/// Kernel and layers: "uniform 3, repaired, 2 layers"; may be empty.
std::string describe(const UpsamplingChoice& choice);

/// All layers. `examples`, by the whole factor, are looked at only where the kernel is learned: each learned
/// layer has its own, the best for what the layers before it make of them; the others repeat theirs. Errors:
/// as above but for the sizes; Error("method", ...): a network, which is no linear map (contender.hpp).
Upsampler make_upsampler(const UpsamplingChoice& choice, const Examples& examples);

/// The weights of one layer, as they are used: [kh, kw], or [factor^2, kh, kw] for pixel-shuffle. Chosen as
/// one's own, they make the same upsampler to the bit. Errors: as make_upsampler; Error("method", ...)
/// without a kernel and Error("layers", ...) where each layer learns its own.
Tensor<double> make_kernel(const UpsamplingChoice& choice, const Examples& examples);
/// All layers with these weights, which make_kernel made.
Upsampler upsampler_with(const UpsamplingChoice& choice, const Tensor<double>& kernel);

/// Only rows and columns up to a multiple of the factor, from the top left.
Tensor<float> cropped_to_multiple(const Tensor<float>& image, Index factor);

}  // namespace convscope
