#!/usr/bin/python3
"""PyTorch's side of compare.py; see there."""
import pathlib
import sys
import time

import numpy as np
import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/encoder"))

from network import Network, Shape, loss  # noqa: E402


class Given:
    """What `network infer` wrote."""

    def __init__(self, path, n, channels, length, dimension, weights, shape):
        n, channels, length, dimension, weights = map(
            int, (n, channels, length, dimension, weights))
        data = np.fromfile(path, dtype="<f4")
        parts = np.split(data, np.cumsum([n * channels * length,
                                          n * dimension]))
        self.inputs = torch.from_numpy(parts[0].reshape(n, channels, length))
        self.vectors = torch.from_numpy(parts[1].reshape(n, dimension))
        self.network = Network(Shape(shape))
        self.network.load(torch.from_numpy(parts[2].copy()))


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


class Inference:
    def __init__(self, given):
        self.given = given
        self.ways = {}  # of each precision: network, inputs, batch

    def embed(self, network, inputs, batch):
        with torch.inference_mode():
            return torch.cat([network(part) for part in inputs.split(batch)])

    def quickest(self, precision):
        """The best of what PyTorch offers, tried once warm."""
        kind = torch.bfloat16 if precision == "bf16" else torch.float32
        inputs = self.given.inputs.to(kind)
        network = self.given.network.to(kind).eval()
        scripted = torch.jit.optimize_for_inference(
            torch.jit.trace(network, inputs[:2]))
        tried = []
        for candidate in network, scripted:
            for batch in 16, 64, 256:
                way = (candidate, inputs, batch)
                self.embed(*way)
                tried.append((seconds(lambda: self.embed(*way)), len(tried),
                              way))
        return min(tried)[2]

    def answer(self, question):
        if question == "compare":
            vectors = self.embed(self.given.network, self.given.inputs, 64)
            cosine = (vectors * self.given.vectors).sum(1)
            return f"least cosine between both {cosine.min():.6f}"
        if question not in self.ways:
            self.ways[question] = self.quickest(question)
        way = self.ways[question]
        return f"{seconds(lambda: self.embed(*way)):.6f}"


class Training:
    def __init__(self, given):
        self.inputs = given.inputs
        self.network = given.network
        self.optimizer = torch.optim.AdamW([
            {"params": [t for _, t in self.network.matrices()]},
            {"params": [t for _, t in self.network.others()],
             "weight_decay": 0}], lr=1e-4)

    def step(self, inputs):
        self.optimizer.zero_grad(set_to_none=True)
        loss(self.network(inputs), 0.07).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1)
        self.optimizer.step()

    def answer(self, question):
        inputs = self.inputs[:int(question)]
        return f"{seconds(lambda: self.step(inputs)):.6f}"


def main():
    task = {"infer": Inference, "train": Training}[sys.argv[1]]
    worker = task(Given(*sys.argv[2:]))
    for question in sys.stdin:
        print(worker.answer(question.strip()), flush=True)


if __name__ == "__main__":
    main()
