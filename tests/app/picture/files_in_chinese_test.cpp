// What readers say of files, in Chinese: descriptions, and why a file is refused. Sentences of other people's
// libraries stand in them as they are.
#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <regex>

#include "core/base/error.hpp"
#include "core/io/files.hpp"
#include "core/io/image_file.hpp"
#include "core/io/matrix_market.hpp"
#include "core/io/npy.hpp"
#include "core/io/paste.hpp"
#include "tests/app/picture/chinese.hpp"
#include "tests/core/io/npy_bytes.hpp"
#include "tests/core/support/case_file.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using testing::npy;
using testing::TemporaryFolder;

/// Two small words in a row, but those of libraries, profiles and headers.
std::string english_in(const std::string& sentence) {
  static const std::regex prose("[a-z]{2,} [a-z]{2,}"),
      libraries("已损坏：[A-Z0-9].*|libtiff 不能转换.*|%%MatrixMarket[^，]*|Adobe like|Linear grey");
  const std::string ours = std::regex_replace(spoken(sentence), libraries, "");
  std::smatch found;
  return std::regex_search(ours, found, prose) ? ours : "";
}

std::string from_hex(const std::string& text) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    bytes += static_cast<char>(std::stoi(text.substr(i, 2), nullptr, 16));
  return bytes;
}

/// The sentence that a reader refuses with; empty where it reads.
std::string refusal(const std::function<void()>& read) {
  try {
    read();
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

class FilesInChinese : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!chinese_.spoken) GTEST_SKIP() << "no font has Chinese characters";
  }
  static void expect_spoken(const std::string& sentence) {
    EXPECT_NE(sentence, "") << "it was read";
    EXPECT_NE(spoken(sentence), sentence);
    EXPECT_EQ(english_in(sentence), "") << sentence;
  }

 private:
  const testing::InChinese chinese_;
};

TEST_F(FilesInChinese, PicturesAreDescribedAndRefused) {
  int described = 0, refused = 0;
  for (const testing::CaseLine& line : testing::case_lines("image_files.txt")) {
    SCOPED_TRACE(line.name());
    std::string says;
    const std::string sentence = refusal(
        [&] { says = decode_image_file(from_hex(line.text("bytes")), "photo.x", "image").description; });
    EXPECT_EQ(english_in(sentence), "") << sentence;
    EXPECT_EQ(english_in(says), "") << says;
    (says.empty() ? refused : described) += 1;
  }
  EXPECT_GT(described, 50);
  EXPECT_GT(refused, 30);
}

TEST_F(FilesInChinese, ArraysAreRefused) {
  const TemporaryFolder folder;
  for (const std::string& bytes :
       {std::string("no array"), std::string("\x93NUMPY\x09"), npy(">f4", "(1,)", "abcd"),
        npy("<c8", "(1,)", ""), npy("<f16", "(1,)", ""), npy("<U3", "(1,)", ""), npy("|O", "(1,)", ""),
        npy("<M8[ns]", "(1,)", ""), npy("|V4", "(1,)", ""), npy("<f4", "(2,)", "abcd"),
        npy("<f4", "(1,)", "abcdefgh"), npy("<f4", "(1,1,1,1,1,1,1,1,1)", "abcd"), npy("<f4", "(one,)", ""),
        npy("<f8", "(1,)", testing::raw<double>({INFINITY})),
        npy("<i8", "(1,)", testing::raw<std::int64_t>({(std::int64_t{1} << 53) + 1})),
        testing::npy_with_header("{'descr': [('a', '<f4')], }", ""),
        npy("<f4", "(1,)", "abcd", "False", 7)}) {
    folder.file("x.npy", bytes);
    expect_spoken(refusal([&] { read_npy(folder / "x.npy", "input"); }));
  }
}

TEST_F(FilesInChinese, MatricesAreRefused) {
  const std::string head = "%%MatrixMarket matrix coordinate real ";
  for (const std::string& text :
       {std::string(), head + "general\nsix", head + "symmetric\n2 3 0\n", head + "general\n2 2 9\n1 1 1\n",
        head + "general\n2 2 1\n", head + "general\n2 2 2\n1 1 1.000\n", head + "general\n2 2 1\none 1 1\n",
        head + "general\n2 2 1\n3 1 1\n", head + "general\n2 2 1\n1 1 1\n2 2 2\n"})
    expect_spoken(refusal([&] { parse_matrix_market(text, "matrix"); }));
  for (const char* text : {"", "[]", "Dear Sir or Madam", "1\t2\n3\tfour", "1\t\t3", "1 2\n3",
                           "[[1, 2], [3, 4]", "[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]", "[[0. 1. ... 9.]]"})
    expect_spoken(refusal([&] { parse_matrix(text); }));
}

TEST_F(FilesInChinese, WhatCannotBeReadOrWrittenIsSpoken) {
  for (const std::string path : {"", "/no/such/file", "/", "/dev/null/below"}) {
    expect_spoken(refusal([&] { read_file(path, "image"); }));
    expect_spoken(refusal([&] { write_file(path, "words", "export"); }));
  }
}

}  // namespace
}  // namespace convscope
