"""Train the garment network.

``python -m tryon_ar.training.garment_net.train --layers POOL --data DIR --out RUN --minutes 100``

The schedule follows the clock, so that a budget is kept on any machine: smaller pictures
first, the learning rate falling along a cosine, real photos taught by the running average
once it can see. ``RUN/checkpoint.pt`` is written every few minutes and resumed from;
``RUN/log.csv`` holds the losses.
"""

import argparse
import math
import os
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from tryon_ar.training.garment_net.feed import Batch, Feed, FeedPlan
from tryon_ar.training.garment_net.losses import (
    HandTruth,
    Truth,
    category_loss,
    drawn_losses,
    placed_losses,
)
from tryon_ar.training.garment_net.network import GarmentNet, Outputs
from tryon_ar.training.garment_net.photos import is_held_back, measured_elsewhere, read_labels
from tryon_ar.training.garment_net.teaching import Teacher, taught_losses

PEAK_RATE = 2.5e-3
_WARM_UP = 0.02
_FULL_SIZE_FROM = 0.4
_SMALL_PX = 192
_FULL_PX = 256
_TEACHING_FROM = 0.35
_TEACHING_FULL = 0.6
_REFINING_RATE = 0.4
# A teacher that begins with learnt weights follows its student slowly from the first step.
_TRUSTED_STEPS = 5000
_REAL_CATEGORY = 0.7
# Photos with landmarks placed by hand are seen several times as often as the others.
_PLACED_CATEGORY = 0.25
_LOG_EVERY = 50
_SAVE_EVERY_S = 120.0


@dataclass
class Run:
    """State of a training run.

    Attributes
    ----------
    spent_s : float
        Training time so far, over all resumptions.
    refining : bool
        Whether it began with the weights of a finished run: pictures are of full size and
        the running average teaches from the start, at a lower rate.
    """

    network: GarmentNet
    teacher: Teacher
    optimiser: torch.optim.Optimizer
    step: int = 0
    spent_s: float = 0.0
    refining: bool = False
    averages: dict[str, float] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        """Write a checkpoint, whole or not at all."""
        staging = path.with_suffix(".part")
        torch.save(
            {
                "network": self.network.state_dict(),
                "teacher": self.teacher.network.state_dict(),
                "teacher_steps": self.teacher.steps,
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
        self.teacher.network.load_state_dict(state["teacher"])
        self.teacher.steps = state["teacher_steps"]
        self.optimiser.load_state_dict(state["optimiser"])
        self.step = state["step"]
        self.spent_s = state["spent_s"]
        self.refining = state["refining"]


def start_run(after: Path | None = None) -> Run:
    """Return a fresh run, or one that begins with the average weights of a finished one."""
    torch.manual_seed(0)
    network = GarmentNet().to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    if after is not None:
        network.load_state_dict(torch.load(after, weights_only=True)["teacher"])
    optimiser = torch.optim.AdamW(network.parameters(), PEAK_RATE, weight_decay=2e-2)
    teacher = Teacher(network)
    teacher.steps = 0 if after is None else _TRUSTED_STEPS
    return Run(network, teacher, optimiser, refining=after is not None)


def rate_at(share: float) -> float:
    """Return the learning rate after a share of the time: a short warm-up, then a cosine."""
    warm = min(1.0, share / _WARM_UP + 0.02)
    falling = max(0.0, (share - 0.1) / 0.9)
    return max(1e-5, PEAK_RATE * warm * (0.5 + 0.5 * math.cos(math.pi * falling)))


def as_input(photos: NDArray[np.uint8], size_px: int) -> Tensor:
    """Return pictures (B, S, S, 3) uint8 as a tensor (B, 3, size, size), 0 to 1."""
    tensor = torch.from_numpy(photos).permute(0, 3, 1, 2).float() / 255
    if tensor.shape[-1] != size_px:
        tensor = functional.interpolate(
            tensor, size=(size_px, size_px), mode="bilinear", align_corners=False, antialias=True
        )
    return tensor.contiguous(memory_format=torch.channels_last)


def truth_of(batch: Batch, size_px: int) -> Truth:
    """Return the labels of the drawn pictures at a size."""
    full = batch.alpha.shape[-1]
    alpha = torch.from_numpy(batch.alpha).float()[:, None] / 255
    parts = torch.from_numpy(batch.parts)[:, None].float()
    landmarks = torch.from_numpy(batch.landmarks).clone()
    if full != size_px:
        size = (size_px, size_px)
        alpha = functional.interpolate(
            alpha, size=size, mode="bilinear", align_corners=False, antialias=True
        )
        parts = functional.interpolate(parts, size=size, mode="nearest-exact")
        landmarks[..., :2] = (landmarks[..., :2] + 0.5) * (size_px / full) - 0.5
    return Truth(alpha[:, 0], parts[:, 0].long(), landmarks, torch.from_numpy(batch.categories))


def hand_truth_of(batch: Batch, size_px: int) -> HandTruth:
    """Return what was placed by hand on the real pictures, at a size."""
    full = batch.real_inside.shape[-1]
    inside = torch.from_numpy(batch.real_inside)
    landmarks = torch.from_numpy(batch.real_landmarks).clone()
    if full != size_px:
        resized = functional.interpolate(
            inside[:, None].float(), size=(size_px, size_px), mode="nearest-exact"
        )
        inside = resized[:, 0].to(torch.uint8)
        landmarks[..., :2] = (landmarks[..., :2] + 0.5) * (size_px / full) - 0.5
    return HandTruth(landmarks, inside, torch.from_numpy(batch.real_placed))


def all_losses(run: Run, batch: Batch, share: float, size_px: int) -> dict[str, Tensor]:
    """Return every loss of a batch, weighted."""
    drawn = as_input(batch.photos, size_px)
    changed = as_input(batch.real_changed, size_px)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        outputs = run.network(torch.cat([drawn, changed]))
    count = len(drawn)
    on_drawn = Outputs(*(value[:count].float() for value in outputs))
    on_real = Outputs(*(value[count:].float() for value in outputs))
    losses = drawn_losses(on_drawn, truth_of(batch, size_px))
    hand = hand_truth_of(batch, size_px)
    categories = torch.from_numpy(batch.real_categories)
    counts = torch.where(hand.placed, _PLACED_CATEGORY, 1.0)
    losses["real category"] = _REAL_CATEGORY * category_loss(on_real.categories, categories, counts)
    losses["real garment"] = 0.1 * functional.binary_cross_entropy_with_logits(
        on_real.garment, torch.ones_like(on_real.garment)
    )
    losses |= placed_losses(on_real, hand)
    trust = min(1.0, max(0.0, (share - _TEACHING_FROM) / (_TEACHING_FULL - _TEACHING_FROM)))
    trust = 1.0 if run.refining else trust
    untold = ~hand.placed
    if trust > 0 and untold.any():
        lesson = run.teacher.teach(as_input(batch.real_plain[untold.numpy()], size_px))
        on_untold = Outputs(*(value[untold] for value in on_real))
        for name, value in taught_losses(on_untold, lesson).items():
            losses[name] = trust * value
    return losses


def take_step(run: Run, batch: Batch, share: float) -> None:
    """Learn from one batch."""
    for group in run.optimiser.param_groups:
        group["lr"] = rate_at(share) * (_REFINING_RATE if run.refining else 1.0)
    size_px = _FULL_PX if run.refining or share > _FULL_SIZE_FROM else _SMALL_PX
    losses = all_losses(run, batch, share, size_px)
    run.optimiser.zero_grad()
    torch.stack(list(losses.values())).sum().backward()
    nn.utils.clip_grad_norm_(run.network.parameters(), 5.0)
    run.optimiser.step()
    run.teacher.follow(run.network)
    run.step += 1
    for name, value in losses.items():
        old = run.averages.get(name, value.item())
        run.averages[name] = old + 0.02 * (value.item() - old)


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
    values = ",".join(f"{name}={value:.4f}" for name, value in run.averages.items())
    return f"{run.step},{run.spent_s / 60:.1f},{values}\n"


def main() -> None:
    """Train from the command line."""
    parser = argparse.ArgumentParser(description="Train the garment network.")
    parser.add_argument("--layers", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="garments/ and garments_labelled/")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--after", type=Path, help="checkpoint of a finished run to begin with")
    parser.add_argument("--without", type=Path, help="folder of photographs without garments")
    parser.add_argument("--minutes", type=float, default=100.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    measured = measured_elsewhere(options.data / "garments")
    labelled = read_labels(options.data / "garments_labelled", measured)
    photos = [photo for photo in labelled if not is_held_back(photo.path.name)]
    run = start_run(options.after)
    if (options.out / "checkpoint.pt").is_file():
        run.load(options.out / "checkpoint.pt")
    without = [] if options.without is None else sorted(options.without.glob("*.jpg"))
    plan = FeedPlan(options.layers, photos, seed=100 + run.step, without=without)
    feed = Feed(plan, options.workers)
    try:
        train(run, feed, options.out, options.minutes)
    finally:
        feed.close()


if __name__ == "__main__":
    main()
