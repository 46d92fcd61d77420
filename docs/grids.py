#!/usr/bin/python3
"""How often `convscope inspect` is right: pictures with and without printed grids, made here, and a table.

    /usr/bin/python3 docs/grids.py build/convscope [--half judging|tuning] [--page docs/inspect.md] [--show]

Debian: python3-pil, python3-numpy, gnome-control-center-data (photographs). Pictures are reduced and enlarged again here, in NumPy,
not by the program. A grid is there where the phases' means of the picture, less those of the same picture enlarged evenly, have a
root mean square of 1 level and more; it is found where an upsampling grid of the right period is reported. Limits were set on the
`tuning` half; the `judging` half has other photographs, other seeds and other drawings."""
import argparse
import io
import json
import math
import os
import re
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image, ImageDraw, ImageFont

FACES = "/usr/share/pixmaps/faces"
PHOTOGRAPHS = {"tuning": ["bicycle", "book", "calculator", "cat", "coffee2", "flower2", "gamepad"],
               "judging": ["guitar2", "headphones", "hummingbird", "mountain", "plane", "surfer", "tomatoes", "tree"]}
QUALITIES = [95, 85, 70, 50]
LEAST = 1.0


# What is shown, [h, w, 3], 0..255.
def photograph(half, dice):
    name = PHOTOGRAPHS[half][dice.integers(len(PHOTOGRAPHS[half]))]
    return np.asarray(Image.open(f"{FACES}/{name}.jpg").convert("RGB"), float)


def text(half, dice):
    side = 448
    ground, ink = (255, 0) if dice.random() < 0.6 else (int(dice.integers(180, 240)), int(dice.integers(20, 80)))
    picture = Image.new("L", (side, side), ground)
    draw = ImageDraw.Draw(picture)
    y = int(dice.integers(16, 40))
    left, letters = int(dice.integers(16, 40)), int(dice.integers(50, 66))
    step = int(dice.integers(11, 19))
    while y < side - 24:
        line = "".join(chr(97 + int(dice.integers(26))) if dice.random() < 0.82 else " " for _ in range(letters))
        draw.text((left, y), line, fill=ink, font=ImageFont.load_default())
        y += step
    return np.repeat(np.asarray(picture, float)[:, :, None], 3, 2)


def graphics(half, dice):
    side = 448
    picture = Image.new("RGB", (side, side), tuple(int(v) for v in dice.integers(150, 256, 3)))
    draw = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y, w, h = (int(v) for v in dice.integers(0, side, 4))
        color = tuple(int(v) for v in dice.integers(0, 256, 3))
        kind = dice.integers(3)
        if kind == 0:
            draw.ellipse((x, y, x + w // 3 + 4, y + h // 3 + 4), fill=color)
        elif kind == 1:
            draw.rectangle((x, y, x + w // 3, y + h // 3), fill=color, outline=(0, 0, 0))
        else:
            draw.line((x, y, w, h), fill=color, width=int(dice.integers(1, 6)))
    return np.asarray(picture, float)


def noise(half, dice):
    side = 448
    spectrum = np.fft.fft2(dice.standard_normal((side, side)))
    f = np.hypot(*np.meshgrid(np.fft.fftfreq(side), np.fft.fftfreq(side)))
    f[0, 0] = 1
    pink = np.real(np.fft.ifft2(spectrum / f ** dice.uniform(0, 1.2)))
    grey = dice.uniform(90, 160) + dice.uniform(15, 40) * pink / pink.std()
    return np.repeat(np.clip(grey, 0, 255)[:, :, None], 3, 2)


CONTENTS = [photograph, photograph, photograph, graphics, text, noise]


# Textures of what is shown, which are no printed grids.
def texture(half, dice):
    side = 384
    y, x = np.mgrid[0:side, 0:side].astype(float)
    tones = photograph(half, dice).mean(2)[:side, :side]
    kind = ["stripes", "halftone", "screen", "shirt"][dice.integers(4)]
    period = int(dice.integers(2, 9))
    if kind == "stripes":                                   # all over, black on white
        values = 255.0 * ((x if dice.random() < 0.5 else y) % period < period / 2)
    elif kind == "halftone":                                # dots as large as the picture is dark
        p = max(period, 3)
        r = np.hypot((x % p) - (p - 1) / 2, (y % p) - (p - 1) / 2) / p
        values = np.where(r < 0.62 * np.sqrt(1 - tones / 255), 10.0, 245.0)
    elif kind == "screen":                                  # the same, turned by 45 degrees
        p = max(period, 3) * math.sqrt(2)
        u, v = (x + y) / math.sqrt(2), (x - y) / math.sqrt(2)
        values = np.where(np.cos(2 * math.pi * u / p) + np.cos(2 * math.pi * v / p) > 4 * (tones / 255 - 0.5), 10.0, 245.0)
    else:                                                   # a striped or checked thing in a photograph
        values = tones.copy()
        top, left = (int(v) for v in dice.integers(20, side // 2, 2))
        h, w = (int(v) for v in dice.integers(90, side // 2, 2))
        weave = 40 * ((x % period < period / 2).astype(float) + (dice.random() < 0.5) * (y % period < period / 2))
        values[top:top + h, left:left + w] += weave[top:top + h, left:left + w] - 20
    return np.repeat(np.clip(values, 0, 255)[:, :, None], 3, 2), kind


def reduced(picture, s):
    h, w = picture.shape[0] // s, picture.shape[1] // s
    return picture[:h * s, :w * s].reshape(h, s, w, s, 3).mean((1, 3))


def transposed(small, kernel, s):
    """Taps centred, edges repeated."""
    k = kernel.shape[0]
    pad = k // s + 2
    x = np.pad(small, ((pad, pad), (pad, pad), (0, 0)), mode="edge")
    out = np.zeros((x.shape[0] * s + k, x.shape[1] * s + k, 3))
    for i in range(k):
        for j in range(k):
            out[i:i + x.shape[0] * s:s, j:j + x.shape[1] * s:s] += kernel[i, j] * x
    lead = pad * s + (k - s) // 2
    return out[lead:lead + small.shape[0] * s, lead:lead + small.shape[1] * s]


def bilinear_kernel(s):
    t = 1 - np.abs(np.arange(2 * s) - (2 * s - 1) / 2) / s
    return np.outer(t, t)


def evenly(small, s, way):
    """Enlarged without a grid."""
    if way == "nearest":
        return small.repeat(s, 0).repeat(s, 1)
    if way == "transposed":
        return transposed(small, bilinear_kernel(s), s)
    size = (small.shape[1] * s, small.shape[0] * s)
    how = {"bilinear": Image.BILINEAR, "bicubic": Image.BICUBIC, "lanczos": Image.LANCZOS}[way]
    planes = [np.asarray(Image.fromarray(small[:, :, c].astype(np.float32)).resize(size, how), float) for c in range(3)]
    return np.stack(planes, 2)


def unevenly(small, s, dice, strength):
    """(with a grid, the same without)."""
    kind = dice.integers(3)
    if kind == 0:                                           # a transposed convolution with k = s + 1 and more, in part
        k = s + 1 + int(dice.integers(0, 2)) * (1 if s > 2 else 2)
        box = np.ones((k, k)) if dice.random() < 0.5 else np.outer(*[np.convolve(np.ones(k // 2 + 1), np.ones(k - k // 2))] * 2)
        even = transposed(small, np.ones((2 * s, 2 * s)) / 4 if (k - s) % 2 == 0 else bilinear_kernel(s), s)
        phases = np.array([[box[i::s, j::s].sum() for j in range(s)] for i in range(s)])
        gains = phases / phases.mean() - 1
    if kind or np.abs(gains).max() < 1e-9:                  # sub-pixel convolution, or a kernel of random phase sums
        even = evenly(small, s, ["nearest", "bilinear", "transposed"][dice.integers(3)])
        gains = dice.standard_normal((s, s))
        if kind == 2:
            gains = np.add.outer(dice.standard_normal(s), dice.standard_normal(s)) + 0.3 * gains
        gains -= gains.mean()
    gains *= strength / np.sqrt((gains ** 2).mean())
    h, w = even.shape[:2]
    return even * (1 + np.tile(gains, (h // s + 1, w // s + 1))[:h, :w, None]), even


def saved(values):
    return np.clip(np.rint(values), 0, 255)


def jpeg(values, quality):
    stream = io.BytesIO()
    Image.fromarray(values.astype(np.uint8)).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream), float)


def printed(result, even, s):
    e = result - even
    means = np.array([[e[i::s, j::s].mean((0, 1)) for j in range(s)] for i in range(s)])
    return float(np.sqrt(((means - means.mean((0, 1))) ** 2).mean()))


def cropped(picture, dice):
    h, w = picture.shape[:2]
    if dice.random() < 0.4:
        return picture, 0, 0
    ch, cw = int(dice.integers(150, h + 1)), int(dice.integers(150, w + 1))
    y, x = int(dice.integers(0, h - ch + 1)), int(dice.integers(0, w - cw + 1))
    return picture[y:y + ch, x:x + cw], y, x


def cases(half, count):
    """(picture, period or 0, levels, quality or 0, what it is)."""
    dice = np.random.default_rng({"tuning": 5, "judging": 7101}[half])
    for number in range(4 * count):
        quality = QUALITIES[number // 2 % 4] if number >= 2 * count else 0
        has = number % 2 == 0
        content = CONTENTS[dice.integers(len(CONTENTS))]
        s = int(dice.choice([2, 2, 2, 3, 4, 4, 5, 6, 8]))
        if has:
            for _ in range(20):
                small = reduced(content(half, dice), s)
                strength = 10 ** dice.uniform(-1.9, -0.6)
                with_grid, even = unevenly(small, s, dice, strength)
                result = saved(with_grid)
                if quality:
                    result = jpeg(result, quality)
                part, y, x = cropped(result, dice)
                levels = printed(part, saved(even)[y:y + part.shape[0], x:x + part.shape[1]], s)
                if levels >= LEAST:
                    break
            else:
                continue
            yield part, s, levels, quality, f"{content.__name__}, grid by {s}"
            continue
        kind = dice.integers(10)
        if kind < 3:
            picture, what = texture(half, dice)
        elif kind < 5:
            picture, what = content(half, dice), f"{content.__name__}, as it is"
        else:
            way = ["nearest", "bilinear", "bicubic", "lanczos", "transposed"][dice.integers(5)]
            picture, what = evenly(reduced(content(half, dice), s), s, way), f"{content.__name__}, {way} by {s}"
        result = saved(picture)
        if quality:
            result = jpeg(result, quality)
        part, _, _ = cropped(result, dice)
        yield part, 0, 0.0, quality, what


def right_period(grid, s):
    return grid["cause"] == "upsampling" and max(grid["period"]) == s


def verdicts(program, half, count, show):
    with tempfile.TemporaryDirectory() as folder:
        known = []
        for i, (picture, s, levels, quality, what) in enumerate(cases(half, count)):
            Image.fromarray(picture.astype(np.uint8)).save(f"{folder}/{i:04}.png", compress_level=1)
            known.append((s, levels, quality, what))
        done = subprocess.run([program, "inspect", folder, "--json", "--quiet"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    rows = []
    for (s, levels, quality, what), answer in zip(known, json.loads(done.stdout)):
        grids = [g for g in answer["grids"] if g["cause"] == "upsampling"]
        found = any(right_period(g, s) for g in grids)
        wrong = bool(grids) and not found
        rows.append((s, levels, quality, what, found, wrong, bool(grids), answer))
        if show and (wrong or (s and not found)):
            print(answer["image"].split("/")[-1], f"{what}, {levels:.2f} levels, q{quality}", answer["size"], "->",
                  [(g["cause"], g["period"], round(g["levels"], 2), round(g["coverage"], 2), round(g["significance"])) for g in answer["grids"]])
    return rows


def line(name, rows):
    true = sum(1 for r in rows if r[0] and r[4])
    there = sum(1 for r in rows if r[0])
    said = sum(1 for r in rows if r[6])
    errors = [abs(max((g["levels"] for g in r[7]["grids"] if right_period(g, r[0])), default=0) / r[1] - 1) for r in rows if r[0] and r[4]]
    return (f"| {name} | {len(rows)} | {there} | {said} | {true} | {100 * true / max(said, 1):.1f} % | {100 * true / max(there, 1):.1f} % | "
            f"{100 * float(np.median(errors)) if errors else 0:.0f} % |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--half", default="judging", choices=["judging", "tuning"])
    parser.add_argument("--count", type=int, default=80)
    parser.add_argument("--page")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    rows = verdicts(options.program, options.half, options.count, options.show)
    without, with_jpeg = [r for r in rows if not r[2]], [r for r in rows if r[2]]
    table = ["| pictures | cases | with a grid | said | rightly | precision | recall | error of levels, median |",
             "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
             line("without JPEG", without), line("with JPEG", with_jpeg)]
    table += [line(f"JPEG {q}", [r for r in rows if r[2] == q]) for q in QUALITIES]
    table += [line(f"by {s}, and none", [r for r in rows if r[0] in (0, s)]) for s in (2, 3, 4, 5, 6, 8)]
    print("\n".join(table))
    if options.page:
        page = open(options.page, encoding="utf-8").read()
        begin, end = "<!-- table, by docs/grids.py -->\n", "<!-- end of table -->"
        page = re.sub(re.escape(begin) + ".*?" + re.escape(end), lambda _: begin + "\n".join(table) + "\n" + end, page, flags=re.S)
        open(options.page, "w", encoding="utf-8").write(page)


if __name__ == "__main__":
    main()
