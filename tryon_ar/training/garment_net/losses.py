"""What the garment network is punished for."""

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from tryon_ar.garments.cutting.reading import PART_COUNT
from tryon_ar.garments.garment import Part
from tryon_ar.training.garment_net.hand_placed import INSIDE, UNKNOWN
from tryon_ar.training.garment_net.network import HEATMAP_STRIDE, Outputs

_HEATMAP_SIGMA = 1.3
# Small parts, which few pixels speak for.
_PART_WEIGHTS = {
    Part.COLLAR: 2.2,
    Part.INSIDE_BACK: 2.2,
    Part.HOOD: 1.8,
    Part.LEFT_SLEEVE: 1.2,
    Part.RIGHT_SLEEVE: 1.2,
}


class Truth(NamedTuple):
    """Labels of drawn pictures.

    Attributes
    ----------
    alpha : Tensor of shape (B, S, S)
        0 to 1.
    parts : Tensor of shape (B, S, S), int64
    landmarks : Tensor of shape (B, 25, 3)
        x, y in pixels of S, and whether it exists.
    category : Tensor of shape (B,), int64
        -1 without a garment.
    """

    alpha: Tensor
    parts: Tensor
    landmarks: Tensor
    category: Tensor


def drawn_losses(outputs: Outputs, truth: Truth) -> dict[str, Tensor]:
    """Return the losses of drawn pictures, each a scalar, already weighted."""
    present = truth.category >= 0
    return {
        "matte": matte_loss(outputs.matte[:, 0], truth.alpha),
        "parts": part_loss(outputs.parts, truth.parts),
        "points": 0.3 * point_loss(outputs.heatmaps, truth.landmarks),
        "exists": 0.4
        * functional.binary_cross_entropy_with_logits(
            outputs.exists[present], truth.landmarks[present, :, 2]
        ),
        "category": 0.2 * category_loss(outputs.categories, truth.category),
        "garment": 0.3
        * functional.binary_cross_entropy_with_logits(outputs.garment, present.float()),
    }


def matte_loss(logits: Tensor, alpha: Tensor, sure: Tensor | None = None) -> Tensor:
    """Return cross entropy plus (one minus) Dice of a matte.

    Parameters
    ----------
    sure : Tensor of shape (B, S, S) or None
        1 where the label is to be believed.
    """
    weight = torch.ones_like(alpha) if sure is None else sure
    entropy = functional.binary_cross_entropy_with_logits(logits, alpha, weight)
    seen = torch.sigmoid(logits) * weight
    wanted = alpha * weight
    both = (seen * wanted).sum((1, 2))
    dice = 1 - (2 * both + 20) / (seen.sum((1, 2)) + wanted.sum((1, 2)) + 20)
    return 2 * entropy + dice.mean()


def part_loss(logits: Tensor, parts: Tensor) -> Tensor:
    """Return the cross entropy of parts at half size, small parts weighing more."""
    weights = torch.ones(PART_COUNT)
    for part, weight in _PART_WEIGHTS.items():
        weights[part] = weight
    one_hot = functional.one_hot(parts, PART_COUNT).permute(0, 3, 1, 2).float()
    return functional.cross_entropy(logits, functional.avg_pool2d(one_hot, 2), weights)


def point_loss(heatmaps: Tensor, landmarks: Tensor) -> Tensor:
    """Return the cross entropy between a heatmap and a Gaussian at the landmark.

    A landmark at x in pixels lies at ``(x + 0.5) / 4 - 0.5`` of the heatmap.
    """
    batch, count, height, width = heatmaps.shape
    at = (landmarks[..., :2] + 0.5) / HEATMAP_STRIDE - 0.5
    ys = torch.arange(height, dtype=torch.float32)[:, None]
    xs = torch.arange(width, dtype=torch.float32)[None, :]
    square = (xs - at[..., 0, None, None]) ** 2 + (ys - at[..., 1, None, None]) ** 2
    wanted = torch.exp(-square / (2 * _HEATMAP_SIGMA**2))
    wanted = wanted / (wanted.sum((2, 3), keepdim=True) + 1e-6)
    log = functional.log_softmax(heatmaps.reshape(batch, count, -1), 2).reshape_as(heatmaps)
    exists = landmarks[..., 2]
    return -((wanted * log).sum((2, 3)) * exists).sum() / (exists.sum() + 1)


def category_loss(logits: Tensor, category: Tensor, weight: Tensor | None = None) -> Tensor:
    """Return the cross entropy of the category where there is one.

    Parameters
    ----------
    weight : Tensor of shape (B,) or None
        What each picture counts; the same by default.
    """
    if weight is None:
        return functional.cross_entropy(logits, category, ignore_index=-1, label_smoothing=0.05)
    each = functional.cross_entropy(
        logits, category, ignore_index=-1, label_smoothing=0.05, reduction="none"
    )
    return (weight * each).sum() / weight.sum()


class HandTruth(NamedTuple):
    """What people placed on real photos.

    Attributes
    ----------
    landmarks : Tensor of shape (R, 25, 3)
        x, y in pixels of S, and whether it was seen.
    inside : Tensor of shape (R, S, S), uint8
        255 where the inside of the back is seen, 128 where that is unknown.
    placed : Tensor of shape (R,), bool
        False where nobody looked: nothing is learnt there.
    """

    landmarks: Tensor
    inside: Tensor
    placed: Tensor


def placed_losses(outputs: Outputs, truth: HandTruth) -> dict[str, Tensor]:
    """Return the losses of real photos against what was placed by hand, already weighted."""
    exists = functional.binary_cross_entropy_with_logits(
        outputs.exists, truth.landmarks[..., 2], reduction="none"
    ).mean(1)
    placed = truth.placed.float()
    return {
        "placed points": 0.3 * point_loss(outputs.heatmaps, truth.landmarks),
        "placed exists": 0.3 * (exists * placed).sum() / (placed.sum() + 1),
        "placed inside": 1.5 * inside_loss(outputs.parts, truth.inside),
    }


def inside_loss(logits: Tensor, inside: Tensor) -> Tensor:
    """Return the cross entropy of one part, the inside of the back, where it is known.

    Parameters
    ----------
    logits : Tensor of shape (R, 10, S / 2, S / 2)
    inside : Tensor of shape (R, S, S), uint8
    """
    log = functional.log_softmax(logits, 1)
    seen = log[:, int(Part.INSIDE_BACK)]
    others = [part for part in range(PART_COUNT) if part != int(Part.INSIDE_BACK)]
    unseen = torch.logsumexp(log[:, others], 1)
    known = functional.max_pool2d((inside == UNKNOWN).float()[:, None], 2)[:, 0] == 0
    wanted = functional.max_pool2d((inside == INSIDE).float()[:, None], 2)[:, 0] * known
    weights = _PART_WEIGHTS[Part.INSIDE_BACK] * wanted + (known.float() - wanted)
    return -(weights * (wanted * seen + (1 - wanted) * unseen)).sum() / (weights.sum() + 1)
