"""How a person in a clip really moves: seen in the pictures, whatever any tracker says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import Points, Pose
from tryon_ar.fitting.body_frame import Joint

Grey = NDArray[np.uint8]
Motion = NDArray[np.float64]

_TRUNK = (Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.RIGHT_HIP, Joint.LEFT_HIP)
_BONES = {
    "left_upper_arm": (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW),
    "right_upper_arm": (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW),
    "left_forearm": (Joint.LEFT_ELBOW, Joint.LEFT_WRIST),
    "right_forearm": (Joint.RIGHT_ELBOW, Joint.RIGHT_WRIST),
}
_SHRUNK = (0.8, 0.9)  # so that what is seen beside the trunk is not followed
_NEARBY = 0.3
_BONE_HALF = 0.12  # of the shoulder width
_CORNERS, _APART_PX = 300, 4
_THERE_AND_BACK_PX = 0.3
_CONSISTENT_PX = 0.8
_LEAST_POINTS = 10
_LK: dict[str, Any] = {
    "winSize": (21, 21),
    "maxLevel": 3,
    "criteria": (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 30, 0.01),
}


def region(name: str, pose: Pose, unit_px: float) -> Points:
    """Return the corners (4, 2) of a part of the body, well inside it.

    Parameters
    ----------
    name : str
        ``trunk``, or ``left_upper_arm``, ``right_forearm``, …
    pose : Pose
    unit_px : float
        Shoulder width.
    """
    points = pose.points_px
    if name == "trunk":
        corners = points[list(_TRUNK)]
        middle = corners.mean(axis=0)
        return np.asarray(middle + (corners - middle) * _SHRUNK)
    a, b = (points[joint] for joint in _BONES[name])
    along = (b - a) / max(float(np.hypot(*(b - a))), 1e-6)
    side = np.array([along[1], -along[0]]) * _BONE_HALF * unit_px
    return np.array([a + side, a - side, b - side, b + side])


@dataclass(slots=True)
class Follower:
    """Follows a part of the body from one reference frame into others.

    Parameters
    ----------
    reference : ndarray of shape (H, W), uint8
        Grey picture.
    corners : ndarray of shape (4, 2), float64
        Where the part is there.

    Notes
    -----
    Corners of high contrast are followed by pyramidal Lucas-Kanade, there and back; a similarity is
    drawn through those that come back, by RANSAC. Every frame is compared with the reference
    itself, so that nothing adds up.

    Bouguet, "Pyramidal Implementation of the Affine Lucas Kanade Feature Tracker" (Intel, 2001).
    """

    reference: Grey
    corners: Points
    _points: NDArray[np.float32] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        inside = np.zeros(self.reference.shape, np.uint8)
        cv2.fillConvexPoly(inside, np.round(self.corners).astype(np.int32), 255)
        found = cv2.goodFeaturesToTrack(self.reference, _CORNERS, 0.002, _APART_PX, mask=inside)
        if found is not None and len(found) >= _LEAST_POINTS:
            self._points = np.asarray(found, np.float32)

    def into(self, other: Grey, guess: Motion | None = None) -> Motion | None:
        """Return the similarity (2, 3) that carries the part into another frame, or None.

        Parameters
        ----------
        other : ndarray of shape (H, W), uint8
        guess : ndarray of shape (2, 3), float64, optional
            The motion into a frame nearby.
        """
        if self._points is None:
            return None
        first = self._points
        start = first if guess is None else np.asarray(cv2.transform(first, guess), np.float32)
        flags = cv2.OPTFLOW_USE_INITIAL_FLOW
        there, went, _ = cv2.calcOpticalFlowPyrLK(
            self.reference, other, first, start.copy(), flags=flags, **_LK
        )
        back, came, _ = cv2.calcOpticalFlowPyrLK(
            other, self.reference, there, first.copy(), flags=flags, **_LK
        )
        away = np.hypot(*(back - first)[:, 0].T)
        kept = (went.ravel() > 0) & (came.ravel() > 0) & (away < _THERE_AND_BACK_PX)
        if int(kept.sum()) < _LEAST_POINTS:
            return None
        motion, agreeing = cv2.estimateAffinePartial2D(
            first[kept], there[kept], method=cv2.RANSAC, ransacReprojThreshold=_CONSISTENT_PX
        )
        if motion is None or int(agreeing.sum()) < _LEAST_POINTS:
            return None
        return np.asarray(motion, np.float64)


def path_of(greys: Sequence[Grey], corners: Points, middle: int) -> Points | None:
    """Return how far a part moves from a middle frame into every frame; None where it is lost.

    Parameters
    ----------
    greys : sequence of F ndarrays of shape (H, W), uint8
    corners : ndarray of shape (4, 2), float64
        Of the part in the middle frame.
    middle : int

    Returns
    -------
    ndarray of shape (F, 2), float64, or None
        How far its centre is away from where it is in the middle frame.
    """
    follower, centre = Follower(greys[middle], corners), corners.mean(axis=0)
    path = np.zeros((len(greys), 2))
    for order in (range(middle, len(greys)), range(middle - 1, -1, -1)):
        guess = None
        for index in order:
            guess = follower.into(greys[index], guess)
            if guess is None:
                return None
            path[index] = guess[:, :2] @ centre + guess[:, 2] - centre
    return path


def stray_of(path_px: Points, unit_px: float) -> float:
    """Return how far a path strays from its mean place at most, in shoulder widths."""
    return float(np.hypot(*(path_px - path_px.mean(axis=0)).T).max()) / unit_px


class NearbyMotion:
    """How far the input moves around points, by dense flow.

    Notes
    -----
    Kroeger et al., "Fast Optical Flow using Dense Inverse Search" (ECCV 2016). What counts is the
    95th percentile of the flow's length in a square of 0.6 S around the point, so that a small limb
    that moves fast accounts for what moves with it; for points outside the picture the square is
    moved to its border. As what is drawn may come a little late and cameras repeat pictures, the
    largest of four steps between pictures counts: the step itself, two before and one after.
    """

    def __init__(self) -> None:
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)

    def around_px(
        self, greys: Sequence[Grey], index: int, places_px: Points, unit_px: float
    ) -> Points:
        """Return how far the input moves around points from frame ``index`` to the next.

        Parameters
        ----------
        greys : sequence of ndarray of shape (H, W), uint8
        index : int
        places_px : ndarray of shape (K, L, 2), float64
            K places to look at for each of L points.
        unit_px : float
            Shoulder width S.

        Returns
        -------
        ndarray of shape (L,), float64
        """
        reach = max(int(_NEARBY * unit_px), 1)
        most = np.zeros(places_px.shape[1])
        for step in range(max(index - 2, 0), min(index + 2, len(greys) - 1)):
            flow = self._flow.calc(greys[step], greys[step + 1], None)  # type: ignore[call-overload]
            lengths = np.hypot(flow[..., 0], flow[..., 1])
            for places in places_px:
                found = [_in_square(lengths, x, y, reach) for x, y in places.tolist()]
                most = np.maximum(most, found)
        return most


def _in_square(lengths: NDArray[np.float32], x: float, y: float, reach: int) -> float:
    """Return the 95th percentile around a point, inside the picture."""
    rows, columns = lengths.shape
    column = int(np.clip(round(x), reach, max(columns - reach, reach)))
    row = int(np.clip(round(y), reach, max(rows - reach, reach)))
    square = lengths[row - reach : row + reach, column - reach : column + reach]
    return float(np.percentile(square, 95))
