// The table of formats: what each of its rows writes.
#include "app/export/formats.hpp"

#include <gmock/gmock.h>

#include "app/picture/backends.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(ExportFormats, AreNamedByEndings) {
  EXPECT_THAT(still_endings(), ElementsAre(".png", ".svg", ".pdf", ".tex"));
  EXPECT_THAT(moving_endings(), ElementsAre(".pdf", ".gif", ".webp", ".mp4", ".webm", ".html"));
  EXPECT_EQ(export_format("a/b.gif"), &export_formats()[4]);
  EXPECT_EQ(export_format("frame-%04d.png"), &export_formats()[0]);
  EXPECT_EQ(export_format("picture.jpg"), nullptr);
  EXPECT_EQ(export_format("png"), nullptr);
}

TEST(ExportFormats, WriteWhatTheyAreNamedAfter) {
  const Picture picture(8, 4, Color{255, 255, 255, 255});
  EXPECT_THAT(export_format("a.png")->picture(picture, 1, Backing::white, ""), StartsWith("\x89PNG"));
  EXPECT_THAT(export_format("a.svg")->picture(picture, 1, Backing::white, ""), HasSubstr("<svg"));
  EXPECT_THAT(export_format("a.pdf")->picture(picture, 1, Backing::white, "One"), StartsWith("%PDF"));
  EXPECT_THAT(export_format("a.pdf")->pages({picture, picture}, Backing::white, "Two"), StartsWith("%PDF"));
  const testing::TemporaryFolder folder;
  PendingFile file(folder / "a.gif");
  const AnimationFrame frame{{0, 0}, 0.1};
  export_format("a.gif")->animation(
      {&frame, 1}, [&](Moment) { return rasterise(picture); }, 10, file, Progress());
  file.commit();
  EXPECT_THAT(folder.read("a.gif"), StartsWith("GIF89a"));
}

}  // namespace
}  // namespace convscope
