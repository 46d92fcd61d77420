// What F1 says about the parts of this lab.
#include <array>

#include "app/desk/context_help.hpp"
#include "app/labs/round_trip/lab.hpp"

namespace convscope {

namespace {

constexpr auto kTopics = std::to_array<HelpTopic>({
    {"trip/there", "y = f(C x + b)      x' = Cᵀ y",
     "The transposed convolution gives the shape back and, in general, not the values: x' = x for every x "
     "only where "
     "CᵀC is the identity. Examples on the left show when that is so.",
     "Dumoulin & Visin 2016, arXiv:1603.07285, section 4.1; Vetterli & Kovačević 1995, Wavelets and Subband "
     "Coding"},
    {"trip/why", "C v = 0  ⇒  C (x + t v) = C x",
     "A direction of the null space changes the input and not the output: no way back can know how much of "
     "it there was. "
     "Singular values say how strongly every direction comes through.",
     "Golub & Van Loan 2013, Matrix Computations, sections 2.4 and 5.5"},
    {"trip/deconvolve", "min |C x − y|² + λ |x|²",
     "Deconvolution looks for the input that has this output. LSQR needs C and Cᵀ only; λ above 0 (Tikhonov) "
     "keeps "
     "noise from growing.",
     "Paige & Saunders 1982, ACM TOMS 8, 43-71; Tikhonov 1963, Soviet Math. Dokl. 4, 1035-1038"},
    {"trip/photo", "Wiener: X = conj(H) Y / (|H|² + noise/signal)",
     "The transposed convolution of a blurred photograph blurs it once more. Wiener, Tikhonov and "
     "Richardson-Lucy "
     "deconvolve; all of them have to know the blur.",
     "Wiener 1949; Richardson 1972, JOSA 62, 55-59; Lucy 1974, Astron. J. 79, 745-754"},
    {"lab/round-trip", "x → C x → Cᵀ C x",
     "The transposed convolution returns to the size, not to the values: CᵀC is the identity only where the "
     "columns of C are orthonormal. Deconvolution proper is beside it.",
     "Zeiler et al. 2010, Deconvolutional Networks, for where the misleading name comes from"},
});

}  // namespace

std::span<const HelpTopic> round_trip_topics() {
  return kTopics;
}

}  // namespace convscope
