#include "app/widgets/field_text.hpp"

#include "core/base/numbers.hpp"

namespace convscope {

std::string shown_value(const Scenario& scenario, const Field& field) {
  std::string text = field.get(scenario);
  // Not given is 0 everywhere but in Keras, where it is a rule of its own.
  if (text.empty() && field.key == "output-padding")
    return scenario.layer.dialect == Dialect::keras ? "none" : "0";
  if (field.key == "size" || field.key == "kernel")
    if (text.find('x') == std::string::npos && parse_index(text)) {
      const std::string one = text;
      for (std::size_t axis = 1; axis < scenario.size.rank(); ++axis) text.append(1, 'x').append(one);
    }
  std::string shown;
  for (const char c : text)
    if (c == 'x')
      shown.append(" × ");
    else
      shown.push_back(c);
  return parse_index(text.substr(0, text.find('x'))) ? shown : text;
}

std::string normalised(std::string text) {
  constexpr std::string_view kTimes = "×";
  for (std::size_t at = 0; (at = text.find(kTimes, at)) != std::string::npos;) {
    text[at] = 'x';
    text.erase(at + 1, kTimes.size() - 1);
  }
  std::erase(text, ' ');
  return text;
}

std::string shown_source(const Source& source) {
  switch (source.kind) {
    case Source::Kind::list:
      return "own values";
    case Source::Kind::file:
      return source.name.substr(source.name.rfind('/') + 1);
    case Source::Kind::pattern:
      break;
  }
  return source.name;
}

std::string shown_choice(std::string_view value) {
  if (value == "leaky-relu") return "leaky ReLU";
  if (value == "relu") return "ReLU";
  if (value == "pytorch") return "PyTorch";
  if (value == "keras") return "Keras";
  if (value == "onnx") return "ONNX";
  return std::string(value);
}

}  // namespace convscope
