#include "app/desk/saver.hpp"

#include <filesystem>
#include <memory>

namespace convscope {

void Saver::save(const std::string& path, std::string_view field, std::string said, SaveJob job) {
  const auto file = std::make_shared<PendingFile>(path, field);  // what is wrong with the path shows now
  run(std::filesystem::path(path).filename().string(),
      [file, job = std::move(job), said = std::move(said)](const Progress& progress) {
        PendingFile written = std::move(*file);  // where it fails, it is gone before that is said
        job(written, progress);
        progress.check();
        written.commit();
        return said;
      });
}

void Saver::run(std::string name, Work work) {
  waiting_.emplace_back(std::move(name), std::move(work));
  begin_next();
}

void Saver::begin_next() {
  if (saving_.busy() || waiting_.empty()) return;
  auto [name, work] = std::move(waiting_.front());
  waiting_.pop_front();
  saving_.again();
  saving_.want(std::move(name), [work = std::move(work)](const std::string&, const Progress& progress,
                                                         const auto&) { return work(progress); });
}

LabMessage Saver::take() {
  LabMessage said;
  if (saving_.take([&](const std::string& sentence) { said.text = sentence; }) && !saving_.problem().empty())
    said = {saving_.problem(), true, true};
  begin_next();
  return said;
}

void Saver::cancel() {
  waiting_.clear();
  saving_.cancel();
}

}  // namespace convscope
