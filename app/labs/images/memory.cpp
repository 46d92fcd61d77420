#include "app/labs/images/memory.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <string>

#include "app/labs/images/picture_source.hpp"

namespace convscope {

namespace {

std::string text(Index number) {
  return fmt::format("{}", number);
}

/// Nothing where no command can say it.
std::optional<std::vector<CommandWords>> commands_for(const UpsamplingChoice& choice) {
  std::vector<CommandWords> out{{"add-contender", name_of(choice)}};
  if (choice.kernel.kind == KernelChoice::Kind::own) {
    const auto list = own_text(choice.kernel);
    if (!list) return std::nullopt;
    out.push_back({"contender-kernel", *list});
  } else if (choice.kernel.kind != KernelChoice::Kind::standard) {
    out.push_back({"contender-kernel", to_string(choice.kernel)});
  }
  if (choice.taps > 0) out.push_back({"kernel-size", text(choice.taps)});
  if (choice.layers > 1) out.push_back({"layers", text(choice.layers)});
  if (choice.repair && can_repair(choice.method)) out.push_back({"repair", "on"});
  return out;
}

}  // namespace

std::vector<CommandWords> commands_for(const ImageSettings& settings) {
  std::vector<CommandWords> out;
  const std::string& picture = settings.picture;
  if (picture.starts_with(kTestPrefix))
    out.push_back({"test-picture", picture.substr(kTestPrefix.size())});
  else if (!picture.empty() && !picture.starts_with(kClipboardPrefix))
    out.push_back({"picture", std::filesystem::absolute(picture).string()});
  const ImageSettings fresh = with_factor(first_image_settings(), settings.factor);
  if (settings.factor != first_image_settings().factor) out.push_back({"factor", text(settings.factor)});
  if (settings.contenders != fresh.contenders) {
    out.push_back({"remove-contender", "all"});
    for (const UpsamplingChoice& contender : settings.contenders)
      if (const auto commands = commands_for(contender))
        out.insert(out.end(), commands->begin(), commands->end());
  }
  if (settings.linear_light) out.push_back({"linear-light", "on"});
  if (!settings.learn_from.empty()) out.push_back({"learn-from", settings.learn_from});
  return out;
}

}  // namespace convscope
