"""Whose hair and face it is."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import BgrImage, Points, Pose
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.rendering.planes import Plane
from tryon_ar.rendering.shapes import drawn_box

_FACE_JOINTS = (
    Joint.NOSE,
    Joint.LEFT_EYE,
    Joint.RIGHT_EYE,
    Joint.LEFT_EAR,
    Joint.RIGHT_EAR,
    Joint.MOUTH_LEFT,
    Joint.MOUTH_RIGHT,
)
_SOLID = 0.4
# The head goes on so many labels around.
_RIM = 2
# Hair tells its colour where labels are so sure of it, in so many of their pixels.
_SURELY, _LEAST_HAIR = 0.85, 40


def own_head(labels: Labels, pose: Pose) -> Plane:
    """Return where the labels' hair and face belong to the person's head.

    Parameters
    ----------
    labels : Labels
    pose : Pose

    Returns
    -------
    ndarray of shape (S, S), uint8
        255 where hair or face hangs together with where the pose has the face, by way of the
        neck too, and around; 0 elsewhere. 255 throughout where the face is not in the labels.
    """
    shares = labels.shares
    solid = shares[Label.HAIR] + shares[Label.FACE] + shares[Label.NECK] > _SOLID
    box = drawn_box(solid.view(np.uint8), margin_px=_RIM)
    near: list[int] = []
    if box is not None:
        count, parts = cv2.connectedComponents(solid.view(np.uint8)[box], connectivity=8)
        corner = np.array([box[1].start, box[0].start])
        near = _parts_at(parts, _in_labels(labels, face_points(pose)) - corner)
    if box is None or not near:
        return np.full(solid.shape, 255, np.uint8)
    table = np.zeros(count, np.uint8)
    table[near] = 255
    whole = np.zeros(solid.shape, np.uint8)
    square = np.ones((2 * _RIM + 1, 2 * _RIM + 1), np.uint8)
    whole[box] = cv2.dilate(table[parts], square)
    return whole


def hair_colour(frame_bgr: BgrImage, labels: Labels, head: Plane) -> NDArray[np.float64] | None:
    """Return the mean colour of a head's hair, BGR in grey levels; None where it has too little.

    Parameters
    ----------
    frame_bgr : ndarray of shape (H, W, 3), uint8
    labels : Labels
    head : ndarray of shape (S, S), uint8
        Hair counts where this is not 0.
    """
    rows, columns = np.nonzero((labels.shares[Label.HAIR] > _SURELY) & (head > 0))
    pitch_px = labels.side_px / labels.shares.shape[1]
    x = np.rint(labels.x0_px + (columns + 0.5) * pitch_px - 0.5).astype(np.intp)
    y = np.rint(labels.y0_px + (rows + 0.5) * pitch_px - 0.5).astype(np.intp)
    inside = (x >= 0) & (y >= 0) & (x < frame_bgr.shape[1]) & (y < frame_bgr.shape[0])
    if np.count_nonzero(inside) < _LEAST_HAIR:
        return None
    return np.asarray(frame_bgr[y[inside], x[inside]].mean(axis=0), np.float64)


def face_points(pose: Pose) -> Points:
    """Return the pose's points of eyes, ears, nose and mouth, (7, 2)."""
    return pose.points_px[list(_FACE_JOINTS)]


def _in_labels(labels: Labels, points_px: Points) -> NDArray[np.int64]:
    scale = labels.shares.shape[1] / labels.side_px
    places = (points_px + 0.5 - (labels.x0_px, labels.y0_px)) * scale
    return np.asarray(np.floor(places), np.int64)


def _parts_at(parts: NDArray[Any], points: NDArray[np.int64]) -> list[int]:
    """Return the numbers of the parts, but not the ground's, that points lie on."""
    inside = ((points >= 0) & (points < parts.shape[::-1])).all(axis=1)
    return sorted({int(parts[y, x]) for x, y in points[inside]} - {0})
