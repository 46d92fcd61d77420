// Makes the tiles that are looked at, one after the other on a worker, and keeps them.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/desk/latest.hpp"
#include "app/labs/images/contents.hpp"

namespace convscope {

class TileMaker {
 public:
  struct Task {
    ContentPtr content;
    ReductionPtr reduction;
    TileKey key;
  };

  TileMaker(const Workers& workers, std::size_t budget_bytes);
  ~TileMaker();

  /// These are wanted, the first one first; what was asked for before and is not among them is not made, nor
  /// finished where it has begun. Those that are there already, or whose content cannot be made, need not be
  /// among them.
  void make(std::vector<Task> tasks);
  /// Once a frame, on the window's thread.
  void take();
  bool busy() const;

  const TileStore& tiles() const { return tiles_; }
  /// Why a content cannot be made; empty: it can, as far as is known.
  const std::string& problem(const Content& content) const;

 private:
  struct Line;  // what waits, shared with the work
  struct Made {
    Task task{};
    TilePtr tile{};         ///< null: it cannot be made, or nothing was
    std::string problem{};  ///< why it cannot
  };
  using LinePtr = std::shared_ptr<Line>;
  static Made work(const LinePtr& line, const Progress& progress, const std::function<void(Made)>& deliver);

  TileStore tiles_;
  std::map<std::uint64_t, std::string> problems_;
  LinePtr line_;
  Latest<LinePtr, Made> making_;
};

}  // namespace convscope
