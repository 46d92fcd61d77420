#include "core/network/formats.hpp"

#include <fmt/format.h>

#include <cstring>
#include <filesystem>

#include "core/base/error.hpp"
#include "core/base/names.hpp"
#include "core/base/numbers.hpp"
#include "core/io/files.hpp"

namespace convscope {

namespace {

/// The first character of a text that means something.
char first_sign(std::string_view bytes) {
  const std::size_t at = bytes.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos ? '\0' : bytes[at];
}

bool is_ours(std::string_view bytes) {
  return first_sign(bytes) == '{' && bytes.find("\"convscope-network\"") != std::string_view::npos;
}
bool is_keras(std::string_view bytes) {
  return first_sign(bytes) == '{' && (bytes.find("\"modelTopology\"") != std::string_view::npos ||
                                      bytes.find("\"weightsManifest\"") != std::string_view::npos);
}
bool is_safetensors(std::string_view bytes) {
  std::uint64_t length = 0;
  if (bytes.size() < 10) return false;
  std::memcpy(&length, bytes.data(), sizeof length);
  return length < (std::uint64_t{1} << 32) && bytes[8] == '{';
}
bool is_torch(std::string_view bytes) {
  return bytes.starts_with("PK\x03\x04") || (bytes.size() > 2 && bytes[0] == '\x80' && bytes[1] <= 5);
}
/// A message's fields have no sign of their own: the first is the version, or some other small field.
bool is_onnx(std::string_view bytes) {
  return !bytes.empty() && (bytes[0] & 7) != 3 && (bytes[0] & 7) != 4 && (bytes[0] & 7) < 6 && bytes[0] > 7 &&
         bytes[0] < 0x7f && first_sign(bytes) != '{';
}

constexpr NetworkFormat kFormats[] = {
    {"ConvScope", ".json", is_ours, read_chain},
    {"TF.js", ".json", is_keras, read_keras_layers},
    {"safetensors", ".safetensors", is_safetensors, read_safetensors},
    {"PyTorch", ".pt .pth", is_torch, read_torch},
    {"ONNX", ".onnx", is_onnx, read_onnx},
};

}  // namespace

std::span<const NetworkFormat> network_formats() {
  return kFormats;
}

bool has_network_ending(std::string_view path) {
  const std::string name = lower(path);
  for (const NetworkFormat& format : kFormats)
    for (const std::string_view ending : split(format.endings, ' '))
      if (ending != ".json" && name.ends_with(ending)) return true;
  return false;
}

Network read_network(const std::string& path, Budget budget) {
  const std::string bytes = read_file(path, "network");
  require_memory(static_cast<double>(bytes.size()), budget, "network");
  const NetworkFile file{path, bytes, budget};
  if (bytes.empty()) throw Error("network", fmt::format("{} is empty", path), "a network's file");
  for (const NetworkFormat& format : kFormats)
    if (format.fits(bytes)) {
      try {
        Network network = format.read(file);
        if (network.name.empty()) network.name = std::filesystem::path(path).stem().string();
        return network;
      } catch (const Error& error) {
        if (error.field() != "network") throw Error("network", error.what(), "a network that fits together");
        throw Error("network", fmt::format("{} ({}): {}", path, format.name, error.problem()), error.legal());
      }
    }
  throw Error("network", fmt::format("{} is none that is read here", path),
              listed(names_of(kFormats), Listing::commas));
}

const std::string& read_beside(const NetworkFile& file, const std::string& name) {
  namespace fs = std::filesystem;
  if (const auto known = file.beside.find(name); known != file.beside.end()) return known->second;
  const auto refuse = [&](std::string_view why) {
    throw Error("network", fmt::format("refers to the file '{}', which {}", cut(name, 120), why),
                "files in the model's own folder");
  };
  if (name.empty() || name.find('\0') != std::string::npos || fs::path(name).has_root_path())
    refuse("is outside of its folder");
  std::error_code problem;
  const fs::path folder = fs::weakly_canonical(fs::absolute(fs::path(file.path)).parent_path(), problem);
  const fs::path target = fs::weakly_canonical(folder / name, problem);
  const fs::path inside = target.lexically_relative(folder);
  if (problem || inside.empty() || *inside.begin() == "..") refuse("is outside of its folder");
  if (!fs::exists(target, problem)) refuse("is not there");
  if (!fs::is_regular_file(target, problem)) refuse("is no plain file");
  double memory = static_cast<double>(fs::file_size(target, problem));
  for (const auto& [other, bytes] : file.beside) memory += static_cast<double>(bytes.size());
  require_memory(memory, file.budget, "network");
  return file.beside.emplace(name, read_file(target.generic_string(), "network")).first->second;
}

}  // namespace convscope
