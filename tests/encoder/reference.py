#!/usr/bin/python3
"""Numbers of a small network for test_reference.c, from PyTorch in double:
what comes out of its layers, its gradient, and ten steps of training. Needs
PyTorch (Debian: python3-torch).

    tests/encoder/reference.py > tests/encoder/reference.txt
"""
import math

import torch
from torch.nn import functional as F

from network import SLOPE, Network, Shape, as_in_c, draw, loss

# Odd lengths, a stride with and without another width, another width without
# a stride, and neither. All of this is in test_reference.c too.
SHAPE = "resnet in=3x53 stem=4k7 blocks=4,8/2,8/2,5 kernel=3 head=3 out=6"
SEED = 20
WEIGHTS = 0.5       # times draw()
ROWS = 5
APART = (1, 3)      # rows not held against each other
TEMPERATURE = 0.2
STEPS, WARMUP, RATE, DECAY, CLIP, AVERAGE = 10, 3, 1e-2, 0.1, 0.8, 0.4


def put(name, values):
    """One array: a line with its name and size, then the values."""
    values = values.detach().flatten().tolist()
    print(f"[{name}] {len(values)}")
    for i in range(0, len(values), 5):
        print(*(f"{value:.14g}" for value in values[i:i + 5]))


def inputs(shape):
    n = shape.channels * shape.length
    views = [draw(n, SEED, 1, i) for i in range(2 * ROWS)]
    return torch.stack(views).reshape(-1, shape.channels, shape.length)


def new_network(shape):
    network = Network(shape).double()
    count = sum(p.numel() for p in network.parameters())
    network.load(WEIGHTS * draw(count, SEED, 0, 0))
    return network


def put_activations(network, x):
    """What the convolutions of the first view read, and what follows them;
    channels last."""
    x = network.stem(x[:1])
    for i, block in enumerate(network.blocks):
        a = F.leaky_relu(x, SLOPE)
        put(f"block{i}.a", as_in_c(a))
        put(f"block{i}.b", as_in_c(F.leaky_relu(block.first(a), SLOPE)))
        x = block(x)
    put("flat", as_in_c(network.head(x)))


def put_gradients(network):
    for name, tensor in (*network.matrices(), *network.others()):
        put(f"gradient {name}", as_in_c(tensor.grad))


def rate_of(step):
    """A linear rise, then half a cosine."""
    if step < WARMUP:
        return RATE * (step + 1) / WARMUP
    part = (step - WARMUP) / (STEPS - WARMUP)
    return RATE * (1 + math.cos(math.pi * part)) / 2


def clip(parameters):
    """Shorten the gradient to CLIP; the length that it had."""
    length = torch.sqrt(sum((p.grad**2).sum() for p in parameters))
    for p in parameters:
        p.grad *= min(1, CLIP / length.item())
    return length


def average(mean, network, step):
    """Follow the weights: slower and slower, until AVERAGE."""
    kept = min(AVERAGE, (step + 2) / (step + 11))
    with torch.no_grad():
        for m, p in zip(mean.parameters(), network.parameters()):
            m.mul_(kept).add_(p, alpha=1 - kept)


def train(network, x, excluded):
    mean = new_network(Shape(SHAPE))
    parameters = list(network.parameters())
    optimizer = torch.optim.AdamW([
        {"params": [p for _, p in network.matrices()], "weight_decay": DECAY},
        {"params": [p for _, p in network.others()], "weight_decay": 0}])
    losses, lengths = [], []
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = rate_of(step)
        vectors = network(x)
        value = loss(vectors, TEMPERATURE, excluded)
        optimizer.zero_grad()
        value.backward()
        if step == 0:
            put("vectors", vectors)
            put_gradients(network)
        lengths.append(clip(parameters))
        losses.append(value)
        optimizer.step()
        average(mean, network, step)
    put("losses", torch.stack(losses))
    put("lengths", torch.stack(lengths))
    put("vectors after", network(x))
    put("vectors of the average", mean(x))


def main():
    shape = Shape(SHAPE)
    network, x = new_network(shape), inputs(shape)
    excluded = torch.zeros(ROWS, ROWS, dtype=torch.bool)
    excluded[APART] = excluded[APART[::-1]] = True
    print(f"# {SHAPE}\n# in double by PyTorch {torch.__version__}; made by\n"
          "#     tests/encoder/reference.py > tests/encoder/reference.txt")
    put_activations(network, x)
    train(network, x, excluded)


main()
