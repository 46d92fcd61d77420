// Words in the room that there is: as whole clauses, as lines, as the first wording that fits, as a sum of
// which some terms are only counted.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/views/canvas.hpp"

namespace convscope {

/// As many clauses (up to a comma, a semicolon or a colon) from the beginning as fit; perhaps none.
/// In the program's language.
std::string clauses_within(std::string_view english, Font font, double size, double width);

/// Lines of whole words. `indent` begins all but the first.
std::vector<std::string> wrapped(std::string_view words, Font font, double size, double width,
                                 std::string_view indent = {});

/// The first of the texts that fits into the room, else the last.
std::string fitting(Font font, double size, double room, const std::vector<std::string>& texts);

double width_of(const std::vector<Piece>& pieces, double size);

/// "y[1] = 1·2 + 3·4 + 7 more = 50": beginning and end are always there, terms as far as there is room.
class LongSum {
 public:
  LongSum(std::vector<Piece> begin, std::string_view joint, Color soft)
      : begin_(std::move(begin)), joint_(joint), soft_(soft) {}

  /// A term; those that no line could have are not made.
  void add(const std::function<std::vector<Piece>()>& make);
  /// A piece that stands behind the terms.
  void end(Piece piece) { end_.push_back(std::move(piece)); }
  std::vector<Piece> within(double room, double size) const;
  /// Broken between terms into at most so many lines; those after the first begin at `indent`, which is where
  /// the first one's terms do. What has no room in the last one is counted.
  struct Lines {
    std::vector<std::vector<Piece>> lines;
    double indent = 0;
  };
  Lines lines(double room, double size, std::size_t most) const;

 private:
  /// The terms from that one on, as within(), begun by `begin`.
  std::vector<Piece> rest(std::size_t from, const std::vector<Piece>& begin, double room, double size) const;
  static constexpr std::size_t kMostTerms = 64;
  std::vector<Piece> begin_, end_{};
  std::vector<std::vector<Piece>> terms_{};
  Index all_ = 0;
  std::string_view joint_;
  Color soft_;
};

/// The distance of a sum's lines, in sizes.
inline constexpr double kSumLeading = 1.5;
/// The first line stands at `at`, the others below it.
void draw_sum(Canvas& canvas, Point at, const LongSum::Lines& sum, double size, double right);

}  // namespace convscope
