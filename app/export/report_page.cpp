#include "app/export/report_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "app/picture/language.hpp"
#include "app/picture/svg_items.hpp"
#include "core/base/words.hpp"
#include "core/enlarging/paired.hpp"
#include "core/enlarging/statistics.hpp"

namespace convscope {

namespace {

constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --ground: #fbfbfc; --card: #fff; --ink: #1b1f27; --soft: #566073; --line: #d5dae2;
  --best: #0b6b3a; --mark: #e8f5ee; --link: #0b57b0; }
@media (prefers-color-scheme: dark) { :root { --ground: #14171c; --card: #1c2027; --ink: #e8ebf0; --soft: #a3adbd;
  --line: #39414e; --best: #7ee0a8; --mark: #1d3428; --link: #8bbcff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 90rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 Inter, system-ui, sans-serif; }
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0 0 .5rem; overflow-wrap: anywhere; }
a { color: var(--link); }
nav a { margin-right: 1.2em; }
p { max-width: 50rem; margin: .4rem 0; }
.soft, figcaption small { color: var(--soft); }
.wide { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--card); margin: .8rem 0; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { padding: .4rem .7rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
thead th { color: var(--soft); font-weight: 600; }
tbody th { font-weight: 600; }
th:first-child, .text { text-align: left; }
td.long { white-space: normal; min-width: 22rem; }
.best { color: var(--best); background: var(--mark); font-weight: 700; }
details { border: 1px solid var(--line); border-radius: 8px; background: var(--card); margin: .5rem 0; padding: 0 .9rem; }
summary { cursor: pointer; padding: .6rem 0; }
details .wide { border: 0; margin: 0 -.9rem; border-top: 1px solid var(--line); border-radius: 0 0 8px 8px; }
article { border: 1px solid var(--line); border-radius: 8px; background: var(--card); padding: .9rem; margin: .8rem 0; }
.row { display: flex; flex-wrap: wrap; gap: .9rem; }
figure { margin: 0; width: 192px; }
figure img { display: block; max-width: 100%; height: auto; image-rendering: pixelated; border: 1px solid var(--line); }
figcaption { font-size: .85rem; line-height: 1.35; overflow-wrap: anywhere; padding-top: .3rem; }
figcaption small { display: block; font-size: .8rem; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
@media print { details > * { display: block; } .wide { overflow: visible; } }
)";

constexpr Index kShown =
    192;  // pixels of a figure on the page, as the style has it; smaller ones are repeated

std::string heading(const Metric& metric) {
  return metric.unit.empty() ? std::string(metric.title)
                             : fmt::format("{}, {}", spoken(metric.title), spoken(metric.unit));
}

std::string shown(const Metric& metric, double value) {
  return text_of(metric, std::isnan(value) ? std::nullopt : std::optional(value));
}

/// Whether this number says which way is better; a cost of machines does not.
bool is_judged(const Metric& metric) {
  return metric.name != "seconds" && metric.name != "parameters" && metric.name != "multiply_adds";
}

/// A table that may be wider than the page: it scrolls by itself, with the keyboard too.
std::string wide(std::string_view name, const std::string& table) {
  return fmt::format(
      "<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"{}\"><table>\n{}</table></div>\n",
      xml_spoken(name), table);
}

std::string head_row(const std::vector<std::string>& words) {
  std::string row = "<thead><tr>";
  for (const std::string& word : words) row += fmt::format("<th scope=\"col\">{}</th>", xml_spoken(word));
  return row + "</tr></thead>\n";
}

class Page {
 public:
  Page(const Collection& all, const ReportFigures& figures, const std::function<void(std::string_view)>& sink,
       const Progress& progress)
      : all_(all), figures_(figures), sink_(sink), progress_(progress), metrics_(metrics_of(all)) {}

  void write() {
    begin();
    if (!all_.compared.empty()) {
      means();
      if (all_.names.size() > 1) pairs();
      pictures();
      numbers();
    }
    if (!all_.inspected.empty()) grids();
    if (!all_.failed.empty()) failures();
    sink_("</main>\n</body>\n</html>\n");
  }

 private:
  void begin() {
    const std::string words = summary();
    std::string links;
    const auto link = [&](bool is, const char* to, const char* text) {
      if (is) links += fmt::format("<a href=\"#{}\">{}</a>", to, xml_spoken(text));
    };
    const bool compared = !all_.compared.empty();
    link(compared, "means", "Means");
    link(compared && all_.names.size() > 1, "pairs", "Pairs");
    link(compared, "pictures", "Pictures");
    link(compared, "numbers", "Every number");
    link(!all_.inspected.empty(), "grids", "Grids");
    link(!all_.failed.empty(), "failed", "Not measured");
    sink_(
        fmt::format("<!DOCTYPE html>\n<html lang=\"{0}\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<title>{1}</title>\n<style>{2}</style>\n</head>\n<body>\n<main>\n"
                    "<h1>{1}</h1>\n<p>{3}</p>\n<nav aria-label=\"{4}\">{5}</nav>\n",
                    language_tag(), xml_spoken("Enlarged pictures, measured"), kStyle, xml_spoken(words),
                    xml_spoken("Parts"), links));
  }

  std::string summary() const {
    std::string text;
    if (!all_.compared.empty())
      text = fmt::format("{} compared, {}, factor {}.", counted(all_.compared.size(), "picture"),
                         counted(all_.names.size(), "result"), all_.factor);
    if (!all_.inspected.empty()) {
      const auto seen = std::ranges::count_if(all_.inspected, [](const Inspected& one) {
        return one.verdict == "visible" || one.verdict == "strong";
      });
      text += fmt::format("{}{} inspected, a grid is visible in {}.", text.empty() ? "" : " ",
                          counted(all_.inspected.size(), "picture"), seen);
    }
    if (!all_.failed.empty()) text += fmt::format(" {} not measured.", all_.failed.size());
    return text + fmt::format(" From {} of convscope.", counted(all_.sources, "file"));
  }

  void means() {
    std::vector<std::string> words{"Result", "Pictures"};
    for (const Metric* metric : metrics_) words.push_back(heading(*metric));
    std::vector<std::vector<Statistics>> table;
    for (const std::string& name : all_.names) {
      table.emplace_back();
      for (const Metric* metric : metrics_)
        table.back().push_back(statistics(values_of(all_, name, *metric)));
    }
    std::string rows = head_row(words) + "<tbody>\n";
    for (std::size_t r = 0; r < table.size(); ++r) {
      rows += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td>", xml_text(all_.names[r]),
                          std::ranges::count_if(all_.compared, [&](const Compared& one) {
                            const ComparisonRow* row = one.row(all_.names[r]);
                            return row && !row->measures.empty();
                          }));
      for (std::size_t m = 0; m < metrics_.size(); ++m) rows += mean_cell(table, r, m);
      rows += "</tr>\n";
    }
    const bool spreads = all_.compared.size() > 1;
    sink_(fmt::format(
        "<h2 id=\"means\">{}</h2>\n<p class=\"soft\">{}{}</p>\n{}", xml_spoken("Means"),
        spreads ? xml_spoken("Mean ± standard deviation over the pictures.") + " " : "",
        xml_spoken("The best of a column is bold on green. ∞: without an error, left out of means and "
                   "counted as (+ n ∞)."),
        wide("Means of each result", rows + "</tbody>\n")));
  }

  std::string mean_cell(const std::vector<std::vector<Statistics>>& table, std::size_t r,
                        std::size_t m) const {
    const Metric& metric = *metrics_[m];
    const Statistics& s = table[r][m];
    std::string text = s.count == 0 && s.infinite > 0 ? "∞" : shown(metric, s.mean);
    if (s.count > 1) text += " ± " + shown(metric, s.spread);
    if (s.count > 0 && s.infinite > 0) text += fmt::format(" (+ {} ∞)", s.infinite);
    return fmt::format("<td{}>{}</td>", is_best(table, r, m) ? " class=\"best\"" : "", xml_text(text));
  }

  /// Not where all are equal.
  bool is_best(const std::vector<std::vector<Statistics>>& table, std::size_t r, std::size_t m) const {
    const Metric& metric = *metrics_[m];
    if (!is_judged(metric)) return false;
    const auto value = [&](std::size_t i) {
      const Statistics& s = table[i][m];
      return s.count == 0 && s.infinite > 0 ? std::numeric_limits<double>::infinity() : s.mean;
    };
    bool worse = false;
    for (std::size_t i = 0; i < table.size(); ++i) {
      const double other = value(i), own = value(r);
      if (std::isnan(own) || (metric.more_is_better ? other > own : other < own)) return false;
      worse = worse || (metric.more_is_better ? other < own : other > own);
    }
    return worse;
  }

  void pairs() {
    sink_(fmt::format(
        "<h2 id=\"pairs\">{}</h2>\n<p class=\"soft\">{} <i>p</i>{}</p>\n",
        xml_spoken("Each two beside each other"),
        xml_spoken(
            "Over the pictures that both have: the mean of the first less the second, its 95 % interval by "
            "Student's t, in how many pictures the first is better, equal and worse, and the chance"),
        xml_spoken(" of so uneven a count by an exact sign test.")));
    for (std::size_t a = 0; a < all_.names.size(); ++a)
      for (std::size_t b = a + 1; b < all_.names.size(); ++b) pair(all_.names[a], all_.names[b]);
  }

  void pair(const std::string& first, const std::string& second) {
    std::string rows =
        head_row({"Number", "Pictures", "Difference", "95 % from", "to", "Better", "Equal", "Worse", "p"}) +
        "<tbody>\n";
    std::string sentence;
    for (const Metric* metric : metrics_) {
      if (!is_judged(*metric)) continue;
      const Paired p =
          paired(values_of(all_, first, *metric), values_of(all_, second, *metric), metric->more_is_better);
      if (p.count == 0) continue;
      const auto bound = [&](double x) { return std::isfinite(x) ? fmt::format("{:+.4g}", x) : "–"; };
      rows += fmt::format(
          "<tr><th scope=\"row\">{}</th><td>{}</td><td>{:+.4g}</td><td>{}</td><td>{}</td><td>{}</td>"
          "<td>{}</td><td>{}</td><td>{:.3g}</td></tr>\n",
          xml_text(heading(*metric)), p.count, p.mean, bound(p.low), bound(p.high), p.wins, p.ties, p.losses,
          p.p_value);
      if (sentence.empty())
        sentence =
            fmt::format("{} {} on average, better in {} of {}", metric->title,
                        fmt::format("{:+.3g}{}{}", p.mean, metric->unit.empty() ? "" : " ", metric->unit),
                        p.wins, counted(p.count, "picture"));
    }
    if (sentence.empty()) sentence = "no picture that both have";
    sink_(fmt::format(
        "<details><summary><strong>{}</strong> {} <strong>{}</strong>: {}</summary>\n{}</details>\n",
        xml_text(first), xml_spoken("against"), xml_text(second), xml_spoken(sentence),
        wide(first + " against " + second, rows + "</tbody>\n")));
  }

  std::string figures_html(const std::string& image, const std::vector<ReportFigure>& figures,
                           const std::function<std::string(const ReportFigure&)>& words) const {
    std::string html = "<div class=\"row\">\n";
    for (const ReportFigure& figure : figures) {
      const Index times = std::max<Index>(1, kShown / std::max<Index>({1, figure.width, figure.height}));
      html += fmt::format(
          "<figure><img src=\"{}\" width=\"{}\" height=\"{}\" alt=\"{}\"><figcaption><strong>{}</strong>"
          "<small>{}</small></figcaption></figure>\n",
          png_address(figure.png), figure.width * times, figure.height * times,
          xml_spoken(fmt::format("A part of {}: {}", image, figure.name)), xml_text(figure.name),
          xml_spoken(figure.note.empty() ? words(figure) : figure.note));
    }
    return html + "</div>\n";
  }

  /// The first numbers of a result, below its picture.
  std::string brief(const Compared& picture, const std::string& name) const {
    const ComparisonRow* row = picture.row(name);
    std::string text;
    for (std::size_t m = 0; row && m < std::min<std::size_t>(3, metrics_.size()); ++m)
      text += fmt::format("{}{} {}", m ? ", " : "", spoken(metrics_[m]->title),
                          full_text_of(*metrics_[m], row->measures[*metrics_[m]]));
    return text;
  }

  void pictures() {
    sink_(fmt::format("<h2 id=\"pictures\">{}</h2>\n", xml_spoken("Pictures")));
    std::size_t shown = 0, gone = 0;
    for (std::size_t i = 0; i < all_.compared.size() && shown < figures_.most; ++i) {
      progress_.at(static_cast<double>(i) / static_cast<double>(all_.compared.size()));
      const Compared& one = all_.compared[i];
      const std::vector<ReportFigure> figures =
          figures_.of_compared ? figures_.of_compared(one) : std::vector<ReportFigure>{};
      if (figures.empty()) {
        ++gone;
        continue;
      }
      ++shown;
      sink_(fmt::format("<article><h3>{} <span class=\"soft\">{} × {}</span></h3>\n{}</article>\n",
                        xml_text(one.image), one.width, one.height,
                        figures_html(one.image, figures,
                                     [&](const ReportFigure& figure) { return brief(one, figure.name); })));
    }
    say_left_out(all_.compared.size(), shown, gone);
  }

  void say_left_out(std::size_t all, std::size_t shown, std::size_t gone) {
    if (gone > 0)
      sink_(fmt::format(
          "<p class=\"soft\">{}</p>\n",
          xml_spoken(fmt::format("{} not there any more, or changed: only the numbers are shown.",
                                 gone == 1 ? "1 picture is" : fmt::format("{} pictures are", gone)))));
    if (shown + gone < all)
      sink_(
          fmt::format("<p class=\"soft\">{}</p>\n",
                      xml_spoken(fmt::format(
                          "Pictures of {} of {} are shown; --pictures takes another number.", shown, all))));
  }

  void numbers() {
    std::vector<std::string> words{"Picture", "Result"};
    for (const Metric* metric : metrics_) words.push_back(heading(*metric));
    words.emplace_back("Note");
    sink_(
        fmt::format("<h2 id=\"numbers\">{0}</h2>\n<details{1}><summary>{2}</summary>\n<div class=\"wide\" "
                    "role=\"region\" tabindex=\"0\" aria-label=\"{0}\"><table>\n{3}<tbody>\n",
                    xml_spoken("Every number"), all_.compared.size() <= 20 ? " open" : "",
                    xml_spoken(counted(all_.compared.size(), "picture")), head_row(words)));
    for (const Compared& one : all_.compared)
      for (const ComparisonRow& row : one.rows) {
        std::string cells = fmt::format("<tr><th scope=\"row\">{}</th><td class=\"text\">{}</td>",
                                        xml_text(one.image), xml_text(row.name));
        for (const Metric* metric : metrics_)
          cells += fmt::format("<td>{}</td>", xml_text(text_of(*metric, row.measures[*metric])));
        sink_(cells + fmt::format("<td class=\"text{}\">{}</td></tr>\n", row.note.empty() ? "" : " long",
                                  xml_spoken(row.note)));
      }
    sink_("</tbody></table></div></details>\n");
  }

  void grids() {
    sink_(fmt::format("<h2 id=\"grids\">{}</h2>\n", xml_spoken("Grids found without an original")));
    std::string rows =
        head_row({"Picture", "Size", "Verdict", "Cause", "Period", "Phase", "Levels", "Sure", "Reason"}) +
        "<tbody>\n";
    for (const Inspected& one : all_.inspected) {
      const std::string begin =
          fmt::format("<tr><th scope=\"row\">{}</th><td>{} × {}</td><td class=\"text\">{}</td>",
                      xml_text(one.image), one.width, one.height, xml_spoken(one.verdict));
      if (one.grids.empty())
        rows += begin + "<td class=\"text\">–</td><td></td><td></td><td></td><td></td><td></td></tr>\n";
      for (const InspectedGrid& grid : one.grids)
        rows += fmt::format(
            "{}<td class=\"text\">{}</td><td>{} × {}</td><td>{}, {}</td><td>{:.2f}</td><td>{:.0f} %</td>"
            "<td class=\"text long\">{}</td></tr>\n",
            begin, xml_spoken(grid.cause), grid.period[1], grid.period[0], grid.phase[1], grid.phase[0],
            grid.levels, 100 * grid.confidence, xml_spoken(grid.reason));
    }
    sink_(wide("Grids", rows + "</tbody>\n"));
    std::size_t shown = 0, gone = 0;
    for (std::size_t i = 0; i < all_.inspected.size() && shown < figures_.most; ++i) {
      progress_.at(static_cast<double>(i) / static_cast<double>(all_.inspected.size()));
      const Inspected& one = all_.inspected[i];
      const std::vector<ReportFigure> figures =
          figures_.of_inspected ? figures_.of_inspected(one) : std::vector<ReportFigure>{};
      if (figures.empty()) {
        ++gone;
        continue;
      }
      ++shown;
      sink_(fmt::format("<article><h3>{} <span class=\"soft\">{}</span></h3>\n{}</article>\n",
                        xml_text(one.image), xml_spoken(one.verdict),
                        figures_html(one.image, figures, [](const ReportFigure&) { return std::string(); })));
    }
    say_left_out(all_.inspected.size(), shown, gone);
  }

  void failures() {
    std::string rows = head_row({"Picture", "Why not"}) + "<tbody>\n";
    for (const FailedPicture& one : all_.failed)
      rows += fmt::format("<tr><th scope=\"row\">{}</th><td class=\"text long\">{}</td></tr>\n",
                          xml_text(one.image), xml_spoken(one.problem));
    sink_(fmt::format("<h2 id=\"failed\">{}</h2>\n{}", xml_spoken("Not measured"),
                      wide("Not measured", rows + "</tbody>\n")));
  }

  const Collection& all_;
  const ReportFigures& figures_;
  const std::function<void(std::string_view)>& sink_;
  const Progress& progress_;
  std::vector<const Metric*> metrics_;
};

}  // namespace

void write_report_page(const Collection& all, const ReportFigures& figures,
                       const std::function<void(std::string_view)>& sink, const Progress& progress) {
  Page(all, figures, sink, progress).write();
}

}  // namespace convscope
