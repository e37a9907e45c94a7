"""A round brush on a matte: what one stroke covers."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

PointPx = tuple[float, float]
Roi = tuple[int, int, int, int]
MIN_RADIUS_PX = 0.5
MAX_RADIUS_PX = 400.0

# The colours in the middle of an edge-following brush say what belongs; its tip always paints.
_CORE_SHARE, _TIP_SHARE = 0.25, 0.1
_COLOUR_SPREADS = 3.0
_LEAST_SPREAD, _MOST_SPREAD = 5.0, 16.0
_OUTLIERS_PERCENT = 10.0
_LEAST_LENGTH2 = 1e-12  # a shorter segment is a point


@dataclass(frozen=True, slots=True)
class Brush:
    """How a stroke paints.

    Attributes
    ----------
    radius_px : float
        0.5 to 400 pixels of the photo.
    erase : bool
        Take away instead of adding.
    hardness : float
        0 (soft to the middle) to 1 (an edge one pixel wide).
    follow_edges : bool
        Keep to colours like those under the middle of the brush.
    """

    radius_px: float
    erase: bool = False
    hardness: float = 0.8
    follow_edges: bool = False

    def __post_init__(self) -> None:
        """Refuse a brush without size or with an impossible edge."""
        if not MIN_RADIUS_PX <= self.radius_px <= MAX_RADIUS_PX:
            raise ValueError(f"radius_px {self.radius_px} is not {MIN_RADIUS_PX}..{MAX_RADIUS_PX}")
        if not 0.0 <= self.hardness <= 1.0:
            raise ValueError(f"hardness {self.hardness} is not 0..1")

    @property
    def reach_px(self) -> float:
        """How far from its path the brush paints at all."""
        return self.radius_px + 0.5


def coverage_at(
    distance_px: NDArray[np.float32], radius_px: float, hardness: float
) -> NDArray[np.uint8]:
    """Return how much a brush covers at distances from its path.

    Parameters
    ----------
    distance_px : ndarray, float32
    radius_px, hardness : float
        See :class:`Brush`.

    Returns
    -------
    ndarray of the same shape, uint8
        ``255 * smoothstep((r + 0.5 - d) / max(1, r * (1 - hardness)))``, rounded.
    """
    edge_px = max(1.0, radius_px * (1.0 - hardness))
    ramp = np.clip((radius_px + 0.5 - distance_px) / edge_px, 0.0, 1.0)
    covered: NDArray[np.uint8] = np.rint(ramp * ramp * (3.0 - 2.0 * ramp) * 255.0).astype(np.uint8)
    return covered


class BrushStroke:
    """One stroke from press to release; where it crosses itself it is not thicker.

    Parameters
    ----------
    brush : Brush
    photo_bgr : ndarray of shape (H, W, 3), uint8
        The colours an edge-following brush keeps to.

    Notes
    -----
    The path is a chain of line segments whose distance is exact at every pixel: nothing is
    stamped, so neither spacing nor speed of the pointer shows. Long segments are painted in
    pieces, so that their boxes stay small.
    """

    def __init__(self, brush: Brush, photo_bgr: NDArray[np.uint8]) -> None:
        self.brush = brush
        self._photo_bgr = photo_bgr
        self.coverage: NDArray[np.uint8] = np.zeros(photo_bgr.shape[:2], np.uint8)
        self._last: PointPx | None = None

    def extend(self, points_px: Sequence[PointPx]) -> Roi | None:
        """Go on to further points.

        Returns
        -------
        (left, top, right, bottom) or None
            Half-open box in which ``coverage`` may have grown; None when outside the photo.
        """
        box: Roi | None = None
        for point in points_px:
            start = self._last if self._last is not None else point
            for one, other in _pieces(start, point, self.brush.radius_px):
                box = joined(box, self._paint(one, other))
            self._last = point
        return box

    def _paint(self, start: PointPx, end: PointPx) -> Roi | None:
        box = _box_around(start, end, self.brush.reach_px, self.coverage.shape)
        if box is None:
            return None
        left, top, right, bottom = box
        distance = _distance_px(box, start, end)
        painted = coverage_at(distance, self.brush.radius_px, self.brush.hardness)
        if self.brush.follow_edges:
            window = self._photo_bgr[top:bottom, left:right]
            painted = _kept_to_colours(painted, distance, window, self.brush.radius_px)
        area = self.coverage[top:bottom, left:right]
        np.maximum(area, painted, out=area)
        return box


def joined(one: Roi | None, other: Roi | None) -> Roi | None:
    """Return the smallest box around two boxes, either of which may be missing."""
    if one is None or other is None:
        return other if one is None else one
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _pieces(start: PointPx, end: PointPx, radius_px: float) -> list[tuple[PointPx, PointPx]]:
    longest_px = max(2.0 * radius_px, 32.0)
    length_px = float(np.hypot(end[0] - start[0], end[1] - start[1]))
    count = max(1, int(np.ceil(length_px / longest_px)))
    places = [
        (
            start[0] + (end[0] - start[0]) * step / count,
            start[1] + (end[1] - start[1]) * step / count,
        )
        for step in range(count + 1)
    ]
    return list(itertools.pairwise(places))


def _box_around(
    start: PointPx, end: PointPx, reach_px: float, shape: tuple[int, ...]
) -> Roi | None:
    left = max(int(np.floor(min(start[0], end[0]) - reach_px)), 0)
    top = max(int(np.floor(min(start[1], end[1]) - reach_px)), 0)
    right = min(int(np.ceil(max(start[0], end[0]) + reach_px)) + 1, shape[1])
    bottom = min(int(np.ceil(max(start[1], end[1]) + reach_px)) + 1, shape[0])
    return (left, top, right, bottom) if left < right and top < bottom else None


def _distance_px(box: Roi, start: PointPx, end: PointPx) -> NDArray[np.float32]:
    """Return each pixel's distance to a line segment."""
    left, top, right, bottom = box
    x = np.arange(left, right, dtype=np.float32)[None, :] - np.float32(start[0])
    y = np.arange(top, bottom, dtype=np.float32)[:, None] - np.float32(start[1])
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length2 = along_x * along_x + along_y * along_y
    if length2 > _LEAST_LENGTH2:
        share = np.clip((x * along_x + y * along_y) / length2, 0.0, 1.0).astype(np.float32)
        x, y = x - share * np.float32(along_x), y - share * np.float32(along_y)
    distance: NDArray[np.float32] = np.sqrt(x * x + y * y)
    return distance


def _kept_to_colours(
    painted: NDArray[np.uint8],
    distance_px: NDArray[np.float32],
    window_bgr: NDArray[np.uint8],
    radius_px: float,
) -> NDArray[np.uint8]:
    """Return the coverage without what differs in colour from the middle of the brush.

    Notes
    -----
    Colours are compared in CIELAB, measured in spreads of the middle's own colours; what is
    alike but lies across a border is dropped too, by connectedness to the middle.
    """
    core = distance_px <= max(_CORE_SHARE * radius_px, 1.0)
    lab = cv2.cvtColor(cv2.GaussianBlur(window_bgr, (3, 3), 0), cv2.COLOR_BGR2LAB)
    own = lab[core].astype(np.float32)
    if len(own) == 0:  # the middle lies beside the photo
        return painted
    middle = np.median(own, axis=0)
    apart = np.sqrt(((lab.astype(np.float32) - middle) ** 2).sum(axis=2))
    usual = float(np.percentile(apart[core], 100.0 - _OUTLIERS_PERCENT))
    spread = min(max(usual / 2.0, _LEAST_SPREAD), _MOST_SPREAD)
    alike = np.clip(_COLOUR_SPREADS + 0.5 - apart / spread, 0.0, 1.0)
    tip = distance_px <= max(_TIP_SHARE * radius_px, 1.0)
    alike[tip] = 1.0
    _, labels = cv2.connectedComponents(((alike > 0.0) & (painted > 0)).astype(np.uint8))
    joined_on = np.isin(labels, np.unique(labels[tip & (painted > 0)]))
    alike[~joined_on] = 0.0
    closed = cv2.morphologyEx(alike.astype(np.float32), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    kept: NDArray[np.uint8] = np.rint(painted * closed).astype(np.uint8)
    return kept
