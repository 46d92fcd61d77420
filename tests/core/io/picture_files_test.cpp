// Names, folders and patterns that stand for pictures.
#include "core/io/picture_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "core/base/error.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using testing::TemporaryFolder;
using ::testing::ThrowsMessage;

std::vector<std::string> found(std::vector<std::string> words) {
  return find_pictures(words, "image");
}

TEST(PictureFiles, AreFoundByNameFolderAndPattern) {
  const TemporaryFolder folder;
  for (const char* name : {"b.JPG", "a.png", "notes.txt", "c [1].ppm"}) folder.file(name, "");
  std::filesystem::create_directory(folder / "folder.png");
  EXPECT_THAT(found({folder.path()}), ElementsAre(folder / "a.png", folder / "b.JPG", folder / "c [1].ppm"));
  EXPECT_THAT(found({folder / "*.png", folder / "x"}),
              ElementsAre(folder / "a.png", folder / "folder.png", folder / "x"));
  EXPECT_THAT(found({folder / "c [1].ppm"}), ElementsAre(folder / "c [1].ppm")) << "exists: no pattern";
  EXPECT_THAT(found({folder / "notes.txt"}), ElementsAre(folder / "notes.txt")) << "the reader will say";
}

TEST(PictureFiles, NothingFoundIsSaid) {
  const TemporaryFolder folder;
  EXPECT_THAT([&] { found({folder.path()}); },
              ThrowsMessage<Error>(HasSubstr("image: " + folder.path() + " has no pictures in it")));
  EXPECT_THAT([&] { found({folder / "*.png"}); },
              ThrowsMessage<Error>(HasSubstr("no picture's name fits " + folder / "*.png")));
}

}  // namespace
}  // namespace convscope
