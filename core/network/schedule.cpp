#include "core/network/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/names.hpp"

namespace convscope {

namespace {

using fast::CellOp;
using fast::CellStep;

/// Longer ones gain nothing more.
constexpr std::size_t kMostTogether = 32;

/// What a node does cell by cell.
struct NodeCells {
  std::vector<CellStep> steps;  ///< empty: it does something else
  std::vector<CellGroup::Operand> operands;
};

/// One number for each channel.
CellGroup::Operand by_channel(UnfilledVector<float> values, std::size_t rank) {
  Dims shape{static_cast<Index>(values.size())};
  shape.resize(rank - 1, 1);
  return {"", real_array(std::move(shape), std::move(values))};
}

class Grouping {
 public:
  Grouping(const Network& network, Schedule& schedule, const Values& sizes)
      : network_(network), schedule_(schedule), sizes_(sizes) {
    for (std::size_t i = 0; i < network.nodes.size(); ++i) {
      if (!schedule.needed[i]) continue;
      for (const std::string& input : network.nodes[i].inputs) takers_[input].push_back(i);
      if (!network.nodes[i].outputs.empty()) makers_[network.nodes[i].outputs[0]] = i;
    }
    cells_.resize(network.nodes.size());
    for (std::size_t i = 0; i < network.nodes.size(); ++i)
      if (schedule.needed[i]) cells_[i] = cells_of(network.nodes[i]);
  }

  void run() {
    for (std::size_t i = network_.nodes.size(); i-- > 0;)
      if (!cells_[i].steps.empty() && !schedule_.within[i]) make(i);
  }

 private:
  const Array* size_of(const std::string& name) const {
    if (const auto value = sizes_.find(name); value != sizes_.end()) return &value->second;
    const auto weight = network_.weights.find(name);
    return weight == network_.weights.end() ? nullptr : &weight->second;
  }

  /// A value of weights alone is made once, and not with others.
  bool is_constant(const Node& node) const {
    const Array* const made = node.outputs.empty() ? nullptr : size_of(node.outputs[0]);
    return node.op == "Constant" || !made || !made->real() || made->shape.empty();
  }

  NodeCells cells_of(const Node& node) const {
    NodeCells out;
    if (is_constant(node) || node.outputs.size() != 1) return out;
    std::vector<const Array*> inputs;
    for (const std::string& name : node.inputs) {
      inputs.push_back(name.empty() ? nullptr : size_of(name));
      if (!name.empty() && (!inputs.back() || !inputs.back()->real())) return out;
      out.operands.push_back({name, {}});
    }
    const Call call{node, network_.opset, inputs};
    if (node.op == "BatchNormalization") {
      const auto factors = batch_factors(call);
      if (!factors) return out;
      const std::size_t rank = call.rank();
      out.operands.resize(1);
      out.operands.push_back(by_channel({factors->scale.begin(), factors->scale.end()}, rank));
      out.operands.push_back(by_channel({factors->shift.begin(), factors->shift.end()}, rank));
      out.steps = {{CellOp::multiply, 0, 1}, {CellOp::add, ~0, 2}};
      return out;
    }
    out.steps = cell_steps(call);
    return out;
  }

  /// Whether nobody else takes a value.
  bool is_ours(const std::string& value, const std::set<std::size_t>& members) const {
    return value != schedule_.result &&
           std::ranges::all_of(takers_.at(value), [&](std::size_t taker) { return members.contains(taker); });
  }

  /// What makes a value that has the group's shape and goes to its members alone; nothing where none does.
  std::optional<std::size_t> maker_of(const std::string& value, const Dims& shape,
                                      const std::set<std::size_t>& members) const {
    const auto maker = makers_.find(value);
    if (maker == makers_.end() || schedule_.within[maker->second] || !is_ours(value, members)) return {};
    const Array* const made = size_of(value);
    return made && made->shape == shape ? std::optional(maker->second) : std::nullopt;
  }

  template <class Visit>
  void each_input(const std::set<std::size_t>& members, Visit visit) const {
    for (const std::size_t member : members)
      for (const CellGroup::Operand& operand : cells_[member].operands)
        if (!operand.name.empty()) visit(operand.name);
  }

  void make(std::size_t end) {
    const Dims shape = size_of(network_.nodes[end].outputs[0])->shape;
    std::set<std::size_t> members{end};
    for (bool grown = true; grown && members.size() < kMostTogether;) {
      grown = false;
      std::set<std::size_t> more;
      each_input(members, [&](const std::string& value) {
        if (const auto maker = maker_of(value, shape, members); maker && !cells_[*maker].steps.empty())
          more.insert(*maker);
      });
      for (const std::size_t node : more) grown = members.insert(node).second || grown;
    }
    std::vector<CellGroup::Operand> operands;
    std::vector<CellStep> steps;
    std::map<std::string, Index> places;  // of values, as steps name them
    const auto place_of = [&](const CellGroup::Operand& operand) {
      if (!operand.name.empty())
        if (const auto known = places.find(operand.name); known != places.end()) return known->second;
      operands.push_back(operand);
      const Index place = std::ssize(operands) - 1;
      if (!operand.name.empty()) places[operand.name] = place;
      return place;
    };
    std::vector<std::size_t> bare;
    each_input(members, [&](const std::string& value) {
      const auto maker = maker_of(value, shape, members);
      if (!maker || places.contains(value)) return;
      const Node& node = network_.nodes[*maker];
      if ((node.op != "Conv" && node.op != "ConvTranspose") || node.inputs.size() < 3) return;
      const Array* const bias = size_of(node.inputs[2]);
      if (!bias || !bias->known() || !bias->real() || bias->shape != Dims{shape[1]}) return;
      Array wide = *bias;
      wide.shape.resize(shape.size() - 1, 1);
      const Index sum = place_of({value, {}}), added = place_of({"", std::move(wide)});
      steps.push_back({CellOp::add, sum, added});
      places[value] = ~(std::ssize(steps) - 1);
      bare.push_back(*maker);
    });
    if (members.size() == 1 && bare.empty()) return;
    for (const std::size_t member : members) {
      const Index before = std::ssize(steps);
      const NodeCells& cells = cells_[member];
      for (CellStep step : cells.steps) {
        const auto moved = [&](Index operand) {
          return operand < 0 ? ~(before + ~operand)
                             : place_of(cells.operands[static_cast<std::size_t>(operand)]);
        };
        step.left = moved(step.left);
        if (of_two(step.op)) step.right = moved(step.right);
        steps.push_back(step);
      }
      places[network_.nodes[member].outputs[0]] = ~(std::ssize(steps) - 1);
    }
    for (const std::size_t node : bare) schedule_.bare[node] = true;
    for (const std::size_t member : members) schedule_.within[member] = member != end;
    schedule_.groups[end] = std::make_shared<const CellGroup>(
        CellGroup{std::move(operands), shape, fast::CellProgram(std::move(steps))});
    for (const std::size_t member : members)
      for (const std::string& input : network_.nodes[member].inputs)
        schedule_.last[input] = std::max(schedule_.last[input], end);
  }

  const Network& network_;
  Schedule& schedule_;
  const Values& sizes_;
  std::vector<NodeCells> cells_;
  std::map<std::string, std::vector<std::size_t>> takers_;
  std::map<std::string, std::size_t> makers_;
};

}  // namespace

Schedule::Schedule(const Network& network, std::string wanted, const Values* sizes)
    : result(std::move(wanted)),
      needed(network.nodes.size()),
      within(needed.size()),
      bare(needed.size()),
      groups(needed.size()),
      leaving(needed.size()) {
  need(network);
  if (sizes) Grouping(network, *this, *sizes).run();
  for (const auto& [value, node] : last)
    if (value != result) leaving[node].push_back(value);
}

void Schedule::need(const Network& network) {
  std::set<std::string_view> wanted{result};
  for (std::size_t i = network.nodes.size(); i-- > 0;) {
    const Node& node = network.nodes[i];
    needed[i] = std::ranges::any_of(
        node.outputs, [&](const std::string& out) { return !out.empty() && wanted.contains(out); });
    if (!needed[i]) continue;
    for (const std::string& input : node.inputs) {
      if (input.empty()) continue;
      wanted.insert(input);
      last.try_emplace(input, i);
    }
  }
}

}  // namespace convscope
