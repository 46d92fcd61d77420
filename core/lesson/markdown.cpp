#include "core/lesson/markdown.hpp"

#include <fmt/format.h>
#include <md4c.h>

#include "core/base/error.hpp"
#include "core/base/numbers.hpp"

namespace convscope {

namespace {

/// What md4c tells, as blocks. A callback may not throw through C: it remembers what is refused.
class Reader {
 public:
  std::vector<MarkdownBlock> blocks;
  std::string refused;  ///< "a table"

  int enter(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
      case MD_BLOCK_DOC:
        return 0;
      case MD_BLOCK_P:
        begin("");
        return 0;
      case MD_BLOCK_UL:
        lists_.push_back(kBullets);
        return 0;
      case MD_BLOCK_OL:
        lists_.push_back(static_cast<long>(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start));
        return 0;
      case MD_BLOCK_LI:
        begin(lists_.back() != kBullets ? fmt::format("{}.", lists_.back()++) : std::string("•"));
        item_ = true;
        return 0;
      case MD_BLOCK_H:
        return refuse("a heading");
      case MD_BLOCK_CODE:
        return refuse("a block of code");
      case MD_BLOCK_HTML:
        return refuse("HTML");
      case MD_BLOCK_QUOTE:
        return refuse("a quotation");
      case MD_BLOCK_HR:
        return refuse("a line across");
      default:
        return refuse("a table");
    }
  }

  int leave(MD_BLOCKTYPE type) {
    if (type == MD_BLOCK_UL || type == MD_BLOCK_OL) lists_.pop_back();
    if (type == MD_BLOCK_LI) item_ = false;
    return 0;
  }

  int enter(MD_SPANTYPE type, void* detail) {
    switch (type) {
      case MD_SPAN_EM:
        ++emphasis_;
        return 0;
      case MD_SPAN_STRONG:
        ++strong_;
        return 0;
      case MD_SPAN_CODE:
        code_ = true;
        return 0;
      case MD_SPAN_A: {
        const MD_ATTRIBUTE& to = static_cast<MD_SPAN_A_DETAIL*>(detail)->href;
        link_.assign(to.text, to.size);
        return 0;
      }
      case MD_SPAN_IMG:
        return refuse("an image");
      default:
        return refuse("a span of another dialect");
    }
  }

  int leave(MD_SPANTYPE type) {
    if (type == MD_SPAN_EM) --emphasis_;
    if (type == MD_SPAN_STRONG) --strong_;
    if (type == MD_SPAN_CODE) code_ = false;
    if (type == MD_SPAN_A) link_.clear();
    return 0;
  }

  int text(MD_TEXTTYPE type, std::string_view words) {
    if (type == MD_TEXT_HTML) return refuse("HTML");
    if (type == MD_TEXT_ENTITY) return refuse("an entity of HTML, write the sign itself");
    if (type == MD_TEXT_NULLCHAR) return refuse("a zero byte");
    if (type == MD_TEXT_BR) words = "\n";
    if (type == MD_TEXT_SOFTBR) words = " ";
    if (blocks.empty()) return 0;
    MarkdownSpan span{std::string(words), strong_ > 0, emphasis_ > 0, code_, link_};
    auto& spans = blocks.back().spans;
    if (!spans.empty()) {
      MarkdownSpan& last = spans.back();
      if (last.strong == span.strong && last.emphasis == span.emphasis && last.code == span.code &&
          last.link == span.link) {
        last.text += span.text;
        return 0;
      }
    }
    spans.push_back(std::move(span));
    return 0;
  }

 private:
  static constexpr long kBullets = -1;
  int refuse(std::string_view what) {
    if (refused.empty()) refused = what;
    return 1;
  }
  void begin(std::string marker) {
    // An item whose words are a paragraph is one block.
    if (item_ && !blocks.empty() && blocks.back().spans.empty() && marker.empty()) return;
    blocks.push_back({static_cast<int>(lists_.size()), std::move(marker), {}});
  }

  std::vector<long> lists_;  ///< the next number; kBullets: none
  int strong_ = 0, emphasis_ = 0;
  bool code_ = false, item_ = false;
  std::string link_;
};

}  // namespace

std::vector<MarkdownBlock> parse_markdown(std::string_view text) {
  Reader reader;
  MD_PARSER parser{};
  parser.flags = MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_TABLES | MD_FLAG_COLLAPSEWHITESPACE;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* r) {
    return static_cast<Reader*>(r)->enter(type, detail);
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* r) { return static_cast<Reader*>(r)->leave(type); };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* r) {
    return static_cast<Reader*>(r)->enter(type, detail);
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* r) { return static_cast<Reader*>(r)->leave(type); };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* words, MD_SIZE size, void* r) {
    return static_cast<Reader*>(r)->text(type, {words, size});
  };
  // What it returns is not to be relied on: 0 also where a callback has stopped it.
  const int problem = md_parse(text.data(), static_cast<MD_SIZE>(text.size()), &parser, &reader);
  if (problem != 0 || !reader.refused.empty())
    throw Error("Markdown", "has " + (reader.refused.empty() ? "no end" : reader.refused),
                "paragraphs, lists, *emphasis*, **strong**, `code` and [links](https://...)");
  return std::move(reader.blocks);
}

std::string plain_text(const std::vector<MarkdownBlock>& blocks) {
  std::string text;
  for (const MarkdownBlock& block : blocks) {
    if (!text.empty()) text += '\n';
    if (!block.marker.empty()) text += block.marker + " ";
    for (const MarkdownSpan& span : block.spans) text += span.text;
  }
  return text;
}

std::string plain_text(std::string_view markdown) {
  return plain_text(parse_markdown(markdown));
}

}  // namespace convscope
