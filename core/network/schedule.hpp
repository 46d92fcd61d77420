// What a run of a network does: which layers, how long what they make is kept, and what is made in one go:
// layers that work cell by cell, one after another, with the bias of the layer before them. Each of them is
// rounded as if it were alone.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/network/call.hpp"

namespace convscope {

/// Arrays by the names of values.
using Values = std::map<std::string, Array, std::less<>>;

/// Layers that are made together, in place of the last of them.
struct CellGroup {
  struct Operand {
    std::string name;  ///< of a value or weight; empty: `own`
    Array own;
  };
  std::vector<Operand> operands;
  Dims shape;
  fast::CellProgram program;
};

struct Schedule {
  /// Of what `result` needs. Nothing is made together where `sizes`, of all values, are null: then every
  /// layer's output is there.
  Schedule(const Network& network, std::string result, const Values* sizes);

  std::string result;
  std::vector<bool> needed;                              ///< of each node
  std::vector<bool> within;                              ///< made in one go with a later one
  std::vector<bool> bare;                                ///< its bias is added by a group
  std::vector<std::shared_ptr<const CellGroup>> groups;  ///< where the node is the last of one
  std::map<std::string, std::size_t, std::less<>> last;  ///< the node after which a value may go
  std::vector<std::vector<std::string>> leaving;         ///< of each node: the values that may go then

 private:
  void need(const Network& network);
};

}  // namespace convscope
