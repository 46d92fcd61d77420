// The photographs of the photo view: read and compared beside the window, which never waits for them.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/desk/lab.hpp"
#include "app/desk/worker.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

class Photographs {
 public:
  /// `wake` as a Worker's.
  explicit Photographs(std::function<void()> wake) : worker_(std::move(wake)) {}

  /// Reads the photograph at `path` (empty: the default one), `afresh` also where that was the last one to be
  /// read; what follows is called by a later tick(). A newer call takes the place of one under way.
  /// Errors: what a quick look finds. What is wrong beyond that, or in what follows, becomes the message.
  void read(const std::string& path, bool afresh, std::function<void(const Photo&)> then);

  /// Once a frame, on the window's thread: takes in what is done. `wanted`: the comparison that a view on the
  /// stage waits for; null: none.
  void tick(const DerivedPtr& wanted);
  bool reading() const { return reading_; }
  /// Something is being read, or `wanted` is on its way.
  bool busy(const DerivedPtr& wanted) const;

  /// Whose comparison was the last one to be complete; null before that.
  const DerivedPtr& compared() const { return compared_; }
  /// Why there is no comparison of what was wanted last, or empty.
  const std::string& problem() const { return problem_; }
  /// What went wrong, once.
  LabMessage take_message();

 private:
  /// On the worker.
  std::shared_ptr<const Photo> file(const std::string& path, bool afresh);
  void fail(const std::string& problem);

  std::shared_ptr<const Photo> last_;  // of the worker's thread alone: what it read last
  DerivedPtr compared_;
  std::weak_ptr<const Derived> requested_;
  std::string problem_;
  LabMessage message_;
  bool reading_ = false;
  Worker worker_;  // last: joins before the rest goes
};

}  // namespace convscope
