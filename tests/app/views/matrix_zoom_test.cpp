// Zooming and panning the matrix: the cell under the pointer stays, the edges hold.
#include "app/views/matrix_zoom.hpp"

#include <gtest/gtest.h>

namespace convscope {
namespace {

constexpr MatrixWindow kWhole{0, 0, 65536, 65536}, kSmall{0, 0, 9, 36};

TEST(MatrixZoom, TheCellKeepsItsShareOfTheWindow) {
  const MatrixCell cell{16384, 49152};
  const MatrixWindow w = zoomed({}, kWhole, 0.5, cell);
  EXPECT_EQ(w.rows, 32768);
  EXPECT_EQ(w.columns, 32768);
  EXPECT_NEAR(static_cast<double>(cell.row - w.row) / static_cast<double>(w.rows), 0.25, 0.001);
  EXPECT_NEAR(static_cast<double>(cell.column - w.column) / static_cast<double>(w.columns), 0.75, 0.001);
}

TEST(MatrixZoom, GoesFromTheWholeToSingleCellsAndBack) {
  MatrixWindow w;
  const MatrixCell cell{65535, 0};
  for (int i = 0; i < 200; ++i) {
    const MatrixWindow next = zoomed(w, kWhole, 0.8, cell);
    EXPECT_LE(next.row, cell.row);
    EXPECT_GT(next.row + next.rows, cell.row);
    EXPECT_EQ(next.column, 0);
    w = next;
  }
  EXPECT_EQ(w, (MatrixWindow{65532, 0, 4, 4}));
  for (int i = 0; i < 200; ++i) w = zoomed(w, kWhole, 1.25, cell);
  EXPECT_TRUE(w.empty());
}

TEST(MatrixZoom, FewerThanFourRowsStayAllInView) {
  const MatrixWindow w = zoomed({}, {0, 0, 3, 100}, 0.1, {1, 50});
  EXPECT_EQ(w.rows, 3);
  EXPECT_EQ(w.columns, 10);
}

TEST(MatrixPan, StopsAtTheEdges) {
  const MatrixWindow w{2, 4, 4, 8};
  EXPECT_EQ(panned(w, kSmall, 1, -2), (MatrixWindow{3, 2, 4, 8}));
  EXPECT_EQ(panned(w, kSmall, 100, 100), (MatrixWindow{5, 28, 4, 8}));
  EXPECT_EQ(panned(w, kSmall, -100, -100), (MatrixWindow{0, 0, 4, 8}));
  EXPECT_TRUE(panned({}, kSmall, 3, 3).empty());
}

TEST(MatrixPan, MiddleIsOfWhatIsInView) {
  EXPECT_EQ(middle({}, kSmall), (MatrixCell{4, 18}));
  EXPECT_EQ(middle({5, 28, 4, 8}, kSmall), (MatrixCell{7, 32}));
}

}  // namespace
}  // namespace convscope
