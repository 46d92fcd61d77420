// What drawing a scenario costs to make and is asked for frame after frame: made once and kept with the
// scenario. Safe to use from several threads.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "app/picture/picture.hpp"
#include "app/views/canvas.hpp"
#include "core/scenario/derived.hpp"

namespace convscope {

class Drawn {
 public:
  /// That of the key, made if it is not there yet. A few dozen of each kind are kept.
  template <class Make>
  std::shared_ptr<const Image> image(const std::string& key, Make&& make) {
    return kept(images_, key, make);
  }
  template <class Make>
  std::shared_ptr<const Tensor<double>> tensor(const std::string& key, Make&& make) {
    return kept(tensors_, key, make);
  }
  template <class Make>
  std::shared_ptr<const Scale> scale(const std::string& key, Make&& make) {
    return kept(scales_, key, make);
  }

 private:
  template <class T>
  using Kept = std::map<std::string, std::shared_ptr<const T>>;
  static constexpr std::size_t kMost = 32;

  template <class T, class Make>
  std::shared_ptr<const T> kept(Kept<T>& all, const std::string& key, Make& make) {
    {
      const std::scoped_lock lock(mutex_);
      if (const auto found = all.find(key); found != all.end()) return found->second;
    }
    auto made = std::make_shared<const T>(make());  // without the lock: it may take long
    const std::scoped_lock lock(mutex_);
    if (all.size() >= kMost) all.clear();
    all[key] = made;
    return made;
  }

  std::mutex mutex_;
  Kept<Image> images_;
  Kept<Tensor<double>> tensors_;
  Kept<Scale> scales_;
};

inline std::shared_ptr<Drawn> drawn(const Derived& derived) {
  return derived.drawn([] { return std::make_shared<Drawn>(); });
}

}  // namespace convscope
