// Memory for kernels, aligned for every vector and in large pages where it is large, so that it is reached
// without looking many pages up.
#pragma once

#include <cstddef>
#include <memory>
#include <new>

#include "core/base/index.hpp"

namespace convscope::fast {

class AlignedMemory {
 public:
  AlignedMemory() : memory_(nullptr, Free{std::align_val_t{1}}) {}
  explicit AlignedMemory(std::size_t bytes);
  std::byte* data() const { return memory_.get(); }

 private:
  struct Free {
    std::align_val_t alignment;
    void operator()(std::byte* memory) const { ::operator delete(memory, alignment); }
  };
  std::unique_ptr<std::byte, Free> memory_;
};

/// A thread's own memory for tiles: taken anew by each, given back to nobody, so that only the first
/// allocates.
class Scratch {
 public:
  static Scratch& of_thread();
  /// The same for what a call has of its own while its tiles take theirs.
  static Scratch& of_call();
  /// `count` elements, aligned for every vector; what was taken before is gone.
  template <class T>
  T* take(Index count) {
    return static_cast<T*>(bytes(static_cast<std::size_t>(count) * sizeof(T)));
  }
  /// Gives back what is more than a thread should keep for another call.
  void give_back_much();

 private:
  void* bytes(std::size_t count);
  AlignedMemory memory_;
  std::size_t size_ = 0;
};

}  // namespace convscope::fast
