#include "core/io/huffman.hpp"

#include <algorithm>
#include <cstddef>

namespace convscope {

std::vector<int> code_lengths(std::span<const std::uint32_t> given, int most) {
  std::vector<std::uint32_t> frequencies(given.begin(), given.end());
  const std::size_t n = frequencies.size();
  for (std::size_t i = 0; i < n && std::ranges::count(frequencies, 0U) > static_cast<long>(n) - 2; ++i)
    frequencies[i] = std::max(frequencies[i], 1U);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < n; ++i)
    if (frequencies[i] > 0) order.push_back(i);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return frequencies[i]; });
  // Leaves by frequency, then inner nodes in the order in which they are made, which is by frequency too.
  const std::size_t leaves = order.size();
  std::vector<std::uint64_t> weights;
  for (const std::size_t i : order) weights.push_back(frequencies[i]);
  std::vector<std::size_t> parents(2 * leaves - 1);
  std::size_t leaf = 0, inner = leaves;
  while (weights.size() < parents.size()) {
    std::uint64_t sum = 0;
    for (int child = 0; child < 2; ++child) {
      const bool of_leaves = leaf < leaves && (inner >= weights.size() || weights[leaf] <= weights[inner]);
      const std::size_t taken = of_leaves ? leaf++ : inner++;
      sum += weights[taken];
      parents[taken] = weights.size();
    }
    weights.push_back(sum);
  }
  std::vector<int> depths(parents.size());
  std::vector<std::size_t> of_length(static_cast<std::size_t>(most) + 1);
  std::size_t used = 0;  // of the places that codes of `most` bits have
  for (std::size_t node = parents.size() - 1; node-- > 0;) {
    depths[node] = depths[parents[node]] + 1;
    if (node >= leaves) continue;
    const int length = std::min(depths[node], most);
    ++of_length[static_cast<std::size_t>(length)];
    used += std::size_t{1} << (most - length);
  }
  // What was cut off makes too many; codes that become longer make room for them.
  for (; used > std::size_t{1} << most; --used) {
    auto length = static_cast<std::size_t>(most) - 1;
    while (of_length[length] == 0) --length;
    --of_length[static_cast<std::size_t>(most)];
    --of_length[length];
    of_length[length + 1] += 2;
  }
  std::vector<int> lengths(n);
  std::size_t length = static_cast<std::size_t>(most);
  for (const std::size_t i : order) {
    while (of_length[length] == 0) --length;
    --of_length[length];
    lengths[i] = static_cast<int>(length);
  }
  return lengths;
}

std::vector<Code> codes_of(std::span<const int> lengths) {
  std::vector<Code> codes(lengths.size());
  const int longest = lengths.empty() ? 0 : *std::ranges::max_element(lengths);
  std::uint32_t next = 0;
  for (int length = 1; length <= longest; ++length, next <<= 1)
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      if (lengths[i] != length) continue;
      for (int bit = 0; bit < length; ++bit)  // from the highest on
        codes[i].bits |= (next >> bit & 1) << (length - 1 - bit);
      codes[i].count = length;
      ++next;
    }
  return codes;
}

}  // namespace convscope
