// Grids looked for in the lab's pictures; the blinking of two; folders that belong together.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "app/desk/desk.hpp"
#include "app/labs/images/state.hpp"
#include "core/base/error.hpp"
#include "core/base/words.hpp"
#include "core/io/picture_files.hpp"
#include "core/trace/trace.hpp"

namespace convscope {

namespace fs = std::filesystem;

void ImagesState::look_for_grids(const std::vector<std::size_t>& subjects) {
  if (!current() || pending_) return;
  std::vector<InspectWork::Subject> wanted;
  for (const std::size_t subject : subjects) {
    if (subject >= slots_.size()) continue;
    const std::string detail = subject_detail(subject);
    wanted.push_back(
        {slots_[subject].wanted, (subject == 0 ? picture_name() : subject_name(subject)) +
                                     (detail.empty() || is_result(subject) ? "" : ", " + detail)});
  }
  inspections_.want(wanted, reduction_);
}

const Inspection* ImagesState::inspection(std::size_t subject) const {
  return subject < slots_.size() ? inspections_.of(*slots_[subject].wanted) : nullptr;
}

std::string ImagesState::inspection_problem(std::size_t subject) const {
  return subject < slots_.size() ? inspections_.problem(*slots_[subject].wanted) : "";
}

std::vector<std::size_t> ImagesState::with_heat() const {
  std::vector<std::size_t> out;
  for (std::size_t subject = 0; subject < subjects(); ++subject)
    if (subject != 1) out.push_back(subject);  // the reduced one was not enlarged
  return out;
}

bool ImagesState::blinking() const {
  return stage.blink > 0 && !still_ && mode().compares() && stage.layout == ImageStage::Layout::flip;
}

bool ImagesState::converting() const {
  return stage.mode == ImageStage::Mode::convert && stage.conversion < 1 && why.converted();
}

std::optional<Film> ImagesState::film(const Desk& desk, const Style& style, bool whole_stage) const {
  if (stage.mode != ImageStage::Mode::convert || !why.converted())
    return LabState::film(desk, style, whole_stage);
  return Film{.draw =
                  [conversion = *why.conversion(), style](Moment now) {
                    // The step rests from kSettled on.
                    return draw_conversion(&conversion, "", style, std::min(1.0, now.phase / kSettled));
                  },
              .steps = 1,
              .now = {0, stage.conversion * kSettled}};
}

void ImagesState::move(const Desk& desk, double seconds) {
  constexpr double kConversion = 2.5;  // seconds
  still_ = desk.session.reduced_motion;
  if (converting()) stage.conversion = still_ ? 1 : std::min(1.0, stage.conversion + seconds / kConversion);
  if (!blinking()) {
    since_blink_ = 0;
    return;
  }
  since_blink_ += seconds;
  if (since_blink_ < stage.blink) return;
  since_blink_ = 0;
  stage.flipped = !stage.flipped;
}

namespace {

std::string stem_of(const std::string& path) {
  return fs::path(path).stem().string();
}

std::set<std::string> stems_in(const std::string& folder) {
  std::set<std::string> stems;
  for (const std::string& file : find_pictures(std::vector{folder}, "result")) stems.insert(stem_of(file));
  return stems;
}

std::string folder_name(const std::string& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  return (whole.has_filename() ? whole : whole.parent_path()).filename().string();
}

}  // namespace

bool ImagesState::open_folders(const std::vector<std::string>& folders) {
  const std::vector<std::string> truths = find_pictures(std::vector{folders.front()}, "truth");
  std::vector<std::set<std::string>> stems;
  for (std::size_t i = 1; i < folders.size(); ++i) stems.push_back(stems_in(folders[i]));
  const auto has_partner = [&](const std::string& truth) {
    return std::ranges::any_of(stems, [&](const auto& some) { return some.contains(stem_of(truth)); });
  };
  const auto first = std::ranges::find_if(truths, has_partner);
  if (first == truths.end())
    throw Error("results", fmt::format("no picture of {} has a partner", folder_name(folders.front())),
                "files of the same name, but for the ending, in both folders");
  ImageSettings next = settings();
  next.picture = fs::absolute(*first).lexically_normal().string();
  next.results.clear();
  for (std::size_t i = 1; i < folders.size(); ++i) {
    const fs::path whole = fs::absolute(folders[i]).lexically_normal();
    next.results.push_back((whole.has_filename() ? whole : whole.parent_path()).string());
  }
  if (next.contenders == with_factor(first_image_settings(), next.factor).contenders) next.contenders.clear();
  const auto matched = static_cast<std::size_t>(std::ranges::count_if(truths, has_partner));
  say(fmt::format("{} has the truth, {} of {} with a result of the same name; next-pair goes through them.",
                  folder_name(folders.front()), matched, counted(truths.size(), "picture")),
      matched < truths.size());
  check(next);
  read(std::move(next), How::push);
  stage.first = 0;
  stage.second = 2 + settings().contenders.size();
  return true;
}

void ImagesState::next_pair(int by) {
  const ImageSettings& now = settings();
  std::error_code none;
  std::vector<std::set<std::string>> stems;
  for (const std::string& path : now.results)
    if (fs::is_directory(path, none)) stems.push_back(stems_in(path));
  if (stems.empty() || !picture_ || picture_->file.empty())
    throw Error("next-pair", "there are no folders to go through",
                "a folder with the truth and one with results, dropped together");
  const std::string folder = fs::absolute(picture_->file).parent_path().string();
  std::vector<std::string> pairs;
  for (const std::string& truth : find_pictures(std::vector{folder}, "picture"))
    if (std::ranges::any_of(stems, [&](const auto& some) { return some.contains(stem_of(truth)); }))
      pairs.push_back(fs::absolute(truth).lexically_normal().string());
  if (pairs.empty()) throw Error("next-pair", "no picture has a partner", "files of the same name");
  const std::string here = fs::absolute(picture_->file).lexically_normal().string();
  const auto at = std::ranges::find(pairs, here);
  const auto count = static_cast<Index>(pairs.size());
  const Index next = at == pairs.end() ? 0 : ((at - pairs.begin()) + by + count) % count;
  change(with_picture(now, pairs[static_cast<std::size_t>(next)]));
}

}  // namespace convscope
