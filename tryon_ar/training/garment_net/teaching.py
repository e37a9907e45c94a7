"""Labels for real photos, where the network's running average agrees with itself.

A teacher (the exponential moving average of the weights: Tarvainen & Valpola, Mean teachers
are better role models, 2017) reads each photo upright and mirrored. Where both readings
agree and are sure, the student, who sees the photo in another light, is taught them.
"""

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from tryon_ar.garments.cutting.network import MIRRORED_LANDMARKS, MIRRORED_PARTS
from tryon_ar.training.blocks import RunningAverage
from tryon_ar.training.garment_net.losses import matte_loss, point_loss
from tryon_ar.training.garment_net.network import HEATMAP_STRIDE, Outputs

_ALPHA_AGREES = 0.15
_ALPHA_SURE = 0.1
_LEAST_IOU = 0.9
_LEAST_AREA = 0.05
_PART_SURE = 0.7
_POINT_AGREES_PX = 4.0


class Lesson(NamedTuple):
    """What the teacher is sure of.

    Attributes
    ----------
    alpha, sure : Tensor of shape (R, S, S)
    parts, parts_sure : Tensor of shape (R, 10, S / 2, S / 2) and (R, S / 2, S / 2)
    landmarks : Tensor of shape (R, 25, 3)
    """

    alpha: Tensor
    sure: Tensor
    parts: Tensor
    parts_sure: Tensor
    landmarks: Tensor


class Teacher(RunningAverage):
    """The running average of a student's weights, which reads photos for it."""

    def teach(self, photos: Tensor) -> Lesson:
        """Read photos (R, 3, S, S) upright and mirrored."""
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            upright = self.network(photos)
            mirrored = self.network(photos.flip(-1))
        return agreed(upright, mirrored)


def agreed(upright: Outputs, mirrored: Outputs) -> Lesson:
    """Return what two readings of the same photos agree on."""
    one = torch.sigmoid(upright.matte[:, 0].float())
    two = torch.sigmoid(mirrored.matte[:, 0].float()).flip(-1)
    alpha = (one + two) / 2
    both = torch.minimum(one, two).sum((1, 2))
    either = torch.maximum(one, two).sum((1, 2))
    good = (both / (either + 1) > _LEAST_IOU) & (alpha.mean((1, 2)) > _LEAST_AREA)
    certain = (alpha < _ALPHA_SURE) | (alpha > 1 - _ALPHA_SURE)
    sure = ((one - two).abs() < _ALPHA_AGREES) & certain & good[:, None, None]
    parts = functional.softmax(upright.parts.float(), 1)
    swapped = functional.softmax(mirrored.parts.float(), 1).flip(-1)[:, list(MIRRORED_PARTS)]
    parts = (parts + swapped) / 2
    parts_sure = (parts.amax(1) > _PART_SURE) & good[:, None, None]
    return Lesson(
        (alpha > 0.5).float(),
        sure.float(),
        functional.one_hot(parts.argmax(1), parts.shape[1]).permute(0, 3, 1, 2).float(),
        parts_sure.float(),
        _agreed_points(upright, mirrored, good),
    )


def _agreed_points(upright: Outputs, mirrored: Outputs, good: Tensor) -> Tensor:
    size = upright.matte.shape[-1]
    one = peaks(upright.heatmaps.float())
    two = peaks(mirrored.heatmaps.float())[:, list(MIRRORED_LANDMARKS)]
    two = torch.stack([size - 1 - two[..., 0], two[..., 1]], -1)
    near = (one - two).norm(dim=-1) < _POINT_AGREES_PX * size / 256
    exists = torch.minimum(
        torch.sigmoid(upright.exists.float()),
        torch.sigmoid(mirrored.exists.float())[:, list(MIRRORED_LANDMARKS)],
    )
    taken = near & (exists > 0.6) & good[:, None]
    return torch.cat([(one + two) / 2, taken[..., None].float()], -1)


def peaks(heatmaps: Tensor) -> Tensor:
    """Return the highest places of heatmaps (B, N, h, w) in pixels of the picture."""
    width = heatmaps.shape[-1]
    index = heatmaps.flatten(2).argmax(2)
    at = torch.stack([index % width, index // width], -1).float()
    return (at + 0.5) * HEATMAP_STRIDE - 0.5


def taught_losses(outputs: Outputs, lesson: Lesson) -> dict[str, Tensor]:
    """Return the losses of a student's reading against a lesson, each a weighted scalar."""
    entropy = -(lesson.parts * functional.log_softmax(outputs.parts, 1)).sum(1)
    return {
        "taught matte": 0.5 * matte_loss(outputs.matte[:, 0], lesson.alpha, lesson.sure),
        "taught parts": 0.5 * (entropy * lesson.parts_sure).sum() / (lesson.parts_sure.sum() + 1),
        "taught points": 0.05 * point_loss(outputs.heatmaps, lesson.landmarks),
    }
