#!/usr/bin/python3
"""Writes tests/cases/converting.txt: what enlarging layers of PyTorch make of an input, for conversions of their weights.

    /usr/bin/python3 tests/oracle/make_converting_cases.py

Weights and input are small whole numbers (integers.py), so `output` is exact. `nearest` lines have the filter that NumPy's lstsq
finds for a transposed convolution, column by column of the explicit matrix, and the norm of what is left."""
import os

import numpy as np
import torch
import torch.nn.functional as F

from integers import numbers, small_integers

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "cases", "converting.txt")


def same(x, w):
    k = w.shape[2:]
    before = [(n - 1) // 2 for n in k]
    x = F.pad(x, (before[1], k[1] - 1 - before[1], before[0], k[0] - 1 - before[0]))
    return F.conv2d(x, w)


def output(form, x, w, s):
    if form == "pixel-shuffle":
        return F.pixel_shuffle(same(x, w), s)
    if form == "resize-conv":
        return same(F.interpolate(x, scale_factor=s, mode="nearest"), w)
    full = F.conv_transpose2d(x, w, stride=s)  # cropped by hand: tap t lands on s o + t - floor((k - s) / 2)
    lead = [(n - s) // 2 for n in w.shape[2:]]
    h, wide = x.shape[2] * s, x.shape[3] * s
    full = F.pad(full, (8, 8 + s, 8, 8 + s))
    return full[:, :, 8 + lead[0]:8 + lead[0] + h, 8 + lead[1]:8 + lead[1] + wide]


def main():
    lines = []
    seed = 100
    for form in ("pixel-shuffle", "conv-transpose", "resize-conv"):
        for s, k, channels in ((2, (3, 3), (1, 1)), (2, (2, 3), (2, 3)), (3, (5, 4), (3, 2)), (4, (4, 4), (1, 2)), (3, (1, 1), (2, 1)),
                               (2, (5, 6), (1, 1))):
            i, o = channels
            shape = {"pixel-shuffle": (o * s * s, i, *k), "conv-transpose": (i, o, *k), "resize-conv": (o, i, *k)}[form]
            seed += 2
            w = torch.tensor(small_integers(shape, seed))
            x = torch.tensor(small_integers((1, i, 4, 5), seed + 1))
            lines.append(f"{form} s={s} shape={'x'.join(map(str, shape))} seed={seed} output={numbers(output(form, x, w, s).numpy())}")
    for s, k in ((2, 4), (2, 6), (3, 5), (4, 6)):
        seed += 2
        v = np.array(small_integers((k, k), seed), float)
        m = k - s + 1
        columns = []
        for u in range(m):
            for t in range(m):
                stamp = np.zeros((k, k))
                stamp[m - 1 - u:m - 1 - u + s, m - 1 - t:m - 1 - t + s] = 1
                columns.append(stamp.ravel())
        f, *_ = np.linalg.lstsq(np.stack(columns, 1), v.ravel(), rcond=None)
        left = np.linalg.norm(np.stack(columns, 1) @ f - v.ravel()) / np.linalg.norm(v)
        lines.append(f"nearest s={s} shape=1x1x{k}x{k} seed={seed} filter={','.join(repr(float(z)) for z in f)} difference={float(left)!r}")
    with open(PATH, "w", encoding="utf-8") as file:
        file.write(f"# By tests/oracle/make_converting_cases.py with PyTorch {torch.__version__}, NumPy {np.__version__}.\n")
        file.write("\n".join(lines) + "\n")


main()
