// Ways of enlarging one photograph beside each other: details, pixel for pixel, and their measures.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/picture/palette.hpp"
#include "app/picture/picture.hpp"
#include "core/enlarging/metrics.hpp"
#include "core/ops/resample/region.hpp"

namespace convscope {

struct SheetEntry {
  std::string name, detail;             ///< "conv-transpose", "uniform, kernel 3"
  std::shared_ptr<const Image> crop{};  ///< the same part of the photograph in every entry
  Measures measures{};
};

struct ContactSheet {
  std::string name;  ///< of the photograph
  Index factor = 2;
  std::string reduced_by{};                            ///< describe(Degradation); empty: means of areas
  std::string note{};                                  ///< a sentence more, such as how colours were treated
  std::shared_ptr<const Image> photo{};                ///< whole, or a smaller version of it
  Index width = 1, height = 1;                         ///< of the photograph in pixels
  std::optional<double> energy{};                      ///< the original's own checkerboard energy
  Rect part{};                                         ///< that the crops show, in its pixels
  std::shared_ptr<const Image> original{}, reduced{};  ///< crops
  std::vector<SheetEntry> entries{};
};

/// The square of at most 57 pixels (to multiples of the factor) that shows the most: strong shapes in the
/// small picture (its standard deviation there) and fine detail that it lacks (the original's distance from
/// it), multiplied.
Rect telling_part(const Tensor<float>& original, const Tensor<float>& small, Index factor);

/// A sheet without entries: the photograph (at most about 600 pixels on its shorter side) and the crops of
/// the telling part, of that within `measured` where numbers are of less than all. `original` [N, C, H, W]
/// and `small`, reduced by the factor, as they are seen.
ContactSheet begin_contact_sheet(const std::string& name, const Tensor<float>& original,
                                 const Tensor<float>& small, Index factor, const Region& measured = {});
inline constexpr const char* kLinearNote = "Worked out in linear light.";
/// What made all entries, in sentences; `learn_from`: where kernels learnt, if not from the picture.
std::string making_note(bool linear, const std::string& learn_from);

Picture draw_contact_sheet(const ContactSheet& sheet, Theme theme = Theme::light);

}  // namespace convscope
