// A thread's own memory for tiles: taken anew by each, given back to nobody, so that only the first
// allocates.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

#include "core/base/index.hpp"

namespace convscope::fast {

class Scratch {
 public:
  static Scratch& of_thread();
  /// `count` elements, aligned for every vector; what was taken before is gone.
  template <class T>
  T* take(Index count) {
    return static_cast<T*>(bytes(static_cast<std::size_t>(count) * sizeof(T)));
  }

 private:
  static constexpr std::align_val_t kAlignment{64};
  struct Free {
    void operator()(std::byte* memory) const { ::operator delete(memory, kAlignment); }
  };
  void* bytes(std::size_t count);
  std::unique_ptr<std::byte, Free> memory_;
  std::size_t size_ = 0;
};

}  // namespace convscope::fast
