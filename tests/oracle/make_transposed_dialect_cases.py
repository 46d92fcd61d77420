#!/usr/bin/python3
"""Writes tests/cases/transposed_dialects.txt: transposed convolutions on one axis by Keras' documented formula and by ONNX.

    /usr/bin/python3 tests/oracle/make_transposed_dialect_cases.py

keras lines: what Conv2DTranspose's documentation (Keras 2 and 3, argument output_padding) says of one axis: `valid` and `same` are the
output sizes with output padding `op`, "none" standing for the argument that is not given; 0 where no cell is left.
onnx lines: `size` and `pads` (begin and end) by the operator's specification, ConvTranspose-11, and the values `y` for x = 1, 2, ...
and w = 1, 10, 100, ...; where `reference` is 1, ONNX's reference evaluator gave the same. Needs onnx 1.13 or later (Debian 13).
Sets whose pads would be negative are left out, for the specification wants them to be 0 or more."""
import os
import random

import numpy as np
import onnx
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "cases", "transposed_dialects.txt")


def keras(n, k, s, d, op, padding):
    taps = k + (k - 1) * (d - 1)
    if op is None:
        return n * s if padding == "same" else n * s + max(taps - s, 0)
    crop = taps // 2 if padding == "same" else 0
    return max((n - 1) * s + taps - 2 * crop + op, 0)


def keras_lines():
    for n in range(1, 5):
        for k in range(1, 6):
            for s in range(1, 5):
                for d in range(1, 4):
                    for op in [None, *range(s)]:
                        sizes = [keras(n, k, s, d, op, padding) for padding in ("valid", "same")]
                        yield (f"keras n={n} k={k} s={s} d={d} op={'none' if op is None else op} "
                               f"valid={sizes[0]} same={sizes[1]}")


def onnx_line(n, k, s, d, op, auto_pad, asked):
    attributes = {"strides": [s], "dilations": [d], "output_padding": [op]}
    if auto_pad != "NOTSET":
        attributes["auto_pad"] = auto_pad
    if asked:
        attributes["output_shape"] = [asked]
    full = s * (n - 1) + op + (k - 1) * d + 1
    size = asked or (n * s if auto_pad.startswith("SAME") else full)
    total = full - size
    if total < 0:
        return None
    begin = total // 2 if auto_pad == "SAME_UPPER" else total - total // 2
    x = np.arange(1, n + 1, dtype=np.float32).reshape(1, 1, n)
    w = (10 ** np.arange(k)).astype(np.float32).reshape(1, 1, k)
    y = scatter(x.ravel(), w.ravel(), s, d, begin, size)
    ran = by_reference(x, w, attributes, begin, total - begin)
    if ran is not None:
        assert np.array_equal(ran, y), (n, k, s, d, op, auto_pad, asked, ran, y)
    return (f"onnx n={n} k={k} s={s} d={d} op={op} auto_pad={auto_pad} asked={asked} size={size} "
            f"pads={begin}:{total - begin} reference={int(ran is not None)} y={','.join(str(int(v)) for v in y)}")


def scatter(x, w, s, d, begin, size):
    """Every x stamps w; cells from `begin` on are kept, those that nothing reaches are 0."""
    y = np.zeros(size)
    for i, a in enumerate(x):
        for t, b in enumerate(w):
            if 0 <= i * s + t * d - begin < size:
                y[i * s + t * d - begin] += a * b
    return y


def by_reference(x, w, attributes, begin, end):
    """None where the reference evaluator does not follow the specification: without SAME it takes pads for 0 that are to follow
    from output_shape, and it fails where output padding lies beyond every window."""
    attributes = dict(attributes)
    if attributes.get("auto_pad") == "VALID":
        attributes.pop("auto_pad")
    if "auto_pad" not in attributes:
        if "output_shape" in attributes:
            return None
        attributes["pads"] = [begin, end]
    node = helper.make_node("ConvTranspose", ["x", "w"], ["y"], **attributes)
    graph = helper.make_graph(
        [node], "g",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, x.shape), helper.make_tensor_value_info("w", TensorProto.FLOAT, w.shape)],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)])
    try:
        return ReferenceEvaluator(helper.make_model(graph)).run(None, {"x": x, "w": w})[0].ravel()
    except (ValueError, IndexError):
        return None


def onnx_lines():
    dice = random.Random(31)
    seen = set()
    while len(seen) < 600:
        n, k, s, d = dice.randint(1, 5), dice.randint(1, 4), dice.randint(1, 4), dice.randint(1, 2)
        op = dice.randint(0, max(s, d) - 1)
        auto_pad = dice.choice(["NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"])
        asked = dice.choice([0, dice.randint(1, 14)]) if auto_pad != "VALID" else 0
        line = onnx_line(n, k, s, d, op, auto_pad, asked)
        if line and line not in seen:
            seen.add(line)
            yield line


if __name__ == "__main__":
    found = [*keras_lines(), *onnx_lines()]
    with open(PATH, "w") as out:
        out.write(f"# By tests/oracle/make_transposed_dialect_cases.py with ONNX {onnx.__version__}.\n")
        out.write("\n".join(found) + "\n")
    print(f"{len(found)} lines, {os.path.getsize(PATH)} bytes")
