// A matrix that was copied elsewhere: from a spreadsheet, a CSV file, NumPy, PyTorch or MATLAB.
//
//   1<tab>2<newline>3<tab>4     rows are lines; tabs, semicolons, commas or blanks between the numbers
//   array([[1, 2], [3, 4]])     brackets, with commas or blanks; leading axes of extent 1 may be there
//   [1 2; 3 4]                  a semicolon inside brackets begins a row
#pragma once

#include <string_view>

#include "core/tensor/tensor.hpp"

namespace convscope {

/// The matrix [rows, columns]; a single row or column of numbers is [1, n]. Numbers are decimals or
/// fractions; between tabs or semicolons a comma may be a decimal comma. Errors: Error("paste", ...): no
/// numbers, a cell that is none (its row and column are named), rows of different lengths, more than two
/// axes, more than 16 million cells.
Tensor<double> parse_matrix(std::string_view text);

/// Whether a pasted text means to be a scenario's line (spec_line.hpp) rather than a matrix.
bool looks_like_spec(std::string_view text);

}  // namespace convscope
