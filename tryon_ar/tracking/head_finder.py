"""Where all heads of a picture are, whoever is tracked: by MediaPipe's person detector.

Bazarevsky et al., "BlazePose: On-device Real-time Body Pose tracking" (2020). The detector is the
first half of the pose task that is here anyway; it says of each person where hips and shoulders
are and how large the body is, from which the head follows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import GraphRejected, InferenceError, TrackerUnavailable
from tryon_ar.core.types import BgrImage
from tryon_ar.inference.kept_models import kept_model
from tryon_ar.inference.session import Session, open_session
from tryon_ar.tracking.model_bundle import read_member
from tryon_ar.tracking.models import ensure_models

_SIDE = 224
_RECIPE = b"1"  # raised whenever the graph made of the same network changes
# Cells of the three grids and how many anchors each of their cells has.
_GRIDS = ((28, 2), (14, 2), (7, 6))
_LEAST_LOGIT = -0.6  # a probability of 0.35: a face too many harms less than one too few
_HIPS, _BODY, _SHOULDERS = 4, 6, 8  # columns of the answer; (x, y) each
# In radii of the circle about a whole body, half its height: from shoulders to the middle of the
# head, half its width and half its height, generously.
_UP, _WIDE, _HIGH = 0.22, 0.18, 0.23


@dataclass(frozen=True, slots=True)
class Oval:
    """An upright ellipse in frame pixels; it may lie outside the frame."""

    x_px: float
    y_px: float
    half_width_px: float
    half_height_px: float

    def grown(self, times: float, by_px: float = 0.0) -> "Oval":
        """Return a larger one about the same middle."""
        return Oval(
            self.x_px,
            self.y_px,
            self.half_width_px * times + by_px,
            self.half_height_px * times + by_px,
        )

    def joined(self, other: "Oval") -> "Oval":
        """Return one over the box about both."""
        left = min(self.x_px - self.half_width_px, other.x_px - other.half_width_px)
        right = max(self.x_px + self.half_width_px, other.x_px + other.half_width_px)
        top = min(self.y_px - self.half_height_px, other.y_px - other.half_height_px)
        bottom = max(self.y_px + self.half_height_px, other.y_px + other.half_height_px)
        return Oval((left + right) / 2, (top + bottom) / 2, (right - left) / 2, (bottom - top) / 2)


class HeadFinder:
    """Finds heads; people far away, or of whom too little shows, may be missed.

    Raises
    ------
    TrackerUnavailable
        When the tracker's networks cannot be had.

    Notes
    -----
    Some 11 ms a picture on one core. One thread at a time.
    """

    def __init__(self) -> None:
        content = read_member(ensure_models().pose, "pose_detector.tflite")
        try:
            model = kept_model("heads", (_RECIPE, content), lambda: _converted(content))
            self._session: Session = open_session(model, "cpu", threads=1)
        except GraphRejected as error:
            raise TrackerUnavailable(
                f"Faces cannot be looked for. {error.user_text}", "Run `tryon-ar models fetch`."
            ) from error
        self._anchors = _anchors()

    def find(self, image_bgr: BgrImage) -> list[Oval]:
        """Return the heads of a picture.

        Parameters
        ----------
        image_bgr : ndarray of shape (H, W, 3), uint8

        Raises
        ------
        TrackerUnavailable
            When the network fails.
        """
        height, width = image_bgr.shape[:2]
        scale = _SIDE / max(height, width)
        shift = np.array([(_SIDE - width * scale) / 2, (_SIDE - height * scale) / 2])
        try:
            boxes, scores = self._session.run(
                {"picture": _read(image_bgr, scale, shift)}, ["boxes", "scores"]
            )
        except (GraphRejected, InferenceError) as error:
            raise TrackerUnavailable(
                f"Faces cannot be looked for. {error.user_text}", "Run `tryon-ar models fetch`."
            ) from error
        likely = np.flatnonzero(scores.ravel() > _LEAST_LOGIT)
        found = _heads(boxes.reshape(-1, 12)[likely], self._anchors[likely], scale, shift)
        return _each_once(found)


def _heads(
    answers: NDArray[Any], anchors: NDArray[np.float64], scale: float, shift: NDArray[np.float64]
) -> Iterator[Oval]:
    for answer, anchor in zip(answers.astype(np.float64), anchors, strict=True):
        at = {first: answer[first : first + 2] + anchor for first in (_HIPS, _BODY, _SHOULDERS)}
        radius = float(np.hypot(*(at[_BODY] - at[_HIPS]))) / scale
        trunk = at[_SHOULDERS] - at[_HIPS]
        up = trunk / max(float(np.hypot(*trunk)), 1e-6)
        middle = (at[_SHOULDERS] - shift) / scale + up * _UP * radius
        yield Oval(float(middle[0]), float(middle[1]), _WIDE * radius, _HIGH * radius)


def _each_once(heads: Iterator[Oval]) -> list[Oval]:
    """Return heads joined where one's middle lies in another."""
    apart: list[Oval] = []
    for head in heads:
        for number, one in enumerate(apart):
            off_x = (head.x_px - one.x_px) / max(one.half_width_px, 1.0)
            off_y = (head.y_px - one.y_px) / max(one.half_height_px, 1.0)
            if off_x**2 + off_y**2 < 1.0:
                apart[number] = one.joined(head)
                break
        else:
            apart.append(head)
    return apart


def _anchors() -> NDArray[np.float64]:
    """Return where each answer counts from, (2254, 2), pixels of the network's picture."""
    found = []
    for cells, each in _GRIDS:
        middles = (np.arange(cells) + 0.5) / cells * _SIDE
        across, down = np.meshgrid(middles, middles)
        found.append(np.repeat(np.stack([across.ravel(), down.ravel()], axis=1), each, axis=0))
    return np.concatenate(found)


def _read(image_bgr: BgrImage, scale: float, shift: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return what the network reads: (1, 3, 224, 224), float32, RGB, -1 to 1, letterboxed."""
    import cv2

    height, width = image_bgr.shape[:2]
    size = max(1, round(width * scale)), max(1, round(height * scale))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(image_bgr, size, interpolation=how)
    seen = np.zeros((_SIDE, _SIDE, 3), np.uint8)
    left, top = (max(0, round(float(one))) for one in shift)
    room = seen[top : top + size[1], left : left + size[0]]
    room[...] = small[: room.shape[0], : room.shape[1]]
    planes = np.stack(cv2.split(seen)[::-1])[None]
    return np.asarray(planes * np.float32(1 / 127.5) - 1, np.float32)


def _converted(content: bytes) -> bytes:
    from tryon_ar.inference.tflite.convert import to_onnx  # loads the onnx library

    model = to_onnx(content, output_names=["boxes", "scores"], prefix="person")
    return bytes(model.SerializeToString())
