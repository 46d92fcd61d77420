#include "core/network/tiled_run.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.hpp"
#include "core/network/reach.hpp"

namespace convscope {

namespace {

constexpr Index kLeastTile = 32;

/// The node that makes the result, and its name.
struct Result {
  std::size_t node = 0;
  std::string value;
};
Result result_of(const Network& network, const std::string& until) {
  if (!until.empty()) {
    const std::size_t node = network.node_named(until);
    return {node, network.nodes[node].outputs.at(0)};
  }
  const std::string value =
      network.outputs.empty() ? network.nodes.back().outputs.at(0) : network.outputs[0].name;
  for (std::size_t i = 0; i < network.nodes.size(); ++i)
    if (std::ranges::count(network.nodes[i].outputs, value) > 0) return {i, value};
  return {network.nodes.size() - 1, value};
}

/// Bytes that the largest layer takes, with what it reads.
double largest_layer(const Network& network, const Values& sizes) {
  double most = 0;
  for (const Node& node : network.nodes) {
    double bytes = 0;
    for (const auto* names : {&node.inputs, &node.outputs})
      for (const std::string& name : *names)
        if (const auto value = sizes.find(name); value != sizes.end())
          bytes += 4.0 * static_cast<double>(count_of(value->second.shape));
    most = std::max(most, bytes);
  }
  return most;
}

/// One axis of a picture, cut into pieces that overlap.
struct Piece {
  Index first = 0, count = 0;        ///< of the input
  Index from = 0, to = 0, skip = 0;  ///< cells [from, to) of the whole result are those from `skip` on
};

class Tiling {
 public:
  Tiling(const Evaluator& evaluator, std::string name, Dims shape, Result result)
      : evaluator_(evaluator), name_(std::move(name)), shape_(std::move(shape)), result_(std::move(result)) {}

  /// Pieces of `tile` cells along an axis; none where they cannot be cut.
  std::vector<Piece> pieces(std::size_t axis, Index tile) const {
    const Index n = shape_[axis + 2];
    const Reach whole = reach_at(shape_);
    const Index step = whole.shrinking(axis);
    tile = std::max(ceil_div(tile, step) * step, step);
    const auto one_piece = [&] { return std::vector<Piece>{{0, n, 0, extent(shape_, axis), 0}}; };
    if (tile + step >= n) return one_piece();
    Dims small = shape_;
    small[axis + 2] = tile;
    const Cells free = reach_at(small).interior(result_.node, axis);
    const Index out = extent(small, axis);
    small[axis + 2] = tile + step;
    const Index more = extent(small, axis) - out;  // result cells for each `step` of the input
    if (free.empty() || more < 1) return {};
    const Index steps = (free.last - free.first + 1) / more;
    if (steps < 1) return {};
    std::vector<Piece> all;
    Index done = 0;
    const Index end = extent(shape_, axis);
    for (Index first = 0; done < end; first += steps * step) {
      Piece piece{first, tile, done, 0, 0};
      if (first + tile + step > n) piece.count = n - first;  // to the picture's own border
      const Index begins = first / step * more;
      piece.to = first + piece.count == n ? end : begins + free.last + 1;
      piece.skip = done - begins;
      if (piece.to <= done || (first > 0 && piece.skip < free.first)) return {};
      done = piece.to;
      all.push_back(piece);
    }
    return all;
  }

 private:
  Values sizes_at(const Dims& shape) const { return evaluator_.sizes({{name_, only_shape(shape)}}); }
  Reach reach_at(const Dims& shape) const { return {evaluator_.network(), sizes_at(shape)}; }
  Index extent(const Dims& shape, std::size_t axis) const {
    return sizes_at(shape).at(result_.value).shape.at(axis + 2);
  }

  const Evaluator& evaluator_;
  std::string name_;
  Dims shape_;
  Result result_;
};

/// Rows [top, top + height), columns [left, left + width) of every channel.
Array cut_out(const Array& picture, const Piece& down, const Piece& across) {
  Dims shape = picture.shape;
  shape[2] = down.count;
  shape[3] = across.count;
  const Dims strides = strides_of(picture.shape);
  return viewed(picture, shape, strides, down.first * strides[2] + across.first * strides[3]);
}

void put_in(const Array& made, const Piece& down, const Piece& across, const Dims& whole,
            UnfilledVector<float>& out) {
  const Index h = made.shape[2], w = made.shape[3];
  for (Index c = 0; c < whole[1]; ++c)
    for (Index y = down.from; y < down.to; ++y) {
      const float* const row = made.reals().data() + (c * h + y - down.from + down.skip) * w + across.skip;
      std::copy_n(row, across.to - across.from, out.data() + (c * whole[2] + y) * whole[3] + across.from);
    }
}

}  // namespace

Array tiled_run(const Evaluator& evaluator, const std::string& input_name, const Array& input,
                const RunRequest& request, Index tile) {
  const Values feeds{{input_name, input}};
  const Network& network = evaluator.network();
  if (input.shape.size() != 4 || input.shape[0] != 1 || !network.has_graph())
    return evaluator.run(feeds, request);
  const Result result = result_of(network, request.until);
  const Values sizes = evaluator.sizes({{input_name, only_shape(input.shape)}}, {Index{1} << 50});
  const double bytes = largest_layer(network, sizes);
  const auto made = sizes.find(result.value);
  if ((tile == 0 && bytes < kWholeBytes) || made == sizes.end() || made->second.shape.size() != 4)
    return evaluator.run(feeds, request);
  if (tile == 0) {
    const double pixels = static_cast<double>(input.shape[2] * input.shape[3]);
    tile = std::max(kLeastTile, static_cast<Index>(std::sqrt(pixels * kWholeBytes / bytes)));
  }
  const Tiling tiling(evaluator, input_name, input.shape, result);
  const std::vector<Piece> rows = tiling.pieces(0, tile), columns = tiling.pieces(1, tile);
  if (rows.empty() || columns.empty()) return evaluator.run(feeds, request);
  const Dims whole = made->second.shape;
  require_memory(4.0 * static_cast<double>(count_of(whole)), request.budget, "network");
  UnfilledVector<float> out(static_cast<std::size_t>(count_of(whole)));
  const double count = static_cast<double>(rows.size() * columns.size());
  double done = 0;
  for (const Piece& down : rows)
    for (const Piece& across : columns) {
      RunRequest part = request;
      part.progress = request.progress.part(done / count, (done + 1) / count);
      put_in(evaluator.run({{input_name, cut_out(input, down, across)}}, part), down, across, whole, out);
      ++done;
    }
  return real_array(whole, std::move(out));
}

}  // namespace convscope
