// Large memory in large pages: photographs are hundreds of megabytes that are written once, and of a page of
// 4 KiB the fault takes longer than the writing. A part of each program, not of any library: it replaces the
// operators that all containers take their memory from.
#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t kPage = std::size_t{2} << 20U, kLarge = 4 * kPage;

void* taken(std::size_t bytes) {
  if (bytes < kLarge) return std::malloc(bytes == 0 ? 1 : bytes);
  const std::size_t whole = bytes / kPage * kPage + kPage;
  if (whole < bytes) return nullptr;
  void* const memory = std::aligned_alloc(kPage, whole);
  // A wish: without it everything is as right, and slower. What is behind the last whole page stays small.
  if (memory != nullptr) madvise(memory, bytes / kPage * kPage, MADV_HUGEPAGE);
  return memory;
}

}  // namespace

void* operator new(std::size_t bytes) {
  for (;;) {
    if (void* const memory = taken(bytes)) return memory;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
