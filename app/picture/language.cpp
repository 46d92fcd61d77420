#include "app/picture/language.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <unordered_map>

#include "app/picture/catalogue.hpp"
#include "app/picture/fallback_fonts.hpp"
#include "app/picture/fonts.hpp"
#include "core/base/error.hpp"
#include "core/io/files.hpp"
#include "core/io/resources.hpp"

namespace convscope {

namespace {

/// As many translations are remembered: a window has some hundreds, numbers in sentences make more.
constexpr std::size_t kMostRemembered = 8192;

/// U+2060, word joiner.
constexpr std::string_view kAsItIs = "\xe2\x81\xa0";

/// Words that are not Chinese yet.
bool may_be_english(std::string_view text) {
  const auto is_chinese = [](char c) {  // the first byte of U+3000 to U+9FFF
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xe3 && byte <= 0xe9;
  };
  return has_word(text) && std::ranges::none_of(text, is_chinese);
}

/// A table with what has been looked up in it.
class Speaker {
 public:
  explicit Speaker(Catalogue catalogue) : catalogue_(std::move(catalogue)) {}

  std::optional<std::string> find(std::string_view english) {
    std::string key(english);
    const std::scoped_lock lock(mutex_);
    if (const auto known = known_.find(key); known != known_.end()) return known->second;
    if (known_.size() >= kMostRemembered) known_.clear();
    auto found = catalogue_.find(english);
    if (!found && missing_.size() < kMostRemembered) missing_.insert(key);
    return known_.emplace(std::move(key), std::move(found)).first->second;
  }

  std::vector<std::string> take_missing() {
    const std::scoped_lock lock(mutex_);
    std::vector<std::string> all(missing_.begin(), missing_.end());
    missing_.clear();
    known_.clear();  // what is asked for again is missing again
    return all;
  }

 private:
  const Catalogue catalogue_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::optional<std::string>> known_;
  std::set<std::string> missing_;
};

/// Null speaks English.
std::atomic<Speaker*>& now() {
  static std::atomic<Speaker*> speaker = nullptr;
  return speaker;
}

/// Read once; never freed, so that it outlives every worker.
Speaker& chinese() {
  static Speaker& speaker = *new Speaker(
      Catalogue(Catalogue::read_po(read_file(resource_path("assets/languages/zh_CN.po"), "language"))));
  return speaker;
}

std::size_t bytes_of(std::string_view text) {
  const auto byte = static_cast<unsigned char>(text.front());
  const std::size_t bytes = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
  return std::min(bytes, text.size());
}

constexpr std::string_view kClosing = "，。、；：？！）》】”’…％", kOpening = "（《【“‘";

bool is_wide(std::string_view character) {
  const auto byte = static_cast<unsigned char>(character.front());
  return byte >= 0xe3 && byte <= 0xef;
}

/// Whether a line may end between two characters, neither of which is a blank.
bool may_break(std::string_view before, std::string_view after) {
  if (!is_wide(before) && !is_wide(after)) return false;
  return kClosing.find(after) == kClosing.npos && kOpening.find(before) == kOpening.npos;
}

}  // namespace

Language language() {
  return now().load() ? Language::chinese : Language::english;
}

std::string_view language_tag() {
  return language() == Language::chinese ? "zh-CN" : "en";
}

void speak(Language language) {
  if (language == Language::english) {
    now() = nullptr;
    return;
  }
  prefer_fonts_for("zh-cn");
  if (!covers(Font::text, "简体中文，卷积"))
    throw Error("language", "no font of this system has Chinese characters",
                "install fonts-noto-cjk or fonts-wqy-microhei");
  now() = &chinese();
}

Language language_of_environment() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const char* const value = std::getenv(name); value && *value)
      return std::string_view(value).starts_with("zh") ? Language::chinese : Language::english;
  return Language::english;
}

std::string as_it_is(std::string_view text) {
  const bool marked =
      now().load(std::memory_order_acquire) && may_be_english(text) && !text.starts_with(kAsItIs);
  return std::string(marked ? kAsItIs : "").append(text);
}

Spoken::Spoken(std::string_view english) : text_(english) {
  if (english.starts_with(kAsItIs)) {
    text_.remove_prefix(kAsItIs.size());
    return;
  }
  Speaker* const speaker = now().load(std::memory_order_acquire);
  if (!speaker || !may_be_english(english)) return;
  if (auto found = speaker->find(english)) {
    room_ = std::move(*found);
    text_ = room_;
  }
}

std::vector<LinePart> line_parts(std::string_view text) {
  std::vector<LinePart> parts;
  std::size_t from = 0;
  bool blank = false;
  const auto end_at = [&](std::size_t at) {
    parts.push_back({text.substr(from, at - from), blank});
    from = at;
    blank = false;
  };
  std::string_view before;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view character = text.substr(at, bytes_of(text.substr(at)));
    if (character == " ") {
      end_at(at);
      from = at + 1;
      blank = true;
      before = {};
    } else {
      if (!before.empty() && may_break(before, character)) end_at(at);
      before = character;
    }
    at += character.size();
  }
  end_at(text.size());
  return parts;
}

std::vector<std::string> take_untranslated() {
  Speaker* const speaker = now().load();
  return speaker ? speaker->take_missing() : std::vector<std::string>{};
}

}  // namespace convscope
