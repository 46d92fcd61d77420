#include "core/ops/fast/spread.hpp"

#include <algorithm>

namespace convscope::fast {

namespace {

/// Elements of weights; beyond, a tap's own vectors are read more slowly than its phases are interleaved.
constexpr Index kMostWeights = Index{1} << 20;

}  // namespace

template <class T>
Spread<T>::Spread(const Tables& t, const Packed<T>& packed) {
  const Shifts& h = t.horizontal();
  step_ = h.written_step;
  lanes_ = vector_bytes() / static_cast<Index>(sizeof(T));
  if (t.kernel != Kernel::rows || step_ == 1 || static_cast<Index>(h.phases.size()) != step_) return;
  Index lines = 0;
  for (const Phase& d : t.depth().phases)
    for (const Phase& v : t.vertical().phases) lines += static_cast<Index>(d.shifts.size() * v.shifts.size());
  for (const Phase& phase : h.phases)
    ordinals_ = std::max(ordinals_, static_cast<Index>(phase.shifts.size()));
  group_size_ = lines * ordinals_ * step_ * lanes_;
  if (ordinals_ == 0 || group_size_ * t.groups > kMostWeights || !choose_cells(h)) return;
  repeat_weights(t, packed);
  possible_ = true;
}

template <class T>
bool Spread<T>::choose_cells(const Shifts& h) {
  whole_ = ordinals_;
  for (Index residue = 0; residue < step_; ++residue)
    for (Index j = 0; j < ordinals_; ++j) {
      std::vector<Index> reads(static_cast<std::size_t>(lanes_), -1);
      Index least = 0, most = 0;
      bool none = true;
      for (Index lane = 0; lane < lanes_; ++lane) {
        const auto& shifts = h.phases[static_cast<std::size_t>((residue + lane) % step_)].shifts;
        if (j >= static_cast<Index>(shifts.size())) continue;
        const Index cell = (residue + lane) / step_ + shifts[static_cast<std::size_t>(j)].cells - h.least;
        reads[static_cast<std::size_t>(lane)] = cell;
        least = none ? cell : std::min(least, cell);
        most = none ? cell : std::max(most, cell);
        none = false;
      }
      if (most - least >= lanes_) return false;
      cells_.push_back(least);
      for (const Index cell : reads) {
        numbers_.push_back(static_cast<LaneNumber<T>>(cell < 0 ? 0 : cell - least));
        present_.push_back(cell < 0 ? 0 : -1);
        if (cell < 0) whole_ = std::min(whole_, j);
      }
    }
  return true;
}

template <class T>
void Spread<T>::repeat_weights(const Tables& t, const Packed<T>& packed) {
  const auto downs = static_cast<Index>(t.vertical().phases.size());
  const auto all = static_cast<Index>(t.phases.size());
  weights_.assign(static_cast<std::size_t>(group_size_ * t.groups), T{});
  regular_ = t.depth().phases.size() == 1 && t.depth().phases[0].shifts.size() == 1;
  Index at = 0;
  for (Index group = 0; group < t.groups; ++group)
    for (Index d = 0; d < static_cast<Index>(t.depth().phases.size()); ++d)
      for (Index p = 0; p < downs; ++p) {
        const auto lines = static_cast<Index>(t.phase(d, p * step_).in_planes.lines.size());
        if (group == 0) starts_.push_back(at);
        for (Index residue = 0; residue < step_; ++residue)
          for (Index line = 0; line < lines; ++line)
            for (Index j = 0; j < ordinals_; ++j)
              for (Index lane = 0; lane < lanes_; ++lane, ++at) {
                const Index q = (residue + lane) % step_, number = p * step_ + q;
                const auto columns = static_cast<Index>(t.phase(d, number).in_planes.columns.size());
                if (j < columns)
                  weights_[static_cast<std::size_t>(at)] =
                      packed.at(group, 0, d * t.flat_phases() + number, all)[line * columns + j];
              }
      }
  // Lines that go up by one row each, so that written rows share what is read.
  const Shifts& v = t.vertical();
  span_ = v.most - v.least;
  for (Index p = 0; p < downs; ++p) {
    const auto& shifts = v.phases[static_cast<std::size_t>(p)].shifts;
    const Index neighbours = t.phase(0, p * step_).neighbours;
    tops_.push_back(shifts.empty() ? 0 : shifts[0].cells - v.least);
    if (!shifts.empty() && neighbours != -1 && shifts.size() > 1) regular_ = false;
  }
}

template <class T>
SpreadCall<T> Spread<T>::call(Index group, Index depth_phase, const SpreadPhase* phases) const {
  SpreadCall<T> out{};
  const auto downs = static_cast<Index>(tops_.size());
  out.step = step_, out.ordinals = ordinals_, out.whole = whole_;
  out.cells = cells_.data(), out.numbers = numbers_.data(), out.present = present_.data();
  out.weights = weights_.data() + group * group_size_;
  out.starts = starts_.data() + depth_phase * downs;
  out.phases = phases, out.phase_count = downs;
  out.span = regular_ ? span_ : -1;
  return out;
}

template <class T>
void Spread<T>::phases(const Tables& t, Index depth_phase, bool in_operand, SpreadPhase* phases) const {
  for (std::size_t p = 0; p < tops_.size(); ++p) {
    const PhaseTaps& taps = t.phase(depth_phase, static_cast<Index>(p) * step_);
    const auto& lines = in_operand ? taps.in_operand.lines : taps.in_planes.lines;
    phases[p] = {lines.data(), static_cast<Index>(lines.size()), tops_[p]};
  }
}

template class Spread<float>;
template class Spread<double>;

}  // namespace convscope::fast
