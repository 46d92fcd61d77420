#!/usr/bin/python3
"""The experiment behind the limits of core/enlarging/verdict.hpp: what ways of enlarging print on pictures of
different kinds.

    /usr/bin/python3 docs/verdict.py build/convscope [--factor 2] [--page docs/verdict.md]

Makes the pictures that are made by rule (Debian: python3-pil, python3-numpy), takes the photographs of
gnome-control-center-data, compares each by every way of enlarging, and prints two tables; with --page they replace
what stands between the page's markers. Every number comes from `convscope compare --json`; the limits stand once
more below, where the program's own words are checked against them."""
import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIDE = 256
FACES = "/usr/share/pixmaps/faces"
PHOTOGRAPHS = ["cat", "hummingbird", "tomatoes", "mountain", "bicycle"]
FONT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "assets", "fonts")

# As in core/enlarging/verdict.hpp.
LEVELS = (0.25, 1, 10)
SEEN_ENERGY = 50
IMAGING = (0.05, 0.12, 0.5)
SPREAD = (0.001, 0.01, 0.1)
WORDS = ["none", "faint", "visible", "strong"]


def grade(value, limits):
    return sum(value >= limit for limit in limits)


def grey(values):
    return Image.fromarray(np.clip(np.rint(values), 0, 255).astype(np.uint8), "L")


def page_of_text():
    picture = Image.new("L", (SIDE, SIDE), 255)
    draw = ImageDraw.Draw(picture)
    words = ("Equal phase sums make a constant flat; nothing more. An input wave of f cycles comes out at f/s and, "
             "weaker, at its images. How fast the alias gain grows tells the rest. ") * 8
    line, y = "", 8
    font = ImageFont.load_default()
    for word in words.split():
        if draw.textlength(line + word, font=font) > SIDE - 16:
            draw.text((8, y), line, fill=0, font=font)
            line, y = "", y + 13
            if y > SIDE - 16:
                break
        line += word + " "
    return picture


def graphics():
    picture = Image.new("L", (SIDE, SIDE), 230)
    draw = ImageDraw.Draw(picture)
    for i in range(9):
        draw.ellipse((12 + 26 * i, 20, 34 + 26 * i, 42 + 6 * i), fill=20 + 25 * i)
        draw.line((10, 120 + 14 * i, 246, 110 + 3 * i * i // 2), fill=10 * i, width=1 + i // 3)
    draw.rectangle((150, 60, 240, 105), fill=90, outline=0)
    return picture


def pictures_by_rule():
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(float)
    noise = np.random.default_rng(1)
    spectrum = np.fft.fft2(noise.standard_normal((SIDE, SIDE)))
    f = np.hypot(*np.meshgrid(np.fft.fftfreq(SIDE), np.fft.fftfreq(SIDE)))
    f[0, 0] = 1
    pink = np.real(np.fft.ifft2(spectrum / f))
    r2 = (x - SIDE / 2) ** 2 + (y - SIDE / 2) ** 2
    return {
        "constant 128": grey(0 * x + 128),
        "ramp": grey(x),
        "steep ramp": grey(np.abs((4 * x + 255) % 510 - 255)),
        "sky": grey(230 - 90 * y / SIDE - r2 / SIDE / SIDE * 40),
        "2-pixel stripes": grey(255.0 * (x // 2 % 2)),
        "3-pixel stripes": grey(255.0 * (y // 3 % 2)),
        "slanted stripes": grey(127.5 + 120 * np.sin(0.9 * x + 0.4 * y)),
        "page of text": page_of_text(),
        "graphics": graphics(),
        "zone plate": grey(127.5 + 127.5 * np.cos(math.pi * r2 / (2.4 * SIDE))),
        "white noise": grey(noise.integers(0, 256, (SIDE, SIDE)).astype(float)),
        "1/f noise": grey(128 + 45 * pink / pink.std()),
    }


def sharpened(amount):
    """Three phases copy, one is sharpened by that much of the Laplacian: phase sums are equal."""
    taps = np.zeros((6, 6))
    for row in (2, 3):
        for column in (2, 3):
            taps[row, column] = 1
    for row, column, weight in ((2, 2, 4), (0, 2, -1), (4, 2, -1), (2, 0, -1), (2, 4, -1)):
        taps[row, column] += amount * weight
    return "[" + ";".join(",".join(f"{v:g}" for v in row) for row in taps) + "]"


def ways(factor):
    """(name, options, a pattern: None where the experiment is to say)."""
    plain = [(name, ["--methods", name], False) for name in ("bilinear", "bicubic", "lanczos3")]
    ct, ps = ["--methods", "conv-transpose"], ["--methods", "pixel-shuffle"]
    learned = ["--kernel", "learned", "--kernel-size"]
    out = plain + [("nearest", ["--methods", "nearest"], None)]
    out += [
        ("transposed, bilinear", ct + ["--kernel", "bilinear", "--kernel-size", str(2 * factor)], False),
        ("transposed, uniform k = 2s", ct + ["--kernel", "uniform", "--kernel-size", str(2 * factor)], None),
        ("transposed, uniform k = s + 1, repaired",
         ct + ["--kernel", "uniform", "--kernel-size", str(factor + 1), "--repair"], None),
        ("transposed, learned k = 2s", ct + learned + [str(2 * factor)], None),
        ("sub-pixel, learned k3", ps + learned + ["3"], None),
        ("nearest, then learned k3", ["--methods", "nearest-conv"] + learned + ["3"], None),
        ("bilinear, then learned k3", ["--methods", "bilinear-conv"] + learned + ["3"], None),
        ("sub-pixel, ICNR k3", ps + ["--kernel", "icnr:1", "--kernel-size", "3"], None),
        ("sub-pixel, random k3", ps + ["--kernel", "random:1", "--kernel-size", "3"], True),
        ("transposed, uniform k = s + 1", ct + ["--kernel", "uniform", "--kernel-size", str(factor + 1)], True),
    ]
    if factor == 2:
        out += [(f"one phase sharpened by {a:g}", ct + ["--kernel", sharpened(a)], True if a >= 0.25 else None)
                for a in (0.05, 0.1, 0.25, 0.5, 1)]
    return out


def run(program, pictures, factor, options):
    done = subprocess.run([program, "compare", *pictures, "--factor", str(factor), "--json", "--quiet", *options],
                          capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(done.stderr)
    return json.loads(done.stdout)["images"]


def judged(image):
    """Grades of flat areas and of texture, as judge(Measures) has them."""
    m = image["methods"][0]
    energy, own = m["checkerboard"], image["original"]["checkerboard"]
    flat = grade(m["grid_levels"], LEVELS) if energy is None or energy - (own or 0) > SEEN_ENERGY else 0
    ratio = math.inf if m["phase_mse_ratio"] is None else m["phase_mse_ratio"]
    apart = math.sqrt(m["mse"]) * (1 - 1 / math.sqrt(ratio)) if m["mse"] > 0 else 0
    return flat, min(grade(m["imaging"], IMAGING), grade(apart, LEVELS)), apart


def short(x):
    return "–" if x is None else "0" if x == 0 else f"{x:,.0f}" if x >= 100 else f"{x:.2g}"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("program")
    arguments.add_argument("--factor", type=int, default=2)
    arguments.add_argument("--page")
    o = arguments.parse_args()
    rows, columns = [], {}
    with tempfile.TemporaryDirectory() as folder:
        paths, names = [], []
        for name in PHOTOGRAPHS:
            path = f"{FACES}/{name}.jpg"
            if os.path.exists(path):
                names.append(name)
                paths.append(path)
        for name, picture in pictures_by_rule().items():
            path = os.path.join(folder, re.sub(r"\W", "-", name) + ".png")
            picture.save(path)
            names.append(name)
            paths.append(path)
        for name, options, pattern in ways(o.factor):
            images = run(o.program, paths, o.factor, options)
            marks = [judged(image) for image in images]
            first = images[0]["methods"][0]
            # What was judged before: the energy alone.
            before = sum((i["methods"][0]["checkerboard"] or 0) > SEEN_ENERGY for i in images)
            seen = [n for n, (flat, texture, _) in zip(names, marks) if max(flat, texture) >= 2]
            rows.append([name, f"{100 * first['phase_spread']:.{0 if first['phase_spread'] >= 1 else 2}{'f' if first['phase_spread'] >= 1 else 'g'}} %", str(first["order"]), f"{first['imaging']:.3g}",
                         short(max(i["methods"][0]["grid_levels"] for i in images)),
                         short(max(m[2] for m in marks)), f"{before} of {len(names)}", f"{len(seen)} of {len(names)}"])
            for n, image, mark in zip(names, images, marks):
                columns.setdefault(n, {})[name] = (image, mark)
            if pattern is False and seen:
                print(f"FALSE ALARM: {name} on {', '.join(seen)}", file=sys.stderr)
    head = ["enlarging", "phase spread", "order", "imaging", "grid, levels", "phases apart, levels", "energy > 50",
            "seen now"]
    table = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    table += ["| " + " | ".join(row) + " |" for row in rows]
    shown = ["bicubic", "nearest", "transposed, uniform k = s + 1", "one phase sharpened by 0.25"]
    shown = [s for s in shown if s in columns[names[0]]]
    per = ["| picture | its own energy | " + " | ".join(shown) + " |", "| --- | ---: |" + " ---: |" * len(shown)]
    for n in names:
        own = columns[n][shown[0]][0]["original"]["checkerboard"]
        cells = []
        for s in shown:
            image, mark = columns[n][s]
            cells.append(f"{short(image['methods'][0]['checkerboard'])}: {WORDS[max(mark[0], mark[1])]}")
        per.append(f"| {n} | {short(own)} | " + " | ".join(cells) + " |")
    tables = {f"ways, factor {o.factor}": table, f"pictures, factor {o.factor}": per}
    if not o.page:
        for name, lines in tables.items():
            print(f"{name}\n" + "\n".join(lines) + "\n")
        return
    with open(o.page) as file:
        text = file.read()
    for name, lines in tables.items():
        begin, end = f"<!-- {name}, by docs/verdict.py -->\n", f"<!-- end of {name} -->"
        at, to = text.index(begin) + len(begin), text.index(end)
        text = text[:at] + "\n".join(lines) + "\n" + text[to:]
    with open(o.page, "w") as file:
        file.write(text)


main()
