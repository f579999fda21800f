"""The network of encoder/network.h and the loss of encoder/loss.h in PyTorch,
written from what those headers say: for reference.py, which makes numbers that
test_reference.c compares the C code with, and for benchmarks/pytorch, which
compares the speed.
"""
import re

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

SLOPE = 0.1  # of the leaky rectifier


def draw(n, *key):
    """n numbers in [-1, 1): vib_random_between(-1, 1) of base/random.h, of the
    stream (seed, a, b)."""
    golden = np.uint64(0x9e3779b97f4a7c15)

    def mix(z):
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xbf58476d1ce4e5b9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94d049bb133111eb)
        return z ^ (z >> np.uint64(31))

    with np.errstate(over="ignore"):
        seed, a, b = (np.uint64(k) for k in key)
        stream = mix(seed + golden)
        stream = mix(stream ^ mix(a + np.uint64(2) * golden))
        stream = mix(stream ^ mix(b + np.uint64(3) * golden))
        count = np.arange(1, n + 1, dtype=np.uint64)
        bits = mix(stream + golden * count)
    return torch.from_numpy((bits >> np.uint64(11)) * 2.0**-52 - 1)


class Shape:
    """The line of text that a model file carries (network.h)."""

    def __init__(self, text):
        found = re.fullmatch(
            r"resnet in=(\d+)x(\d+) stem=(\d+)k(\d+) blocks=([\d,/]+) "
            r"kernel=(\d+) head=(\d+) out=(\d+)", text)
        if not found:
            raise ValueError(f'not the shape of a network: "{text}"')
        blocks = [(*map(int, block.split("/")), 1)[:2]
                  for block in found[5].split(",")]
        self.blocks = blocks  # (width, stride) of each
        (self.channels, self.length, self.stem, self.stem_kernel, self.kernel,
         self.head, self.dimension) = (int(found[i])
                                       for i in (1, 2, 3, 4, 6, 7, 8))


def half(length):
    """Positions that a stride of 2 leaves."""
    return (length + 1) // 2


class Block(nn.Module):
    """x + gain * conv(act(conv(act(x))))"""

    def __init__(self, width, out, kernel, stride):
        super().__init__()
        self.stride = stride
        self.first = nn.Conv1d(width, out, kernel, stride, kernel // 2)
        self.second = nn.Conv1d(out, out, kernel, 1, kernel // 2)
        self.gain = nn.Parameter(torch.zeros(1))
        if stride != 1 or width != out:
            self.skip = nn.Conv1d(width, out, stride, stride, bias=False)
        else:
            self.skip = None

    def forward(self, x):
        a = F.leaky_relu(x, SLOPE)
        b = F.leaky_relu(self.first(a), SLOPE)
        if self.skip is not None:
            # The last stride may reach over the end: there are zeros.
            x = self.skip(F.pad(x, (0, x.shape[-1] % self.stride)))
        return x + self.gain * self.second(b)


class Network(nn.Module):
    def __init__(self, shape):
        super().__init__()
        width, length = shape.stem, half(shape.length)
        self.stem = nn.Conv1d(shape.channels, width, shape.stem_kernel, 2,
                              shape.stem_kernel // 2)
        self.blocks = nn.ModuleList()
        for out, stride in shape.blocks:
            self.blocks.append(Block(width, out, shape.kernel, stride))
            width, length = out, length if stride == 1 else half(length)
        self.head = nn.Conv1d(width, shape.head, 1, bias=False)
        self.linear = nn.Linear(length * shape.head, shape.dimension)

    def forward(self, x):
        x = self.stem(x)
        for block in self.blocks:
            x = block(x)
        flat = self.head(x).flatten(2).transpose(1, 2).flatten(1)
        return F.normalize(self.linear(flat), dim=1, eps=0)

    def matrices(self):
        """Name and tensor of those that decay, in the order of the C code."""
        yield "stem", self.stem.weight
        for i, block in enumerate(self.blocks):
            yield f"block{i}.first", block.first.weight
            yield f"block{i}.second", block.second.weight
            if block.skip is not None:
                yield f"block{i}.skip", block.skip.weight
        yield "head", self.head.weight
        yield "linear", self.linear.weight

    def others(self):
        """The same of those that do not."""
        yield "stem.bias", self.stem.bias
        for i, block in enumerate(self.blocks):
            yield f"block{i}.first.bias", block.first.bias
            yield f"block{i}.second.bias", block.second.bias
        yield "linear.bias", self.linear.bias
        for i, block in enumerate(self.blocks):
            yield f"block{i}.gain", block.gain

    def load(self, weights):
        """Take all weights from one array, as a model file has them."""
        at = 0
        for tensor in (t for _, t in (*self.matrices(), *self.others())):
            part = weights[at:at + tensor.numel()]
            turned = part.reshape(as_in_c(tensor).shape)
            tensor.data = as_in_c(turned).contiguous().to(tensor.dtype)
            at += tensor.numel()
        if at != len(weights):
            raise ValueError(f"{len(weights)} weights for a network of {at}")


def as_in_c(tensor):
    """[out][in][tap] to [tap][in][out], [out][in] to [in][out], or back."""
    return tensor.permute(*reversed(range(tensor.dim())))


def loss(vectors, temperature, excluded=None):
    """NT-Xent over pairs of neighbouring rows; excluded [rows][rows] of bool:
    rows not held against each other."""
    n = len(vectors)
    own = torch.arange(n) ^ 1
    apart = torch.eye(n, dtype=torch.bool)
    if excluded is not None:
        apart |= excluded.repeat_interleave(2, 0).repeat_interleave(2, 1)
    logits = vectors @ vectors.T / temperature
    return F.cross_entropy(logits.masked_fill(apart, -torch.inf), own)
