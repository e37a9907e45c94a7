"""Upper arms moved to where they are seen: poses put elbows of hanging arms into the trunk."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import Points, Pose
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.vectors import distance

# Fractions of the upper arm at which its outer side is looked for, from a
# little inside to far out (shoulder widths).
_ALONG = np.linspace(0.4, 1.0, 7)
_STEP, _AT_BONE = 0.01, 10
_OUT = (np.arange(47) - _AT_BONE) * _STEP
# An arm's half-width, and how far a sleeve stands off.
_HALF, _EASE = 0.115, 0.07
# Of bare skin that is so wide both sides are an arm's.
_THIN, _THICK = 0.16, 0.27
# Between cloth and skin so many places of a ray may be neither.
_UNSURE = 4
# An elbow is moved so far at most, if the outer side is seen at so many places.
_FURTHEST = 0.12
_LEAST_PLACES = 3
_SHORTEST = 0.45
_SEEN = 0.3
_KEPT = 0.85
_ARMS = (
    (Joint.LEFT_SHOULDER, Joint.LEFT_ELBOW, Joint.RIGHT_SHOULDER),
    (Joint.RIGHT_SHOULDER, Joint.RIGHT_ELBOW, Joint.LEFT_SHOULDER),
)


class SeenElbows:
    """How far outside of the pose's the elbows are seen, followed from frame to frame."""

    def __init__(self) -> None:
        self._last: NDArray[np.float64] | None = None

    def look(self, pose: Pose, labels: Labels, unit_px: float) -> Pose:
        """Return a pose whose elbows lie no further inside than the arms' outer sides say.

        Parameters
        ----------
        pose : Pose
        labels : Labels
            Of the same frame.
        unit_px : float
            Shoulder width.

        Notes
        -----
        Where the room is seen beside a sleeved upper arm, its middle is an arm's half-width and
        a sleeve's ease inside of that; a bare one has its middle where it is seen. The bone
        turns about the shoulder by the median of what several places say; elbows are never moved
        inwards, where sleeves may be wide. What poses are wrong by changes slowly, and is
        followed so.
        """
        found = np.zeros((len(_ARMS), 2))
        for number, (root, joint, other) in enumerate(_ARMS):
            if min(pose.visibility[[root, joint]]) >= _SEEN:
                joints = pose.points_px[[root, joint, other]]
                found[number] = _outwards(joints, labels, unit_px) / unit_px
        last = found if self._last is None else self._last
        self._last = _KEPT * last + (1.0 - _KEPT) * found
        points = pose.points_px.copy()
        points[[joint for _, joint, _ in _ARMS]] += self._last * unit_px
        return replace(pose, points_px=points)

    def forget(self) -> None:
        """Forget the person."""
        self._last = None


def _outwards(joints: Points, labels: Labels, unit_px: float) -> Points:
    """Return how far an elbow is moved."""
    root, joint, other = joints
    length = distance(root, joint)
    if length < _SHORTEST * unit_px:
        return np.zeros(2)
    bone = joint - root
    normal = np.array([-bone[1], bone[0]]) / length
    if float(normal @ (root - other)) < 0:
        normal = -normal
    rays = root + bone * _ALONG[:, None, None] + normal * (unit_px * _OUT[:, None])
    side = labels.shares.shape[1]
    places = np.floor((rays + 0.5 - (labels.x0_px, labels.y0_px)) * (side / labels.side_px))
    inside = ((places >= 0) & (places < side)).all(axis=(1, 2))
    x, y = np.moveaxis(places[inside].astype(np.intp), 2, 0)
    air, arm, cloth = (
        labels.shares[kind][y, x] > 0.5 for kind in (Label.BACKGROUND, Label.ARMS, Label.UPPER)
    )
    turns = [
        middle / along
        for along, *seen in zip(_ALONG[inside], air, arm, cloth, strict=True)
        if (middle := _middle(*seen)) is not None
    ]
    if len(turns) < _LEAST_PLACES:
        return np.zeros(2)
    turn = min(max(float(np.median(turns)), 0.0), _FURTHEST)
    return np.asarray(normal * (unit_px * turn), np.float64)


def _middle(
    air: NDArray[np.bool_], arm: NDArray[np.bool_], cloth: NDArray[np.bool_]
) -> float | None:
    """Return how far from the bone an arm's middle is seen on a ray; None where that is unsure.

    A bare arm is told from a hand beside it by its width and by the trunk's cloth inside of it.
    """
    if air[_AT_BONE]:
        return None
    last = _AT_BONE + int(np.argmax(air[_AT_BONE:])) - 1
    if air[last + 1] and cloth[last]:
        return float(_OUT[last]) - _HALF - _EASE
    if not arm.any():
        return None
    first = int(np.argmax(arm))
    width = int(np.argmin(np.append(arm[first:], False))) * _STEP
    if cloth[max(0, first - _UNSURE) : first].any() and width > _THIN:
        return float(_OUT[first]) + (_HALF if width > _THICK else width / 2)
    outer = float(_OUT[first]) + width
    return outer - _HALF if first == 0 and outer < _THICK else None
