#include "app/views/sizes/words.hpp"

#include "app/views/text_column.hpp"

namespace convscope {

Picture draw_words(const std::vector<WordSection>& sections, const Style& style) {
  TextColumn column(style);
  const Palette& c = column.colors();
  bool first = true;
  for (const WordSection& section : sections) {
    if (!first) column.rule();
    first = false;
    column.heading(section.heading);
    for (const Sentence& sentence : section.sentences) {
      switch (sentence.kind) {
        case Sentence::Kind::text:
          column.note(sentence.text, c.soft);
          break;
        case Sentence::Kind::warning:
          column.note(sentence.text, c.warning);
          break;
        case Sentence::Kind::formula:
          column.formula(sentence.text, c.ink);
          continue;
        case Sentence::Kind::result:
          column.formula(sentence.text, c.output_text);
          break;
      }
      column.space(6);
    }
  }
  return column.finish();
}

}  // namespace convscope
