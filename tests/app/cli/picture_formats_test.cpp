// Pictures of any format through the commands that read them.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/base/json.hpp"
#include "core/io/image_file.hpp"
#include "tests/app/cli/program.hpp"

namespace convscope {
namespace {

using ::testing::HasSubstr;
using testing::ProgramRun;
using ::testing::StartsWith;
using testing::TemporaryFolder;
using testing::words;

class PictureFormats : public ::testing::Test {
 protected:
  PictureFormats() {
    std::string samples, clear;
    for (int i = 0; i < 8 * 6; ++i) {
      samples += static_cast<char>(i * 5);
      clear += static_cast<char>(i * 5);
      clear += static_cast<char>(i < 24 ? 200 : 255);
    }
    folder.file("grey.pgm", "P5 8 6 255\n" + samples);
    folder.file("fifteen.pgm", "P2 4 2 15\n0 5 10 15\n0 5 10 15\n");
    folder.file("clear.pam",
                "P7\nWIDTH 8\nHEIGHT 6\nDEPTH 2\nMAXVAL 255\nTUPLTYPE GRAYSCALE_ALPHA\nENDHDR\n" + clear);
    folder.file("noext", "P5 8 6 255\n" + samples);
    folder.file("text", "hello\n");
    folder.file("cut.avif", std::string("\0\0\0\x18"
                                        "ftypavif",
                                        12));
    folder.file("new.jxl", "\xff\x0a and so on, further");
  }
  ProgramRun run(const std::string& line) const { return testing::convscope(folder, words(line)); }
  /// The colour type of a PNG file's header: 0 grey, 2 colour, 4 and 6 with alpha.
  int color_type(const std::string& file) const { return folder.read(file).at(25); }
  TemporaryFolder folder;
};

TEST_F(PictureFormats, GreyStaysGreyInFilesToo) {
  ASSERT_EQ(run("upsample grey.pgm -o up.png --factor 2 --method nearest").status, 0);
  EXPECT_EQ(color_type("up.png"), 0);
  ASSERT_EQ(run("upsample clear.pam -o clear.png --factor 2 --method nearest").status, 0);
  EXPECT_EQ(color_type("clear.png"), 4);
  const ImageFile image = read_image_file(folder / "clear.png", "a");
  EXPECT_EQ(image.color.shape(), (Shape{1, 1, 12, 16}));
  EXPECT_EQ(image.alpha[0], 200);
  EXPECT_EQ(image.color[2], 5);
  for (const char* name : {"grey.pgm", "clear.pam"}) {
    ASSERT_EQ(run(fmt::format("compare {} -o out --factor 2 --methods bicubic", name)).status, 0);
    for (const char* made : {"out/original.png", "out/small.png", "out/bicubic.png"})
      EXPECT_EQ(color_type(made), std::string(name) == "clear.pam" ? 4 : 0) << name << ' ' << made;
  }
  const ImageFile original = read_image_file(folder / "out/original.png", "a"),
                  given = read_image_file(folder / "clear.pam", "a"),
                  made = read_image_file(folder / "out/bicubic.png", "a");
  EXPECT_EQ(original.color, given.color);
  EXPECT_EQ(original.alpha, given.alpha);
  EXPECT_NEAR(made.alpha[0], 200, 4) << "opacity is reduced and enlarged as the colours are";
  EXPECT_EQ(made.alpha[8 * 6 - 1], 255);
}

TEST_F(PictureFormats, WhatAFileIsIsSaid) {
  EXPECT_THAT(run("upsample fifteen.pgm -o up.png --factor 2 --method nearest").out,
              StartsWith("fifteen.pgm: PNM, 4 bits, grey (plain text)\n"));
  const ProgramRun upsampled = run("upsample clear.pam -o up.npy --factor 2 --method nearest --json");
  EXPECT_EQ(Json::parse(upsampled.out)["read"], "PNM, 8 bits, grey + alpha");
  const ProgramRun compared = run("compare grey.pgm --factor 2 --methods nearest --json");
  EXPECT_EQ(Json::parse(compared.out)["read"], "PNM, 8 bits, grey");
}

TEST_F(PictureFormats, AnyMaximumIsWhite) {
  ASSERT_EQ(run("upsample fifteen.pgm -o up.png --factor 2 --method nearest").status, 0);
  const ImageFile image = read_image_file(folder / "up.png", "a");
  for (Index x = 0; x < 8; ++x) EXPECT_EQ(image.color[x], static_cast<float>(x / 2 * 85));
}

TEST_F(PictureFormats, PicturesAreKnownByTheirFirstBytes) {
  const ProgramRun render = run("render noext -o a.png");
  EXPECT_EQ(render.status, 1);
  EXPECT_EQ(render.err,
            "convscope: scenario: noext is a PGM image (a file written by 'convscope scenario')\n");
  const ProgramRun text = run("render text -o a.png");
  EXPECT_EQ(text.status, 1);
  EXPECT_THAT(text.err, HasSubstr("scenario: text is neither a scenario nor a picture known here"));
  EXPECT_FALSE(folder.has("a.png"));
}

TEST_F(PictureFormats, WhatIsNotReadIsCalledByItsName) {
  for (const char* command :
       {"upsample {} -o a.png --factor 2 --method nearest", "compare {} --factor 2 -o out"}) {
    const ProgramRun foreign = run(fmt::format(fmt::runtime(command), "new.jxl"));
    EXPECT_EQ(foreign.status, 1);
    EXPECT_THAT(foreign.err, HasSubstr("image: new.jxl is a JPEG XL image (a complete PNG, JPEG, WebP"));
    const ProgramRun cut = run(fmt::format(fmt::runtime(command), "cut.avif"));
    EXPECT_EQ(cut.status, 1);
    EXPECT_THAT(cut.err,
                ::testing::AnyOf(
                    HasSubstr("image: cut.avif is cut short"),  // as libheif of the distribution sees it
                    HasSubstr("image: cut.avif is broken: "), HasSubstr("image: cut.avif is an AVIF image")));
    EXPECT_FALSE(folder.has("a.png"));
    EXPECT_FALSE(folder.has("out"));
  }
}

}  // namespace
}  // namespace convscope
