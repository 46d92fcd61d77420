#!/usr/bin/python3
"""Writes tests/cases/spectra.txt: singular values of circular and of larger convolutions by NumPy.

    /usr/bin/python3 tests/oracle/make_spectrum_cases.py

One line is one convolution: size, kernel, stride, dilation and padding in front for each axis, channels IN>OUT and groups, `circular`
or `zeros`, taps from integers.py or `w`, given. The matrix is made by the definition, entry by entry, and decomposed by
numpy.linalg.svd; no Fourier transform here. `rank` is NumPy's matrix_rank; `at` are 0-based numbers of singular values, descending,
and `values` those values."""
import itertools
import os

import numpy as np

from integers import by_axis, small_integers

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "cases", "spectra.txt")


def matrix(size, kernel, stride, dilation, padding, groups, windows, circular, weights):
    outs, ins = weights.shape[0], weights.shape[1] * groups
    c = np.zeros((outs, *windows, ins, *size))
    for o, i in itertools.product(range(outs), range(weights.shape[1])):
        channel = o // (outs // groups) * weights.shape[1] + i
        for at in np.ndindex(*windows):
            for tap in np.ndindex(*kernel):
                pixel = [a * s + t * d - p for a, s, t, d, p in zip(at, stride, tap, dilation, padding)]
                if circular:
                    pixel = [x % n for x, n in zip(pixel, size)]
                if all(0 <= x < n for x, n in zip(pixel, size)):
                    c[(o, *at, channel, *pixel)] += weights[(o, i, *tap)]
    return c.reshape(outs * int(np.prod(windows)), ins * int(np.prod(size)))


def digits(values):
    return ",".join(repr(float(v)) for v in np.ravel(values))


def line(kind, size, kernel, stride=(1,), dilation=(1,), channels=(1, 1), groups=1, seed=1, weights=None):
    n = len(size)
    stride, dilation = stride * (n // len(stride)), dilation * (n // len(dilation))
    circular = kind == "circular"
    # As much padding in all as makes windows = size / stride, half of it in front.
    whole = [max(0, d * (k - 1) + 1 - s) for k, s, d in zip(kernel, stride, dilation)]
    padding = [w // 2 for w in whole]
    windows = [(x + w - d * (k - 1) - 1) // s + 1 for x, w, k, s, d in zip(size, whole, kernel, stride, dilation)]
    shape = (channels[1], channels[0] // groups, *kernel)
    given = weights is not None
    w = np.array(weights, float).reshape(shape) if given else np.array(small_integers(shape, seed), float)
    c = matrix(size, kernel, stride, dilation, padding, groups, windows, circular, w)
    s = np.linalg.svd(c, compute_uv=False)
    at = np.unique(np.linspace(0, len(s) - 1, min(len(s), 24)).astype(int))
    text = (f"{kind} size={by_axis(size)} k={by_axis(kernel)} s={by_axis(stride)} d={by_axis(dilation)} front={by_axis(padding)} "
            f"back={by_axis([w - p for w, p in zip(whole, padding)])} c={channels[0]}x{channels[1]} g={groups} seed={seed}")
    if given:
        text += f" w={digits(w)}"
    gram = s ** 2
    scale = gram.sum() / c.shape[1]
    off = np.sqrt(((gram - scale) ** 2).sum() + (c.shape[1] - len(s)) * scale ** 2)
    return (text + f" rows={c.shape[0]} columns={c.shape[1]} rank={np.linalg.matrix_rank(c)} at={','.join(map(str, at))} "
            f"values={digits(s[at])} gram={digits([scale, off / np.sqrt((gram ** 2).sum()) if gram.any() else 0.0])}")


def main():
    third = 1 / 3
    cases = [
        line("circular", (9,), (3,), weights=[third] * 3),      # singular where 3 divides the size
        line("circular", (10,), (3,), weights=[third] * 3),
        line("circular", (12,), (4,), (2,), seed=2),
        line("circular", (12,), (3,), (2,), seed=3),
        line("circular", (15,), (5,), (3,), seed=4),
        line("circular", (11,), (3,), (1,), (3,), seed=5),
        line("circular", (5,), (9,), seed=6),                    # wider than the ring
        line("circular", (12,), (2,), (2,), seed=7),             # needs no wrapping
        line("circular", (8,), (3,), channels=(2, 3), seed=8),
        line("circular", (8,), (4,), (2,), channels=(3, 2), seed=9),
        line("circular", (12,), (3,), channels=(4, 6), groups=2, seed=10),
        line("circular", (6, 8), (3, 3), seed=11),
        line("circular", (6, 8), (3, 4), (1, 2), seed=12),
        line("circular", (9, 6), (5, 2), (3, 1), (1, 2), channels=(2, 2), seed=13),
        line("circular", (6, 6), (3, 3), weights=[1 / 9] * 9),
        line("circular", (4, 3, 4), (3, 3, 2), (2, 1, 1), channels=(1, 2), seed=14),
        line("circular", (30, 28), (3, 3), weights=[1, 2, 1, 2, 4, 2, 1, 2, 1]),   # beyond the basis
        line("circular", (32, 30), (4, 4), (2, 2), channels=(1, 3), seed=15),
        line("zeros", (900,), (5,), weights=[1, -2, 4, -2, 1]),
        line("zeros", (30, 30), (3, 3), seed=16),
        line("zeros", (28, 30), (3, 3), weights=[1 / 9] * 9),     # nearly singular
        line("zeros", (36, 34), (3, 3), (2, 2), channels=(1, 2), seed=17),
        line("zeros", (16, 15), (3, 3), channels=(2, 4), seed=18),                # more rows than columns
        line("zeros", (29, 29), (2, 2), weights=[0, 0, 0, 0]),
    ]
    with open(PATH, "w", encoding="utf-8") as file:
        file.write(f"# By tests/oracle/make_spectrum_cases.py with NumPy {np.__version__}.\n")
        file.write("\n".join(cases) + "\n")


main()
