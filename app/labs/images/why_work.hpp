// The work behind Why, Gradient and Plots, on a thread of its own. No Dear ImGui.
//
//   WhyWork why(wake);
//   why.want_why(settings, stage.contender, original);   // every frame while Why is on the stage
//   why.tick();                                          // every frame
//   if (const Why* w = why.why()) ui.draw(draw_why(*w, style), at);   // the last complete one
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/desk/worker.hpp"
#include "app/labs/images/settings.hpp"
#include "core/enlarging/backward.hpp"
#include "core/enlarging/sweep.hpp"
#include "core/enlarging/why.hpp"

namespace convscope {

class WhyWork {
 public:
  using Picture =
      std::shared_ptr<const Tensor<float>>;  ///< [1, 3, H, W], cropped to a multiple of the factor

  explicit WhyWork(std::function<void()> wake) : worker_(std::move(wake)) {}

  /// What should be there. Cheap when it is, or is being made; else what is under way is cancelled and this
  /// begins. A null picture wants nothing. `contender` out of range: the last one. `make`: how its map is
  /// made on the stage; without it learned kernels see the picture's middle alone.
  void want_why(const ImageSettings& settings, std::size_t contender, const Picture& original,
                const UpsamplerMaker& make = {});
  void want_gradients(const ImageSettings& settings, std::size_t contender, const Picture& original,
                      const UpsamplerMaker& make = {});
  void want_sweep(const ImageSettings& settings, std::size_t contender, const Picture& original);
  /// Takes in what has been finished.
  void tick() { worker_.take(); }

  /// The last complete results, null before the first one; a sweep grows point by point.
  const Why* why() const { return why_ ? &*why_ : nullptr; }
  const Backward* gradients() const { return gradients_ ? &*gradients_ : nullptr; }
  const Sweep* sweep() const { return sweep_ ? &*sweep_ : nullptr; }
  /// The sweep's family that the contender belongs to, and its kernel's size.
  std::size_t sweep_family() const { return sweep_family_; }
  Index sweep_size() const { return sweep_size_; }
  /// A sentence when the last wish could not be fulfilled, else empty.
  const std::string& problem() const { return problem_; }

  bool busy() const { return worker_.busy(); }
  double progress() const { return worker_.progress(); }
  void cancel() { worker_.cancel(); }

 private:
  enum class Kind { none, why, gradients, sweep };
  struct Wish {
    Kind kind = Kind::none;
    ImageSettings settings{};
    Picture picture{};
    friend bool operator==(const Wish&, const Wish&) = default;
  };
  /// Whether work should begin: the wish is another one than the present one and not fulfilled yet.
  bool begin(Wish wish);
  void start(Worker::Job job);
  /// On the window's thread: what was wished for is there.
  void fulfilled() { fulfilled_[static_cast<std::size_t>(wish_.kind)] = wish_; }

  Wish wish_;                      ///< the last one
  std::array<Wish, 4> fulfilled_;  ///< the last ones of each kind that were
  std::optional<Why> why_;
  std::optional<Backward> gradients_;
  std::optional<Sweep> sweep_;
  Wish sweep_wish_;  ///< what its points depend on
  std::size_t sweep_family_ = 0;
  Index sweep_size_ = 0;
  std::string problem_;
  Worker worker_;  // last: its jobs deliver into all of the above
};

}  // namespace convscope
