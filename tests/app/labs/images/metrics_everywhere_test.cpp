// A metric is one row of a table: the sheet, the plots, the lab's table and files have it from there.
#include <gmock/gmock.h>
#include <imgui.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "app/views/contact_sheet.hpp"
#include "app/views/images/plots.hpp"
#include "app/views/pixels.hpp"
#include "core/enlarging/comparison.hpp"
#include "tests/app/labs/images/image_program.hpp"
#include "tests/app/picture/texts.hpp"

namespace convscope {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Another number for each metric, the last digits telling them apart.
double number_for(const Metric& metric) {
  return 1.25 + static_cast<double>(&metric - metrics().data());
}
Measures all_numbers() {
  Measures out;
  for (const Metric& m : metrics()) out.set(m, number_for(m));
  return out;
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}
std::vector<std::string> labels(const Picture& picture) {
  std::vector<std::string> all = testing::texts_of(picture);
  for (std::string& text : all) text = lower(text);
  return all;
}
std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += text + '\n';
  return out;
}

TEST(EveryMetric, StandsOnTheSheetWhereItsRowSaysSo) {
  ContactSheet sheet{.name = "cat.jpg", .width = 100, .height = 60, .part = {10, 10, 48, 48}};
  sheet.photo = sheet.original = sheet.reduced =
      std::make_shared<Image>(to_image(Tensor<float>({1, 3, 4, 4}, 99.6F)));
  sheet.entries.push_back({"nearest", "", sheet.original, all_numbers()});
  const std::vector<std::string> words = labels(draw_contact_sheet(sheet));
  std::set<std::string> numbers;
  for (const Metric& m : metrics()) {
    const std::string number = full_text_of(m, number_for(m));
    EXPECT_TRUE(numbers.insert(number).second) << "the test cannot tell " << m.name << " by its number";
    if (m.on_sheet) {
      EXPECT_THAT(words, Contains(lower(number))) << m.name;
      EXPECT_THAT(words, Contains(lower(std::string(m.title)))) << m.name;
    } else {
      EXPECT_THAT(words, Not(Contains(lower(number)))) << m.name;
      EXPECT_THAT(words, Not(Contains(lower(std::string(m.title))))) << m.name;
    }
  }
}

TEST(EveryMetric, StandsInThePlotsWhereItsRowSaysSo) {
  Sweep sweep{.factor = 2, .side = 256, .families = {{"nearest", {}}}, .points = {}};
  for (const Index at : {2, 3, 4})
    for (const SweepAxis axis : kSweepAxes) sweep.points[{0, axis, at}] = all_numbers();
  Style style;
  style.width = 1300;
  style.height = 850;
  const auto drawn = [&](const Metric* metric) {
    return joined(labels(draw_plots(&sweep, {.metric = metric, .family = 0, .size = 3}, "", style)));
  };
  const std::string all = drawn(nullptr);
  std::size_t plotted = 0;
  for (const Metric& m : metrics()) {
    const std::string name = command_name(m);
    if (!m.plot) {
      EXPECT_THAT(plot_names(), Not(Contains(name)));
      continue;
    }
    ++plotted;
    const std::string title = lower(std::string(m.plot->title));
    EXPECT_THAT(all, HasSubstr(title.substr(0, title.find_first_of(", "))))
        << name << ", small ones have a short title";
    EXPECT_THAT(plot_names(), Contains(name));
    EXPECT_THAT(drawn(&m), HasSubstr(title)) << name;
    EXPECT_THAT(drawn(&m), HasSubstr(lower(std::string(m.plot->words)))) << name;
    testing::ImageProgram program;
    program.run("plot " + name);
    EXPECT_EQ(plotted_metrics()[program.images().stage.plot - 1], &m);
  }
  EXPECT_EQ(plot_names().size(), 1 + plotted) << "and no other";
}

TEST(EveryMetric, IsAColumnOfTheTable) {
  const auto columns = table_columns();
  ASSERT_EQ(std::ssize(columns), std::ranges::count(metrics(), false, &Metric::perceptual));
  EXPECT_TRUE(std::ranges::is_sorted(columns, {}, &Metric::column));
  testing::ImageProgram program;
  program.run("test-picture zone-plate");
  for (const Metric& m : metrics()) {
    if (m.perceptual) continue;  // they take too long to follow a slider
    EXPECT_EQ(std::ranges::count(columns, &m), 1) << m.name;
    program.run("sort-table " + command_name(m));
    EXPECT_EQ(program.images().stage.sort, &m);
    EXPECT_EQ(program.images().stage.descending, m.more_is_better) << "the best stands on top: " << m.name;
    for (const Measurement& measured : program.images().measurements())
      EXPECT_TRUE(measured.measures[m]) << m.name;
  }
}

TEST(EveryMetric, IsCopiedAndWritten) {
  testing::ImageProgram program;
  program.run("test-picture zone-plate");
  ImGui::CreateContext();  // has a clipboard of its own
  program.run("copy-table");
  const std::string copied = ImGui::GetClipboardText();
  ImGui::DestroyContext();
  EXPECT_THAT(copied, StartsWith("contender\tdetail\t"));
  const Comparison one{.image = "a.png", .rows = {{"nearest", all_numbers()}}};
  const std::string csv = comparison_csv({&one, 1}), json = comparison_json({&one, 1});
  const std::string head = copied.substr(0, copied.find('\n')) + '\t';
  for (const Metric& m : metrics()) {
    EXPECT_EQ(head.find('\t' + command_name(m) + '\t') == std::string::npos, m.perceptual);
    EXPECT_THAT(csv.substr(0, csv.find('\n')) + ',', HasSubstr(',' + std::string(m.name) + ','));
    EXPECT_THAT(json, HasSubstr('"' + std::string(m.name) + '"'));
  }
}

}  // namespace
}  // namespace convscope
