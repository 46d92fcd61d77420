#!/usr/bin/python3
"""Writes tests/cases/dialects.txt: output sizes by PyTorch and by ONNX's shape inference.

    /usr/bin/python3 tests/oracle/make_dialect_cases.py

One line is one parameter set on one axis. conv and tconv are PyTorch's sizes; same and valid are ONNX Conv's with auto_pad
SAME_UPPER and VALID, tsame and tvalid ConvTranspose's; 0 stands for what is refused or has no cells."""
import os
import random

import onnx
import torch
from onnx import TensorProto, helper

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "cases", "dialects.txt")


def by_torch(layer, n):
    try:
        return layer(torch.zeros(1, 1, n)).shape[2]
    except RuntimeError:
        return 0


def by_onnx(op, n, k, s, d, auto_pad):
    node = helper.make_node(op, ["x", "w"], ["y"], kernel_shape=[k], strides=[s], dilations=[d], auto_pad=auto_pad)
    graph = helper.make_graph(
        [node], "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 1, n]),
         helper.make_tensor_value_info("w", TensorProto.FLOAT, [1, 1, k])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)])
    try:
        shaped = onnx.shape_inference.infer_shapes(helper.make_model(graph), strict_mode=True)
        dims = shaped.graph.output[0].type.tensor_type.shape.dim
        return max(dims[2].dim_value, 0) if len(dims) == 3 else 0
    except Exception:
        return 0


def lines():
    dice = random.Random(9)
    seen = set()
    while len(seen) < 2500:
        n, k, s, d = dice.randint(1, 24), dice.randint(1, 7), dice.randint(1, 5), dice.randint(1, 3)
        p, op = dice.randint(0, 4), dice.randint(0, 4)
        if (n, k, s, d, p, op) in seen:
            continue
        seen.add((n, k, s, d, p, op))
        conv = by_torch(torch.nn.Conv1d(1, 1, k, s, p, d), n)
        tconv = by_torch(torch.nn.ConvTranspose1d(1, 1, k, s, p, op, dilation=d), n)
        onnx_sizes = [by_onnx(kind, n, k, s, d, pad) for kind in ("Conv", "ConvTranspose") for pad in ("SAME_UPPER", "VALID")]
        yield (f"l n={n} k={k} s={s} d={d} p={p} op={op} conv={conv} tconv={tconv} same={onnx_sizes[0]} "
               f"valid={onnx_sizes[1]} tsame={onnx_sizes[2]} tvalid={onnx_sizes[3]}")


if __name__ == "__main__":
    found = list(lines())
    with open(PATH, "w") as out:
        out.write(f"# By tests/oracle/make_dialect_cases.py with PyTorch {torch.__version__}, ONNX {onnx.__version__}.\n")
        out.write("\n".join(found) + "\n")
    print(f"{len(found)} lines, {os.path.getsize(PATH)} bytes")
