// Opening files that hold a scenario or its input; large ones are read beside the window.
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "app/desk/desk.hpp"
#include "app/desk/presenting.hpp"
#include "core/io/files.hpp"
#include "core/io/npy.hpp"
#include "core/scenario/what.hpp"

namespace convscope {

namespace {

/// Reading that much takes part of a frame; a scenario of 64 x 64 numbers has less.
constexpr std::uintmax_t kMostBytes = 256U << 10U;

bool is_large(const std::string& path) {
  std::error_code none;
  const std::uintmax_t bytes = std::filesystem::file_size(path, none);
  return !none && bytes > kMostBytes;
}

}  // namespace

void Desk::show_read(const ReadScenario& read) {
  const Scenario before = scenario();
  if (read.derived->scenario() != before) {
    history_.push(read.derived->scenario());
    following_.cancel();
    adopt(read.derived);
  }
  presenting_->note.clear();
  for (const auto& state : states_) state->rewind();
  show_opened(read.stage, before);
}

void Desk::show_opened(const ScenarioStage& stage, const Scenario& before) {
  try {
    show_as(stage);
  } catch (...) {  // nothing has been opened
    if (!(scenario() == before)) travel(true);
    throw;
  }
}

Opened Desk::open_scenario(const std::string& path) {
  if (is_large(path)) {
    static_cast<void>(InputFile(path, "scenario"));
    opening_.again();
    opening_.want(path, [](const std::string& from, const Progress&, const auto&) {
      const ScenarioStage stage = stage_from_what(from);
      return std::make_shared<const ReadScenario>(
          ReadScenario{std::make_shared<const Derived>(scenario_from_what(from)), stage});
    });
    return Opened::later;
  }
  opening_.cancel();
  const ScenarioStage stage = stage_from_what(path);
  const Scenario before = scenario();
  load(scenario_from_what(path));
  show_opened(stage, before);
  return Opened::done;
}

void Desk::take_opened() {
  const bool news = opening_.take([this](const std::shared_ptr<const ReadScenario>& read) {
    const std::string path = *opening_.asked();
    show_read(*read);
    remember_file(session, path);
    tell("Opened " + path);
  });
  if (!news || opening_.problem().empty()) return;
  tell(opening_.problem(), true);
  if (unwritten.empty()) unwritten = opening_.problem();
}

void Desk::open_array(const std::string& path) {
  const Shape shape = npy_shape(path, "open");
  Scenario next = scenario();
  // A bare array is a plane; with more axes than three it has batch and channels in front.
  const bool channels = shape.rank() > 3 || shape.rank() == next.size.rank() + 2;
  next.size = channels ? shape.tail(2) : shape;
  if (channels) set_channels(next, shape[1], next.output_channels());
  next.input = {Source::Kind::file, path, 0, {}};
  apply(std::move(next));
}

}  // namespace convscope
