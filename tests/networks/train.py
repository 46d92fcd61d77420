#!/usr/bin/env python3
"""Trains the small networks of this folder and writes what they should answer.

    tests/networks/train.py [STEPS]        (PyTorch 1.13 and ONNX 1.12 of the distribution; a few minutes)

Five decoders, each with less than 30,000 weights, learn to enlarge photographs of gnome-control-center by 2 or 3,
from means of areas, with mean squared error, on crops of one seed:

  fsrcnn-x3    FSRCNN-like (Dong, Loy and Tang, ECCV 2016): luma, PReLU, transposed convolution k9 s3
  tconv-x2     transposed convolution k4 s2 p1 on colours
  tconv-k3     transposed convolution k3 s2, the checkerboard of textbooks
  espcn-x2     ESPCN-like (Shi et al., CVPR 2016): convolution and DepthToSpace
  resize-x2    nearest by 2, then a convolution (Odena, Dumoulin and Olah, 2016)

Each is written as NAME.onnx; fsrcnn-x3 as .safetensors and .pth too. NAME-input.npy and NAME-output.npy are a picture
and PyTorch's answer in float32. safetensors is written by hand: the distribution has no package for it.
"""
import json
import os
import struct
import sys
import warnings

import numpy as np
import torch
from torch import nn
from torch.nn import functional

FACES = '/usr/share/pixmaps/faces'
NAMES = ['cat.jpg', 'hummingbird.jpg', 'tomatoes.jpg', 'bicycle.jpg', 'book.jpg', 'flower2.jpg']
HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = int(sys.argv[1]) if len(sys.argv) > 1 else 200


class Fsrcnn(nn.Module):
    scale, channels = 3, 1

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(1, 32, 5, padding=2), nn.PReLU(32))
        self.shrink = nn.Sequential(nn.Conv2d(32, 8, 1), nn.PReLU(8))
        self.mapping = nn.Sequential(*[layer for _ in range(2) for layer in (nn.Conv2d(8, 8, 3, padding=1), nn.PReLU(8))])
        self.expand = nn.Sequential(nn.Conv2d(8, 32, 1), nn.PReLU(32))
        self.up = nn.ConvTranspose2d(32, 1, 9, stride=3, padding=4, output_padding=2)

    def forward(self, x):
        return self.up(self.expand(self.mapping(self.shrink(self.features(x)))))


class Transposed(nn.Module):
    scale, channels = 2, 3

    def __init__(self, kernel):
        super().__init__()
        self.a = nn.Conv2d(3, 16, 3, padding=1)
        self.b = nn.Conv2d(16, 16, 3, padding=1)
        self.up = nn.ConvTranspose2d(16, 16, kernel, stride=2, padding=1, output_padding=4 - kernel)
        self.last = nn.Conv2d(16, 3, 3, padding=1)

    def forward(self, x):
        y = functional.leaky_relu(self.a(x), 0.1)
        return self.last(functional.leaky_relu(self.up(y + torch.relu(self.b(y))), 0.1))


class Espcn(nn.Module):
    scale, channels = 2, 3

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 24, 5, padding=2)
        self.b = nn.Conv2d(24, 16, 3, padding=1)
        self.c = nn.Conv2d(16, 12, 3, padding=1)
        self.shuffle = nn.PixelShuffle(2)

    def forward(self, x):
        return self.shuffle(self.c(torch.tanh(self.b(torch.tanh(self.a(x))))))


class Resized(nn.Module):
    scale, channels = 2, 3

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(3, 16, 3, padding=1)
        self.b = nn.Conv2d(16, 16, 3, padding=1)
        self.up = nn.Upsample(scale_factor=2, mode='nearest')
        self.c = nn.Conv2d(16, 3, 5, padding=2)

    def forward(self, x):
        return self.c(self.up(torch.relu(self.b(torch.relu(self.a(x)))))) + functional.interpolate(
            x, scale_factor=2, mode='bilinear', align_corners=False)


def photographs(channels):
    from PIL import Image  # here: field.py needs the layers alone
    pictures = []
    for name in NAMES:
        path = os.path.join(FACES, name)
        if not os.path.exists(path):
            continue
        pixels = np.asarray(Image.open(path).convert('RGB'), dtype=np.float32) / 255
        if channels == 1:
            pixels = pixels @ np.array([[.299], [.587], [.114]], dtype=np.float32)
        pictures.append(torch.from_numpy(pixels.transpose(2, 0, 1).copy()))
    return pictures


def train(model):
    pictures, random, side = photographs(model.channels), np.random.default_rng(1), 24 * model.scale
    optimiser = torch.optim.Adam(model.parameters(), lr=2e-3)
    for step in range(STEPS):
        crops = []
        for _ in range(8):
            picture = pictures[random.integers(len(pictures))]
            y, x = (random.integers(n - side) for n in picture.shape[1:])
            crops.append(picture[:, y:y + side, x:x + side])
        target = torch.stack(crops)
        loss = functional.mse_loss(model(functional.avg_pool2d(target, model.scale)), target)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    print(f'loss {loss.item():.5f}, {sum(p.numel() for p in model.parameters())} weights')


def save_safetensors(path, state):
    header, data = {}, b''
    for name, tensor in state.items():
        raw = tensor.detach().numpy().astype('<f4').tobytes()
        header[name] = {'dtype': 'F32', 'shape': list(tensor.shape), 'data_offsets': [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    with open(path, 'wb') as file:
        file.write(struct.pack('<Q', len(text)) + text + data)


def main():
    torch.set_num_threads(1)
    warnings.simplefilter('ignore')
    models = {'fsrcnn-x3': Fsrcnn, 'tconv-x2': lambda: Transposed(4), 'tconv-k3': lambda: Transposed(3),
              'espcn-x2': Espcn, 'resize-x2': Resized}
    for name, make in models.items():
        torch.manual_seed(1)
        model = make()
        print(name, end=': ', flush=True)
        train(model)
        model.eval()
        small = functional.avg_pool2d(photographs(model.channels)[0][:, 96:96 + 26 * model.scale, 160:160 + 30 * model.scale],
                                      model.scale)[None]
        with torch.no_grad():
            large = model(small)
        path = os.path.join(HERE, name)
        np.save(path + '-input.npy', small.numpy())
        np.save(path + '-output.npy', large.numpy())
        torch.onnx.export(model, small, path + '.onnx', opset_version=13, input_names=['image'], output_names=['large'],
                          dynamic_axes={'image': {2: 'h', 3: 'w'}, 'large': {2: 'H', 3: 'W'}})
        if name == 'fsrcnn-x3':
            save_safetensors(path + '.safetensors', model.state_dict())
            torch.save(model.state_dict(), path + '.pth')


if __name__ == '__main__':
    main()
