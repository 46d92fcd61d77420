#!/usr/bin/python3
"""Writes tests/cases/linear.txt: what NumPy's linear algebra says of the matrices of small convolutions.

    /usr/bin/python3 tests/oracle/make_linear_cases.py

One line is one convolution: size, kernel, stride, padding and dilation for each axis, channels IN>OUT, taps and input from
integers.py (or `w`, given), then the singular values, matrix_rank, pinv(C) y for an output y of small integers, the solution for
Tikhonov's lambda = 0.5, and the condition number where the rank is full."""
import itertools
import os
import random

import numpy as np

from integers import by_axis, small_integers

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "cases", "linear.txt")


def matrix(size, kernel, stride, padding, dilation, weights):
    """[O*windows, I*pixels] by the definition, one entry at a time; zeros outside."""
    outs, ins = weights.shape[:2]
    windows = [(n + 2 * p - d * (k - 1) - 1) // s + 1 for n, k, s, p, d in zip(size, kernel, stride, padding, dilation)]
    c = np.zeros((outs, *windows, ins, *size))
    for o, i in itertools.product(range(outs), range(ins)):
        for at in np.ndindex(*windows):
            for tap in np.ndindex(*kernel):
                pixel = tuple(a * s + t * d - p for a, s, t, d, p in zip(at, stride, tap, dilation, padding))
                if all(0 <= x < n for x, n in zip(pixel, size)):
                    c[(o, *at, i, *pixel)] += weights[(o, i, *tap)]
    return c.reshape(outs * int(np.prod(windows)), ins * int(np.prod(size)))


def digits(values):
    return ",".join(repr(float(v)) for v in np.ravel(values))


def line(size, kernel, stride, padding, dilation, channels, weights, seed, given=False):
    c = matrix(size, kernel, stride, padding, dilation, weights)
    s = np.linalg.svd(c, compute_uv=False)
    rank = int(np.linalg.matrix_rank(c))
    y = small_integers((c.shape[0],), seed + 500)
    least = np.linalg.pinv(c) @ y
    assert np.allclose(least, np.linalg.lstsq(c, y, rcond=None)[0], atol=1e-9)
    damped = np.linalg.solve(c.T @ c + 0.5 * np.eye(c.shape[1]), c.T @ y)
    gram = c.T @ c
    scale = np.trace(gram) / len(gram)
    off = np.linalg.norm(gram - scale * np.eye(len(gram)))
    distance = off / np.linalg.norm(gram) if gram.any() else 0.0
    text = (f"conv size={by_axis(size)} k={by_axis(kernel)} s={by_axis(stride)} p={by_axis(padding)} d={by_axis(dilation)} "
            f"c={channels[0]}x{channels[1]} seed={seed}")
    if given:
        text += f" w={digits(weights)}"
    text += (f" rank={rank} values={digits(s)} least={digits(least)} damped={digits(damped)} "
             f"gram={digits([scale, distance])}")
    if rank == min(c.shape):
        text += f" condition={digits(np.linalg.cond(c))}"
    return text


def lines():
    box = np.full((1, 1, 3), 1 / 3)
    for n in range(2, 12):  # singular at 2, 5, 8, 11
        yield line([n], [3], [1], [1], [1], (1, 1), box, n, True)
    yield line([5], [3], [1], [0], [1], (1, 1), box, 20, True)
    yield line([5], [3], [2], [0], [1], (1, 1), box, 21, True)
    yield line([4], [2], [1], [0], [1], (1, 1), np.zeros((1, 1, 2)), 22, True)
    yield line([4], [1], [1], [0], [1], (1, 1), np.ones((1, 1, 1)), 23, True)
    r = np.sqrt(0.5)
    yield line([4], [2], [2], [0], [1], (1, 2), np.array([[[r, r]], [[r, -r]]]), 24, True)
    yield line([6], [3], [1], [1], [1], (1, 1), np.array([[[1e-4, 1.0, 2.0]]]), 25, True)  # badly conditioned
    dice = random.Random(5)
    count = 0
    while count < 40:
        axes = dice.randint(1, 2)
        size = [dice.randint(3, 12 if axes == 1 else 5) for _ in range(axes)]
        kernel = [dice.randint(1, 4 if axes == 1 else 3) for _ in range(axes)]
        stride = [dice.randint(1, 3) for _ in range(axes)]
        padding = [dice.randint(0, 2) for _ in range(axes)]
        dilation = [dice.randint(1, 2) for _ in range(axes)]
        if any(n + 2 * p < d * (k - 1) + 1 for n, k, p, d in zip(size, kernel, padding, dilation)):
            continue
        ins, outs = dice.randint(1, 2), dice.randint(1, 3)
        seed = 100 + count
        weights = small_integers((outs, ins, *kernel), seed)
        s = np.linalg.svd(matrix(size, kernel, stride, padding, dilation, weights), compute_uv=False)
        if len(s) > 40 or s.max() == 0 or s[s > 1e-9 * s.max()].min() < 1e-3 * s.max():
            continue  # pinv's own rounding would hide ours
        yield line(size, kernel, stride, padding, dilation, (ins, outs), weights, seed)
        count += 1


if __name__ == "__main__":
    found = list(lines())
    with open(PATH, "w") as out:
        out.write(f"# By tests/oracle/make_linear_cases.py with NumPy {np.__version__}.\n")
        out.write("\n".join(found) + "\n")
    print(f"{len(found)} lines, {os.path.getsize(PATH)} bytes")
