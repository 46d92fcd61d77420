#!/usr/bin/python3
"""Writes pytorch.txt, activations.txt and pictures.txt in tests/cases with PyTorch's own results.

    /usr/bin/python3 tests/oracle/make_pytorch_cases.py

Committed numbers were made with PyTorch 1.13. One line is one layer: its parameters, then the output and the
gradients with respect to input, weights and bias as flat whole numbers. Inputs are not stored: with n the line's
number, x has seed 4n, the weights 4n+1, the bias 4n+2 and the gradient that arrives from above 4n+3 (integers.py)."""
import itertools
import os
import random

import torch
import torch.nn.functional as F

from integers import by_axis, numbers, small_integers

CASES = 500
LARGEST = 1500  # numbers on one line
HERE = os.path.dirname(os.path.abspath(__file__))
CONV = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
TRANSPOSED = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}


def draw(dice, n):
    rank = (1, 2, 2, 3)[n % 4]
    largest = {1: 14, 2: 7, 3: 4}[rank]
    transposed = n // 4 % 2 == 1
    groups = dice.choice([1, 1, 1, 2, 3])
    case = {
        "op": "tconv" if transposed else "conv",
        "batch": dice.choice([1, 1, 2]),
        "in": groups * dice.choice([1, 2, 3] if groups == 1 else [1, 2]),
        "out": groups * dice.choice([1, 2, 3] if groups == 1 else [1, 2]),
        "groups": groups,
        "size": [dice.randint(1, largest) for _ in range(rank)],
        "kernel": [dice.randint(1, 5 if rank < 3 else 3) for _ in range(rank)],
        "stride": [dice.randint(1, 4 if rank < 3 else 3) for _ in range(rank)],
        "padding": [(p, p) for p in (dice.randint(0, 3 if rank < 3 else 2) for _ in range(rank))],
        "dilation": [dice.choice([1, 1, 2, 3]) for _ in range(rank)],
    }
    bounds = [max(s, d) for s, d in zip(case["stride"], case["dilation"])]
    case["output_padding"] = [dice.randint(0, b - 1) if transposed else 0 for b in bounds]
    case["border"] = "zeros" if transposed else dice.choice(["zeros", "zeros", "reflect", "replicate", "circular"])
    case["bias"] = dice.randint(0, 1)
    if not transposed and dice.random() < 0.08:
        case["stride"] = [1] * rank
        case["padding"] = "same"
        case["border"] = "zeros"
    elif not transposed and dice.random() < 0.25:
        least = -1 if case["border"] == "zeros" else 0  # a negative padding crops
        case["padding"] = [(dice.randint(least, 3), dice.randint(least, 3)) for _ in range(rank)]
    return case


def legal(case):
    if case["border"] == "zeros":
        return True
    margin = {"reflect": -1, "circular": 0, "replicate": 99}[case["border"]]
    return all(max(p) <= n + margin for n, p in zip(case["size"], case["padding"]))


def forward(case, x, w, b):
    rank = len(case["size"])
    options = dict(stride=case["stride"], dilation=case["dilation"], groups=case["groups"], bias=b)
    if case["padding"] == "same":
        return CONV[rank](x, w, padding="same", **options)
    begins = [begin for begin, _ in case["padding"]]
    if case["op"] == "tconv":
        return TRANSPOSED[rank](x, w, padding=begins, output_padding=case["output_padding"], **options)
    if case["border"] == "zeros" and all(begin == end for begin, end in case["padding"]):
        return CONV[rank](x, w, padding=begins, **options)
    around = list(itertools.chain.from_iterable(reversed(case["padding"])))
    mode = "constant" if case["border"] == "zeros" else case["border"]
    return CONV[rank](F.pad(x, around, mode=mode), w, **options)


def evaluate(case, n):
    first, second = (case["in"], case["out"]) if case["op"] == "tconv" else (case["out"], case["in"])
    x = torch.tensor(small_integers([case["batch"], case["in"], *case["size"]], 4 * n), requires_grad=True)
    w = torch.tensor(small_integers([first, second // case["groups"], *case["kernel"]], 4 * n + 1), requires_grad=True)
    b = torch.tensor(small_integers([case["out"]], 4 * n + 2), requires_grad=True) if case["bias"] else None
    y = forward(case, x, w, b)
    y.backward(torch.tensor(small_integers(list(y.shape), 4 * n + 3)))
    results = {"y": y.detach(), "x_grad": x.grad, "w_grad": w.grad}
    if b is not None:
        results["b_grad"] = b.grad
    return y.shape[2:], results


def line(case, output, results):
    words = [case["op"]]
    for key, value in case.items():
        if key != "op":
            words.append(f"{key}={by_axis(value)}")
    words.append(f"output={by_axis(list(output))}")
    words += [f"{key}={numbers(value)}" for key, value in results.items()]
    return " ".join(words)


def layers():
    dice = random.Random(20230501)
    lines = []
    while len(lines) < CASES:
        case = draw(dice, len(lines))
        if not legal(case):
            continue
        try:
            output, results = evaluate(case, len(lines))
        except RuntimeError:  # PyTorch refuses: the kernel does not fit, or nothing would be left
            continue
        if min(output) < 1 or sum(r.numel() for r in results.values()) > LARGEST:
            continue
        lines.append(line(case, output, results))
    return lines


def activations():
    values = [0.0, -0.0, 1e-300, 1e-9, 0.1, 0.5, 1.0, 2.0, 3.7, 8.0, 19.0, 37.0, 100.0, 710.0]
    values += [-v for v in values if v > 0]
    dice = random.Random(7)
    values += [dice.uniform(-6, 6) for _ in range(40)]
    functions = {
        "none": lambda t: t * 1,
        "relu": F.relu,
        "leaky-relu": F.leaky_relu,
        "sigmoid": torch.sigmoid,
        "tanh": torch.tanh,
    }
    lines = []
    for name, function in functions.items():
        x = torch.tensor(values, dtype=torch.float64, requires_grad=True)
        y = function(x)
        y.sum().backward()
        triple = {"x": x.detach(), "y": y.detach(), "derivative": x.grad}
        lines.append(" ".join([name] + [f"{k}={','.join(repr(float(v)) for v in t)}" for k, t in triple.items()]))
    return lines


def pictures():
    """Enlarging and reducing: nearest, bilinear (half-pixel centres) and area means; line n has x of seed n."""
    lines = []
    sizes = [(1, 1), (1, 4), (2, 3), (5, 4), (6, 6)]
    for n, (size, factor) in enumerate(itertools.product(sizes, [1, 2, 3, 4, 5])):
        x = torch.tensor(small_integers([1, 2, *size], n), dtype=torch.float32)
        big = torch.tensor(small_integers([1, 2, size[0] * factor, size[1] * factor], n), dtype=torch.float32)
        results = {
            "nearest": F.interpolate(x, scale_factor=factor, mode="nearest"),
            "bilinear": F.interpolate(x, scale_factor=factor, mode="bilinear", align_corners=False),
            "area": F.avg_pool2d(big, factor),
        }
        texts = [f"{k}={','.join(f'{float(v):.9g}' for v in t.flatten())}" for k, t in results.items()]
        lines.append(" ".join(["picture", f"size={by_axis(list(size))}", f"factor={factor}"] + texts))
    return lines


def write(name, lines):
    path = os.path.join(HERE, "..", "cases", name)
    with open(path, "w") as out:
        out.write(f"# By tests/oracle/make_pytorch_cases.py with PyTorch {torch.__version__}.\n")
        out.write("\n".join(lines) + "\n")
    print(f"{len(lines)} lines, {os.path.getsize(path)} bytes: {name}")


if __name__ == "__main__":
    torch.set_num_threads(1)
    write("pytorch.txt", layers())
    write("activations.txt", activations())
    write("pictures.txt", pictures())
