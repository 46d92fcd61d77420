// Vectors whose new elements are not set to zero: for what is written whole right afterwards.
#pragma once

#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace convscope {

template <class T>
struct UnfilledAllocator : std::allocator<T> {
  template <class U>
  struct rebind {
    using other = UnfilledAllocator<U>;
  };
  template <class U>
  void construct(U* place) {
    ::new (static_cast<void*>(place)) U;  // as it lies there
  }
  template <class U, class... Arguments>
  void construct(U* place, Arguments&&... arguments) {
    ::new (static_cast<void*>(place)) U(std::forward<Arguments>(arguments)...);
  }
};

/// resize() leaves new numbers unset; all else is a vector's.
template <class T>
using UnfilledVector = std::vector<T, UnfilledAllocator<T>>;

}  // namespace convscope
