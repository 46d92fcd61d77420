// The page about checkerboards: its tables were made by `./dev docs`, and they still hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "core/base/numbers.hpp"
#include "core/enlarging/light.hpp"
#include "core/enlarging/metrics.hpp"
#include "core/enlarging/upsampling.hpp"
#include "core/io/image_file.hpp"
#include "tests/core/support/places.hpp"

namespace convscope {
namespace {

namespace fs = std::filesystem;

std::string page() {
  std::ifstream file(fs::path(testing::in_project("docs/checkerboards.md")));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// What stands between the markers of a table, row by row without the two of its head, cell by cell.
std::vector<std::vector<std::string>> table(const std::string& name) {
  std::istringstream lines(page());
  std::vector<std::vector<std::string>> rows;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line == "<!-- end of " + name + " -->") inside = false;
    if (inside) {
      std::vector<std::string> cells;
      for (std::string_view cell : split(line, '|')) cells.emplace_back(trim(cell));
      rows.push_back(cells);
    }
    if (line == "<!-- " + name + ", by ./dev docs -->") inside = true;
  }
  if (rows.size() >= 2) rows.erase(rows.begin(), rows.begin() + 2);
  return rows;
}

struct PhotographRow {
  double uneven, even, repaired, bicubic;
};
std::map<std::string, PhotographRow> photographs() {
  std::map<std::string, PhotographRow> out;
  for (const auto& cells : table("photographs"))
    out[cells.at(1)] = {std::stod(cells.at(2)), std::stod(cells.at(3)), std::stod(cells.at(5)),
                        std::stod(cells.at(6))};
  return out;
}

TEST(CheckerboardsPage, UnevenKernelsStandOutAndRepairsTakeThatAway) {
  const auto rows = photographs();
  ASSERT_EQ(rows.size(), 5u);
  for (const auto& [name, row] : rows) {
    EXPECT_GE(row.uneven, 10 * row.even) << name;
    EXPECT_LE(row.repaired, 1.1 * row.bicubic) << name;
  }
  EXPECT_EQ(table("methods").size(), 13u);
}

TEST(CheckerboardsPage, ItsPicturesAreThereAndSmall) {
  const std::string text = page();
  const std::regex link(R"(\]\(([^)#]+\.png)\))");
  int count = 0;
  for (std::sregex_iterator it(text.begin(), text.end(), link), end; it != end; ++it, ++count) {
    const fs::path file = fs::path(testing::in_project("docs")) / (*it)[1].str();
    ASSERT_TRUE(fs::exists(file)) << file;
    EXPECT_LT(fs::file_size(file), 1u << 20) << file;
  }
  EXPECT_EQ(count, 28);
}

TEST(CheckerboardsPageSlow, HoldsWhatTheProgramMeasures) {
  for (const auto& [name, row] : photographs()) {
    const std::string path = "/usr/share/pixmaps/faces/" + name + ".jpg";
    if (!fs::exists(path)) GTEST_SKIP() << "gnome-control-center-data is not installed";
    const Tensor<float> original = cropped_to_multiple(read_image(path, "photo"), 2);
    const Tensor<float> small = shrink_area(original, 2);
    const Example example{original, small};
    const auto energy = [&](const char* method, Index taps, const char* kernel, bool repair) {
      const Upsampler up =
          make_upsampler({parse_method(method), 2, taps, parse_kernel(kernel), repair}, Examples(example));
      return measure({original, as_saved(enlarge(up, small)), 2})["checkerboard"].value();
    };
    // Half of the last digit, and what other compilers' rounding may do to pixels halfway between two values.
    const auto expect = [&name = name](double page, double measured, double digit) {
      EXPECT_NEAR(measured, page, digit + 0.02 * page) << name;
    };
    expect(row.uneven, energy("conv-transpose", 3, "uniform", false), 0.5);
    expect(row.even, energy("conv-transpose", 4, "bilinear", false), 0.005);
    expect(row.repaired, energy("conv-transpose", 3, "uniform", true), 0.005);
    expect(row.bicubic, energy("bicubic", 0, "uniform", false), 0.005);
  }
}

}  // namespace
}  // namespace convscope
