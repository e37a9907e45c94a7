"""MediaPipe's hand landmark network on a square of the frame where the pose has a hand.

Zhang et al., "MediaPipe Hands: On-device Real-time Hand Tracking" (2020). The pose says where a
hand is, so there is no search for palms: a look costs a third of the whole task's.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import GraphRejected, InferenceError, TrackerUnavailable
from tryon_ar.core.types import BgrImage, Points
from tryon_ar.inference.kept_models import kept_model
from tryon_ar.inference.session import Session, open_session

_SIDE = 224
_RECIPE = b"1"  # raised whenever the graph made of the same network changes
# Joints that place the next square, and what it adds to them: MediaPipe's own rule.
_STEADY = [0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18]
_GROWTH, _LIFT = 2.0, 0.1
_WRIST, _INDEX_MIDDLE, _MIDDLE_MIDDLE, _RING_MIDDLE = 0, 6, 10, 14
# Of the square about the pose's hand: its middle lies so far along the palm, in palm lengths;
# its side in those; a palm is at least so long in shoulder widths, however the pose shortens it.
_POSE_MIDDLE, _POSE_SIDE, _LEAST_PALM = 1.0, 2.9, 0.22


@dataclass(frozen=True, slots=True)
class HandRegion:
    """A square of the frame, turned so that a hand in it points up.

    Attributes
    ----------
    centre : ndarray of shape (2,)
        Frame pixels.
    angle_rad : float
        0 where the hand points up in the frame, growing clockwise.
    side_px : float
    """

    centre: Points
    angle_rad: float
    side_px: float


@dataclass(frozen=True, slots=True)
class HandAnswer:
    """What the network says of a region.

    Attributes
    ----------
    points_px : ndarray of shape (21, 2), float64
        Frame pixels.
    presence : float
        0 to 1: that there is a hand.
    right : float
        0 to 1: that it is the wearer's right one.
    """

    points_px: Points
    presence: float
    right: float


class HandNetwork(Protocol):
    """Finds the landmarks of one hand (``LandmarkNetwork`` is one)."""

    def find(self, image_bgr: BgrImage, region: HandRegion) -> HandAnswer:
        """Return the hand in a region of a picture."""


class LandmarkNetwork:
    """The network, run by ONNX Runtime on one thread.

    Parameters
    ----------
    content : bytes
        The TensorFlow Lite file; converted on first use and kept.

    Raises
    ------
    TrackerUnavailable
        When it is not the network it should be.
    """

    def __init__(self, content: bytes) -> None:
        try:
            model = kept_model("hands", (_RECIPE, content), lambda: _converted(content))
            self._session: Session = open_session(model, "cpu", threads=1)
        except GraphRejected as error:
            raise TrackerUnavailable(
                f"The hand tracker's network cannot be used. {error.user_text}",
                "Run `tryon-ar models fetch`.",
            ) from error

    def find(self, image_bgr: BgrImage, region: HandRegion) -> HandAnswer:
        """Return the hand in a region of a picture.

        Raises
        ------
        TrackerUnavailable
            When the run fails.
        """
        matrix = _to_frame(region)
        try:
            points, presence, right = self._session.run(
                {"picture": _cut_out(image_bgr, matrix)}, ["points", "presence", "right"]
            )
        except (GraphRejected, InferenceError) as error:
            raise TrackerUnavailable(
                f"The hand tracker failed on a picture. {error.user_text}",
                "Try again; if it stays so, run `tryon-ar models fetch`.",
            ) from error
        local = points.reshape(21, 3)[:, :2].astype(np.float64) - 0.5
        placed = local @ matrix[:, :2].T + matrix[:, 2]
        return HandAnswer(placed, float(presence.ravel()[0]), float(right.ravel()[0]))


def region_by_points(points_px: Points) -> HandRegion:
    """Return where to look for a hand that was seen before with its 21 points there."""
    tips = points_px[[_INDEX_MIDDLE, _RING_MIDDLE]].mean(axis=0)
    along = (tips + points_px[_MIDDLE_MIDDLE]) / 2 - points_px[_WRIST]
    angle = float(np.arctan2(along[0], -along[1]))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    turned = points_px[_STEADY] @ turn.T
    low, high = turned.min(axis=0), turned.max(axis=0)
    middle = (low + high) / 2 - (0.0, _LIFT * float(high[1] - low[1]))
    return HandRegion(turn.T @ middle, angle, _GROWTH * float((high - low).max()))


def region_by_pose(wrist: Points, knuckles: Points, along: Points, unit_px: float) -> HandRegion:
    """Return where to look for a hand of which only the pose is known.

    Parameters
    ----------
    wrist : ndarray of shape (2,)
    knuckles : ndarray of shape (2,)
        The middle of the pose's knuckles.
    along : ndarray of shape (2,)
        Where the hand points, of any length.
    unit_px : float
        Shoulder width.
    """
    palm = max(float(np.hypot(*(knuckles - wrist))), _LEAST_PALM * unit_px)
    length = float(np.hypot(*along))
    ahead = along / length if length > 1e-6 else np.array([0.0, -1.0])
    centre = wrist + ahead * palm * _POSE_MIDDLE
    return HandRegion(centre, float(np.arctan2(ahead[0], -ahead[1])), _POSE_SIDE * palm)


def _converted(content: bytes) -> bytes:
    from tryon_ar.inference.tflite.convert import to_onnx  # loads the onnx library
    from tryon_ar.inference.tflite.schema import read_network

    outputs = list(read_network(content).outputs)
    if len(outputs) != 4:
        raise GraphRejected("The hand network has another shape.")
    names = ["points", "presence", "right"]
    model = to_onnx(content, outputs=outputs[:3], output_names=names, prefix="hand")
    return bytes(model.SerializeToString())


def _to_frame(region: HandRegion) -> NDArray[np.float64]:
    """Return the matrix, (2, 3), from the network's pixels to the frame's."""
    scale = max(region.side_px, 1.0) / _SIDE
    across, down = np.cos(region.angle_rad) * scale, np.sin(region.angle_rad) * scale
    turn = np.array([[across, -down], [down, across]])
    middle = np.full(2, (_SIDE - 1) / 2)
    return np.column_stack([turn, region.centre - turn @ middle])


def _cut_out(image_bgr: BgrImage, matrix: NDArray[np.float64]) -> NDArray[Any]:
    """Return what the network reads: (1, 3, 224, 224), float32, RGB, 0 to 1."""
    import cv2

    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    seen = cv2.warpAffine(image_bgr, matrix, (_SIDE, _SIDE), flags=flags)
    planes = np.stack(cv2.split(seen)[::-1])[None]
    return np.asarray(planes * np.float32(1 / 255), np.float32)
