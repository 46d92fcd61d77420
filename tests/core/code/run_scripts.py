"""Runs every FOLDER/NAME.py with --save NAME-y.npy and --save-gradients NAME-d; prints how many.

A script of ONNX writes its model; where onnx has no evaluator of its own, the few operators that the
scripts use are computed here by PyTorch, as the operators' specification has them.
"""
import contextlib
import io
import pathlib
import runpy
import sys

import numpy as np

folder = pathlib.Path(sys.argv[1])


def pads_of(attributes, rank):
    pads = attributes.get("pads", [0] * 2 * rank)
    return list(zip(pads[:rank], pads[rank:]))


def evaluate(model, x):
    import onnx
    import torch
    import torch.nn.functional as F
    from stand_ins import convolved
    values = {"x": torch.tensor(x)}
    for c in model.graph.initializer:
        values[c.name] = torch.tensor(onnx.numpy_helper.to_array(c).copy())
    for n in model.graph.node:
        a = {k.name: onnx.helper.get_attribute_value(k) for k in n.attribute}
        v = [values[name] for name in n.input]
        bias = v[2].reshape(-1, *[1] * (v[0].dim() - 2)) if n.op_type.startswith("Conv") and len(v) > 2 else 0
        if n.op_type == "Conv":
            y = convolved(v[0], v[1], a["strides"], pads_of(a, v[0].dim() - 2), a["dilations"], a["group"]) + bias
        elif n.op_type == "ConvTranspose":
            rank = v[0].dim() - 2
            y = (F.conv_transpose1d, F.conv_transpose2d, F.conv_transpose3d)[rank - 1](
                v[0], v[1], None, tuple(a["strides"]), 0, 0, a["group"], tuple(a["dilations"]))
            pairs = pads_of(a, rank)
            y = F.pad(y, [n for i in reversed(range(rank))
                          for n in (-pairs[i][0], a["output_padding"][i] - pairs[i][1])]) + bias
        elif n.op_type == "Pad":
            p = v[1].tolist()
            half = len(p) // 2
            y = F.pad(v[0], [n for i in reversed(range(half)) for n in (p[i], p[half + i])])
        elif n.op_type == "Gather":
            y = torch.index_select(v[0], a["axis"], v[1])
        elif n.op_type == "Einsum":
            y = torch.einsum(a["equation"].decode(), *v)
        elif n.op_type == "Add":
            y = v[0] + v[1]
        else:
            y = {"Relu": F.relu, "Sigmoid": torch.sigmoid, "Tanh": torch.tanh,
                 "LeakyRelu": lambda z: F.leaky_relu(z, a["alpha"])}[n.op_type](v[0])
        values[n.output[0]] = y
    return values["y"].numpy()


def run(script, *arguments):
    sys.argv = [str(script), *arguments]
    with contextlib.redirect_stdout(io.StringIO()):
        return runpy.run_path(str(script), run_name="__main__")


count = 0
for script in sorted(folder.glob("*.py")):
    stem = str(script.with_suffix(""))
    if stem.endswith(("tensorflow", "jax")):
        import stand_ins
        sys.modules.update(stand_ins.modules)
    if stem.endswith("onnx"):
        import onnx
        scope = run(script, "--model", stem + ".onnx")
        model = onnx.load(stem + ".onnx")
        assert [d.dim_value for d in model.graph.output[0].type.tensor_type.shape.dim], "no shape"
        try:
            from onnx.reference import ReferenceEvaluator
            y = ReferenceEvaluator(model).run(None, {"x": scope["x"]})[0]
        except (ImportError, ValueError):  # 1.17 refuses output padding of a stride and more when dilated
            y = evaluate(model, scope["x"])
        np.save(stem + "-y.npy", y)
    else:
        run(script, "--save", stem + "-y.npy", "--save-gradients", stem + "-d")
    count += 1
print(count)
