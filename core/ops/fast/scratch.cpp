#include "core/ops/fast/scratch.hpp"

#include "core/base/system.hpp"

namespace convscope::fast {

namespace {

constexpr std::size_t kLine = 64, kLargePage = 2 << 20, kMuch = 64 << 20;

}  // namespace

AlignedMemory::AlignedMemory(std::size_t bytes) : AlignedMemory() {
  const bool large = bytes >= kLargePage / 4;
  const std::align_val_t alignment{large ? kLargePage : kLine};
  if (large) bytes = (bytes + kLargePage - 1) / kLargePage * kLargePage;
  memory_ = {static_cast<std::byte*>(::operator new(bytes, alignment)), Free{alignment}};
  if (large) system::prefer_large_pages(memory_.get(), bytes);
}

Scratch& Scratch::of_thread() {
  thread_local Scratch scratch;
  return scratch;
}

Scratch& Scratch::of_call() {
  thread_local Scratch scratch;
  return scratch;
}

void Scratch::give_back_much() {
  if (size_ <= kMuch) return;
  memory_ = {};
  size_ = 0;
}

void* Scratch::bytes(std::size_t count) {
  if (count > size_) {
    memory_ = {};
    memory_ = AlignedMemory(count);
    size_ = count;
  }
  return memory_.data();
}

}  // namespace convscope::fast
