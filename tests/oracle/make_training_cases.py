#!/usr/bin/python3
"""Writes tests/cases/training.txt: 50 steps of PyTorch's Adam on small decoders.

    /usr/bin/python3 tests/oracle/make_training_cases.py

Weights of parameter i are whole numbers (integers.py, seed i) / 32, the small pictures seed 100 / 8, the large ones seed 101 / 8.
Float64 throughout; `losses` are those of all steps, `weights` all parameters after the last, one behind the other."""
import os

import numpy as np
import torch
import torch.nn.functional as F

from integers import small_integers

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "cases", "training.txt")
WIDTH, RATE, STEPS = 4, 0.002, 50


def tensor(shape, seed, by):
    return torch.tensor(np.array(small_integers(shape, seed), dtype=float) / by)


def shapes(form, factor):
    last = {"conv-transpose-k3": [(WIDTH, 3, 3, 3), (3,)], "conv-transpose-k4": [(WIDTH, 3, 4, 4), (3,)],
            "pixel-shuffle": [(3 * factor ** 2, WIDTH, 3, 3), (3 * factor ** 2,)]}
    return [(WIDTH, 3, 3, 3), (WIDTH,)] + last.get(form, [(3, WIDTH, 3, 3), (3,)])


def run(form, factor, x, p):
    x = F.relu(F.conv2d(x, p[0], p[1], padding=1))
    if form.startswith("conv-transpose"):
        k = int(form[-1])
        pad = max(0, (k - factor + 1) // 2)
        return F.conv_transpose2d(x, p[2], p[3], stride=factor, padding=pad, output_padding=factor - k + 2 * pad)
    if form == "pixel-shuffle":
        return F.pixel_shuffle(F.conv2d(x, p[2], p[3], padding=1), factor)
    mode = {"nearest-conv": dict(mode="nearest"), "bilinear-conv": dict(mode="bilinear", align_corners=False)}[form]
    return F.conv2d(F.interpolate(x, scale_factor=factor, **mode), p[2], p[3], padding=1)


def main():
    lines = ["# tests/oracle/make_training_cases.py, PyTorch " + torch.__version__.split("+")[0]]
    for form, factor in [("conv-transpose-k3", 2), ("conv-transpose-k4", 2), ("conv-transpose-k3", 4), ("pixel-shuffle", 2),
                         ("nearest-conv", 3), ("bilinear-conv", 2)]:
        p = [tensor(s, i, 32).requires_grad_() for i, s in enumerate(shapes(form, factor))]
        small, large = tensor((2, 3, 5, 6), 100, 8), tensor((2, 3, 5 * factor, 6 * factor), 101, 8)
        adam = torch.optim.Adam(p, lr=RATE)
        losses = []
        for _ in range(STEPS):
            adam.zero_grad()
            loss = F.mse_loss(run(form, factor, small, p), large)
            losses.append(loss.item())
            loss.backward()
            adam.step()
        weights = np.concatenate([q.detach().numpy().ravel() for q in p])
        text = [",".join("%.9g" % v for v in values) for values in (losses, weights)]
        lines.append("%s factor=%d losses=%s weights=%s" % (form, factor, text[0], text[1]))
    with open(PATH, "w") as out:
        out.write("\n".join(lines) + "\n")


main()
