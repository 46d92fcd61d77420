#!/usr/bin/python3
"""Writes tests/cases/coordinates.txt: places of enlarged pixels and enlarged pictures, by PyTorch and NumPy.

    /usr/bin/python3 tests/oracle/make_coordinate_cases.py

Needs NumPy and PyTorch (Debian: python3-torch). A place is read off a ramp, which linear interpolation gives back as
far as the place lies inside. Pictures are small_integers of integers.py, line n with seed n. What PyTorch does not
have (asymmetric with weights, tf_half_pixel_for_nn) is NumPy's interp and its own rounding."""
import os

import numpy as np
import torch
import torch.nn.functional as F

from integers import small_integers

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cases", "coordinates.txt")


def text(array):
    return ",".join(f"{float(v):.9g}" for v in np.asarray(array).ravel())


def places(n, factor=None, size=None, aligned=False):
    ramp = torch.arange(n, dtype=torch.float64)[None, None]
    return F.interpolate(ramp, scale_factor=factor, size=size, mode="linear", align_corners=aligned,
                         recompute_scale_factor=False if factor else None)[0, 0].numpy()


def linear(x, factor, place):
    """Separable, the edge held."""
    for axis in (0, 1):
        n = x.shape[axis]
        at = np.array([place(i, n, factor) for i in range(n * factor)])
        x = np.apply_along_axis(lambda line: np.interp(at, np.arange(n), line), axis, x)
    return x


def nearest(x, factor, index):
    for axis in (0, 1):
        n = x.shape[axis]
        at = np.clip([int(index(i, n, factor)) for i in range(n * factor)], 0, n - 1)
        x = np.take(x, at, axis)
    return x


def torch_enlarged(x, factor, mode, **options):
    return F.interpolate(torch.tensor(x)[None, None], scale_factor=factor, mode=mode, **options)[0, 0].numpy()


def main():
    lines = [f"# By tests/oracle/make_coordinate_cases.py with NumPy {np.__version__}, PyTorch {torch.__version__}."]
    for n in (1, 2, 3, 5, 8):
        for factor in (1.5, 2.0, 2.3, 2.6, 3.0):
            m = int(np.floor(n * factor))
            lines.append(f"places n={n} factor={factor} to={m} by-factor={text(places(n, factor=factor))}"
                         f" by-size={text(places(n, size=m))} aligned={text(places(n, size=m, aligned=True))}")
    seed = 0
    for height, width in ((1, 1), (2, 3), (4, 5), (1, 6), (7, 3)):
        for factor in (2, 3, 4, 5):
            x = small_integers((height, width), seed).astype(np.float64)
            aligned = {"align_corners": True}
            row = {
                "bilinear-aligned": torch_enlarged(x, factor, "bilinear", **aligned),
                "bicubic-aligned": torch_enlarged(x, factor, "bicubic", **aligned),
                "nearest-torch": torch_enlarged(x, factor, "nearest"),
                "bilinear-asymmetric": linear(x, factor, lambda i, n, f: i / f),
                "nearest-asymmetric-ceil": nearest(x, factor, lambda i, n, f: -(-i // f)),
                "nearest-asymmetric-up": nearest(x, factor, lambda i, n, f: (2 * i + f) // (2 * f)),
                "nearest-tf": nearest(x, factor, lambda i, n, f: (2 * i + 1) // (2 * f)),
                "nearest-aligned-up": nearest(
                    x, factor, lambda i, n, f: (2 * i * (n - 1) + n * f - 1) // (2 * (n * f - 1))),
            }
            lines.append(f"enlarge size={height}x{width} factor={factor} seed={seed} " +
                         " ".join(f"{k}={text(v)}" for k, v in row.items()))
            seed += 1
    with open(PATH, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


main()
