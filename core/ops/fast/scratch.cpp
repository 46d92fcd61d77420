#include "core/ops/fast/scratch.hpp"

namespace convscope::fast {

Scratch& Scratch::of_thread() {
  thread_local Scratch scratch;
  return scratch;
}

void* Scratch::bytes(std::size_t count) {
  if (count > size_) {
    memory_.reset();
    memory_.reset(static_cast<std::byte*>(::operator new(count, kAlignment)));
    size_ = count;
  }
  return memory_.get();
}

}  // namespace convscope::fast
