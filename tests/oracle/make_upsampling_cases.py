#!/usr/bin/python3
"""Writes tests/cases/upsampling.txt: enlarged pictures by PyTorch and Pillow, and metrics by NumPy alone.

    /usr/bin/python3 tests/oracle/make_upsampling_cases.py

Needs NumPy, PyTorch and Pillow (Debian: python3-torch, python3-pil). The pictures are small_integers of integers.py;
line n takes seed n for its picture and seed n + 1000 for its kernel."""
import os

import numpy as np
import PIL
import torch
import torch.nn.functional as F
from PIL import Image

from integers import by_axis, small_integers

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cases", "upsampling.txt")


def text(array):
    return ",".join(f"{float(v):.9g}" for v in np.asarray(array).ravel())


def bicubic(x, factor):
    t = torch.tensor(x)[None, None]
    return F.interpolate(t, scale_factor=factor, mode="bicubic", align_corners=False)[0, 0].numpy()


def lanczos(x, factor):
    """Pillow's, on a picture whose edges are replicated as far as the filter reaches."""
    x = np.pad(x, 3, mode="edge")
    image = Image.fromarray(x.astype(np.float32), mode="F")
    image = image.resize((x.shape[1] * factor, x.shape[0] * factor), Image.Resampling.LANCZOS)
    return np.asarray(image)[3 * factor:-3 * factor, 3 * factor:-3 * factor]


def conv_transpose(x, kernel, factor):
    """Centred, on a picture with replicated edges."""
    around = kernel.shape[0] // factor + 1
    t = F.pad(torch.tensor(x)[None, None], [around] * 4, mode="replicate")
    y = F.conv_transpose2d(t, torch.tensor(kernel)[None, None], stride=factor)[0, 0].numpy()
    start = around * factor + (kernel.shape[0] - factor) // 2
    return y[start:start + x.shape[0] * factor, start:start + x.shape[1] * factor]


def same(t, kernels):
    """A same-size convolution of one channel, the extra cell of an even kernel at the end."""
    k = kernels.shape[-1]
    t = F.pad(t, [(k - 1) // 2, k // 2] * 2, mode="replicate")
    return F.conv2d(t, torch.tensor(kernels)[:, None])


def pixel_shuffle(x, kernels, factor):
    return F.pixel_shuffle(same(torch.tensor(x)[None, None], kernels), factor)[0, 0].numpy()


def resize_conv(x, kernel, factor, mode):
    options = {} if mode == "nearest" else {"align_corners": False}
    t = F.interpolate(torch.tensor(x)[None, None], scale_factor=factor, mode=mode, **options)
    return same(t, kernel[None])[0, 0].numpy()


def enlargements():
    n = 0
    for size in [(1, 1), (3, 5), (7, 4)]:
        for factor in [2, 3, 4]:
            for taps in [1, 2, 3, 4, 6]:
                x = small_integers(size, n)
                kernels = small_integers([factor * factor, taps, taps], n + 1000)
                results = {
                    "bicubic": bicubic(x, factor),
                    "lanczos3": lanczos(x, factor),
                } if taps == 1 else {
                    "conv-transpose": conv_transpose(x, kernels[0], factor),
                    "pixel-shuffle": pixel_shuffle(x, kernels, factor),
                    "nearest-conv": resize_conv(x, kernels[0], factor, "nearest"),
                    "bilinear-conv": resize_conv(x, kernels[0], factor, "bilinear"),
                }
                yield " ".join(["enlarge", f"size={by_axis(list(size))}", f"factor={factor}", f"taps={taps}", f"seed={n}"]
                               + [f"{k}={text(v)}" for k, v in results.items()])
                n += 1


def gaussian_window():
    x = np.arange(11) - 5
    w = np.exp(-x * x / (2 * 1.5**2))
    w = np.outer(w, w)
    return w / w.sum()


def ssim(a, b):
    """Wang et al. 2004, equations 13 and 14, window by window."""
    w = gaussian_window()
    c1, c2 = (0.01 * 255)**2, (0.03 * 255)**2
    values = []
    for i in range(a.shape[0] - 10):
        for j in range(a.shape[1] - 10):
            p, q = a[i:i + 11, j:j + 11], b[i:i + 11, j:j + 11]
            mp, mq = (w * p).sum(), (w * q).sum()
            vp, vq, cov = (w * (p - mp)**2).sum(), (w * (q - mq)**2).sum(), (w * (p - mp) * (q - mq)).sum()
            values.append((2 * mp * mq + c1) * (2 * cov + c2) / ((mp**2 + mq**2 + c1) * (vp + vq + c2)))
    return np.mean(values)


def spectrum_peaks(planes, s):
    """The definition in core/metrics/spectrum.hpp, with whole FFTs: powers of the peaks, and around them."""
    n = s * -(-64 // s)
    h, w = planes[0].shape
    while n + 2 * min(16, (min(h, w) - n) // 2) > min(h, w) or n > min(h, w):
        n -= s
    margin = max(0, min(16, (min(h, w) - n) // 2))
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(n) / n)
    window = np.outer(hann, hann)

    def starts(extent):
        last = extent - 2 * margin - n
        count = min(32, last // (n // 2) + 1)
        return [margin + (last * i // (count - 1) if count > 1 else last // 2) for i in range(count)]

    power, count = np.zeros((n, n)), 0
    for plane in planes:
        for y in starts(h):
            for x in starts(w):
                tile = plane[y:y + n, x:x + n]
                power += np.abs(np.fft.fft2((tile - tile.mean()) * window))**2
                count += 1
    power /= count
    noise = (window**2).sum() / 12
    peaks, around = [], []
    for a in range(s):
        for b in range(s):
            if (a, b) == (0, 0):
                continue
            u, v = a * n // s, b * n // s
            ring = [power[(u + i) % n, (v + j) % n] for i in range(-4, 5) for j in range(-4, 5)
                    if max(abs(i), abs(j)) >= 2]
            peaks.append(power[u, v])
            around.append(np.mean(ring) + noise)
    return np.array(peaks), np.array(around)


def checkerboard(planes, s):
    peaks, around = spectrum_peaks(planes, s)
    return peaks.sum() / around.sum()


def metrics():
    for n, (size, s) in enumerate([((20, 24), 2), ((40, 33), 3), ((100, 120), 2), ((90, 130), 4), ((110, 96), 5),
                                   ((96, 100), 8)]):
        base = np.cumsum(np.cumsum(small_integers(size, 2 * n), 0), 1)
        a = 128 + base / np.abs(base).max() * 100
        pattern = (np.arange(size[0])[:, None] % s == 0) * 1.0 + (np.arange(size[1])[None] % s == 1)
        b = a + pattern * (n + 1) + small_integers(size, 2 * n + 1)
        mse = ((a - b)**2).mean()
        values = {"mse": mse, "psnr": 10 * np.log10(255**2 / mse), "ssim": ssim(a, b),
                  "clean": checkerboard([a], s), "checkerboard": checkerboard([b], s),
                  "both": checkerboard([a, b], s)}
        values["peaks"], values["around"] = spectrum_peaks([b], s)
        yield " ".join(["metrics", f"size={by_axis(list(size))}", f"factor={s}", f"seed={2 * n}"] +
                       [f"{k}={text(v)}" for k, v in values.items()])


if __name__ == "__main__":
    torch.set_num_threads(1)
    lines = list(enlargements()) + list(metrics())
    with open(PATH, "w") as out:
        out.write("# By tests/oracle/make_upsampling_cases.py with NumPy %s, PyTorch %s, Pillow %s.\n" %
                  (np.__version__, torch.__version__, PIL.__version__))
        out.write("\n".join(lines) + "\n")
    print(f"{len(lines)} lines, {os.path.getsize(PATH)} bytes")
