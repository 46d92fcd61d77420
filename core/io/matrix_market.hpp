// Sparse matrices in NIST's Matrix Market coordinate format (Boisvert, Pozo and Remington 1996, NISTIR 5935).
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/matrix/sparse.hpp"

namespace convscope {

/// Equal positions of a row (a folded border) added up into one entry.
SparseMatrix merged(SparseMatrix matrix);

/// "%%MatrixMarket matrix coordinate real general", 1-based, row by row; equal positions (a folded border)
/// added up, stored zeros kept. Values are shortest decimals that read back exactly.
std::string matrix_market_text(const SparseMatrix& matrix);
/// The same text handed over in pieces, so that it is never whole in memory; they are made by all processors.
/// Precondition: the matrix is merged.
void write_matrix_market(const SparseMatrix& matrix, const std::function<void(std::string_view)>& write);

/// real or integer, general or symmetric. Errors: Error(field, ...) naming the line, or the memory for the
/// beginnings of rows where so many, which a short text may announce, exceed the budget.
SparseMatrix parse_matrix_market(std::string_view text, std::string_view field, Budget budget = {});

}  // namespace convscope
