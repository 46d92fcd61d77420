#!/usr/bin/python3
"""Writes tests/cases/deconvolution.txt: blurs, Wiener's filter, Tikhonov and Richardson-Lucy on small pictures.

    /usr/bin/python3 tests/oracle/make_deconvolution_cases.py

Blurs are sums over taps of rolled pictures, Wiener's filter is numpy.fft with the kernel's spectrum summed by its definition,
Tikhonov solves the dense normal equations with differences of neighbours, Richardson-Lucy uses the sums only. Pictures are |small_integers| + 1, kernels |small_integers| / sum."""
import os

import numpy as np

from integers import small_integers

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "cases", "deconvolution.txt")


def offsets(kernel):
    """(row, column, tap): y[i] += tap * x[i + offset], the first cell (k - 1) // 2 before."""
    top, left = [(k - 1) // 2 for k in kernel.shape]
    return [(r - top, c - left, kernel[r, c]) for r, c in np.ndindex(*kernel.shape)]


def correlate(x, kernel):
    return sum(tap * np.roll(x, (-r, -c), (0, 1)) for r, c, tap in offsets(kernel))


def adjoint(y, kernel):
    return sum(tap * np.roll(y, (r, c), (0, 1)) for r, c, tap in offsets(kernel))


def spectrum(kernel, size):
    u, v = np.meshgrid(*[np.arange(n) for n in size], indexing="ij")
    return sum(tap * np.exp(2j * np.pi * (u * r / size[0] + v * c / size[1])) for r, c, tap in offsets(kernel))


def wiener(y, kernel, noise):
    h = spectrum(kernel, y.shape)
    return np.fft.ifft2(np.conj(h) * np.fft.fft2(y) / (np.abs(h) ** 2 + noise)).real


def tikhonov(y, kernel, weight):
    """argmin |Hx - y|^2 + weight (|x - x below|^2 + |x - x right|^2), wrapping, by dense matrices."""
    n = y.size
    unit = np.eye(n).reshape(n, *y.shape)
    h = np.stack([correlate(e, kernel).ravel() for e in unit], 1)
    d = [np.stack([(e - np.roll(e, -1, axis)).ravel() for e in unit], 1) for axis in (0, 1)]
    return np.linalg.solve(h.T @ h + weight * sum(m.T @ m for m in d), h.T @ y.ravel())


def lucy(y, kernel, iterations):
    x = np.full(y.shape, y.mean() / kernel.sum())
    for _ in range(iterations):
        x = x * adjoint(y / correlate(x, kernel), kernel) / kernel.sum()
    return x


def digits(values):
    return ",".join(f"{float(v):.9g}" for v in np.ravel(values))


def lines():
    for seed, (size, taps, noise, iterations) in enumerate(
            [((5, 6), (3, 3), 0.01, 10), ((8, 7), (2, 3), 0.1, 25), ((4, 9), (1, 5), 0.001, 5), ((7, 7), (4, 4), 0.02, 40),
             ((6, 5), (3, 2), 0.0, 1)], 1):
        x = np.abs(small_integers(size, seed)) + 1
        kernel = np.abs(small_integers(taps, seed + 50))
        kernel /= kernel.sum()
        y = correlate(x, kernel)
        assert np.abs(spectrum(kernel, size)).min() > 1e-3 or noise > 0
        yield (f"picture size={size[0]}x{size[1]} k={taps[0]}x{taps[1]} seed={seed} noise={noise} iterations={iterations} "
               f"blurred={digits(y)} wiener={digits(wiener(y, kernel, noise))} tikhonov={digits(tikhonov(y, kernel, noise))} "
               f"turned={digits(adjoint(y, kernel))} lucy={digits(lucy(y, kernel, iterations))}")


if __name__ == "__main__":
    found = list(lines())
    with open(PATH, "w") as out:
        out.write(f"# By tests/oracle/make_deconvolution_cases.py with NumPy {np.__version__}.\n")
        out.write("\n".join(found) + "\n")
    print(f"{len(found)} lines, {os.path.getsize(PATH)} bytes")
