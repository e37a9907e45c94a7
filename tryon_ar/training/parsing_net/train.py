"""Train the head that labels people.

``python -m tryon_ar.training.parsing_net.train --trunk TRUNK --selfie SELFIE --pool POOL
--out RUN --minutes 120``

The schedule follows the clock, so that a budget is kept on any machine. The worker processes
compose pictures and let the frozen trunk read them; this one only learns.
``RUN/checkpoint.pt`` is written every few minutes and resumed from; ``RUN/log.csv`` holds the
losses.
"""

import argparse
import math
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor, nn

from tryon_ar.training.blocks import RunningAverage
from tryon_ar.training.parsing_net.feed import Batch, Feed, FeedPlan
from tryon_ar.training.parsing_net.losses import parsing_losses, truth_of
from tryon_ar.training.parsing_net.network import ParsingHead

PEAK_RATE = 3e-3
_WARM_UP = 0.02
_REFINING_RATE = 0.5
# An average that begins with learnt weights moves slowly from the first step.
_TRUSTED_STEPS = 5000
_LOG_EVERY = 50
_SAVE_EVERY_S = 120.0


@dataclass
class Run:
    """State of a training run.

    Attributes
    ----------
    average : RunningAverage
        Its network is the one that is exported.
    spent_s : float
        Training time so far, over all resumptions.
    refining : bool
        Whether it began with the weights of a finished run.
    """

    network: ParsingHead
    average: RunningAverage
    optimiser: torch.optim.Optimizer
    step: int = 0
    spent_s: float = 0.0
    refining: bool = False
    losses: dict[str, float] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Write a checkpoint, whole or not at all."""
        staging = path.with_suffix(".part")
        torch.save(
            {
                "network": self.network.state_dict(),
                "average": self.average.network.state_dict(),
                "average_steps": self.average.steps,
                "optimiser": self.optimiser.state_dict(),
                "step": self.step,
                "spent_s": self.spent_s,
                "refining": self.refining,
            },
            staging,
        )
        os.replace(staging, path)

    def load(self, path: Path) -> None:
        """Go on from a checkpoint."""
        state = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.network.load_state_dict(state["average"])
        self.average.steps = state["average_steps"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.step = state["step"]
        self.spent_s = state["spent_s"]
        self.refining = state["refining"]


def start_run(after: Path | None = None) -> Run:
    """Return a fresh run, or one that begins with the average weights of a finished one."""
    torch.manual_seed(0)
    network = ParsingHead().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    if after is not None:
        network.load_state_dict(torch.load(after, weights_only=True)["average"])
    optimiser = torch.optim.AdamW(network.parameters(), PEAK_RATE, weight_decay=1e-2)
    average = RunningAverage(network)
    average.steps = 0 if after is None else _TRUSTED_STEPS
    return Run(network, average, optimiser, refining=after is not None)


def rate_at(share: float) -> float:
    """Return the learning rate after a share of the time: a short warm-up, then a cosine."""
    warm = min(1.0, share / _WARM_UP + 0.02)
    return max(1e-5, PEAK_RATE * warm * (0.5 + 0.5 * math.cos(math.pi * min(1.0, share))))


def as_inputs(batch: Batch) -> list[Tensor]:
    """Return what the head reads as float32 tensors."""
    return [
        torch.from_numpy(values).float().contiguous(memory_format=torch.channels_last)
        for values in batch.inputs
    ]


def losses_of(network: nn.Module, batch: Batch) -> dict[str, Tensor]:
    """Return every loss of a batch, weighted."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = network(*as_inputs(batch))
    return parsing_losses(logits.float().contiguous(), truth_of(batch.labels))


def take_step(run: Run, batch: Batch, share: float) -> None:
    """Learn from one batch."""
    for group in run.optimiser.param_groups:
        group["lr"] = rate_at(share) * (_REFINING_RATE if run.refining else 1.0)
    losses = losses_of(run.network, batch)
    run.optimiser.zero_grad()
    torch.stack(list(losses.values())).sum().backward()
    nn.utils.clip_grad_norm_(run.network.parameters(), 5.0)
    run.optimiser.step()
    run.average.follow(run.network)
    run.step += 1
    for name, value in losses.items():
        old = run.losses.get(name, value.item())
        run.losses[name] = old + 0.02 * (value.item() - old)


def train(run: Run, feed: Feed, out: Path, minutes: float) -> None:
    """Train until the time is spent, writing checkpoints and the log."""
    saved = clock = time.monotonic()
    with (out / "log.csv").open("a", encoding="utf-8") as log:
        while (share := run.spent_s / (60 * minutes)) < 1:
            take_step(run, feed.next(), share)
            now = time.monotonic()
            run.spent_s += now - clock
            clock = now
            if run.step % _LOG_EVERY == 0:
                line = log_line(run)
                log.write(line)
                log.flush()
                sys.stdout.write(line)
                sys.stdout.flush()
            if now - saved > _SAVE_EVERY_S:
                run.save(out / "checkpoint.pt")
                saved = now
    run.save(out / "checkpoint.pt")


def log_line(run: Run) -> str:
    """Return one line of the log: step, minutes, then every loss by name."""
    values = ",".join(f"{name}={value:.4f}" for name, value in run.losses.items())
    return f"{run.step},{run.spent_s / 60:.1f},{values}\n"


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description="Train the head that labels people.")
    parser.add_argument("--trunk", type=Path, required=True, help="BlazePose's taps as ONNX")
    parser.add_argument("--selfie", type=Path, required=True, help="selfie segmentation as ONNX")
    parser.add_argument("--pool", type=Path, action="append", required=True)
    parser.add_argument("--places", type=Path, action="append", default=[], help="photographs")
    parser.add_argument("--studio", type=int, default=0, help="studio people in a batch")
    parser.add_argument("--studio-cache", type=Path, help="folder to keep them in")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--after", type=Path, help="checkpoint of a finished run to begin with")
    parser.add_argument("--minutes", type=float, default=120.0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    run = start_run(options.after)
    if (options.out / "checkpoint.pt").is_file():
        run.load(options.out / "checkpoint.pt")
    plan = FeedPlan(
        options.trunk,
        options.selfie,
        tuple(options.pool),
        seed=100 + run.step,
        places=tuple(options.places),
        studio=options.studio,
        studio_cache=options.studio_cache,
    )
    feed = Feed(plan, options.workers)
    try:
        train(run, feed, options.out, options.minutes)
    finally:
        feed.close()


if __name__ == "__main__":
    main()
