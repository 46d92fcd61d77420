// Files that are written beside the window.
#include "app/desk/saver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <semaphore>
#include <stdexcept>

#include "tests/core/support/patience.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

/// The next thing that it says.
LabMessage message(Saver& saver) {
  LabMessage said;
  testing::wait_until([&] { return !(said = saver.take()).text.empty(); });
  return said;
}

TEST(Saver, WhatFailsIsGoneBeforeItIsSaid) {
  const testing::TemporaryFolder folder;
  std::binary_semaphore looked(0);
  // Lets go of what the worker owns only after the folder has been looked at.
  const auto wait = [&](const int*) { looked.acquire(); };
  Saver saver{Workers()};
  saver.save(folder / "a.txt", "output", "saved",
             [until = std::shared_ptr<const int>(nullptr, wait)](PendingFile& file, const Progress&) {
               file.write("half of it");
               throw std::runtime_error("no more");
             });
  const LabMessage said = message(saver);
  EXPECT_EQ(said.text, "no more");
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  looked.release();
}

TEST(Saver, OneAfterTheOther) {
  const testing::TemporaryFolder folder;
  Saver saver{Workers()};
  saver.save(folder / "a.txt", "output", "saved a",
             [](PendingFile& file, const Progress&) { file.write("all of it"); });
  saver.save(folder / "b.txt", "output", "saved b",
             [&](PendingFile& file, const Progress&) { file.write(folder.read("a.txt")); });
  EXPECT_EQ(saver.file(), "a.txt");
  EXPECT_EQ(message(saver).text, "saved a");
  EXPECT_EQ(message(saver).text, "saved b");
  EXPECT_EQ(folder.read("b.txt"), "all of it");
  EXPECT_FALSE(saver.busy());
}

}  // namespace
}  // namespace convscope
