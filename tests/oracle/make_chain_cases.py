#!/usr/bin/python3
"""Writes tests/cases/chains.txt: chains of layers with different numbers on two axes, run by PyTorch.

    /usr/bin/python3 tests/oracle/make_chain_cases.py

One line is one chain. layers: KIND:CHANNELS:KERNEL:STRIDE:PADDING:DILATION:OUTPUT_PADDING:SKIP joined by '|', where SKIP is the
number of the earlier layer whose output is concatenated with the input, or '-'. Behind it, for each layer: the output's size,
the parameters, and the receptive field: how far, at most, the gradient of one output cell reaches in an input without end."""
import itertools
import os
import random

import torch

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "cases", "chains.txt")
FIELD = 120  # extent of the input on which receptive fields are measured


def pair(dice, least, most):
    return tuple(dice.randint(least, most) for _ in range(2))


def random_layer(dice, number):
    kind = dice.choice(["conv", "conv", "transposed", "pool", "nearest"])
    stride = pair(dice, 1, 2) if kind != "conv" else pair(dice, 1, 3)
    kernel = stride if kind == "nearest" else pair(dice, 1, 4)
    dilation = pair(dice, 1, 2) if kind in ("conv", "transposed") else (1, 1)
    if kind == "transposed":
        # No pixel without a tap: behind such a gap a dilated layer may see nothing where its reach sees something.
        dilation = tuple(1 if s % 2 == 0 else d for s, d in zip(stride, dilation))
        kernel = tuple(max(k, s) for k, s in zip(kernel, stride))
    padding = (0, 0)
    if kind in ("conv", "transposed"):
        padding = tuple(dice.randint(0, d * (k - 1) // 2) for k, d in zip(kernel, dilation))
    extra = tuple(dice.randint(0, max(s, d) - 1) for s, d in zip(stride, dilation)) if kind == "transposed" else (0, 0)
    skip = dice.randint(1, number - 1) if number > 2 and dice.random() < 0.6 else None
    return [kind, dice.randint(1, 3), kernel, stride, padding, dilation, extra, skip]


def module(layer, channels):
    kind, out, kernel, stride, padding, dilation, extra, _ = layer
    if kind == "conv":
        return torch.nn.Conv2d(channels, out, kernel, stride, padding, dilation)
    if kind == "transposed":
        return torch.nn.ConvTranspose2d(channels, out, kernel, stride, padding, extra, dilation=dilation)
    if kind == "pool":
        return torch.nn.AvgPool2d(kernel, stride)
    return torch.nn.Upsample(scale_factor=tuple(float(s) for s in stride), mode="nearest")


def run(modules, layers, x):
    outputs = []
    for m, layer in zip(modules, layers):
        if layer[7] is not None:
            other = outputs[layer[7] - 1]
            if other.shape[2:] != x.shape[2:]:
                raise ValueError("a skip connection that does not meet")
            x = torch.cat([x, other], 1)
        x = m(x)
        outputs.append(x)
    return outputs


def build(layers, channels):
    modules, outs = [], []
    for layer in layers:
        arriving = channels + (outs[layer[7] - 1] if layer[7] is not None else 0)
        if layer[0] in ("pool", "nearest"):
            layer[1] = arriving
        modules.append(module(layer, arriving))
        channels = layer[1]
        outs.append(channels)
    for m in modules:
        for p in m.parameters():
            torch.nn.init.constant_(p, 0.01)
    return modules


def fields(modules, layers, channels):
    """For each layer the largest extents over the phases of cells in the middle."""
    found = []
    x = torch.ones(1, channels, FIELD, FIELD, requires_grad=True)
    for y in run(modules, layers, x):
        h, w = y.shape[2:]
        most = [0, 0]
        for r, c in itertools.product(range(8), range(8)):  # all phases of three doublings, on either axis
            at = (h // 2 + r, w // 2 + c)
            if at[0] >= h or at[1] >= w:
                return None
            grad, = torch.autograd.grad(y[0, 0, at[0], at[1]], x, retain_graph=True)
            for axis in (0, 1):
                seen = torch.nonzero(grad.abs().sum(1)[0].sum(1 - axis)).flatten()
                if len(seen) == 0:
                    continue
                if seen[0] == 0 or seen[-1] == FIELD - 1:
                    return None  # an end of the input is in sight
                most[axis] = max(most[axis], int(seen[-1] - seen[0]) + 1)
        found.append(tuple(most))
    return found


def by_x(values):
    return "x".join(str(v) for v in values)


def lines():
    dice = random.Random(5)
    made = 0
    while made < 60:
        channels, size = dice.randint(1, 2), pair(dice, 12, 40)
        layers = [random_layer(dice, n) for n in range(1, dice.randint(2, 4) + 1)]
        if sum(layer[0] in ("transposed", "nearest") for layer in layers) > 3:
            continue
        try:
            modules = build(layers, channels)
            sizes = [tuple(y.shape[2:]) for y in run(modules, layers, torch.zeros(1, channels, *size))]
        except (RuntimeError, ValueError):
            continue
        try:
            seen = fields(modules, layers, channels)
        except ValueError:
            continue
        if seen is None:
            continue
        made += 1
        text = "|".join(":".join([l[0], str(l[1]), by_x(l[2]), by_x(l[3]), by_x(l[4]), by_x(l[5]), by_x(l[6]),
                                  str(l[7]) if l[7] is not None else "-"]) for l in layers)
        parameters = ",".join(str(sum(p.numel() for p in m.parameters())) for m in modules)
        yield (f"chain size={by_x(size)} channels={channels} layers={text} outputs={'|'.join(map(by_x, sizes))} "
               f"parameters={parameters} sees={'|'.join(map(by_x, seen))}")


if __name__ == "__main__":
    found = list(lines())
    with open(PATH, "w") as out:
        out.write(f"# By tests/oracle/make_chain_cases.py with PyTorch {torch.__version__}.\n")
        out.write("\n".join(found) + "\n")
