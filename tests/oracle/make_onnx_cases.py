#!/usr/bin/python3
"""Writes tests/cases/onnx.txt: ONNX's own node tests of the operators Conv and ConvTranspose.

    /usr/bin/python3 tests/oracle/make_onnx_cases.py

One line is one test: its name, the operator, the attributes that the node sets, and each array as its shape and its
flat values. Needs the Python package onnx; the committed file was made with version 1.17."""
import os

import numpy as np
import onnx
from onnx.backend.test.case import node
from onnx.backend.test.case.node import conv, convtranspose  # noqa: F401: importing them makes their test cases

from integers import by_axis

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "cases", "onnx.txt")


def text(value):
    if isinstance(value, bytes):
        return value.decode()
    return by_axis(list(value)) if isinstance(value, (list, tuple)) else str(value)


def lines():
    for case in node._NodeTestCases:
        operator = case.model.graph.node[0]
        assert operator.op_type in ("Conv", "ConvTranspose"), operator.op_type
        words = [case.name, f"op={operator.op_type}"]
        words += [f"{a.name}={text(onnx.helper.get_attribute_value(a))}" for a in operator.attribute]
        inputs, outputs = case.data_sets[0]
        for name, array in zip(["x", "w", "b"], inputs):
            words += [f"{name}_shape={by_axis(list(array.shape))}", f"{name}={values(array)}"]
        words += [f"y_shape={by_axis(list(outputs[0].shape))}", f"y={values(outputs[0])}"]
        yield " ".join(words)


def values(array):
    return ",".join(repr(int(v)) if v == int(v) else repr(float(v)) for v in np.asarray(array).ravel())


if __name__ == "__main__":
    found = sorted(lines())
    with open(PATH, "w") as out:
        out.write(f"# By tests/oracle/make_onnx_cases.py with ONNX {onnx.__version__}.\n")
        out.write("\n".join(found) + "\n")
    print(f"{len(found)} lines, {os.path.getsize(PATH)} bytes")
