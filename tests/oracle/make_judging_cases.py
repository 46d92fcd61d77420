#!/usr/bin/python3
"""Writes tests/cases/judging.txt: MS-SSIM and FLIP by NumPy, from the papers' formulas.

    /usr/bin/python3 tests/oracle/make_judging_cases.py

One line is a pair of pictures that both sides make for themselves (integers.py), three channels: a running sum of whole numbers,
and the same with noise `noise` times as strong, a shift of all values by `shift` and a pattern of period 2 of `grid` levels; both are
rounded and held between 0 and 255. Here every filter is a whole two-dimensional kernel, laid over the picture tap by tap, in double
precision; nothing is taken apart into rows and columns."""
import os

import numpy as np

from integers import small_integers

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "cases", "judging.txt")


def pictures(height, width, seed, noise, shift, grid):
    planes = []
    for channel in range(3):
        base = small_integers((height, width), seed + channel).cumsum(0).cumsum(1)
        planes.append(128 + base / np.abs(base).max() * 100)
    a = np.stack(planes)
    pattern = (np.add.outer(np.arange(height), np.arange(width)) % 2) * grid
    b = a + noise * np.stack([small_integers((height, width), seed + 3 + c) for c in range(3)]) + shift + pattern
    whole = lambda x: np.clip(np.floor(x + 0.5), 0, 255)
    return whole(a), whole(b)


def laid_over(plane, kernel):
    """Correlation with the windows that lie wholly in the plane."""
    kh, kw = kernel.shape
    out = np.zeros((plane.shape[0] - kh + 1, plane.shape[1] - kw + 1))
    for i in range(kh):
        for j in range(kw):
            out += kernel[i, j] * plane[i:i + out.shape[0], j:j + out.shape[1]]
    return out


def ms_ssim(a, b):
    x = np.arange(-5, 6)
    window = np.exp(-np.add.outer(x ** 2, x ** 2) / (2 * 1.5 ** 2))
    window /= window.sum()
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    results = []
    for p, q in zip(a, b):
        product = 1.0
        for scale, exponent in enumerate([0.0448, 0.2856, 0.3001, 0.2363, 0.1333]):
            mp, mq = laid_over(p, window), laid_over(q, window)
            vp, vq = laid_over(p * p, window) - mp ** 2, laid_over(q * q, window) - mq ** 2
            covariance = laid_over(p * q, window) - mp * mq
            structure = (2 * covariance + c2) / (vp + vq + c2)
            luminance = (2 * mp * mq + c1) / (mp ** 2 + mq ** 2 + c1)
            mean = (structure * luminance if scale == 4 else structure).mean()
            product *= max(mean, 0) ** exponent
            h, w = p.shape[0] // 2 * 2, p.shape[1] // 2 * 2
            p, q = (z[:h, :w].reshape(h // 2, 2, w // 2, 2).mean((1, 3)) for z in (p, q))
        results.append(product)
    return float(np.mean(results))


# Andersson et al. 2020, equations 1 to 17.
PPD = 0.7 * (3840 / 0.7) * np.pi / 180
RGB_TO_XYZ = np.array([[10135552 / 24577794, 8788810 / 24577794, 4435075 / 24577794],
                       [2613072 / 12288897, 8788810 / 12288897, 887015 / 12288897],
                       [1425312 / 73733382, 8788810 / 73733382, 70074185 / 73733382]])
WHITE = RGB_TO_XYZ @ np.ones(3)


def apply(matrix, planes):
    return np.einsum("ij,jyx->iyx", matrix, planes)


def linear(srgb):
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def ycxcz(rgb):
    x, y, z = apply(RGB_TO_XYZ, rgb) / WHITE[:, None, None]
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def rgb_of(y_cx_cz):
    y = (y_cx_cz[0] + 16) / 116
    xyz = np.stack([y + y_cx_cz[1] / 500, y, y - y_cx_cz[2] / 200]) * WHITE[:, None, None]
    return apply(np.linalg.inv(RGB_TO_XYZ), xyz)


def hunt_lab(rgb):
    t = apply(RGB_TO_XYZ, rgb) / WHITE[:, None, None]
    d = 6 / 29
    x, y, z = np.where(t > d ** 3, np.cbrt(t), t / (3 * d * d) + 4 / 29)
    lightness = 116 * y - 16
    return np.stack([lightness, 0.01 * lightness * 500 * (x - y), 0.01 * lightness * 200 * (y - z)])


def hyab(a, b):
    return np.abs(a[0] - b[0]) + np.sqrt((a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2)


def padded(plane, r):
    return np.pad(plane, r, mode="edge")


def sensitivity(a1, b1, a2, b2):
    r = int(np.ceil(3 * np.sqrt(0.04 / (2 * np.pi ** 2)) * PPD))
    x = np.arange(-r, r + 1) / PPD
    z = np.add.outer(x ** 2, x ** 2)
    g = a1 * np.sqrt(np.pi / b1) * np.exp(-np.pi ** 2 * z / b1) + a2 * np.sqrt(np.pi / b2) * np.exp(-np.pi ** 2 * z / b2)
    return g / g.sum(), r


def seen(opponent):
    kernels = [sensitivity(1, 0.0047, 0, 1e-5), sensitivity(1, 0.0053, 0, 1e-5), sensitivity(34.1, 0.04, 13.5, 0.025)]
    filtered = np.stack([laid_over(padded(plane, r), kernel) for plane, (kernel, r) in zip(opponent, kernels)])
    return hunt_lab(np.clip(rgb_of(filtered), 0, 1))


def features(luminance, kind):
    sd = 0.5 * 0.082 * PPD
    r = int(np.ceil(3 * sd))
    y, x = np.meshgrid(np.arange(-r, r + 1), np.arange(-r, r + 1), indexing="ij")
    g = np.exp(-(x ** 2 + y ** 2) / (2 * sd * sd))
    across = -x * g if kind == "edge" else (x ** 2 / (sd * sd) - 1) * g
    across = np.where(across > 0, across / across[across > 0].sum(), across / -across[across < 0].sum())
    p = padded((luminance + 16) / 116, r)
    return np.sqrt(laid_over(p, across) ** 2 + laid_over(p, across.T) ** 2)


def flip(a, b):
    oa, ob = ycxcz(linear(a / 255)), ycxcz(linear(b / 255))
    color = hyab(seen(oa), seen(ob)) ** 0.7
    pure = lambda rgb: hunt_lab(np.array(rgb, float).reshape(3, 1, 1))
    most = (hyab(pure([0, 1, 0]), pure([0, 0, 1])) ** 0.7).item()
    knee = 0.4 * most
    color = np.where(color < knee, 0.95 / knee * color, 0.95 + (color - knee) / (most - knee) * 0.05)
    feature = np.maximum(*(np.abs(features(oa[0], kind) - features(ob[0], kind)) for kind in ("edge", "point")))
    feature = (feature / np.sqrt(2)) ** 0.5
    return float((color ** (1 - feature)).mean())


def main():
    cases = [(176, 176, 20, 1, 0, 0), (190, 233, 30, 0, 0, 8), (181, 200, 40, 5, 20, 0), (200, 179, 50, 20, -60, 40),
             (177, 190, 60, 0, 3, 0), (24, 30, 70, 3, 0, 10), (5, 3, 80, 9, 0, 0), (1, 2, 91, 9, 5, 0)]
    lines = []
    for height, width, seed, noise, shift, grid in cases:
        a, b = pictures(height, width, seed, noise, shift, grid)
        text = f"judging size={height}x{width} seed={seed} noise={noise} shift={shift} grid={grid} flip={flip(a, b)!r}"
        if min(height, width) >= 176:
            text += f" ms_ssim={ms_ssim(a, b)!r}"
        lines.append(text)
    with open(PATH, "w", encoding="utf-8") as file:
        file.write(f"# By tests/oracle/make_judging_cases.py with NumPy {np.__version__}.\n")
        file.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
