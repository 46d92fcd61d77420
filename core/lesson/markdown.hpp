// The little of Markdown that lessons use: paragraphs, lists, *emphasis*, **strong**, `code`, links.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace convscope {

/// Text of one look.
struct MarkdownSpan {
  std::string text;  ///< '\n' where the author breaks the line
  bool strong = false, emphasis = false, code = false;
  std::string link{};  ///< where it leads; empty: nowhere
  friend bool operator==(const MarkdownSpan&, const MarkdownSpan&) = default;
};

/// A paragraph, or an item of a list.
struct MarkdownBlock {
  int depth = 0;         ///< 0: no item; lists in lists are deeper
  std::string marker{};  ///< of an item: "•" or "2."; empty: a further paragraph of it
  std::vector<MarkdownSpan> spans{};
  friend bool operator==(const MarkdownBlock&, const MarkdownBlock&) = default;
};

/// Errors: Error("Markdown", ...) for what is beyond that: HTML, images, headings, tables, code blocks.
std::vector<MarkdownBlock> parse_markdown(std::string_view text);

/// The words alone, paragraphs and items on lines of their own.
std::string plain_text(const std::vector<MarkdownBlock>& blocks);
std::string plain_text(std::string_view markdown);

}  // namespace convscope
