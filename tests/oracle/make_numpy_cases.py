#!/usr/bin/python3
"""Writes tests/cases/numpy_pad.txt: numpy.pad with its modes reflect, edge and wrap.

    /usr/bin/python3 tests/oracle/make_numpy_cases.py

One line is one border: mode, size, begin:end per axis, and which cell of the unpadded array each padded cell holds."""
import os
import random

import numpy as np

from integers import by_axis, numbers

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "cases", "numpy_pad.txt")
MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}


def lines():
    dice = random.Random(3)
    for n in range(90):
        name = list(MODES)[n % 3]
        rank = n // 3 % 3 + 1
        size = [dice.randint(1, (8, 5, 4)[rank - 1]) for _ in range(rank)]
        most = [{"reflect": s - 1, "replicate": 6, "circular": s}[name] for s in size]
        sides = [(dice.randint(0, m), dice.randint(0, m)) for m in most]
        padded = np.pad(np.arange(np.prod(size)).reshape(size), sides, mode=MODES[name])
        if padded.size < 1500:
            yield f"{name} size={by_axis(size)} sides={by_axis(sides)} source={numbers(padded)}"


if __name__ == "__main__":
    found = list(lines())
    with open(PATH, "w") as out:
        out.write(f"# By tests/oracle/make_numpy_cases.py with NumPy {np.__version__}.\n")
        out.write("\n".join(found) + "\n")
    print(f"{len(found)} lines, {os.path.getsize(PATH)} bytes")
