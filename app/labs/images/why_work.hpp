// The work behind Why, Gradient and Plots. No Dear ImGui.
//
//   WhyWork why(workers);
//   why.want_why(settings, stage.contender, original);   // every frame while Why is on the stage
//   why.tick();                                          // every frame
//   if (const Why* w = why.why()) ui.draw(draw_why(*w, style), at);   // the last complete one
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "app/desk/latest.hpp"
#include "app/labs/images/settings.hpp"
#include "app/views/images/conversion.hpp"
#include "core/enlarging/backward.hpp"
#include "core/enlarging/sweep.hpp"
#include "core/enlarging/why.hpp"

namespace convscope {

class WhyWork {
 public:
  using Picture =
      std::shared_ptr<const Tensor<float>>;  ///< [1, 3, H, W], cropped to a multiple of the factor

  explicit WhyWork(const Workers& workers)
      : why_(workers), gradients_(workers), sweep_(workers), conversion_(workers) {}

  /// What should be there. Cheap when it is, or is being made; else what is under way is cancelled and this
  /// begins. A null picture wants nothing. `contender` out of range: the last one. `make`: how its map is
  /// made on the stage; without it learned kernels see the picture's middle alone.
  void want_why(const ImageSettings& settings, std::size_t contender, const Picture& original,
                const UpsamplerMaker& make = {});
  void want_gradients(const ImageSettings& settings, std::size_t contender, const Picture& original,
                      const UpsamplerMaker& make = {});
  void want_conversion(const ImageSettings& settings, std::size_t contender, const Picture& original,
                       EnlargingForm to, const UpsamplerMaker& make = {});
  void want_sweep(const ImageSettings& settings, std::size_t contender, const Picture& original);
  /// Takes in what has been finished.
  void tick() {
    each([](auto& work) { work.take(); });
  }

  /// The last complete results, null before the first one; a sweep grows point by point.
  const Why* why() const { return why_.answer(); }
  const Backward* gradients() const { return gradients_.answer(); }
  const Sweep* sweep() const { return sweep_.answer(); }
  const Conversion* conversion() const { return conversion_.answer(); }
  /// It is of what was wanted last.
  bool converted() const { return conversion_.answer() && !conversion_.busy(); }
  /// The sweep's family that the contender belongs to, and its kernel's size.
  std::size_t sweep_family() const { return sweep_family_; }
  Index sweep_size() const { return sweep_size_; }
  /// A sentence when the last wish could not be fulfilled, else empty.
  const std::string& problem() const;

  bool busy() const { return why_.busy() || gradients_.busy() || sweep_.busy() || conversion_.busy(); }
  double progress() const { return kind_ == Kind::sweep ? sweep_.progress() : -1; }
  void cancel() {
    each([](auto& work) { work.cancel(); });
  }

 private:
  enum class Kind { none, why, gradients, sweep, conversion };
  struct Wish {
    ImageSettings settings{};
    Picture picture{};
    friend bool operator==(const Wish&, const Wish&) = default;
  };
  /// One kind at a time: what is unfinished of the others is given up, and begun again when it is wanted.
  void turn_to(Kind kind);
  template <class Each>
  void each(Each&& each) {
    each(why_);
    each(gradients_);
    each(sweep_);
    each(conversion_);
  }

  Kind kind_ = Kind::none;  ///< of the last wish
  std::size_t sweep_family_ = 0;
  Index sweep_size_ = 0;
  Latest<Wish, Why> why_;
  Latest<Wish, Backward> gradients_;
  Latest<Wish, Sweep> sweep_;
  Latest<std::pair<Wish, EnlargingForm>, Conversion> conversion_;
};

}  // namespace convscope
