#include "app/labs/round_trip/presets.hpp"

#include <array>

#include "core/base/names.hpp"

namespace convscope {

namespace {

constexpr std::array kPresets{
    TripPreset{"box", "Box of 3 on a ramp", "conv 5 k3",
               "The size comes back, the values do not: the matrix has rank 3, the input 5 cells."},
    TripPreset{
        "box-same", "Box of 3, 'same', n = 5", "conv 5 k3 p1",
        "5 outputs for 5 inputs, and still one direction is lost: 1, −1, 0, 1, −1 averages to nothing."},
    TripPreset{"box-regular", "Box of 3, 'same', n = 4", "conv 4 k3 p1",
               "Nothing is lost here; what undoes it is least squares, not the transpose."},
    TripPreset{"unread", "A cell that no window reads", "conv 6 k3 s2",
               "Output padding 1 brings the size back; the last cell was never read."},
    TripPreset{"difference", "Difference −1, 0, 1", "conv 5 k3 w=[-1,0,1]",
               "A ramp becomes a constant; mirroring the kernel makes it worse."},
    TripPreset{"delta", "Delta kernel", "conv 5 k3 p1 w=identity",
               "The matrix is the identity: the one kernel without strides that comes back."},
    TripPreset{"haar-bank", "Haar bank, k = s", "conv 8 k2 s2 c1>2 w=haar",
               "Two orthonormal filters, k = s: average and difference together lose nothing."},
    TripPreset{"haar-bank-2d", "Haar bank on a plane", "conv 4x4 k2 s2 c1>4 w=haar in=random:4",
               "Four orthonormal filters on blocks of 2 × 2."},
    TripPreset{"haar-one", "One Haar filter alone", "conv 4 k2 s2 w=haar",
               "It only projects: each pair comes back as its mean."},
    TripPreset{"patches", "k = s, the other order", "tconv 2 k2 s2 in=[3,5] w=[1,2]",
               "C(T(x)) is |w|² x: every value comes back five times as large."},
    TripPreset{"circular", "Circular border, n = 5", "conv 5 k3 psame border=circular",
               "No frequency vanishes: the transpose fails, but the FFT undoes it exactly."},
    TripPreset{"circular-lost", "Circular border, n = 6", "conv 6 k3 psame border=circular",
               "The box of 3 removes the frequency of period 3: nothing brings it back."},
    TripPreset{"relu", "ReLU in between", "conv 6 k3 w=[1,-2,1] in=[1,4,2,6,3,5] act=relu",
               "What was negative is 0 now, and gone."},
    TripPreset{"plane", "3 × 3, kernel 1 2 3 4", "conv 3x3 k2 in=arange w=[1,2;3,4]",
               "4 numbers cannot hold 9."},
    TripPreset{"blur", "Gaussian blur 8 × 8", "conv 8x8 k3 p1 w=gaussian in=random:3",
               "Regular but ill-conditioned: a little noise grows on the way back."},
    TripPreset{"channels", "10 to 20 channels, stride 3", "conv 17x17 k5 s3 p2 c10>20 w=random:1",
               "17 × 17 and 16 × 16 give the same 6 × 6; output padding 1 tells them apart."},
};

}  // namespace

std::span<const TripPreset> trip_presets() {
  return kPresets;
}

const TripPreset& trip_preset(std::string_view name) {
  return row_named(kPresets, name, "trip-preset");
}

}  // namespace convscope
