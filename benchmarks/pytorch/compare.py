#!/usr/bin/python3
"""The network in C against the same network in PyTorch, in turns.

    compare.py [--rounds N] [--threads N] MODEL PATH

Four processes, of which one works at a time: inference and training of either.
First the vectors of both are compared: it is the same network. PyTorch may
choose its batch, and whether it is scripted, by what is quickest here; it is
given the inputs of training ready made, which the C code makes anew each step.
Prints medians over the rounds; the ratio is the median of the rounds' ratios,
above 1 where C is faster. Memory is the most that each process ever had.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SPECTRA, PAIRS = 2048, 256


class Worker:
    """A process that answers a line with a line."""

    def __init__(self, threads, *command):
        self.process = subprocess.Popen(
            [str(part) for part in command], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "OMP_NUM_THREADS": str(threads),
                 "OMP_WAIT_POLICY": "passive"})

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer:
            sys.exit(f"{self.process.args[:3]} gave no answer to {line!r}")
        return answer

    def peak_memory(self):
        """MB"""
        with open(f"/proc/{self.process.pid}/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 1024

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def report(name, work, ours, theirs, rounds, question):
    """Both in turns; `work` is what a second's worth is counted in."""
    for worker in (ours, theirs):
        worker.ask(question)  # to be warm
    times = [(float(ours.ask(question)), float(theirs.ask(question)))
             for _ in range(rounds)]
    mine, other = (statistics.median(column) for column in zip(*times))
    ratio = statistics.median(b / a for a, b in times)
    memory = ours.peak_memory(), theirs.peak_memory()
    print(f"{name}\t{work / mine:.0f}\t{work / other:.0f}\t{ratio:.2f}\t"
          f"{memory[0]:.0f}\t{memory[1]:.0f}\t{memory[0] / memory[1]:.2f}",
          flush=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("model")
    arguments.add_argument("path")
    asked = arguments.parse_args()
    program = ROOT / "build/benchmarks/network"
    peer = pathlib.Path(__file__).with_name("peer.py")

    with tempfile.TemporaryDirectory() as folder:
        given = os.path.join(folder, "given")
        ours = Worker(asked.threads, program, "infer", asked.model, asked.path,
                      SPECTRA)
        facts = ours.ask(f"give {given}").split(maxsplit=5)
        theirs = Worker(asked.threads, peer, "infer", given, *facts)
        print(theirs.ask("compare"))
        print("\tC a second\tPyTorch\tratio\tC MB\tPyTorch MB\tratio")
        for precision in "f32", "bf16":
            report(f"inference {precision}", SPECTRA, ours, theirs,
                   asked.rounds, precision)
        ours.close()
        theirs.close()

        ours = Worker(asked.threads, program, "train", asked.path, PAIRS)
        theirs = Worker(asked.threads, peer, "train", given, *facts)
        report("training", 2 * PAIRS, ours, theirs, asked.rounds,
               str(2 * PAIRS))
        ours.close()
        theirs.close()


if __name__ == "__main__":
    main()
