#include "core/io/npy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <limits>

#include "tests/core/io/npy_bytes.hpp"
#include "tests/core/support/expect_error.hpp"
#include "tests/core/support/print.hpp"
#include "tests/core/support/temporary_folder.hpp"

namespace convscope {
namespace {

using testing::expect_error;
using ::testing::HasSubstr;
using testing::npy;
using testing::npy_with_header;
using testing::raw;
using testing::TemporaryFolder;

class Npy : public ::testing::Test {
 protected:
  Tensor<double> read(const std::string& bytes, Budget budget = {}) const {
    return read_npy(folder.file("a.npy", bytes), "input", budget);
  }
  /// The sentence without the path.
  void refuses(const std::string& bytes, const std::string& problem, Budget budget = {}) const {
    try {
      read(bytes, budget);
      ADD_FAILURE() << "accepted; expected: " << problem;
    } catch (const Error& error) {
      EXPECT_EQ(error.field(), "input");
      EXPECT_THAT(error.problem(), HasSubstr(problem));
      EXPECT_FALSE(error.legal().empty());
    }
  }
  TemporaryFolder folder;
};

TEST_F(Npy, ReadsEveryElementType) {
  const Tensor<double> expected({3}, {1, 2, 3});
  EXPECT_EQ(read(npy("<f4", "(3,)", raw<float>({1, 2, 3}))), expected);
  EXPECT_EQ(read(npy("<f8", "(3,)", raw<double>({1, 2, 3}))), expected);
  EXPECT_EQ(read(npy("|i1", "(3,)", raw<std::int8_t>({1, 2, 3}))), expected);
  EXPECT_EQ(read(npy("|u1", "(3,)", raw<std::uint8_t>({1, 2, 3}))), expected);
  EXPECT_EQ(read(npy("<i2", "(3,)", raw<std::int16_t>({1, 2, 3}))), expected);
  EXPECT_EQ(read(npy("<u2", "(3,)", raw<std::uint16_t>({1, 2, 3}))), expected);
  EXPECT_EQ(read(npy("<i4", "(3,)", raw<std::int32_t>({1, 2, 3}))), expected);
  EXPECT_EQ(read(npy("<u4", "(3,)", raw<std::uint32_t>({1, 2, 3}))), expected);
  EXPECT_EQ(read(npy("<i8", "(3,)", raw<std::int64_t>({1, 2, 3}))), expected);
  EXPECT_EQ(read(npy("<u8", "(3,)", raw<std::uint64_t>({1, 2, 3}))), expected);
  EXPECT_EQ(read(npy("|b1", "(3,)", raw<std::uint8_t>({0, 1, 1}))), Tensor<double>({3}, {0, 1, 1}));
  EXPECT_EQ(read(npy("<i4", "(2,)", raw<std::int32_t>({-5, 5}))), Tensor<double>({2}, {-5, 5}));
}

TEST_F(Npy, ReadsHalfPrecision) {
  // numpy.array([1, -2, 65504, 2**-14, 2**-24, 1/3, -0.0], "<f2").view("<u2")
  const Tensor<double> halves =
      read(npy("<f2", "(7,)", raw<std::uint16_t>({0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x3555, 0x8000})));
  EXPECT_EQ(halves, Tensor<double>({7}, {1, -2, 65504, 0x1p-14, 0x1p-24, 0.333251953125, 0}));
  refuses(npy("<f2", "(2,)", raw<std::uint16_t>({0x3c00, 0x7c00})), "holds inf (element 1 of the file)");
  refuses(npy("<f2", "(1,)", raw<std::uint16_t>({0xfe00})), "nan (element 0 of the file)");
}

TEST_F(Npy, ReadsAllVersionsOfTheHeader) {
  for (int version : {1, 2, 3})
    EXPECT_EQ(read(npy("<f4", "(2,)", raw<float>({1, 2}), "False", version)), Tensor<double>({2}, {1, 2}));
}

TEST_F(Npy, ReadsHeadersAsOtherProgramsWriteThem) {
  const Tensor<double> expected({1, 2}, {1, 2});
  const std::string data = raw<float>({1, 2});
  EXPECT_EQ(read(npy_with_header("{\"shape\":(1,2),\"fortran_order\":False,\"descr\":\"<f4\"}", data)),
            expected);
  EXPECT_EQ(read(npy_with_header("{'descr':'=f4','fortran_order':False,'shape':(1L,2L)}   \n", data)),
            expected);
  EXPECT_EQ(read(npy_with_header("{'descr':'f4','fortran_order':False,'shape':( 1 , 2 , ),}", data)),
            expected);
  EXPECT_EQ(read(npy("<f4", "()", raw<float>({7}))), Tensor<double>(Shape{}, std::vector<double>{7}));
}

TEST_F(Npy, TurnsFortranOrder) {
  // numpy.asfortranarray([[1, 2, 3], [4, 5, 6]])
  EXPECT_EQ(read(npy("<f4", "(2, 3)", raw<float>({1, 4, 2, 5, 3, 6}), "True")),
            Tensor<double>({2, 3}, {1, 2, 3, 4, 5, 6}));
  // arange(24).reshape(2, 3, 4) column by column: the first axis runs fastest.
  std::vector<float> columns;
  for (int k = 0; k < 4; ++k)
    for (int j = 0; j < 3; ++j)
      for (int i = 0; i < 2; ++i) columns.push_back(static_cast<float>(12 * i + 4 * j + k));
  const Tensor<double> tensor = read(npy("<f4", "(2, 3, 4)", raw(columns), "True"));
  for (Index i = 0; i < 24; ++i) EXPECT_EQ(tensor[i], static_cast<double>(i));
}

TEST_F(Npy, ReadsManyElements) {
  std::vector<std::int32_t> values(200'003);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<std::int32_t>(i * 7919);
  const Tensor<double> tensor = read(npy("<i4", "(200003,)", raw(values)));
  for (std::size_t i = 0; i < values.size(); ++i) ASSERT_EQ(tensor.values()[i], values[i]) << i;
}

TEST_F(Npy, ReadsEmptyArrays) {
  EXPECT_EQ(read(npy("<f4", "(0,)", "")).shape(), Shape{0});
  EXPECT_EQ(read(npy("<f4", "(0, 3)", "", "True")).shape(), (Shape{0, 3}));
}

TEST_F(Npy, RefusesOtherElementTypes) {
  refuses(npy(">f4", "(1,)", raw<float>({1})), "is big-endian ('>f4')");
  refuses(npy(">i8", "(1,)", raw<double>({1})), "is big-endian ('>i8')");
  refuses(npy(">f2", "(1,)", "ab"), "is big-endian ('>f2')");
  refuses(npy("<f16", "(1,)", raw<double>({1, 1})),
          "has elements of type '<f16', floats longer than 64 bits");
  refuses(npy("<c8", "(1,)", raw<double>({1})), "has elements of type '<c8', complex numbers");
  refuses(npy("|O", "(1,)", raw<double>({1})), "has elements of type '|O', Python objects");
  refuses(npy("<U3", "(1,)", raw<double>({1, 1})), "has elements of type '<U3', strings");
  refuses(npy("<M8[ns]", "(1,)", raw<double>({1})), "has elements of type '<M8[ns]', dates");
  refuses(npy("", "(1,)", raw<double>({1})), "has elements of type ''");
  refuses(npy_with_header("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "abcd"),
          "holds records with named fields");
}

TEST_F(Npy, RefusesWhatIsNotFinite) {
  const float nan = std::nanf(""), inf = std::numeric_limits<float>::infinity();
  refuses(npy("<f4", "(3,)", raw<float>({1, nan, 2})), "holds nan (element 1 of the file)");
  refuses(npy("<f4", "(2,)", raw<float>({1, -inf})), "holds -inf (element 1 of the file)");
  refuses(npy("<f8", "(1,)", raw<double>({std::nan("")})), "holds nan");
}

TEST_F(Npy, RefusesWholeNumbersThatNoDoubleHolds) {
  const std::int64_t most = std::int64_t{1} << 53;
  EXPECT_EQ(read(npy("<i8", "(2,)", raw<std::int64_t>({most, -most})))[1], -0x1p53);
  // With all their digits: as doubles these would read 9007199254740992, which is legal.
  refuses(npy("<i8", "(1,)", raw<std::int64_t>({most + 1})),
          "holds 9007199254740993 (element 0 of the file)");
  refuses(npy("<i8", "(2,)", raw<std::int64_t>({5, -most - 1})),
          "holds -9007199254740993 (element 1 of the file)");
  refuses(npy("<u8", "(1,)", raw<std::uint64_t>({18446744073709551615U})), "holds 18446744073709551615 (");
  refuses(npy("<i8", "(1,)", raw<std::int64_t>({std::numeric_limits<std::int64_t>::min()})), "(element 0");
  refuses(npy("<u8", "(1,)", raw<std::uint64_t>({std::numeric_limits<std::uint64_t>::max()})), "(element 0");
}

TEST_F(Npy, RefusesOtherFiles) {
  refuses("", "ends within its .npy header");
  refuses("PK\x03\x04 this is a zip file", "is no .npy file");
  refuses(std::string(1000, '\0'), "is no .npy file");
  refuses(npy("<f4", "(1,)", raw<float>({1}), "False", 4), "has .npy version 4.0");
}

TEST_F(Npy, RefusesBrokenHeaders) {
  const std::string data = raw<float>({1, 2});
  for (const char* header :
       {"", "{}", "{'descr': '<f4'}", "{'descr': '<f4', 'fortran_order': False}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': 2}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2.5,)}",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} more",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'other': 1}",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
        "{'descr': '<f4', 'fortran_order': Maybe, 'shape': (2,)}", "{'descr: 2", "[1, 2]",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}"})
    refuses(npy_with_header(header, data), "has a broken .npy header");
  refuses(npy("<f4", "(1, 1, 1, 1, 1, 2)", data), "has more than 5 axes");
}

TEST_F(Npy, RefusesTheFileCutAtEveryByte) {
  for (const int version : {1, 2}) {
    const std::string whole = npy("<f4", "(2, 3)", raw<float>({1, 2, 3, 4, 5, 6}), "True", version);
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const std::string path = folder.file("cut.npy", whole.substr(0, length));
      EXPECT_THROW(read_npy(path, "input"), Error) << length << " bytes";
    }
    EXPECT_EQ(read(whole).size(), 6);
  }
  refuses(npy("<f4", "(2, 3)", raw<float>({1, 2, 3, 4, 5})), "is cut short: 20 of 24 bytes of data");
}

TEST_F(Npy, SurvivesEveryFlippedByteOfTheHeader) {
  const std::string whole = npy("<f4", "(2, 3)", raw<float>({1, 2, 3, 4, 5, 6}));
  for (std::size_t at = 0; at + 24 < whole.size(); ++at)
    for (const char c : {'\0', '\xff', '(', '\'', '9'}) {
      std::string bytes = whole;
      bytes[at] = c;
      try {
        read(bytes);
      } catch (const Error& error) {
        EXPECT_EQ(error.field(), "input");
      }
    }
}

TEST_F(Npy, RefusesWhatFollows) {
  refuses(npy("<f4", "(1,)", raw<float>({1, 2})), "goes on after its 1 elements");
}

TEST_F(Npy, ChecksSizesBeforeMemory) {
  // A regular file shows that it is shorter; memory is not even asked about.
  refuses(npy("<f4", "(100000, 100000, 100000)", ""), "is cut short: 0 of 4000000000000000 bytes");
  refuses(npy("<f4", "(4000000000, 4000000000)", ""), "more than memory can address");
  refuses(npy("<f4", "(1000,)", raw(std::vector<float>(1000))), "would need", Budget{1000});
}

TEST_F(Npy, RefusesFoldersAndMissingFiles) {
  expect_error(
      [&] { read_npy(folder.path(), "weight"); },
      "weight: cannot read " + folder.path() + ": it is a folder (a file that exists and can be read)");
  expect_error([&] { read_npy("", "weight"); },
               "weight: the file name is empty (a file that exists and can be read)");
  const std::string missing = folder / "none.npy";
  expect_error([&] { read_npy(missing, "bias"); },
               "bias: cannot read " + missing +
                   ": there is no such file or folder (a file that exists and can be read)");
}

TEST_F(Npy, WritesWhatItReads) {
  for (const Shape& shape : {Shape{}, Shape{5}, Shape{2, 3}, Shape{1, 2, 3, 4, 5}, Shape{0, 2}}) {
    Tensor<double> tensor(shape);
    for (Index i = 0; i < tensor.size(); ++i) tensor[i] = 0.5 * static_cast<double>(i) - 3;
    const std::string bytes = npy_bytes(tensor);
    EXPECT_EQ(read(bytes), tensor);
    // The data begins at a multiple of 64, behind a line feed, as the format asks for.
    const std::size_t start = bytes.size() - static_cast<std::size_t>(tensor.size()) * 4;
    EXPECT_EQ(start % 64, 0u);
    EXPECT_EQ(bytes[start - 1], '\n');
  }
}

TEST_F(Npy, IsReadByNumpy) {
  if (std::system("/usr/bin/python3 -c 'import numpy' >/dev/null 2>&1") != 0) GTEST_SKIP() << "no numpy";
  folder.file("ours.npy", npy_bytes(Tensor<double>({2, 1, 3}, {1, 2, 3, 4, 5, 6.5})));
  folder.file("check.py",
              "import numpy as n\n"
              "a = n.load('ours.npy')\n"
              "assert a.dtype == n.float32 and a.flags.c_contiguous, (a.dtype, a.flags)\n"
              "assert a.tolist() == [[[1, 2, 3]], [[4, 5, 6.5]]], a\n"
              "n.save('theirs.npy', n.asfortranarray(n.arange(6, dtype='u2').reshape(2, 3)))\n");
  const std::string command = "cd " + folder.path() + " && /usr/bin/python3 check.py";
  ASSERT_EQ(std::system(command.c_str()), 0);
  EXPECT_EQ(read_npy(folder / "theirs.npy", "input"), Tensor<double>({2, 3}, {0, 1, 2, 3, 4, 5}));
}

}  // namespace
}  // namespace convscope
