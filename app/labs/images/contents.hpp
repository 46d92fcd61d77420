// What the lab's pictures are made of, and the making of any part of them; on any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/labs/images/picture_source.hpp"
#include "app/labs/images/settings.hpp"
#include "core/base/progress.hpp"
#include "core/enlarging/contender.hpp"
#include "core/enlarging/results.hpp"
#include "core/enlarging/trial.hpp"
#include "core/enlarging/why.hpp"

namespace convscope {

/// A picture and its reduced version. Never changes.
struct Reduction {
  PicturePtr picture;
  Index factor = 2;
  bool linear = false;
  Degradation degradation{};
  Index height = 0, width = 0;                      ///< of the original, cropped to a multiple of the factor
  std::shared_ptr<const Tensor<float>> original{};  ///< [1, 3, height, width]: cropped, over white
  Reduced measured{};      ///< what numbers are of, and what is learned from: colours, over white
  Tensor<float> planes{};  ///< reduced_planes with the opacity; no elements: measured.small
  /// False: only the picture is there, and the original's tiles can be made.
  bool complete() const { return measured.small.size() > 0; }
  const Tensor<float>& small() const { return planes.size() > 0 ? planes : measured.small; }
};
using ReductionPtr = std::shared_ptr<const Reduction>;

/// Errors: Error("factor", ...) for a picture smaller than the factor.
void check_factor(const ImagePicture& picture, Index factor);
/// The sizes, without the reducing: not complete(). Errors: of check_factor.
ReductionPtr sized_for(const PicturePtr& picture, Index factor, bool linear, const Degradation& degradation);
/// Errors: of check_factor.
ReductionPtr reduce_picture(const PicturePtr& picture, Index factor, bool linear,
                            const Degradation& degradation, const Progress& progress);

/// Everything that decides how one of the lab's pictures looks.
struct Recipe {
  enum class Kind : std::uint8_t { original, reduced, contender, result };
  Kind kind = Kind::original;
  int picture = 0;  ///< a number for each that was opened
  Index factor = 0;
  bool linear = false;
  Degradation degradation{};
  UpsamplingChoice contender{};
  std::string learn_from{};  ///< as in the settings, of a contender that learns
  std::string result{};      ///< as in the settings, of a result
  bool align = false;        ///< of that
  friend bool operator==(const Recipe&, const Recipe&) = default;
};

/// The part of the picture that learned kernels are fitted on: the whole up to kMostLearned pixels, else its
/// middle with the same shape. The same of each of several pictures.
inline constexpr Index kMostLearned = Index{2} << 20;
Region learned_part(const Reduction& reduction);

/// What two parts have in common; without extent where that is nothing.
Region common_part(const Region& a, const Region& b);

/// What a contender that knows whole pictures only has made of the reduced one.
struct EnlargedWhole {
  Tensor<float>
      seen{};  ///< [1, colours (and alpha), height, width], sRGB values, neither clamped nor rounded
  double seconds = 0;
  Cost cost{};
  std::string note{};  ///< how it treats colours, a clause, or empty
};

using EnlargedPtr = std::shared_ptr<const EnlargedWhole>;

/// A pointer that several threads read and set. Not std::atomic: libc++ has none of a shared_ptr, and a
/// reader of libstdc++ 12's lets go of its lock without ordering what it read (ThreadSanitizer).
template <class T>
class SharedSlot {
 public:
  std::shared_ptr<const T> load() const {
    const std::scoped_lock lock(mutex_);
    return value_;
  }
  void store(std::shared_ptr<const T> value) {
    const std::scoped_lock lock(mutex_);
    value_.swap(value);  // what was there is let go of after the lock
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

class Content {
 public:
  Content(std::uint64_t id, Recipe recipe) : id_(id), recipe_(std::move(recipe)) {}

  std::uint64_t id() const { return id_; }
  const Recipe& recipe() const { return recipe_; }

  /// A contender's map, made when first asked for; learned kernels take a while. The reduction is the
  /// recipe's. Errors: as make_upsampler and check_upsampling; Stopped.
  std::shared_ptr<const Upsampler> upsampler(const Reduction& reduction, const Progress& progress) const;
  /// The weights of a layer, which are learned once more where they are learned. Errors: as make_kernel.
  Tensor<double> kernel(const Reduction& reduction, const Progress& progress) const;
  /// A result that others made, on the picture's pixels; read when first asked for. Errors: as
  /// read_image_file and fitted_result; Error("result", ...) for a folder without one of the picture.
  std::shared_ptr<const AlignedResult> result(const Reduction& reduction, const Progress& progress) const;
  /// Of a network: all that it makes of the reduced picture, once; `measured`: of what numbers are of,
  /// colours over white. Errors: as network_enlarger, and the enlarger's own; Stopped.
  EnlargedPtr enlarged(const Reduction& reduction, bool measured, const Progress& progress) const;
  /// The same if it has been made, of what is shown.
  EnlargedPtr enlarged() const { return shown_.load(); }
  /// Lets go of what takes much memory and can be made again.
  void forget() const;
  /// The same if it has been read.
  std::shared_ptr<const AlignedResult> read() const { return result_.load(); }
  /// The same as upsampler() if it has been made.
  std::shared_ptr<const Upsampler> made() const { return upsampler_.load(); }

 private:
  /// What its kernel learns from; `part` is filled where that is the picture itself, and must outlive it.
  Examples examples(const Reduction& reduction, Reduced& part, const Progress& progress) const;

  std::uint64_t id_;
  Recipe recipe_;
  mutable std::mutex making_;
  mutable SharedSlot<Upsampler> upsampler_;
  mutable SharedSlot<AlignedResult> result_;
  mutable std::shared_ptr<const WholeEnlarger> network_;  ///< under making_
  mutable SharedSlot<EnlargedWhole> shown_, measured_;
};
using ContentPtr = std::shared_ptr<const Content>;

/// A contender's map with any choice in place of its own, as for a repair. Precondition: both belong
/// together.
UpsamplerMaker maker_of(const ContentPtr& content, const ReductionPtr& reduction);

/// The contents of late, by recipe.
class Contents {
 public:
  ContentPtr of(const Recipe& recipe);

 private:
  static constexpr std::size_t kMost = 256, kMostLarge = 20;
  std::vector<ContentPtr> all_;
  std::uint64_t last_ = 0;
};

/// A part of a subject in its own pixels: [1, colours (and alpha), height, width], sRGB values, neither
/// clamped nor rounded. Errors: as Content::upsampler.
Tensor<float> seen_part(const Content& content, const Reduction& reduction, const Region& part,
                        const Progress& progress);
/// A subject's height and width.
Shape size_of(const Recipe& recipe, const Reduction& reduction);

}  // namespace convscope
