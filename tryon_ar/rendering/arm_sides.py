"""Upper arms moved to where they are seen: poses put elbows of hanging arms into the trunk."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import Points, Pose
from tryon_ar.fitting.body_frame import Joint
from tryon_ar.fitting.vectors import distance

# Fractions of the upper arm at which its outer side is looked for, so far out (shoulder widths).
_ALONG = np.linspace(0.4, 1.0, 7)
_OUT = np.linspace(0.0, 0.36, 37)
# An arm's half-width, and how far a sleeve stands off; so many bare places tell without sleeves.
_HALF, _EASE = 0.115, 0.07
_ENOUGH_BARE = 2
# An elbow is moved so far at most, if the outer side is seen at so many places.
_FURTHEST = 0.12
_LEAST_PLACES = 4
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
        Where the room is seen beside an upper arm, its middle is an arm's half-width (and a
        sleeve's ease, where it has one) inside of that. The bone turns about the shoulder by the
        median of what several places say; elbows are never moved inwards, where sleeves may be
        wide. What poses are wrong by changes slowly, and is followed so.
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
    air = labels.shares[Label.BACKGROUND][y, x] > 0.5
    bounded = air.any(axis=1) & ~air[:, 0]
    if np.count_nonzero(bounded) < _LEAST_PLACES:
        return np.zeros(2)
    last = np.argmax(air[bounded], axis=1) - 1
    bare = labels.shares[Label.ARMS][y[bounded, last], x[bounded, last]] > 0.5
    turns = (_OUT[last] - _HALF - np.where(bare, 0.0, _EASE)) / _ALONG[inside][bounded]
    turn = float(np.median(turns[bare] if np.count_nonzero(bare) >= _ENOUGH_BARE else turns))
    return np.asarray(normal * (unit_px * min(max(turn, 0.0), _FURTHEST)), np.float64)
