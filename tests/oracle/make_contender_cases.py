#!/usr/bin/env python3
"""What a luma network makes of colours and of grey: tests/cases/contenders.txt.

    /usr/bin/python3 tests/oracle/make_contender_cases.py      (NumPy and PyTorch)

FSRCNN's state dict is run by PyTorch on Y of BT.601 as JPEG has it; Cb and Cr are enlarged by PyTorch's bicubic,
and the three are turned into colours again. The pictures are rules that the test has too:
value(c, y, x) = (37 x + 59 y + 101 c + 3 x y) mod 256.
`values` is every 37th value of [channels, 3 height, 3 width], from the first.
"""
import os

import numpy as np
import torch
from torch.nn import functional as f

HERE = os.path.dirname(os.path.abspath(__file__))
STATE = torch.load(os.path.join(HERE, '../networks/fsrcnn-x3.pth'))
H, W = 11, 13


def network(luma):
    """luma [1, 1, h, w], 0 to 1."""
    def conv(x, name, padding):
        return f.conv2d(x, STATE[name + '.weight'], STATE[name + '.bias'], padding=padding)

    def prelu(x, name):
        return f.prelu(x, STATE[name + '.weight'])

    x = prelu(conv(luma, 'features.0', 2), 'features.1')
    x = prelu(conv(x, 'shrink.0', 0), 'shrink.1')
    for layer in (0, 2):
        x = prelu(conv(x, f'mapping.{layer}', 1), f'mapping.{layer + 1}')
    x = prelu(conv(x, 'expand.0', 0), 'expand.1')
    return f.conv_transpose2d(x, STATE['up.weight'], STATE['up.bias'], stride=3, padding=4, output_padding=2)


def picture(channels):
    c, y, x = np.meshgrid(np.arange(channels), np.arange(H), np.arange(W), indexing='ij')
    return ((37 * x + 59 * y + 101 * c + 3 * x * y) % 256).astype(np.float64)


def write(out, name, result):
    values = ','.join(f'{v:.6g}' for v in result.reshape(-1)[::37])
    out.write(f'{name} channels={result.shape[0]} height={H} width={W} values={values}\n')


TO_YCC = np.array([[.299, .587, .114], [-.299 / 1.772, -.587 / 1.772, .886 / 1.772], [.701 / 1.402, -.587 / 1.402, -.114 / 1.402]])

with torch.no_grad(), open(os.path.join(HERE, '../cases/contenders.txt'), 'w') as out:
    out.write('# made by tests/oracle/make_contender_cases.py\n')
    grey = torch.tensor(picture(1)[None] / 255, dtype=torch.float32)
    write(out, 'grey', network(grey)[0].numpy() * 255)
    ycc = np.einsum('ij,jyx->iyx', TO_YCC, picture(3))
    luma = network(torch.tensor(ycc[None, :1] / 255, dtype=torch.float32)).numpy()[0] * 255
    chroma = f.interpolate(torch.tensor(ycc[None, 1:]), scale_factor=3, mode='bicubic', align_corners=False).numpy()[0]
    write(out, 'colour', np.einsum('ij,jyx->iyx', np.linalg.inv(TO_YCC), np.concatenate([luma, chroma])))
