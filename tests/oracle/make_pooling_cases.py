#!/usr/bin/python3
"""Writes tests/cases/pooling.txt: max-pooling and its gradient, and gradients of an L2 loss, by PyTorch.

    /usr/bin/python3 tests/oracle/make_pooling_cases.py

Needs NumPy and PyTorch (Debian: python3-torch). Pictures and upstream gradients are small_integers of integers.py, so
equal pixels are frequent; line n takes seed n for its picture and seed n + 1000 for the upstream gradient."""
import os

import torch
import torch.nn.functional as F

from integers import by_axis, small_integers

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cases", "pooling.txt")


def text(tensor):
    return ",".join(f"{v:.9g}" for v in tensor.detach().flatten().tolist())


def lines():
    n = 0
    for size in [(1, 1, 4, 4), (1, 2, 7, 5), (2, 1, 6, 9)]:
        for taps, stride in [(1, 1), (2, 2), (3, 2), (3, 1), (2, 3), (4, 2)]:
            x = torch.tensor(small_integers(size, n), requires_grad=True)
            y = F.max_pool2d(x, taps, stride)
            y.backward(torch.tensor(small_integers(tuple(y.shape), n + 1000)))
            yield (f"pool size={by_axis(list(size))} taps={taps} stride={stride} seed={n} "
                   f"windows={by_axis(list(y.shape))} values={text(y)} gradient={text(x.grad)}")
            n += 1


def backward():
    """Gradients with respect to the mean of the channels minus its mean: of the sum of outputs and of half their squares."""
    for n, (size, taps, stride) in enumerate([((1, 2, 16, 18), 3, 2), ((1, 2, 25, 24), 4, 3)]):
        picture = torch.tensor(small_integers(size, n)).mean(1, keepdim=True)
        picture = picture - picture.mean()
        kernel = torch.tensor(small_integers((taps, taps), n + 1000)) + 5
        results = {}
        for name, operator in [("conv", lambda x: F.conv2d(x, (kernel / kernel.sum())[None, None], stride=stride)),
                               ("max", lambda x: F.max_pool2d(x, stride + 1, stride))]:
            x = picture.clone().requires_grad_()
            operator(x).sum().backward()
            results[name + "-ones"] = x.grad
            x = picture.clone().requires_grad_()
            (operator(x)**2 / 2).sum().backward()
            results[name + "-loss"] = x.grad
        yield " ".join([f"backward size={by_axis(list(size))} taps={taps} stride={stride} seed={n}"] +
                       [f"{k}={text(v)}" for k, v in results.items()])


if __name__ == "__main__":
    with open(PATH, "w") as out:
        out.write(f"# By tests/oracle/make_pooling_cases.py with PyTorch {torch.__version__}.\n")
        out.write("\n".join(list(lines()) + list(backward())) + "\n")
    print(f"{os.path.getsize(PATH)} bytes")
