#!/usr/bin/python3
"""Writes tests/cases/reductions.txt: smaller pictures by Pillow, blurred ones and PSNR of luma by NumPy, JPEG by
libjpeg through Pillow, enlarging by cubics by NumPy.

    /usr/bin/python3 tests/oracle/make_reduction_cases.py

Needs NumPy and Pillow (Debian: python3-numpy, python3-pil). The pictures are small_integers of integers.py with
seed n for line n, and for JPEG and luma the level() of them."""
import io
import os

import numpy as np
import PIL
from PIL import Image

from integers import by_axis, small_integers

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cases", "reductions.txt")
FILTERS = {"area": Image.Resampling.BOX, "bicubic": Image.Resampling.BICUBIC, "lanczos3": Image.Resampling.LANCZOS}


def text(array):
    return ",".join(f"{float(v):.9g}" for v in np.asarray(array).ravel())


def level(x):
    """Small integers as grey levels."""
    return np.clip(128 + 21 * x, 0, 255)


def reduced(x, factor, how):
    image = Image.fromarray(x.astype(np.float32), mode="F")
    return np.asarray(image.resize((x.shape[1] // factor, x.shape[0] // factor), FILTERS[how]))


def blurred(x, sigma):
    reach = int(np.ceil(4 * sigma))
    w = np.exp(-np.arange(-reach, reach + 1)**2 / (2 * sigma**2))
    w /= w.sum()
    x = np.pad(x, reach, mode="edge")
    x = np.array([np.convolve(row, w, mode="valid") for row in x])
    return np.array([np.convolve(column, w, mode="valid") for column in x.T]).T


def jpeg(planes, quality):
    picture = Image.fromarray(np.stack(planes, -1).astype(np.uint8).squeeze())
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    back = np.asarray(Image.open(file))
    return np.moveaxis(back.reshape(back.shape[0], back.shape[1], -1), -1, 0)


def psnr_y(a, b, border):
    """rgb2ycbcr of MATLAB for 0..255, not rounded."""
    weights = np.array([65.481, 128.553, 24.966]) / 255
    y = [16 + (x * weights[:, None, None]).sum(0) for x in (a, b)]
    inner = [v[border:v.shape[0] - border, border:v.shape[1] - border] for v in y]
    return 10 * np.log10(255**2 / ((inner[0] - inner[1])**2).mean())


def cubic(x, b, c):
    """Mitchell and Netravali, equation 8."""
    x = np.abs(x)
    near = (12 - 9 * b - 6 * c) * x**3 + (-18 + 12 * b + 6 * c) * x**2 + (6 - 2 * b)
    far = (-b - 6 * c) * x**3 + (6 * b + 30 * c) * x**2 + (-12 * b - 48 * c) * x + (8 * b + 24 * c)
    return np.where(x < 1, near, np.where(x < 2, far, 0)) / 6


def enlarged(x, factor, b, c):
    def matrix(n):
        m = np.zeros((n * factor, n))
        for i in range(n * factor):
            centre = (i + 0.5) / factor - 0.5
            for j in range(int(np.floor(centre)) - 2, int(np.floor(centre)) + 4):
                m[i, min(max(j, 0), n - 1)] += cubic(centre - j, b, c)
        return m
    return matrix(x.shape[0]) @ x @ matrix(x.shape[1]).T


def lines():
    n = 0
    for size in [(2, 3), (7, 12), (24, 17)]:
        for factor in [2, 3, 4, 5]:
            if min(size) < factor:
                continue
            whole = tuple(s // factor * factor for s in size)
            x = small_integers(whole, n)
            results = {how: text(reduced(x, factor, how)) for how in FILTERS}
            yield " ".join(["reduce", f"size={by_axis(list(whole))}", f"factor={factor}", f"seed={n}"] +
                           [f"{k}={v}" for k, v in results.items()])
            n += 1
    for size, sigma in [((5, 4), 0.5), ((9, 14), 1.2), ((6, 6), 3)]:
        yield " ".join(["blur", f"size={by_axis(list(size))}", f"sigma={sigma}", f"seed={n}",
                        f"result={text(blurred(small_integers(size, n), sigma))}"])
        n += 1
    for channels, size, quality in [(1, (9, 13), 75), (3, (16, 24), 90), (3, (11, 7), 10), (1, (8, 8), 100)]:
        planes = level(small_integers((channels,) + size, n))
        yield " ".join(["jpeg", f"size={by_axis([channels] + list(size))}", f"quality={quality}", f"seed={n}",
                        f"result={text(jpeg(planes, quality))}"])
        n += 1
    for size, border in [((12, 20), 2), ((9, 9), 4), ((30, 7), 0)]:
        a, b = level(small_integers((3,) + size, n)), level(small_integers((3,) + size, n + 1000))
        yield " ".join(["luma", f"size={by_axis([3] + list(size))}", f"border={border}", f"seed={n}",
                        f"psnr={text(psnr_y(a, b, border))}"])
        n += 1
    for size, factor in [((3, 5), 2), ((4, 4), 3), ((5, 2), 4)]:
        x = small_integers(size, n)
        yield " ".join(["cubic", f"size={by_axis(list(size))}", f"factor={factor}", f"seed={n}",
                        f"bicubic={text(enlarged(x, factor, 0, 0.75))}",
                        f"catmull-rom={text(enlarged(x, factor, 0, 0.5))}",
                        f"mitchell={text(enlarged(x, factor, 1 / 3, 1 / 3))}"])
        n += 1


if __name__ == "__main__":
    found = list(lines())
    with open(PATH, "w") as out:
        out.write("# By tests/oracle/make_reduction_cases.py with NumPy %s, Pillow %s.\n" %
                  (np.__version__, PIL.__version__))
        out.write("\n".join(found) + "\n")
    print(f"{len(found)} lines, {os.path.getsize(PATH)} bytes")
