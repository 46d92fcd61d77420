"""TensorFlow and JAX as their documentation has them, as far as the scripts ask, computed by PyTorch.

Neither is a package of the distribution. What stands here follows the public documentation of
tf.nn.convolution, tf.nn.conv_transpose, tf.pad, tf.GradientTape, lax.conv_general_dilated, jnp.pad and
jax.vjp; the rest is PyTorch's own.
"""
import types

import numpy as np
import torch
import torch.nn.functional as F


def convolved(x, w, strides, pads, dilations, groups=1):
    """Channels first. Pads may be negative, as in JAX."""
    x = F.pad(x, [n for pair in reversed(pads) for n in pair])
    return (F.conv1d, F.conv2d, F.conv3d)[x.dim() - 3](x, w, None, tuple(strides), 0, tuple(dilations), groups)


# --- TensorFlow: channels last, kernels (spatial, in, out) ---


def first(x):
    return torch.movedim(x, -1, 1)


def last(x):
    return torch.movedim(x, 1, -1)


def same_pads(n, k, s, d):
    total = max((-(-n // s) - 1) * s + d * (k - 1) + 1 - n, 0)
    return total // 2, total - total // 2


def tf_convolution(input, filters, strides, padding, dilations=None):
    rank = input.dim() - 2
    dilations = dilations or (1,) * rank
    assert max(strides) == 1 or max(dilations) == 1, "TensorFlow: strides or dilations, not both"
    assert input.shape[-1] == filters.shape[-2], "TensorFlow: channels"
    pads = [(0, 0)] * rank
    if padding == "SAME":
        pads = [same_pads(*a) for a in zip(input.shape[1:-1], filters.shape, strides, dilations)]
    return last(convolved(first(input), torch.movedim(filters, (-1, -2), (0, 1)), strides, pads, dilations))


def tf_conv_transpose(input, filters, output_shape, strides, padding):
    with torch.enable_grad():
        z = torch.zeros(output_shape, dtype=input.dtype, requires_grad=True)
        there = tf_convolution(z, filters, strides, padding)
        assert there.shape == input.shape, f"TensorFlow: output_shape {output_shape} does not fit"
        return torch.autograd.grad(there, z, input, create_graph=True)[0]


class GradientTape:
    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def watch(self, a):
        a.requires_grad_()

    def gradient(self, y, x, output_gradients):
        one = isinstance(x, torch.Tensor)
        grads = torch.autograd.grad(y, [x] if one else list(x), output_gradients, create_graph=True)
        return grads[0] if one else grads


def tf_pad(x, pads):
    return F.pad(x, [n for pair in reversed(pads) for n in pair])


torch.Tensor.old_numpy = torch.Tensor.numpy
torch.Tensor.numpy = lambda self: self.detach().old_numpy()

tensorflow = types.ModuleType("tensorflow")
tensorflow.constant = lambda a: torch.tensor(np.ascontiguousarray(a))
tensorflow.zeros = lambda shape, dtype: torch.zeros(shape, dtype=dtype)
tensorflow.float64 = torch.float64
tensorflow.zeros_like = torch.zeros_like
tensorflow.stack = lambda list, axis: torch.stack(list, dim=axis)
tensorflow.reshape = torch.reshape
tensorflow.gather = lambda x, indices, axis: torch.index_select(x, axis, torch.tensor(list(indices)))
tensorflow.split = lambda x, n, axis: torch.tensor_split(x, n, dim=axis)
tensorflow.concat = lambda list, axis: torch.cat(list, dim=axis)
tensorflow.pad = tf_pad
tensorflow.sigmoid = torch.sigmoid
tensorflow.tanh = torch.tanh
tensorflow.GradientTape = GradientTape
tensorflow.nn = types.SimpleNamespace(
    convolution=tf_convolution, conv_transpose=tf_conv_transpose, relu=F.relu,
    leaky_relu=lambda z, alpha: F.leaky_relu(z, alpha))

# --- JAX ---


def conv_general_dilated(lhs, rhs, window_strides, padding, lhs_dilation=None, rhs_dilation=None,
                         dimension_numbers=None, feature_group_count=1):
    assert dimension_numbers[0] == dimension_numbers[2] and dimension_numbers[0].startswith("NC")
    assert dimension_numbers[1].startswith("OI")
    rank = lhs.dim() - 2
    for axis, s in enumerate(lhs_dilation or (1,) * rank, 2):
        if s == 1:
            continue
        zeros = torch.zeros_like(lhs)
        lhs = torch.stack([lhs] + [zeros] * (s - 1), dim=axis + 1)
        lhs = lhs.reshape(*lhs.shape[:axis], -1, *lhs.shape[axis + 2:])
        lhs = lhs.narrow(axis, 0, lhs.shape[axis] - s + 1)
    return convolved(lhs, rhs, window_strides, padding, rhs_dilation or (1,) * rank, feature_group_count)


def jnp_pad(x, pads, mode):
    pads = [n for pair in reversed(pads[2:]) for n in pair]
    return F.pad(x, pads, mode={"reflect": "reflect", "edge": "replicate", "wrap": "circular"}[mode])


class Array(torch.Tensor):
    """torch.Tensor with NumPy's negative steps and swapaxes."""

    def __getitem__(self, index):
        if not isinstance(index, tuple) or not any(isinstance(i, slice) and i.step == -1 for i in index):
            return super().__getitem__(index)
        assert index[0] is Ellipsis
        count = len(index) - 1
        return self.flip([self.dim() - count + n for n in range(count) if index[n + 1].step == -1])


def as_array(a):
    a = a if isinstance(a, torch.Tensor) else torch.tensor(a)
    return a.as_subclass(Array)


def vjp(function, *inputs):
    inputs = [as_array(a).detach().requires_grad_() if not getattr(a, "requires_grad", False) else a for a in inputs]
    y = function(*inputs)
    return y, lambda g: torch.autograd.grad(y, inputs, g, create_graph=True)


jax = types.ModuleType("jax")
jax.config = types.SimpleNamespace(update=lambda name, value: None)
jax.vjp = vjp
jax.nn = types.SimpleNamespace(relu=F.relu, sigmoid=torch.sigmoid,
                               leaky_relu=lambda z, negative_slope: F.leaky_relu(z, negative_slope))
jax.numpy = types.ModuleType("jax.numpy")
jax.numpy.pad = jnp_pad
jax.numpy.tanh = torch.tanh
jax.numpy.zeros = lambda shape: torch.zeros(shape, dtype=torch.float64)
jax.numpy.asarray = torch.tensor
jax.lax = types.ModuleType("jax.lax")
jax.lax.conv_general_dilated = conv_general_dilated

modules = {"tensorflow": tensorflow, "jax": jax, "jax.numpy": jax.numpy, "jax.lax": jax.lax}
