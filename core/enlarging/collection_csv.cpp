#include <fmt/format.h>

#include <cmath>

#include "core/base/csv.hpp"
#include "core/enlarging/collection.hpp"
#include "core/enlarging/paired.hpp"
#include "core/enlarging/statistics.hpp"

namespace convscope {

namespace {

std::string field(double x) {
  return std::isfinite(x) ? fmt::format("{:.9g}", x) : std::isnan(x) ? "" : x > 0 ? "inf" : "-inf";
}

class Table {
 public:
  explicit Table(const Collection& all) : all_(all), metrics_(metrics_of(all)) {}

  std::string text() {
    out_ = "what,image,name";
    for (const Metric* metric : metrics_) out_ += fmt::format(",{}", metric->name);
    if (!all_.inspected.empty())
      out_ += ",verdict,cause,period_y,period_x,phase_y,phase_x,levels,confidence,reason";
    out_ += "\n";
    for (const Compared& one : all_.compared)
      for (const ComparisonRow& row : one.rows)
        numbers("compare", one.image, row.name,
                [&](const Metric& metric) { return row.measures[metric].value_or(std::nan("")); });
    for (const std::string& name : all_.names) means(name);
    for (std::size_t a = 0; a < all_.names.size(); ++a)
      for (std::size_t b = a + 1; b < all_.names.size(); ++b) pair(all_.names[a], all_.names[b]);
    for (const Inspected& one : all_.inspected) inspected(one);
    return out_;
  }

 private:
  template <class Of>
  void numbers(std::string_view what, std::string_view image, std::string_view name, Of&& of) {
    out_ += fmt::format("{},{},{}", what, csv_field(image), csv_field(name));
    for (const Metric* metric : metrics_) out_ += "," + field(of(*metric));
    if (!all_.inspected.empty()) out_ += ",,,,,,,,,";
    out_ += "\n";
  }

  void means(const std::string& name) {
    const auto row = [&](std::string_view what, double (*of)(const Statistics&)) {
      numbers(what, "", name,
              [&](const Metric& metric) { return of(statistics(values_of(all_, name, metric))); });
    };
    row("mean", [](const Statistics& s) { return s.mean; });
    row("spread", [](const Statistics& s) { return s.spread; });
    row("count", [](const Statistics& s) { return static_cast<double>(s.count); });
  }

  void pair(const std::string& first, const std::string& second) {
    std::vector<Paired> all;
    for (const Metric* metric : metrics_)
      all.push_back(
          paired(values_of(all_, first, *metric), values_of(all_, second, *metric), metric->more_is_better));
    const auto row = [&](std::string_view what, double (*of)(const Paired&)) {
      std::size_t m = 0;
      numbers(what, "", first + " - " + second, [&](const Metric&) {
        const Paired& p = all[m++];
        return p.count > 0 ? of(p) : std::nan("");
      });
    };
    row("difference", [](const Paired& p) { return p.mean; });
    row("low", [](const Paired& p) { return p.low; });
    row("high", [](const Paired& p) { return p.high; });
    row("wins", [](const Paired& p) { return static_cast<double>(p.wins); });
    row("ties", [](const Paired& p) { return static_cast<double>(p.ties); });
    row("losses", [](const Paired& p) { return static_cast<double>(p.losses); });
    row("p", [](const Paired& p) { return p.p_value; });
  }

  void inspected(const Inspected& one) {
    const std::string begin = fmt::format("inspect,{},{},{}", csv_field(one.image),
                                          std::string(metrics_.size(), ','), csv_field(one.verdict));
    if (one.grids.empty()) out_ += begin + ",,,,,,,,\n";
    for (const InspectedGrid& grid : one.grids)
      out_ += fmt::format("{},{},{},{},{},{},{:.9g},{:.9g},{}\n", begin, csv_field(grid.cause),
                          grid.period[0], grid.period[1], grid.phase[0], grid.phase[1], grid.levels,
                          grid.confidence, csv_field(grid.reason));
  }

  const Collection& all_;
  std::vector<const Metric*> metrics_;
  std::string out_;
};

}  // namespace

std::string collection_csv(const Collection& all) {
  return Table(all).text();
}

}  // namespace convscope
