#include "app/cli/compare_methods.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "app/cli/arguments.hpp"
#include "app/cli/pictures.hpp"
#include "app/cli/values.hpp"
#include "core/base/numbers.hpp"

namespace convscope::cli {

namespace {

constexpr std::size_t kMostName = 100;  // bytes of a file's name

bool is_there(const std::string& network) {
  std::error_code none;
  return std::filesystem::exists(network.substr(kNetworkPrefix.size()), none);
}

/// What stands between commas.
Words method_words(const std::string& text) {
  const std::vector<std::string_view> words = split(text, ',');
  Words all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    all.emplace_back(words[i]);
    if (!words[i].starts_with(kNetworkPrefix) || is_there(all.back())) continue;
    std::string longer = all.back();
    for (std::size_t j = i + 1; j < words.size(); ++j) {
      longer += fmt::format(",{}", words[j]);
      if (!is_there(longer)) continue;
      all.back() = longer;
      i = j;
      break;
    }
  }
  return all;
}

std::string file_name_for(const UpsamplingChoice& choice) {
  if (!is_network(choice)) return name_of(choice);
  std::string name = name_of(choice) + "-" + std::filesystem::path(choice.network).stem().string();
  for (char& c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool safe = byte >= 0x80 || std::isalnum(byte) || c == '-' || c == '.' || c == '_';
    if (!safe) c = '-';
  }
  return cut(name, kMostName);
}

ComparedMethod read_one(const std::string& word) {
  const std::size_t colon = word.starts_with(kNetworkPrefix) ? std::string::npos : word.find(':');
  const UpsamplingChoice choice = read_method(word.substr(0, colon), "methods", "all, or some of");
  ComparedMethod out{choice.method, {}, choice.network};
  if (colon == std::string::npos) return out;
  if (!has_coordinates(out.method))
    throw UsageError("methods", fmt::format("{} has no coordinates", info(out.method).name),
                     "a method that interpolates");
  out.coordinates = usage([&] { return parse_coordinate_name(std::string_view(word).substr(colon + 1)); });
  return out;
}

}  // namespace

std::vector<ComparedMethod> read_methods(const std::string& text) {
  std::vector<ComparedMethod> methods;
  for (const std::string& word : text.empty() ? Words{"all"} : method_words(text)) {
    if (word == "all") {
      for (const UpsamplingMethodInfo& method : upsampling_methods())
        if (method.name != info(UpsamplingMethod::network).name)
          methods.push_back({parse_method(method.name), {}, {}});
      continue;
    }
    methods.push_back(read_one(word));
    if (std::ranges::count(methods, methods.back()) > 1)
      throw UsageError("methods", fmt::format("has {} twice", word), "each method once");
  }
  return methods;
}

std::vector<std::string> file_names_for(std::span<const UpsamplingChoice> choices) {
  std::vector<std::string> names;
  for (const UpsamplingChoice& choice : choices) {
    const std::string name = file_name_for(choice);
    std::string own = name;
    for (int n = 2; std::ranges::find(names, own) != names.end(); ++n) own = fmt::format("{}-{}", name, n);
    names.push_back(own);
  }
  return names;
}

}  // namespace convscope::cli
