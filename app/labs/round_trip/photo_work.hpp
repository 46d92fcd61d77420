// The photograph that is blurred and brought back: read and worked on beside the window.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/desk/latest.hpp"
#include "app/views/round_trip/deblurring.hpp"

namespace convscope {

class PhotoWork {
 public:
  explicit PhotoWork(const Workers& workers) : photo_(workers) {}

  const DeblurSettings& settings() const { return settings_; }
  /// Errors: as check.
  void choose(const DeblurSettings& settings);
  /// Asks for what is missing of the photograph, by its path; empty: the default one.
  void follow(const std::string& path);
  /// Begins with the file again, the next time: it may have changed, or the work was stopped.
  void again();
  void take() { photo_.take(); }

  /// The newest there is, which may be unfinished; null before the first.
  const DeblurredPhoto* shown() const { return photo_.answer() ? photo_.answer()->get() : nullptr; }
  /// It is of another file or of other settings than the present ones.
  bool is_old() const { return photo_.is_old(); }
  /// It is of the present ones, and finished.
  bool is_complete() const { return photo_.is_complete(); }
  /// Why the present ones cannot be shown, or empty.
  const std::string& problem() const { return photo_.problem(); }

  bool busy() const { return photo_.busy(); }
  double progress() const { return photo_.progress(); }
  void cancel() { photo_.cancel(); }

 private:
  struct Asked {
    std::string path;
    DeblurSettings settings;
    friend bool operator==(const Asked&, const Asked&) = default;
  };
  /// A photograph as it was read, so that sliders need not read it again.
  struct Loaded {
    std::string path, name;
    Index width = 0, height = 0;
    Tensor<float> crop;
  };
  static Loaded load(const std::string& path);

  DeblurSettings settings_{};
  std::shared_ptr<std::optional<Loaded>> loaded_ = std::make_shared<std::optional<Loaded>>();  // of the works
  Latest<Asked, std::shared_ptr<const DeblurredPhoto>> photo_;
};

}  // namespace convscope
