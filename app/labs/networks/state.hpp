// What the lab keeps: somebody's network, read and diagnosed beside the window; a repaired copy; which layer
// is looked at.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/desk/lab.hpp"
#include "app/desk/latest.hpp"
#include "app/desk/saver.hpp"
#include "app/labs/networks/kernels.hpp"
#include "app/labs/networks/run.hpp"
#include "app/views/networks/zoom_page.hpp"

namespace convscope {

/// A network with all that the lab shows of it.
struct OpenedNetwork {
  std::string path;
  Network network;
  Values sizes;  ///< empty for files without a graph
  NetworkReport report;
  std::vector<std::size_t> chain;
  std::vector<SkipConnection> skips;
  bool weights_alone = false;  ///< its file has no graph
  std::string stated;          ///< what its owner says of them (core/network/stated_layers.hpp)
};
using OpenedNetworkPtr = std::shared_ptr<const OpenedNetwork>;

class NetworksState : public LabState {
 public:
  explicit NetworksState(const Workers& workers);

  void tick(const Desk& desk, double seconds) override;
  LabMessage take_message() override { return std::exchange(message_, {}); }
  bool updating() const override {
    return reading_.busy() || repairing_.busy() || running_.busy() || fields_.busy() || saver_.busy();
  }
  std::optional<Picture> picture(const Desk& desk, const Style& style) const override;
  /// Files with a network's ending, and .json with a network in it; while one is open, pictures are sent
  /// through it.
  Opened open(Desk& desk, const std::string& path) override;

  /// Reads it beside the window; also a chain of Sizes, as it stands in its file. Errors: Error("network",
  /// ...) where there is no such file.
  void read(const std::string& path);
  /// Null before the first one has been read.
  OpenedNetworkPtr opened() const { return opened_; }
  bool reading() const { return reading_.busy(); }
  double progress() const { return reading_.progress(); }
  /// Why the last one could not be read; empty when it could.
  const std::string& problem() const { return problem_; }

  /// The chosen layer, by its place in the report. Precondition: opened().
  std::size_t layer() const { return layer_; }
  const NetworkLayer& chosen() const { return opened_->report.layers[layer_]; }
  /// By its name, or its place in the report. Errors: Error("layer", ...): no network, an unknown one.
  void choose(const std::string& layer);
  /// Along the chain; at its ends it stays.
  void step(int by);

  // How near the stage shows it: the whole, the chosen layer, its kernels, one of them, one of its weights.
  NetworkZoom zoom() const { return zoom_; }
  /// Errors: Error("layer", ...): no network; for kernels and nearer a layer without any.
  void zoom_to(NetworkZoom zoom);
  /// One step nearer or farther; at the ends it stays.
  void zoom_by(int steps);
  /// Of the chosen layer's own kernels, by its channels. Errors: Error("channels", ...), as zoom_to.
  void choose_kernel(std::pair<Index, Index> pair);
  /// A weight of the chosen kernel, as zoom_page.hpp counts them. Errors: Error("cell", ...), as zoom_to.
  void choose_cell(Index row, Index column);
  /// The chosen kernel's channels, while kernels are looked at one by one.
  std::optional<std::pair<Index, Index>> near_pair() const;
  /// The chosen layer has kernels to be looked at. Precondition: opened(), with layers.
  bool has_kernels() const { return !near_kernels().empty(); }
  /// Which cell of the chosen layer's output the field is of, one number for each spatial axis; empty: its
  /// middle, as for every layer that is chosen next. Errors: Error("layer" | "cell", ...).
  void set_field_cell(Dims cell);
  const Dims& field_cell() const { return field_cell_; }
  /// And of which of its channels; nothing: of their sum. Errors: Error("layer" | "channel", ...).
  void set_field_channel(std::optional<Index> channel);
  std::optional<Index> field_channel() const { return field_channel_; }
  /// What that cell sees; null: on its way, not asked for, or not known.
  const EffectiveField* field() const;

  /// Of a file without a graph: what the chosen weight is, "tconv s2 p1"; empty: nothing is known of it.
  /// Remembered beside the file. Errors: Error("as", ...): a file with a graph, words that are none or do not
  /// fit.
  void state(const std::string& words);
  std::string stated() const;

  /// A copy with other weights, made beside the window; nothing: none. Errors: Error("repair", ...): no
  /// network with a graph.
  void repair(std::optional<NetworkRepair> how);
  std::optional<NetworkRepair> repair() const { return repair_; }
  OpenedNetworkPtr repaired() const { return repair_ ? repaired_ : nullptr; }
  bool repairing() const { return repairing_.busy(); }

  // A picture that is sent through it.
  /// A picture can be sent through it: there is a graph, and all of its weights.
  bool can_run() const;
  /// A picture, or a .npy of the input's shape; empty: none any more. It goes through the networks that are
  /// opened next as well. Errors: of require_run(), and for a file that cannot be read.
  void run(const std::string& path);
  /// Errors: Error("layer" | "image", ...) where no picture can be sent through: no network, or can_run() is
  /// false.
  void require_run() const;
  const std::string& photograph() const { return photograph_; }
  /// What white is at the network's input. Errors: Error("range", ...).
  void set_range(double range);
  double range() const { return range_; }
  /// What there is of the present picture and networks; null: nothing yet, or none.
  NetworkRunPtr made() const;
  bool running() const { return running_.busy(); }
  double run_progress() const { return running_.progress(); }
  /// Why it could not be run, or empty.
  const std::string& run_problem() const { return running_.problem(); }
  /// The stage shows pictures instead of the chain; only while there is one.
  void show_pictures(bool show);
  bool shows_pictures() const { return pictures_ && !photograph_.empty(); }
  /// Stops reading, running and saving; what is shown stays.
  void cancel();
  /// What comes out, of the repaired copy where there is one: .png as it is seen, or .npy. Errors:
  /// Error("output",
  /// ...).
  void save_output(const std::string& path);
  /// All weights as .safetensors or, with the layers, as .onnx, of the repaired copy where there is one.
  /// Errors: Error("output", ...).
  void save_network(const std::string& path);

  /// The scenario of the chosen layer with the kernel of one pair of channels, or without a pair with the
  /// mean over all. Errors: Error("layer", ...): none with a kernel, or without weights.
  Scenario scenario(std::optional<std::pair<Index, Index>> pair) const;
  /// The size that the network gives the chosen layer; nothing where there is no graph.
  std::optional<Shape> input_size() const;
  /// The network as a chain for Sizes, as it stands in its file. Errors: as convscope::chain_of.
  std::string chain_json() const;
  /// The weights of the chosen layer, of the repaired copy where there is one. Errors: as weights_named.
  const Array& weights() const;

  /// The kernels of the chosen layer that the stage has, the pairs that add most to a grid first.
  std::span<const PairKernel> kernels() const { return shown_kernels().kernels; }
  /// The page as it stands on the stage; null before a network is there.
  std::optional<SizePage> draw(const Style& style) const;

 private:
  struct Repair {
    OpenedNetworkPtr of;
    NetworkRepair how{};
    double range = 1;
    friend bool operator==(const Repair&, const Repair&) = default;
  };
  /// What the stage shows of the chosen layer, made when that or the repair changes.
  struct ShownKernels {
    OpenedNetworkPtr of, repaired;
    std::size_t layer = 0;
    std::vector<PairKernel> kernels{}, repaired_kernels{};  ///< the pairs that add most to a grid first
    Index pairs = 0;
  };
  const ShownKernels& shown_kernels() const;
  /// All own kernels of a layer, of the repaired copy where there is one.
  struct NearKernels {
    OpenedNetworkPtr of;
    std::size_t layer = 0;
    std::vector<PairKernel> kernels{};
    Scale scale{};  ///< of all their weights
  };
  const std::vector<PairKernel>& near_kernels() const;
  /// What the field is asked of.
  struct FieldQuestion {
    OpenedNetworkPtr of;
    std::string layer, photograph;
    double range = 1;
    Dims cell{};
    std::optional<Index> channel{};
    friend bool operator==(const FieldQuestion&, const FieldQuestion&) = default;
  };
  FieldQuestion field_question() const;
  const Dims& field_shape() const;
  void follow_field();
  void go_to(std::size_t layer);
  void begin_near();
  void step_near(int by);
  SizePage draw_near(const Style& style) const;
  /// The channels of the chosen layer, made when that or the run changes.
  struct ShownChannels {
    NetworkRunPtr of;
    std::size_t layer = 0;
    std::optional<ChannelSheet> sheet{};
  };
  const ChannelSheet* shown_channels() const;
  Picture draw_run(const Style& style) const;
  void follow_run();
  void took(const OpenedNetworkPtr& read);
  const OpenedNetwork& require() const;

  OpenedNetworkPtr opened_, repaired_;
  std::size_t layer_ = 0;
  std::optional<NetworkRepair> repair_;
  mutable std::optional<ShownKernels> shown_;
  mutable std::optional<ShownChannels> channels_;
  NetworkZoom zoom_ = NetworkZoom::whole;
  std::size_t kernel_ = 0;
  Index row_ = 0, column_ = 0;
  Dims field_cell_;
  std::optional<Index> field_channel_;
  mutable std::optional<NearKernels> near_;
  std::string photograph_, stay_;  ///< stay_: the layer to choose when the file has been read again
  double range_ = 1;
  bool pictures_ = false;
  std::string problem_;
  LabMessage message_;
  Latest<std::string, OpenedNetworkPtr> reading_;  ///< by the path
  Latest<Repair, OpenedNetworkPtr> repairing_;
  Latest<NetworkRunQuestion, NetworkRunPtr> running_;
  Latest<FieldQuestion, std::shared_ptr<const EffectiveField>> fields_;
  Saver saver_;
};

}  // namespace convscope
