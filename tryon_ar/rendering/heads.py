"""Whose hair and face it is, and which hair is cloth."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import Points, Pose
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.rendering.label_view import LabelView
from tryon_ar.rendering.planes import Plane, above, product

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
# Hair and cloth whose mean colours are nearer than this cannot be told apart, in grey levels.
_LEAST_CONTRAST = 30.0
_SURE = 217
_LEAST_PIXELS = 40
# From the cloth's colour (0) to the hair's (1): below the first it is cloth, above the second hair.
_CLOTH_TO_HAIR = (0.2, 0.5)


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
    count, parts = cv2.connectedComponents(solid.view(np.uint8), connectivity=8)
    near = _parts_at(parts, _in_labels(labels, face_points(pose)))
    if not near:
        return np.full(solid.shape, 255, np.uint8)
    table = np.zeros(count, np.uint8)
    table[near] = 255
    return np.asarray(cv2.dilate(table[parts], np.ones((5, 5), np.uint8)), np.uint8)


def face_points(pose: Pose) -> Points:
    """Return the pose's points of eyes, ears, nose and mouth, (7, 2)."""
    return pose.points_px[list(_FACE_JOINTS)]


def without_cloth(view: LabelView) -> Plane:
    """Return the share of hair less what has the colour of the cloth, 0 to 255.

    Parameters
    ----------
    view : LabelView

    Notes
    -----
    Colours are placed along the line from the mean of sure cloth to that of sure hair; nothing
    is dropped where the two means are alike.
    """
    sure_hair, sure_cloth = above(view.hair, _SURE), above(view.cloth, _SURE)
    if min(cv2.countNonZero(sure_hair), cv2.countNonZero(sure_cloth)) < _LEAST_PIXELS:
        return view.hair
    cloth, hair = (np.array(cv2.mean(view.bgr, m)[:3]) for m in (sure_cloth, sure_hair))
    line = hair - cloth
    length = float(line @ line)
    if length < _LEAST_CONTRAST**2:
        return view.hair
    low, high = _CLOTH_TO_HAIR
    gain = 255.0 / (high - low)
    weights = line / length * gain
    offset = -float(cloth @ weights) - low * gain
    place = cv2.transform(view.bgr, np.append(weights, offset)[None])
    return product(view.hair, np.asarray(place, np.uint8))


def _in_labels(labels: Labels, points_px: Points) -> NDArray[np.int64]:
    scale = labels.shares.shape[1] / labels.side_px
    places = (points_px + 0.5 - (labels.x0_px, labels.y0_px)) * scale
    return np.asarray(np.floor(places), np.int64)


def _parts_at(parts: NDArray[Any], points: NDArray[np.int64]) -> list[int]:
    """Return the numbers of the parts, but not the ground's, that points lie on."""
    side = len(parts)
    inside = ((points >= 0) & (points < side)).all(axis=1)
    return sorted({int(parts[y, x]) for x, y in points[inside]} - {0})
