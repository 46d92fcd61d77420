#include "app/cli/compare_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include "app/cli/folder.hpp"
#include "app/cli/gates.hpp"
#include "app/cli/metric_gates.hpp"
#include "app/cli/output.hpp"
#include "app/cli/pictures.hpp"
#include "app/cli/values.hpp"
#include "core/base/numbers.hpp"
#include "core/base/words.hpp"
#include "core/enlarging/comparison.hpp"
#include "core/enlarging/results.hpp"
#include "core/io/picture_files.hpp"

namespace convscope::cli {

namespace {

namespace fs = std::filesystem;

/// A way of enlarging: the files of one folder, by stem.
struct ResultFolder {
  std::string name, path;
  std::map<std::string, std::vector<std::string>> files{};
};

std::string stem_of(const std::string& path) {
  return fs::path(path).stem().string();
}

Index read_factor(const std::string& text) {
  if (text.empty()) return 2;
  const Index factor = read_number(text, "factor");
  require_range(static_cast<double>(factor), kLeastFactor, kMostFactor, "factor");
  return factor;
}

/// The files of --results with the names that they get: without the folder, unless two have the same.
std::vector<std::pair<std::string, std::string>> named_results(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> out;
  std::map<std::string, int> times;
  std::set<std::string_view> seen;
  const std::vector<std::string_view> files = split(text, ',');
  for (const std::string_view file : files) {
    if (file.empty()) throw UsageError("results", "has an empty name", "A.png,B.png");
    if (!seen.insert(file).second)
      throw UsageError("results", fmt::format("has {} twice", file), "each file once");
    ++times[fs::path(file).filename().string()];
  }
  for (const std::string_view file : files) {
    const std::string name = fs::path(file).filename().string();
    out.emplace_back(times[name] > 1 ? std::string(file) : name, file);
  }
  return out;
}

std::vector<ResultFolder> read_folders(const std::string& text) {
  std::vector<ResultFolder> out;
  std::set<std::string> names;
  for (const std::string_view piece : split(text, ',')) {
    const std::size_t equals = piece.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == piece.size())
      throw UsageError("results-dir", fmt::format("'{}' names no folder", piece), "NAME=FOLDER,...");
    ResultFolder folder{std::string(piece.substr(0, equals)), std::string(piece.substr(equals + 1))};
    if (!names.insert(folder.name).second)
      throw UsageError("results-dir", fmt::format("has the name {} twice", folder.name), "each name once");
    if (!fs::is_directory(folder.path))
      throw Error("results-dir", fmt::format("{} is no folder", folder.path), "a folder of pictures");
    for (std::string& file : find_pictures(std::vector{folder.path}, "results-dir"))
      folder.files[stem_of(file)].push_back(std::move(file));
    out.push_back(std::move(folder));
  }
  return out;
}

/// What is said of a result that cannot be measured, in the batch's manner.
FailedPicture failed_as(const std::string& file, const Error& error, ProgressLine& line) {
  line.say(error.what());
  return {file, fmt::format("{} ({})", error.problem(), error.legal())};
}

class ResultsWork {
 public:
  ResultsWork(const ResultsOptions& o, const ResultsOutput& to)
      : o_(o),
        to_(to),
        factor_(read_factor(to.factor)),
        budget_(read_budget(to.budget)),
        gates_(metric_gates(o.fail_above, o.fail_below)),
        line_("compare", to.quiet) {}

  void run_files(const Words& words) {
    if (words.size() != 1)
      throw UsageError("image", words.empty() ? "is missing" : "--results are of one true picture",
                       "convscope compare TRUTH --results A.png,B.png");
    const auto results = named_results(o_.results);
    const Truth truth = read_truth(words.front(), factor_, budget_, interruptible_.progress());
    Comparison report = comparison_of(truth);
    for (std::size_t i = 0; i < results.size(); ++i) {
      const auto& [name, file] = results[i];
      try {
        report.rows.push_back(measured_result(truth, name, file, o_.align, budget_, part(i, results.size())));
      } catch (const Error& error) {
        if (results.size() == 1) throw;
        report.failed.push_back(failed_as(file, error, line_));
      }
    }
    if (report.rows.empty()) throw Incomplete();
    const bool whole = report.failed.empty();
    reports_.push_back(std::move(report));
    close({}, whole);
  }

  void run_folders(const Words& words) {
    if (!words.empty())
      throw UsageError("image", fmt::format("'{}' beside --truth-dir", words.front()), "one of the two");
    if (!fs::is_directory(o_.truth_dir))
      throw Error("truth-dir", fmt::format("{} is no folder", o_.truth_dir), "a folder of true pictures");
    std::vector<ResultFolder> folders = read_folders(o_.results_dir);
    const std::vector<std::string> truths = find_pictures(std::vector{o_.truth_dir}, "truth-dir");
    std::vector<FailedPicture> failed;
    for (std::size_t i = 0; i < truths.size(); ++i)
      one_truth(truths[i], folders, part(i, truths.size()), failed);
    say_spare(folders);
    if (reports_.empty()) throw Incomplete();
    close(failed, failed.empty());
  }

 private:
  Progress part(std::size_t i, std::size_t count) {
    const auto at = [&](std::size_t k) { return static_cast<double>(k) / static_cast<double>(count); };
    return interruptible_.progress([this](double done) { line_.at(done); }).part(at(i), at(i + 1));
  }

  /// A picture with the rows of all folders; those without a result stay empty.
  void one_truth(const std::string& path, std::vector<ResultFolder>& folders, const Progress& progress,
                 std::vector<FailedPicture>& failed) {
    const std::string stem = stem_of(path);
    Truth truth;
    try {
      truth = read_truth(path, factor_, budget_, progress.silent());
    } catch (const Error& error) {
      failed.push_back(failed_as(path, error, line_));
      for (ResultFolder& folder : folders) folder.files.erase(stem);
      return;
    }
    Comparison report = comparison_of(truth);
    bool any = false;
    for (ResultFolder& folder : folders) {
      ComparisonRow row{.name = folder.name};
      try {
        row = measured_result(truth, folder.name, partner(folder, path, stem), o_.align, budget_, progress);
        any = true;
      } catch (const Error& error) {
        const auto found = folder.files.find(stem);
        failed.push_back(failed_as(found == folder.files.end() ? path : found->second.front(), error, line_));
      }
      report.rows.push_back(std::move(row));
      folder.files.erase(stem);
    }
    if (any) reports_.push_back(std::move(report));
  }

  static const std::string& partner(const ResultFolder& folder, const std::string& truth,
                                    const std::string& stem) {
    const auto found = folder.files.find(stem);
    if (found == folder.files.end())
      throw Error("image", fmt::format("{} has no result in {}", truth, folder.path),
                  fmt::format("a file whose name begins with '{}.'", stem));
    if (found->second.size() > 1)
      throw Error("image",
                  fmt::format("{} has two results, {} and {}", truth, found->second[0], found->second[1]),
                  "one file of that stem");
    return found->second.front();
  }

  /// Results that no true picture asked for.
  void say_spare(const std::vector<ResultFolder>& folders) {
    for (const ResultFolder& folder : folders)
      if (!folder.files.empty() && !to_.quiet)
        line_.say(fmt::format("note: {} in {} without a true picture, as {}",
                              counted(folder.files.size(), "result"), folder.path,
                              folder.files.begin()->second.front()));
  }

  void close(std::span<const FailedPicture> failed, bool whole) {
    for (const Comparison& report : reports_)
      for (const ComparisonRow& row : report.rows)
        look_at(gates_, row.file.empty() ? row.name : row.file, row.measures);
    Folder folder;
    if (!to_.output.empty()) {
      folder.make(to_.output);
      folder.add(fs::path(to_.output) / "metrics.csv", comparison_csv(reports_));
    }
    finish(folder.files(), line_,
           to_.json    ? comparison_json(reports_, failed)
           : to_.quiet ? ""
                       : comparison_table(reports_));
    folder.keep();
    if (!whole) {
      gates_.say(line_);
      throw Incomplete();
    }
    gates_.close();
  }

  const ResultsOptions& o_;
  const ResultsOutput& to_;
  Index factor_;
  Budget budget_;
  Gates gates_;
  Interruptible interruptible_;
  ProgressLine line_;
  std::vector<Comparison> reports_;
};

}  // namespace

void add_results_options(Arguments& arguments, ResultsOptions& o) {
  arguments.option("--results", o.results, "A,B",
                   "files that others made of IMAGE, the truth: measured as they are, nothing is enlarged");
  arguments.option("--truth-dir", o.truth_dir, "DIR", "a folder of true pictures, with --results-dir");
  arguments.option("--results-dir", o.results_dir, "NAME=DIR,...",
                   "folders of results, matched with the truth by the names of files without their endings");
  arguments.flag(
      "--align", o.align,
      "results of other sizes are placed and moved by what phase correlation measures, which is said");
  arguments.option("--fail-above", o.fail_above, "METRIC=X", kGateHelp);
  arguments.option("--fail-below", o.fail_below, "METRIC=X",
                   "the same where it is below X: for psnr, ssim and others of which more is better");
}

void compare_results(const ResultsOptions& options, const ResultsOutput& output, const Words& truth) {
  if (!options.results.empty() && !options.truth_dir.empty())
    throw UsageError("results", "beside --truth-dir", "one of the two");
  if (options.results.empty() && options.truth_dir.empty())
    throw UsageError("truth-dir", "is missing", "--truth-dir DIR beside --results-dir");
  if (!options.truth_dir.empty() && options.results_dir.empty())
    throw UsageError("results-dir", "is missing", "--results-dir NAME=DIR,... beside --truth-dir");
  if (!options.results.empty() && !options.results_dir.empty())
    throw UsageError("results", "beside --results-dir", "one of the two");
  ResultsWork work(options, output);
  if (!options.results.empty()) return work.run_files(truth);
  work.run_folders(truth);
}

}  // namespace convscope::cli
