#!/usr/bin/env python3
"""Writes what PyTorch's autograd says of the receptive fields of this folder's networks.

    tests/networks/field.py        (PyTorch 1.13 and ONNX 1.12 of the distribution)

NAME-field.npy: the gradient of the middle cell of the output, all channels summed, with respect to every value of
NAME-input.npy, at that input. The weights are those of NAME.onnx, the layers those of train.py.
"""
import os

import numpy as np
import onnx
import torch
from onnx import numpy_helper

import train

HERE = os.path.dirname(os.path.abspath(__file__))
MODELS = {'fsrcnn-x3': train.Fsrcnn, 'tconv-x2': lambda: train.Transposed(4), 'tconv-k3': lambda: train.Transposed(3),
          'espcn-x2': train.Espcn, 'resize-x2': train.Resized}

for name, make in MODELS.items():
    stem = os.path.join(HERE, name)
    weights = [(i.name, torch.tensor(numpy_helper.to_array(i))) for i in onnx.load(stem + '.onnx').graph.initializer]
    model = make()
    state, slopes = dict(weights), [value.reshape(-1) for key, value in weights if key.startswith('onnx::')]
    for key in model.state_dict():  # slopes have lost their names on the way, and kept their order
        if key not in state:
            state[key] = slopes.pop(0)
    model.load_state_dict({key: state[key] for key in model.state_dict()})
    x = torch.tensor(np.load(stem + '-input.npy')).float().requires_grad_()
    y = model(x)
    assert torch.allclose(y, torch.tensor(np.load(stem + '-output.npy')).float(), atol=1e-5), name
    y[0, :, y.shape[2] // 2, y.shape[3] // 2].sum().backward()
    np.save(stem + '-field.npy', x.grad.numpy().astype('<f4'))
    print(name, tuple(x.grad.shape), float(x.grad.abs().sum()))
