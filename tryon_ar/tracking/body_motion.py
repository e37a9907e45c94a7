"""How the person moves from picture to picture, seen in the pictures themselves."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.seen_motion import PELVIS, TRUNK, SeenMotion
from tryon_ar.core.types import BgrImage, Body, Points
from tryon_ar.tracking.anatomy import (
    LANDMARKS,
    LEFT_ELBOW,
    LEFT_HIP,
    LEFT_SHOULDER,
    LEFT_WRIST,
    RIGHT_ELBOW,
    RIGHT_HIP,
    RIGHT_SHOULDER,
    RIGHT_WRIST,
    TORSO,
    body_scale_px,
)

Grey = NDArray[np.uint8]

# Lengths are in shoulder widths, but for those named otherwise.
_UPPER_ARMS = ((LEFT_SHOULDER, LEFT_ELBOW), (RIGHT_SHOULDER, RIGHT_ELBOW))
_FOREARMS = ((LEFT_ELBOW, LEFT_WRIST), (RIGHT_ELBOW, RIGHT_WRIST))
_TRUNK_GROWN, _ARM_HALF = 1.15, 0.14
_HAND_HALF, _BEYOND_WRIST, _BELOW_ELBOW = 0.17, 0.5, 0.15
_FOREARM_HALF = 0.1
# Around the hips, where hems lie, texture is looked for by itself: so far above and below them and
# beside them.
_ABOVE_HIPS, _BELOW_HIPS, _BESIDE_HIPS = 0.30, 0.40, 0.12
_INSIDE = 0.04  # texture this near to the person's edge may be what is behind
# Pictures are made so small that a shoulder width has about so many pixels.
_UNIT_PX, _UNIT_RANGE_PX = 120.0, (70.0, 200.0)
_MOST_POINTS, _MOST_AT_HIPS, _APART, _QUALITY = 80, 28, 0.05, 0.004
_FEWEST_LEFT = 0.6
_THERE_AND_BACK_PX, _CONSISTENT_PX = 0.4, 1.0
_LEAST_POINTS, _LEAST_SHARE = 12, 0.35
_MOST_TURN, _MOST_GROWTH = 0.15, 0.12
# Landmarks that texture around them tells of: on which parts, how far around, and how far what the
# trunk does tells of them too.
_LEFT_UPPER, _RIGHT_UPPER, _LEFT_LOWER, _RIGHT_LOWER = 2, 3, 4, 5
_NEAR = {
    LEFT_SHOULDER: ((TRUNK, _LEFT_UPPER), 0.28, 0.85),
    RIGHT_SHOULDER: ((TRUNK, _RIGHT_UPPER), 0.28, 0.85),
    LEFT_HIP: ((TRUNK,), 0.35, 0.85),
    RIGHT_HIP: ((TRUNK,), 0.35, 0.85),
    LEFT_ELBOW: ((_LEFT_UPPER, _LEFT_LOWER), 0.15, 0.0),
    RIGHT_ELBOW: ((_RIGHT_UPPER, _RIGHT_LOWER), 0.15, 0.0),
    LEFT_WRIST: ((_LEFT_LOWER,), 0.15, 0.0),
    RIGHT_WRIST: ((_RIGHT_LOWER,), 0.15, 0.0),
}
_LK: dict[str, Any] = {"winSize": (13, 13), "maxLevel": 2, "criteria": (3, 10, 0.02)}
_AROUND = 0.2  # of the picture beside the points is looked at


@dataclass(frozen=True, slots=True)
class Carried:
    """Where landmarks go by the motion seen in the pictures.

    Attributes
    ----------
    points_px : ndarray of shape (33, 2), float64
    trust : ndarray of shape (33,), float64
        0 where a landmark only goes along with the trunk, 1 where texture around it says so.
    """

    points_px: Points
    trust: NDArray[np.float64]


def carried_landmarks(motion: SeenMotion, landmarks_px: Points, unit_px: float) -> Carried:
    """Return where landmarks (33, 2) of the picture before are now.

    Everything goes with the trunk; shoulders, hips, elbows and wrists go further by what texture
    around them does beyond that.
    """
    goal = motion.with_trunk(landmarks_px)
    trust = np.zeros(LANDMARKS)
    beyond = motion.beyond(unit_px)
    for landmark, (parts, reach, least) in _NEAR.items():
        on = _on(motion.parts, parts)
        own, told = motion.near(landmarks_px[landmark], beyond, on, reach, unit_px)
        goal[landmark] += own * unit_px
        trust[landmark] = least + (1.0 - least) * told
    return Carried(goal, trust)


@dataclass(slots=True)
class BodyMotion:
    """Follows texture on a person from each picture into the next.

    Notes
    -----
    Corners of high contrast on trunk and arms are followed by pyramidal Lucas-Kanade, there and
    back, always from the picture in which they were found, so that errors do not add up while a
    person rests; they are looked for again once too few are left. A similarity through those on
    the trunk, by RANSAC, is how the body moves.

    Bouguet, "Pyramidal Implementation of the Affine Lucas Kanade Feature Tracker" (Intel, 2001).
    """

    _before: Grey | None = field(init=False, default=None)
    _origin: Grey | None = field(init=False, default=None)
    _corners: NDArray[np.float32] | None = field(init=False, default=None)
    _points: NDArray[np.float32] | None = field(init=False, default=None)
    _found: int = field(init=False, default=0)
    _step: int = field(init=False, default=1)

    def reset(self) -> None:
        """Forget the picture before."""
        self._before = self._origin = self._corners = self._points = None

    def follow(self, image_bgr: BgrImage, last: Body | None) -> SeenMotion | None:
        """Return how the person moved since the picture before; None where that is not known.

        Parameters
        ----------
        image_bgr : ndarray of shape (H, W, 3), uint8
        last : Body or None
            Where the person was in the picture before, when that is known.
        """
        before, now = self._before, self._small(image_bgr, last)
        if last is None or before is None or before.shape != now.shape:
            self.reset()
            self._before = now
            return None
        self._before = now
        places = _Places(last, before.shape, self._step)
        self._look(before, places)
        if self._origin is None or self._corners is None or self._points is None:
            return None
        reach = _AROUND * places.unit
        kept, there = _followed(self._origin, now, self._corners, self._points, reach)
        first, moved = self._points[kept], there[kept]
        self._corners, self._points = self._corners[kept], moved
        return _motion(first, moved, places)

    def _look(self, before: Grey, places: "_Places") -> None:
        """Look for corners in the picture before, where too few are left."""
        if self._corners is not None and self._points is not None:
            kept = places.parts_at(self._points) > 0
            self._corners, self._points = self._corners[kept], self._points[kept]
            if len(self._corners) >= _FEWEST_LEFT * self._found:
                return
        self._origin = before
        self._corners = self._points = places.corners(before)
        self._found = len(self._corners)

    def _small(self, image_bgr: BgrImage, last: Body | None) -> Grey:
        """Return the picture in grey and small enough."""
        import cv2

        if last is not None:
            unit_px = body_scale_px(last.pose)
            if not _UNIT_RANGE_PX[0] <= unit_px / self._step <= _UNIT_RANGE_PX[1]:
                self._step = max(round(unit_px / _UNIT_PX), 1)
        if self._step > 1:
            height, width = image_bgr.shape[:2]
            size = max(width // self._step, 1), max(height // self._step, 1)
            image_bgr = np.asarray(cv2.resize(image_bgr, size, interpolation=cv2.INTER_AREA))
        return np.asarray(cv2.cvtColor(image_bgr, cv2.COLOR_BGR2GRAY), np.uint8)


class _Places:
    """Which part of the person every pixel of the small picture shows."""

    def __init__(self, body: Body, shape: tuple[int, int], step: int) -> None:
        import cv2

        self.step = step
        points = (body.pose.points_px + 0.5) / step - 0.5
        self.unit = body_scale_px(body.pose) / step
        self.parts = np.zeros(shape, np.uint8)
        self._hips = _around_hips(points, self.unit)
        cv2.fillConvexPoly(self.parts, _whole(self._hips), PELVIS)
        corners = points[list(TORSO)]
        grown = corners.mean(axis=0) + (corners - corners.mean(axis=0)) * _TRUNK_GROWN
        cv2.fillConvexPoly(self.parts, _whole(grown), TRUNK)
        for (a, b), part in zip(_UPPER_ARMS, (_LEFT_UPPER, _RIGHT_UPPER), strict=True):
            _line(self.parts, points[a], points[b], _ARM_HALF * self.unit, part)
        for (a, b), part in zip(_FOREARMS, (_LEFT_LOWER, _RIGHT_LOWER), strict=True):
            along = points[b] - points[a]
            length = max(float(np.hypot(*along)), 1e-6)
            start = points[a] + along * min(_BELOW_ELBOW * self.unit / length, 1.0)
            end = points[b] + along / length * _BEYOND_WRIST * self.unit
            _line(self.parts, start, end, _HAND_HALF * self.unit, 0)
            _line(self.parts, start, points[b], _FOREARM_HALF * self.unit, part)
        self._mask = body.mask

    def corners(self, grey: Grey) -> NDArray[np.float32]:
        """Return places of high contrast on the person, shape (N, 2)."""
        import cv2

        height, width = grey.shape
        person = cv2.resize(self._mask, (width, height), interpolation=cv2.INTER_LINEAR)
        side = 2 * max(round(_INSIDE * self.unit), 1) + 1
        person = cv2.erode(np.asarray(person > 0.5, np.uint8), np.ones((side, side), np.uint8))
        usable = np.asarray((self.parts > 0) & (self.parts != PELVIS), np.uint8) * person
        low = np.zeros_like(usable)
        cv2.fillConvexPoly(low, _whole(self._hips), 1)
        low *= person * _on(self.parts, (TRUNK, PELVIS))
        most_px = max(_APART * self.unit, 2.0)
        found = [
            _corners(grey, usable * (1 - low), _MOST_POINTS, most_px),
            _corners(grey, low, _MOST_AT_HIPS, most_px),
        ]
        return np.vstack(found)

    def parts_at(self, points: NDArray[np.float32]) -> NDArray[np.uint8]:
        """Return on which part points (N, 2) lie; 0 is none."""
        rows, columns = self.parts.shape
        x, y = np.round(points).astype(np.int64).T
        inside = (x >= 0) & (x < columns) & (y >= 0) & (y < rows)
        at = self.parts[np.clip(y, 0, rows - 1), np.clip(x, 0, columns - 1)]
        return np.asarray(at * inside, np.uint8)


def _around_hips(points: Points, unit: float) -> Points:
    """Return a rectangle around the hips, along the trunk."""
    hips, shoulders = points[[LEFT_HIP, RIGHT_HIP]], points[[LEFT_SHOULDER, RIGHT_SHOULDER]]
    down = hips.mean(axis=0) - shoulders.mean(axis=0)
    down *= unit / max(float(np.hypot(*down)), 1e-6)
    across = hips[0] - hips[1]
    across *= unit / max(float(np.hypot(*across)), 1e-6) * _BESIDE_HIPS
    ends = np.stack([hips[0] + across, hips[1] - across])
    return np.vstack([ends - down * _ABOVE_HIPS, ends[::-1] + down * _BELOW_HIPS])


def _corners(grey: Grey, usable: Grey, most: int, apart_px: float) -> NDArray[np.float32]:
    """Return at most so many places of high contrast, shape (N, 2)."""
    import cv2

    rows, columns = np.flatnonzero(usable.any(axis=1)), np.flatnonzero(usable.any(axis=0))
    if not rows.size:
        return np.empty((0, 2), np.float32)
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    found: Any = cv2.goodFeaturesToTrack(
        np.ascontiguousarray(grey[box]),
        most,
        _QUALITY,
        apart_px,
        mask=np.ascontiguousarray(usable[box]),
    )
    if found is None:
        return np.empty((0, 2), np.float32)
    return np.asarray(found[:, 0] + (columns[0], rows[0]), np.float32)


def _followed(
    origin: Grey,
    now: Grey,
    corners: NDArray[np.float32],
    guess: NDArray[np.float32],
    reach: float,
) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    """Return which corners of one picture were found in another, and where all may be."""
    import cv2

    if not len(corners):
        return np.zeros(0, np.bool_), corners
    both = np.vstack([corners, guess])
    low = np.maximum(both.min(axis=0) - reach, 0).astype(int)
    high = np.maximum((both.max(axis=0) + reach).astype(int) + 1, low + 32)
    box = slice(low[1], high[1]), slice(low[0], high[0])
    origin, now = np.ascontiguousarray(origin[box]), np.ascontiguousarray(now[box])
    first, start = ((each - low.astype(np.float32)).reshape(-1, 1, 2) for each in (corners, guess))
    flags = cv2.OPTFLOW_USE_INITIAL_FLOW
    there, went, _ = cv2.calcOpticalFlowPyrLK(origin, now, first, start, flags=flags, **_LK)
    back, came, _ = cv2.calcOpticalFlowPyrLK(now, origin, there, first.copy(), flags=flags, **_LK)
    away = np.hypot(*(back - first)[:, 0].T)
    kept = (went.ravel() > 0) & (came.ravel() > 0) & (away < _THERE_AND_BACK_PX)
    return np.asarray(kept), np.asarray(there[:, 0] + low.astype(np.float32), np.float32)


def _motion(
    first: NDArray[np.float32], moved: NDArray[np.float32], places: _Places
) -> SeenMotion | None:
    """Return the motion in the picture's own pixels, or None when too few points agree."""
    import cv2

    parts = places.parts_at(first)
    trunk = parts == TRUNK
    if int(trunk.sum()) < _LEAST_POINTS:
        return None
    similarity, agreeing = cv2.estimateAffinePartial2D(
        first[trunk], moved[trunk], method=cv2.RANSAC, ransacReprojThreshold=_CONSISTENT_PX
    )
    if similarity is None:
        return None
    agreed = int(agreeing.sum())
    if agreed < max(_LEAST_POINTS, _LEAST_SHARE * int(trunk.sum())):
        return None
    growth = float(np.hypot(similarity[0, 0], similarity[1, 0]))
    turn = float(np.arctan2(similarity[1, 0], similarity[0, 0]))
    if abs(growth - 1.0) > _MOST_GROWTH or abs(turn) > _MOST_TURN:
        return None
    step, linear = places.step, np.asarray(similarity[:, :2], np.float64)
    middle = (step - 1) / 2  # a small pixel's centre among the picture's own
    offset = similarity[:, 2] * step + middle - linear @ np.full(2, middle)
    points = first.astype(np.float64) * step + middle
    moves = (moved - first).astype(np.float64) * step
    return SeenMotion(points, moves, parts, np.hstack([linear, offset[:, None]]))


def _on(parts: NDArray[np.uint8], wanted: tuple[int, ...]) -> NDArray[np.bool_]:
    on: NDArray[np.bool_] = parts == wanted[0]
    for part in wanted[1:]:
        on |= parts == part
    return on


def _line(mask: Grey, a: Points, b: Points, half: float, value: int) -> None:
    import cv2

    start, end = (tuple(int(v) for v in _whole(point)) for point in (a, b))
    cv2.line(mask, start, end, value, max(round(2 * half), 1))


def _whole(points: Points) -> NDArray[np.int32]:
    """Return points as whole pixels, none so far away that drawing fails."""
    return np.clip(np.round(points), -20000, 20000).astype(np.int32)
