// The photograph that is blurred and brought back: read and worked on beside the window.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/desk/worker.hpp"
#include "app/views/round_trip/deblurring.hpp"

namespace convscope {

class PhotoWork {
 public:
  /// `wake` is called from the worker when the window should look again.
  explicit PhotoWork(std::function<void()> wake) : worker_(std::move(wake)) {}

  const DeblurSettings& settings() const { return settings_; }
  /// Errors: as check.
  void choose(const DeblurSettings& settings);
  /// Asks for what is missing of the photograph, by its path; empty: the default one.
  void follow(const std::string& path);
  /// Begins with the file again, the next time: it may have changed, or the work was stopped.
  void again() { asked_path_.reset(); }
  void take() { worker_.take(); }

  /// The newest there is, which may be unfinished; null before the first.
  const DeblurredPhoto* shown() const { return shown_.get(); }
  /// It is of another file or of other settings than the present ones.
  bool is_old() const { return shown_ && (shown_path_ != asked_path_ || shown_->result.settings != asked_); }
  /// It is of the present ones, and finished.
  bool is_complete() const;
  /// Why the present ones cannot be shown, or empty.
  const std::string& problem() const { return problem_; }

  const Worker& worker() const { return worker_; }
  void cancel() { worker_.cancel(); }

 private:
  /// A photograph as it was read, so that sliders need not read it again.
  struct Loaded {
    std::string name;
    Index width = 0, height = 0;
    Tensor<float> crop;
  };
  static Loaded load(const std::string& path);

  DeblurSettings settings_{}, asked_{};
  std::optional<std::string> asked_path_;  ///< none: nothing has been asked for
  std::shared_ptr<const Loaded> loaded_;   ///< of asked_path_
  std::shared_ptr<const DeblurredPhoto> shown_;
  std::optional<std::string> shown_path_;
  std::string problem_;
  Worker worker_;  // last: it joins before the rest goes
};

}  // namespace convscope
