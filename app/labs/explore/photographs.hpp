// The photographs of the photo view: read and compared beside the window, which never waits for them.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/desk/lab.hpp"
#include "app/desk/latest.hpp"
#include "app/views/photo.hpp"

namespace convscope {

class Photographs {
 public:
  explicit Photographs(const Workers& workers) : work_(workers) {}

  /// Reads the photograph at `path` (empty: the default one), `afresh` also where that was the last one to be
  /// read; what follows is called by a later tick(). A newer call takes the place of one under way.
  /// Errors: what a quick look finds. What is wrong beyond that, or in what follows, becomes the message.
  void read(const std::string& path, bool afresh, std::function<void(const Photo&)> then);

  /// Once a frame, on the window's thread: takes in what is done. `wanted`: the comparison that a view on the
  /// stage waits for; null: none.
  void tick(const DerivedPtr& wanted);
  bool reading() const { return static_cast<bool>(then_); }
  /// Something is being read, or `wanted` is on its way.
  bool busy(const DerivedPtr& wanted) const;

  /// Whose comparison was the last one to be complete; null before that.
  const DerivedPtr& compared() const { return compared_; }
  /// And the comparison itself.
  const ComparedPhotoPtr& comparison() const { return comparison_; }
  /// Why there is no comparison of what was wanted last, or empty.
  const std::string& problem() const;
  /// What went wrong, once.
  LabMessage take_message();

 private:
  struct Asked {
    std::string path;
    bool afresh = false;
    DerivedPtr compare{};  ///< what the photograph is for; null: to be read only
    friend bool operator==(const Asked&, const Asked&) = default;
  };
  using PhotoPtr = std::shared_ptr<const Photo>;
  struct Read {
    PhotoPtr photo;
    ComparedPhotoPtr comparison{};  ///< null: it was to be read only
  };
  void ask(const Asked& asked);
  void take_in(const Read& done);
  void fail(const std::string& problem);

  PhotoPtr last_;                           ///< of the works alone: what they read last
  std::function<void(const Photo&)> then_;  ///< none: nothing is being read
  DerivedPtr compared_;
  ComparedPhotoPtr comparison_;
  LabMessage message_;
  Latest<Asked, Read> work_;
};

}  // namespace convscope
