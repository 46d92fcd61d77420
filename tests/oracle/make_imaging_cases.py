#!/usr/bin/python3
"""Writes tests/cases/imaging.txt: spectral images of kernels and what results print on their originals, by NumPy.

    /usr/bin/python3 tests/oracle/make_imaging_cases.py

By the definitions, on other ways than core/metrics/imaging.cpp goes: orders from the derivatives of the Fourier
transform at m/s, imaging ratios by quadrature of the spectra over directions and magnitudes. Pictures are
small_integers of integers.py."""
import itertools
import os

import numpy as np

from integers import by_axis, small_integers

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cases", "imaging.txt")


def text(array):
    return ",".join(f"{float(v):.17g}" for v in np.asarray(array).ravel())


def transform(kernel, down, across, powers=(0, 0)):
    """The sum of y^a x^b h(y, x) exp(-2 pi i (y down + x across)): H, or up to a factor its derivative."""
    y, x = (np.arange(n) for n in kernel.shape)
    return (np.exp(-2j * np.pi * np.multiply.outer(down, y)) * y**powers[0] @ kernel *
            (np.exp(-2j * np.pi * np.multiply.outer(across, x)) * x**powers[1])).sum(-1)


def images(shape, s):
    """m, the non-zero ones; a row has no others than along itself."""
    return [m for m in itertools.product(range(s if shape[0] > 1 else 1), range(s)) if m != (0, 0)]


def gain(kernel, s, down, across):
    most = max(abs(transform(kernel, (down + a) / s, (across + b) / s)) for a, b in images(kernel.shape, s))
    return most / abs(transform(kernel, down / s, across / s))


def order(kernel, s):
    for degree in range(20):
        for a in range(degree + 1):
            size = (np.abs(kernel) * np.multiply.outer(np.arange(kernel.shape[0])**a,
                                                       np.arange(kernel.shape[1])**(degree - a))).sum()
            for m in images(kernel.shape, s):
                if abs(transform(kernel, m[0] / s, m[1] / s, (a, degree - a))) > 1e-7 * size:
                    return degree
    raise ValueError("no kernel has such an order")


def imaging(kernel, s, steps=1500, turns=180):
    low, high = np.log(1 / 64), np.log(1 / 2)
    f = np.exp(low + (np.arange(steps) + .5) / steps * (high - low))
    angle = (np.arange(turns) + .5) / turns * np.pi  # the other half mirrors it
    down, across = np.multiply.outer(f, np.sin(angle)).ravel(), np.multiply.outer(f, np.cos(angle)).ravel()
    # Areas are f df = f^2 d(log f), which 1/f^2 takes away.
    power = {m: (np.abs(transform(kernel, (down + m[0]) / s, (across + m[1]) / s))**2).sum()
             for m in [(0, 0)] + images(kernel.shape, s)}
    return sum(power[m] for m in images(kernel.shape, s)) / power[0, 0]


def cubic(x, a=-.75):
    x = abs(x)
    return (a + 2) * x**3 - (a + 3) * x**2 + 1 if x <= 1 else a * (x**3 - 5 * x**2 + 8 * x - 4) if x < 2 else 0


def sampled(profile, s, reach):
    taps = np.array([profile((t + .5) / s - .5) for t in range(-reach * s, (reach + 1) * s)])
    return np.trim_zeros(taps)


def lanczos(s):
    taps = np.array([np.sinc(x) * np.sinc(x / 3) * (abs(x) < 3)
                     for x in ((t + .5) / s - .5 for t in range(-3 * s, 4 * s))])
    for phase in range(s):
        taps[phase::s] /= taps[phase::s].sum()
    return np.trim_zeros(np.where(np.abs(taps) < 1e-15, 0, taps))


def spline(s, order_):
    taps = np.ones(1)
    for _ in range(order_):
        taps = np.convolve(taps, np.ones(s))
    return taps


FREQUENCIES = [(0, 0), (0, .05), (0, .125), (0, .25), (.1, .3), (.45, .05)]


def line(kernel, s):
    kernel = np.asarray(kernel, float)
    flat = kernel.ndim == 1
    plane = kernel[None] if flat else kernel
    places = [f for f in FREQUENCIES if not flat or f[0] == 0]
    values = {"factor": s, "shape": by_axis(list(kernel.shape)), "taps": text(kernel), "order": order(plane, s),
              "gains": text([gain(plane, s, *f) for f in places])}
    if not flat:
        values["imaging"] = text([imaging(plane, s)])
    return "kernel " + " ".join(f"{k}={v}" for k, v in values.items())


def kernels():
    # The table of the definition, as profiles and as pictures.
    for profile in ([1, 1, 1], [1, 1], [1, 1, 1, 1], [.5, 1, .5], [.25, .75, .75, .25], [-.25, 0, 1.5, 1, -.25, 0],
                    sampled(cubic, 2, 2), lanczos(2)):
        yield line(profile, 2)
        yield line(np.outer(profile, profile), 2)
    for s in (2, 3, 4):
        for n in (1, 2, 3, 4):
            yield line(spline(s, n), s)
            yield line(np.outer(spline(s, n), spline(s, n)), s)
        yield line(np.outer(spline(s, 3), spline(s, 1)), s)
        yield line(np.outer(lanczos(s), sampled(cubic, s, 2)), s)
    seed = 0
    for s in (2, 3, 4):
        for size in ((3, 3), (4, 6), (7, 5)):
            # No product of two profiles; shifted, so that the wave itself does not vanish.
            yield line(small_integers(size, seed) + 6, s)
            seed += 1


def results():
    for n, (size, s) in enumerate([((8, 6), 2), ((9, 12), 3), ((16, 20), 4), ((7, 11), 2), ((40, 40), 5)]):
        original = small_integers((3, ) + size, 3 * n) * 9 + 100
        pattern = (np.arange(size[0])[:, None] % s == 0) * 2.0 + (np.arange(size[1])[None] % s == 1)
        result = original + small_integers((3, ) + size, 3 * n + 1) + pattern * np.array([1, -2, .5])[:, None, None]
        error = result - original
        means, squares = [], []
        for a in range(s):
            for b in range(s):
                means.append([error[c, a::s, b::s].mean() for c in range(3)])
                squares.append((error[:, a::s, b::s]**2).mean())
        means = np.array(means)
        levels = np.sqrt(((means - means.mean(0))**2).mean())
        yield (f"result size={by_axis(list(size))} factor={s} seed={3 * n} levels={text([levels])} "
               f"ratio={text([max(squares) / min(squares)])}")


if __name__ == "__main__":
    lines = list(kernels()) + list(results())
    with open(PATH, "w") as out:
        out.write(f"# By tests/oracle/make_imaging_cases.py with NumPy {np.__version__}.\n")
        out.write("\n".join(lines) + "\n")
    print(f"{len(lines)} lines, {os.path.getsize(PATH)} bytes")
