// A network as its file states it: a graph of operators, whatever the format.
//
// Every reader speaks one language: operators, attributes and layouts are those of ONNX (channels first,
// weights as PyTorch has them), so that what follows - sizes, the doctor, running it - knows no format.
// Files without a graph have weights alone.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/network/array.hpp"

namespace convscope {

/// What else was there (graphs, sparse tensors) is kept as nothing.
using Attribute = std::variant<std::monostate, Index, double, std::string, std::vector<Index>,
                               std::vector<double>, std::vector<std::string>, Array>;

struct Node {
  std::string name;  ///< of its own in the network
  std::string op;    ///< "Conv"; with its domain where that is not ONNX's own: "com.example.Warp"
  std::vector<std::string> inputs, outputs;  ///< names of values; empty: not given
  std::map<std::string, Attribute, std::less<>> attributes{};

  const Attribute* find(std::string_view key) const;
  /// Errors, all of them: Error("network", ...) for an attribute of another kind.
  Index whole(std::string_view key, Index otherwise) const;
  double real(std::string_view key, double otherwise) const;
  std::string text(std::string_view key, std::string_view otherwise) const;
  std::optional<std::vector<Index>> wholes(std::string_view key) const;
  std::optional<std::vector<double>> reals(std::string_view key) const;
};

/// A value that the network names; extents that the file leaves open are -1.
struct Port {
  std::string name;
  Dims shape;
  Element type = Element::f32;
  bool any_shape = false;  ///< not even the number of axes is known
};

inline constexpr Index kNewestOpset = 17;  ///< whose meaning of every operator is known here
inline constexpr std::size_t kMostNodes = 100000;

struct Network {
  std::string name, format;
  Index opset = kNewestOpset;
  std::vector<Port> inputs, outputs;  ///< inputs without those that have weights
  std::map<std::string, Array, std::less<>> weights;
  std::vector<Node> nodes;                         ///< each after those whose outputs it takes
  std::map<std::string, Port, std::less<>> hints;  ///< shapes that the file states for values in between
  std::vector<std::string> warnings;               ///< a sentence each

  bool has_graph() const { return !nodes.empty(); }
  /// Index of the node of that name. Errors: Error("layer", ...), naming the nearest ones.
  std::size_t node_named(std::string_view layer) const;
};

/// What every reader ends with: names of their own for all nodes, an order in which each finds its inputs.
/// Nodes that make nothing are left out, with a warning: all others have an output at least.
/// Errors: Error("network", ...): a value made twice, a circle, an input that nobody makes, too many nodes.
void settle(Network& network);

}  // namespace convscope
