"""What the head is punished for."""

from typing import NamedTuple

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from tryon_ar.core.labels import Label
from tryon_ar.training.parsing_net.interface import LABEL_COUNT
from tryon_ar.training.parsing_net.pool import IGNORED

# What few pixels speak for weighs more, the plentiful background less.
_WEIGHTS = {
    Label.BACKGROUND: 0.7,
    Label.HAIR: 1.3,
    Label.FACE: 1.3,
    Label.NECK: 2.0,
    Label.ARMS: 1.4,
    Label.UPPER: 1.0,
    Label.LOWER: 1.1,
    Label.LEGS: 1.4,
}
_EDGE_WEIGHT = 1.5
_EDGE_PX = 9
_SMOOTHING = 0.02
# A label of fewer cells than this says nothing about an overlap.
_LEAST_CELLS = 12.0


class Truth(NamedTuple):
    """Labels at the size of the answer.

    Attributes
    ----------
    shares : Tensor of shape (B, 8, 128, 128)
        The share of each label among a cell's known pixels.
    known : Tensor of shape (B, 128, 128)
        The share of the cell's pixels that have a label.
    edges : Tensor of shape (B, 128, 128)
        1 near a border between labels, 0 elsewhere.
    """

    shares: Tensor
    known: Tensor
    edges: Tensor


def truth_of(labels: NDArray[np.uint8]) -> Truth:
    """Return the shares of labels in cells of 2 by 2 pixels.

    Parameters
    ----------
    labels : ndarray of shape (B, 256, 256), uint8
        255 where unknown.
    """
    of_pixels = torch.from_numpy(labels)
    known = (of_pixels != IGNORED).float()
    one_hot = torch.stack([(of_pixels == label).float() for label in range(LABEL_COUNT)], 1)
    counted = functional.avg_pool2d(known[:, None], 2)
    shares = functional.avg_pool2d(one_hot, 2) / counted.clamp_min(0.25)
    near = torch.from_numpy(np.stack([edges(each)[::2, ::2] for each in labels]))
    return Truth(shares, counted[:, 0], near.float())


def parsing_losses(logits: Tensor, truth: Truth) -> dict[str, Tensor]:
    """Return the losses, each a scalar, already weighted.

    Parameters
    ----------
    logits : Tensor of shape (B, 8, 128, 128), float32
    truth : Truth
    """
    log = functional.log_softmax(logits, 1)
    return {"labels": entropy_loss(log, truth), "overlap": 0.6 * overlap_loss(log.exp(), truth)}


def entropy_loss(log: Tensor, truth: Truth) -> Tensor:
    """Return the weighted cross entropy, edges between labels weighing more.

    Parameters
    ----------
    log : Tensor of shape (B, 8, 128, 128)
        Logarithms of the shares said.
    """
    weights = torch.tensor([_WEIGHTS[label] for label in Label])
    weight = (truth.shares * weights[:, None, None]).sum(1) * truth.known
    weight = weight * (1 + _EDGE_WEIGHT * truth.edges)
    # Cells that hold several labels are soft already.
    wanted = truth.shares * (1 - _SMOOTHING) + _SMOOTHING / LABEL_COUNT
    return -((wanted * log).sum(1) * weight).sum() / (weight.sum() + 1)


def edges(labels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return where known labels of a picture (H, W) differ within 4 pixels."""
    window = np.ones((_EDGE_PX, _EDGE_PX), np.uint8)
    lowest = cv2.erode(labels, window)  # the unknown 255 never is
    highest = cv2.dilate(np.where(labels == IGNORED, 0, labels).astype(np.uint8), window)
    return np.asarray((highest > lowest) & (lowest != IGNORED), np.bool_)


def overlap_loss(said: Tensor, truth: Truth) -> Tensor:
    r"""Return one minus the soft Dice overlap, averaged over the labels that are present.

    :math:`1 - 2\sum pq / (\sum p^2 + \sum q^2)` over the whole batch (Milletari et al., V-Net,
    2016), so that a neck counts as much as a wall.
    """
    known = truth.known[:, None]
    both = (said * truth.shares * known).sum((0, 2, 3))
    mine = (said.square() * known).sum((0, 2, 3))
    theirs = (truth.shares.square() * known).sum((0, 2, 3))
    present = (theirs > _LEAST_CELLS).float()
    each = 1 - 2 * both / (mine + theirs + 1)
    return (each * present).sum() / (present.sum() + 1e-6)
