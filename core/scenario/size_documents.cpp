#include "core/scenario/size_documents.hpp"

#include <fmt/format.h>

#include "core/base/json.hpp"
#include "core/base/numbers.hpp"
#include "core/geometry/chain_json.hpp"

namespace convscope {

namespace {

Json numbers(const Shape& values) {
  Json list = Json::array();
  for (const Index v : values) list.push_back(v);
  return list;
}

Json pairs(const std::vector<Sides>& sides) {
  Json list = Json::array();
  for (const Sides& s : sides) list.push_back({s.begin, s.end});
  return list;
}

Json overlap_json(const Overlap& overlap) {
  return {{"min", overlap.min}, {"max", overlap.max}, {"even", overlap.even()}};
}

std::string text(const Json& json) {
  return json_text(json) + "\n";
}

std::string commas(const Shape& values) {
  return fmt::format("{}", fmt::join(std::vector<Index>(values.begin(), values.end()), ","));
}

bool is(const Shape& values, Index all) {
  for (const Index v : values)
    if (v != all) return false;
  return true;
}

std::string operator_line(bool transposed, const Shape& input) {
  return fmt::format("convscope shape {} --input {}", transposed ? "conv-transpose" : "conv", commas(input));
}

}  // namespace

std::string size_document(const ConvReport& r) {
  return text({{"output", numbers(r.output)},
               {"remainder", numbers(r.remainder)},
               {"unread", r.unread},
               {"transpose_output_padding", numbers(r.transpose_output_padding)}});
}

std::string size_document(const TransposedReport& r) {
  return text({{"output", numbers(r.output)},
               {"direct_padding", pairs(r.direct_padding)},
               {"overlap", overlap_json(r.overlap)}});
}

std::string solve_document(const Shape& input, const Shape& wanted, const SizeSolutions& found) {
  // One number where it is the same on all axes.
  const auto value = [](const Shape& list) { return list.rank() == 1 ? Json(list[0]) : numbers(list); };
  const auto list_of = [&](const std::vector<SizeSolution>& sets) {
    Json list = Json::array();
    for (const SizeSolution& s : sets)
      list.push_back({{"kernel", value(s.kernel)},
                      {"stride", value(s.stride)},
                      {"padding", value(s.padding)},
                      {"dilation", value(s.dilation)},
                      {"output_padding", value(s.output_padding)},
                      {"overlap", overlap_json(s.overlap)},
                      {"products", s.products}});
    return list;
  };
  Json json{{"input", numbers(input)},
            {"wanted", numbers(wanted)},
            {"same_on_all_axes", found.axes.empty()},
            {"solutions", list_of(found.sets)}};
  if (!found.axes.empty()) {
    json["combinations"] = found.combinations;
    json["axes"] = Json::array();
    for (const auto& sets : found.axes) json["axes"].push_back(list_of(sets));
  }
  return text(json);
}

std::string ambiguity_document(const Shape& windows, const std::vector<std::vector<SameOutput>>& axes) {
  Json list = Json::array();
  for (std::size_t i = 0; i < axes.size(); ++i) {
    Json inputs = Json::array();
    for (const SameOutput& s : axes[i])
      inputs.push_back({{"input", s.input},
                        {"padding", {s.padding.begin, s.padding.end}},
                        {"output_padding", s.output_padding}});
    list.push_back({{"output", windows[i]}, {"inputs", inputs}});
  }
  return text({{"windows", numbers(windows)}, {"axes", list}});
}

std::string dialects_document(bool transposed, const Shape& input, const std::vector<DialectRow>& rows) {
  Json list = Json::array();
  for (const DialectRow& row : rows) {
    Json one{{"framework", row.framework}, {"setting", row.setting}, {"output", nullptr}};
    const char* sides = transposed ? "crop" : "padding";
    one[sides] = nullptr;
    one["shift"] = nullptr;
    if (!row.output.empty()) {
      one["output"] = numbers(row.output);
      one[sides] = pairs(row.sides);
      one["shift"] = Json::array();
      for (const auto& by : row.shift) one["shift"].push_back(by ? Json(*by) : Json());
    }
    one["note"] = row.note;
    list.push_back(std::move(one));
  }
  return text({{"input", numbers(input)}, {"dialects", list}});
}

std::string resize_document(const std::vector<ResizeDialect>& rows, std::size_t against) {
  Json list = Json::array();
  const auto shift = [&](const ResizeDialect& row, bool nearest) {
    const ResizeShift by = shift_between(row, rows[against], nearest);
    return Json{{"first", by.first}, {"mean", by.mean}, {"last", by.last}};
  };
  for (const ResizeDialect& row : rows)
    list.push_back({{"name", row.name},
                    {"who", row.who},
                    {"rule", row.rule},
                    {"scale", row.axis.scale},
                    {"places", row.places},
                    {"cells", row.cells},
                    {"shift", shift(row, false)},
                    {"nearest_shift", shift(row, true)}});
  return text({{"input", rows.front().axis.from},
               {"output", rows.front().axis.to},
               {"against", rows[against].name},
               {"resizes", list}});
}

std::string network_document(const Chain& chain, const ChainReport& r) {
  Json list = Json::array();
  for (const ChainStep& step : r.steps) {
    Json one{{"name", step.name},
             {"input", numbers(step.input)},
             {"output", numbers(step.output)},
             {"input_channels", step.input_channels},
             {"output_channels", step.output_channels},
             {"receptive_field", numbers(step.receptive_field)},
             {"parameters", step.parameters},
             {"multiply_adds", step.multiply_adds}};
    const ChainLayer& layer = chain.layers[list.size()];
    one["kind"] = kind_name(layer.kind);
    if (layer.weighted()) one["groups"] = layer.groups;
    one["activation"] = activation_name(layer.activation);
    if (!step.warning.empty()) one["warning"] = step.warning;
    list.push_back(std::move(one));
  }
  return text({{"network", chain.name},
               {"input", numbers(chain.size)},
               {"layers", list},
               {"parameters", r.parameters},
               {"multiply_adds", r.multiply_adds},
               {"warnings", r.warnings}});
}

std::string shape_line(const Scenario& scenario) {
  const Layer& layer = scenario.layer;
  std::string line = operator_line(scenario.transposed(), scenario.size);
  line += " --kernel " + commas(layer.kernel);
  if (!is(layer.stride, 1)) line += " --stride " + commas(layer.stride);
  if (const Padding none; layer.padding != none) line += " --padding " + to_string(layer.padding);
  if (!is(layer.dilation, 1)) line += " --dilation " + commas(layer.dilation);
  if (scenario.border != BorderMode::zeros)
    line += fmt::format(" --padding-mode {}", to_string(scenario.border));
  if (!scenario.transposed()) return line;
  // Keras' 0 is another size than none.
  if (!is(layer.output_padding, 0) || (layer.dialect == Dialect::keras && !layer.output_padding.empty()))
    line += " --output-padding " + commas(layer.output_padding);
  if (!layer.output_size.empty()) line += " --output-size " + commas(layer.output_size);
  if (layer.dialect != Dialect::pytorch) line += fmt::format(" --dialect {}", to_string(layer.dialect));
  return line;
}

std::string resize_line(Index from, double factor, std::string_view against) {
  std::string line = fmt::format("convscope shape --input {} --resize {}", from, format_value(factor));
  if (!against.empty()) line += " --against " + std::string(against);
  return line;
}

std::string solve_line(bool transposed, const Shape& input, const Shape& wanted,
                       std::span<const SolveBounds> bounds) {
  std::string line = operator_line(transposed, input) + " --solve " + commas(wanted);
  const auto fixed = [&](Range SolveBounds::*member, const char* name) {
    Shape values;
    for (const SolveBounds& one : bounds) {
      if ((one.*member).least != (one.*member).most) return;
      values.push_back((one.*member).least);
    }
    line += fmt::format(" --{} {}", name, commas(values));
  };
  fixed(&SolveBounds::kernel, "kernel");
  fixed(&SolveBounds::stride, "stride");
  fixed(&SolveBounds::padding, "padding");
  fixed(&SolveBounds::dilation, "dilation");
  if (transposed) fixed(&SolveBounds::output_padding, "output-padding");
  return line;
}

std::string sides_words(const std::vector<Sides>& sides) {
  std::string words;
  for (const Sides& s : sides) words += fmt::format("{}{}:{}", words.empty() ? "" : ", ", s.begin, s.end);
  return words;
}

}  // namespace convscope
