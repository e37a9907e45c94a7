"""Fit the category head anew, on real photos alone.

``python -m tryon_ar.training.garment_net.refit RUN/checkpoint.pt --data DIR --out RUN/refit.pt``

The drawings teach the network shapes, but what people call a blazer or outerwear they do not
know. With everything else frozen, the last linear layer is fitted by multinomial logistic
regression on the pooled features of the labelled photos (never the held-back ones), each
seen whole and close, in several places and lights.
"""

import argparse
import itertools
import sys
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from tryon_ar.core.images import read_picture
from tryon_ar.garments.cutting.network import APART
from tryon_ar.garments.cutting.square import Square
from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.garment_net.export import load_teacher
from tryon_ar.training.garment_net.network import GarmentNet
from tryon_ar.training.garment_net.photos import (
    LabelledPhoto,
    is_held_back,
    measured_elsewhere,
    moved,
    read_labels,
    recoloured,
)

_STEPS = 400
_DECAYS = (1e-2, 3e-2, 1e-1)
_BALANCES = (0.0, 0.5, 1.0)
_RATE = 0.01
_BATCH = 16
# Whole, close and a little wider: how the program looks.
_LOOKS = 3


def views(
    photo_bgr: NDArray[np.uint8], network: GarmentNet, count: int, rng: np.random.Generator
) -> list[NDArray[np.uint8]]:
    """Return squares of a photo as the program will look at it, then varied ones."""
    whole = Square.of_photo(photo_bgr)
    seen = whole.cut(photo_bgr)
    with torch.no_grad():
        matte = torch.sigmoid(network(as_tensor([seen])).matte)[0, 0].numpy() > 0.5
    squares = [seen]
    if matte.mean() > 0.01:
        rows, columns = np.flatnonzero(matte.any(1)), np.flatnonzero(matte.any(0))
        margin = 0.07 * max(np.ptp(rows), np.ptp(columns))
        box = np.array(
            [
                [columns[0] - margin, rows[0] - margin],
                [columns[-1] + margin, rows[-1] + margin],
            ],
            np.float32,
        )
        corners = whole.to_photo(box)
        close = Square.between(corners[0], corners[1])
        squares += [close.cut(photo_bgr), close.widened(APART).cut(photo_bgr)]
    varied = [
        recoloured(moved(squares[number % len(squares)], rng), rng) for number in range(count)
    ]
    return [*squares, *varied]


def as_tensor(squares: list[NDArray[np.uint8]]) -> Tensor:
    """Return squares (256, 256, 3) as a batch (B, 3, 256, 256), 0 to 1."""
    batch = torch.from_numpy(np.stack(squares)).permute(0, 3, 1, 2).float() / 255
    return batch.contiguous(memory_format=torch.channels_last)


def pooled(network: GarmentNet, squares: list[NDArray[np.uint8]]) -> Tensor:
    """Return what the category head is given for every square."""
    taken: list[Tensor] = []
    hook = network.drop.register_forward_hook(
        lambda _module, inputs, _output: taken.append(inputs[0].detach().float())
    )
    try:
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            for start in range(0, len(squares), _BATCH):
                network(as_tensor(squares[start : start + _BATCH]))
    finally:
        hook.remove()
    return torch.cat(taken)


def gather(
    network: GarmentNet, photos: list[LabelledPhoto], count: int, seed: int = 0
) -> tuple[Tensor, Tensor, Tensor]:
    """Return features (N, F), categories (N,) and the photo's number (N,) of all views."""
    rng = np.random.default_rng(seed)
    features, categories, numbers = [], [], []
    for number, photo in enumerate(photos):
        found = pooled(network, views(read_picture(photo.path), network, count, rng))
        features.append(found)
        categories.append(torch.full((len(found),), photo.category))
        numbers.append(torch.full((len(found),), number))
    return torch.cat(features), torch.cat(categories), torch.cat(numbers)


def fit_head(features: Tensor, categories: Tensor, decay: float, balance: float) -> torch.nn.Linear:
    """Return a linear head fitted to features.

    Parameters
    ----------
    decay : float
        Weight of the squared weights on standardised features.
    balance : float
        0 lets every photo weigh the same, 1 every category.
    """
    torch.manual_seed(0)
    mean, spread = features.mean(0), features.std(0) + 1e-4
    standard = (features - mean) / spread
    counts = torch.bincount(categories, minlength=len(CATEGORIES)).float()
    weight = (counts.mean() / counts.clamp(min=1)) ** balance
    head = torch.nn.Linear(features.shape[1], len(CATEGORIES))
    torch.nn.init.zeros_(head.weight)
    optimiser = torch.optim.Adam(head.parameters(), _RATE)
    for step in range(_STEPS):
        for group in optimiser.param_groups:
            group["lr"] = _RATE * (1 - step / _STEPS)
        optimiser.zero_grad()
        loss = functional.cross_entropy(head(standard), categories, weight, label_smoothing=0.05)
        (loss + decay * (head.weight**2).sum()).backward()
        optimiser.step()
    with torch.no_grad():
        head.bias -= head.weight @ (mean / spread)
        head.weight /= spread
    return head


def fold_score(
    features: Tensor,
    categories: Tensor,
    numbers: Tensor,
    choice: tuple[float, float],
    folds: int = 5,
) -> float:
    """Return top-1 by cross validation over photos, all views of a photo in one fold.

    ``choice`` is the decay and the balance.
    """
    right = total = 0
    for fold in range(folds):
        out = numbers % folds == fold
        head = fit_head(features[~out], categories[~out], *choice)
        with torch.no_grad():
            said = head(features[out]).softmax(1)
        for number in numbers[out].unique():
            mine = numbers[out] == number
            right += int(said[mine][:_LOOKS].sum(0).argmax() == categories[out][mine][0])
            total += 1
    return right / total


def main() -> None:
    """Refit from the command line."""
    parser = argparse.ArgumentParser(description="Fit the category head on real photos.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--views", type=int, default=4)
    options = parser.parse_args()
    torch.set_num_threads(2)
    network = load_teacher(options.checkpoint)
    labelled = read_labels(
        options.data / "garments_labelled", measured_elsewhere(options.data / "garments")
    )
    photos = [photo for photo in labelled if not is_held_back(photo.path.name)]
    features, categories, numbers = gather(network, photos, options.views)
    scores = {
        choice: fold_score(features, categories, numbers, choice)
        for choice in itertools.product(_DECAYS, _BALANCES)
    }
    best = max(scores, key=lambda choice: scores[choice])
    sys.stdout.write(f"cross-validated top-1 by decay and balance: {scores}; taken: {best}\n")
    network.categories = fit_head(features, categories, *best)
    torch.save({"teacher": network.state_dict()}, options.out)


if __name__ == "__main__":
    main()
