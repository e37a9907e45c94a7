"""Where the front of a top ends and the inside of its back is seen: the neck opening."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.garments.cutting.ray_path import cheapest_path
from tryon_ar.garments.garment import LOWER_CATEGORIES, Part

# A fan of rays from a point inside the opening, 0 pointing down the front, and where on each
# the front may begin, in shares of the distance at which a half ellipse through the neck's
# three landmarks crosses it. The narrow wedge between the ends is open in any case.
_ANGLES = np.deg2rad(np.arange(-144.0, 144.1, 3.0)).astype(np.float32)
_SHARES = np.linspace(0.15, 1.5, 64).astype(np.float32)
_CENTRE_DEPTH = 0.3
_WEDGE_HEIGHT = 3.0
# In half widths of the neck: below the first no opening is seen from the front, the second
# is what a shallow one is stretched to.
_LEAST_DEPTH = 0.06
_SHALLOW_DEPTH = 0.3
_LEAST_HALF_PX = 4.0
_HALF_WIDTH_SEEN_PX = 64.0
# A collar stands up above the neck points by this share of the neck's half width.
_COLLAR_RISE = 0.3
_COLLAR_RISE_USUAL = 0.12
_COLLARED = frozenset({"shirt", "polo", "blazer", "outerwear"})
_RISE_WITHIN = 0.6
_RISE_STEPS = 16
# What stands up further than this and is no hood is a collar closed round the neck.
_TURTLENECK_RISE = 0.75
_CLOSED = frozenset({"tshirt", "longsleeve", "top", "dress"})

_EDGE_COST = 2.0
_OUTSIDE_COST = 0.35 * _EDGE_COST
_REGION_COST = 0.5
_BEND_COST = 0.12
_ZONE_SHARE = 0.12
_PULL_SHARE = 0.5
_FORBIDDEN = 8.0
_LEAST_EDGE_LEVELS = 4.0
_TOO_DEAR = 3.5


@dataclass(frozen=True, eq=False)
class NeckFrame:
    """Coordinates of a neck: u across it, -1 and 1 at the neck points; v down the front.

    Attributes
    ----------
    middle, across, down : ndarray of shape (2,), float32
        A point (u, v) lies at ``middle + u * across + v * down`` in the photo.
    rise : float
        How far the garment stands up above the neck points, in half widths of the neck.
    """

    middle: NDArray[np.float32]
    across: NDArray[np.float32]
    down: NDArray[np.float32]
    rise: float

    def to_photo(self, u: NDArray[np.float32], v: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the points (..., 2) of coordinates of any equal shape."""
        placed = self.middle + u[..., None] * self.across + v[..., None] * self.down
        return np.asarray(placed, np.float32)


def find_opening(
    photo_bgr: NDArray[np.uint8],
    alpha: NDArray[np.uint8],
    part_shares: NDArray[np.float32],
    landmarks: Mapping[str, tuple[float, float]],
    category: str,
) -> NDArray[np.float32] | None:
    """Return the outline of a neck's opening.

    Parameters
    ----------
    photo_bgr : ndarray of shape (H, W, 3), uint8
    alpha : ndarray of shape (H, W), uint8
    part_shares : ndarray of shape (10, h, w), float32
        Probabilities of the parts on a grid that covers the photo.
    landmarks : mapping of str to (x, y)
        In pixels of the photo.
    category : str

    Returns
    -------
    ndarray of shape (N, 2), float32, or None
        A polygon in pixels of the photo: down along the edge of the front or of the collar's
        leaves, and far up above the garment. None where the landmarks show no opening (a
        turtleneck; nothing worn on the neck) or no edge agrees with them.

    Notes
    -----
    The cheapest path (:mod:`.ray_path`) round a fan of rays weighs four things: the picture's
    edges across the rays; what the network takes for inside or front on either side; how far
    the path leaves the zone between a V and a half ellipse through the neck's landmarks (narrower
    between the leaves of a collar); and its bends. Landmarks may be off by a tenth of the neck.
    """
    frame = None if category in LOWER_CATEGORIES else _neck_frame(alpha, landmarks)
    if frame is None:
        return None
    if category in _CLOSED and frame.rise > _TURTLENECK_RISE:
        return None
    usual = _COLLAR_RISE_USUAL if category in _COLLARED else _COLLAR_RISE
    collared = frame.rise > usual
    reach = _ellipse(_ANGLES)
    radii = reach[:, None] * _SHARES
    u = np.sin(_ANGLES)[:, None] * radii
    v = _CENTRE_DEPTH + np.cos(_ANGLES)[:, None] * radii
    points = frame.to_photo(u, v)
    cloth = _sampled(alpha, points) > 127
    cloth &= _within(points, alpha.shape)
    fit = _misfit(collared) + _FORBIDDEN * _beyond_outline(cloth, v)
    seen = _EDGE_COST * (1 - _edges(photo_bgr, frame, points, cloth, collared=collared))
    believed = _disagreement(part_shares, alpha.shape, points, cloth, (u, v), collared=collared)
    cost = np.where(cloth, seen, _OUTSIDE_COST) + believed + fit
    path = cheapest_path(cost.astype(np.float32), _BEND_COST)
    if float(fit[np.arange(len(path)), path].mean()) > _TOO_DEAR:
        return None
    # A path through column k divides the cells k - 1 and k.
    radius = reach * np.interp(path - 0.5, np.arange(len(_SHARES)), _SHARES)
    edge_u = (np.sin(_ANGLES) * radius).astype(np.float32)
    edge_v = (_CENTRE_DEPTH + np.cos(_ANGLES) * radius).astype(np.float32)
    far_u, far_v = edge_u[[-1, 0]], edge_v[[-1, 0]] - _WEDGE_HEIGHT * _up_scale(frame)
    return frame.to_photo(np.concatenate([edge_u, far_u]), np.concatenate([edge_v, far_v]))


def _neck_frame(
    alpha: NDArray[np.uint8], landmarks: Mapping[str, tuple[float, float]]
) -> NeckFrame | None:
    names = ("neck_right", "neck_left", "neck_front")
    if not all(name in landmarks for name in names):
        return None
    right, left, front = (np.array(landmarks[name], np.float32) for name in names)
    middle = np.asarray((right + left) / 2, np.float32)
    across = np.asarray((left - right) / 2, np.float32)
    half = float(np.hypot(*across))
    if half < _LEAST_HALF_PX or across[0] <= 0:
        return None
    below = np.array([-across[1] / half, across[0] / half], np.float32)
    depth = float((front - middle) @ below) / half
    if depth < _LEAST_DEPTH:
        return None
    stretch = np.float32(max(1.0, _SHALLOW_DEPTH / depth))
    down = np.asarray((front - middle) * stretch, np.float32)
    return NeckFrame(middle, across, down, _rise(alpha, middle, across, below, half))


def _rise(
    alpha: NDArray[np.uint8],
    middle: NDArray[np.float32],
    across: NDArray[np.float32],
    below: NDArray[np.float32],
    half: float,
) -> float:
    """Return how far the garment reaches above the neck points between them, in half widths."""
    step = max(1, round(half / _RISE_STEPS))
    rows, columns = np.nonzero(alpha[::step, ::step] > 127)
    away = np.stack([columns, rows], axis=1).astype(np.float32) * step - middle
    between = np.abs(away @ across) < _RISE_WITHIN * half**2
    return float(-(away[between] @ below).min()) / half if between.any() else 0.0


def _up_scale(frame: NeckFrame) -> float:
    """Return a half width of the neck in units of v."""
    return float(np.hypot(*frame.across) / max(1e-6, np.hypot(*frame.down)))


def _ellipse(angles: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return where rays from the centre cross the half ellipse, or its straight sides above."""
    sine, cosine = np.sin(angles), np.cos(angles)
    radius = -_CENTRE_DEPTH * cosine + np.sqrt(np.maximum(0, 1 - (_CENTRE_DEPTH * sine) ** 2))
    side = 1 / np.maximum(np.abs(sine), 0.35)
    return np.where(_CENTRE_DEPTH + radius * cosine >= 0, radius, side).astype(np.float32)


def _vee(angles: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return where rays from the centre cross a V, or its straight sides above."""
    sine, cosine = np.abs(np.sin(angles)), np.cos(angles)
    radius = (1 - _CENTRE_DEPTH) / np.maximum(sine + cosine, 0.2)
    side = 1 / np.maximum(sine, 0.35)
    return np.where(_CENTRE_DEPTH + radius * cosine > 0, radius, side).astype(np.float32)


def _misfit(collared: bool) -> NDArray[np.float32]:
    """Return the cost (N, K) of leaving the zone where fronts begin."""
    downward = np.clip(np.cos(_ANGLES), 0, 1)
    if collared:
        low, high = 0.4 + 0.45 * downward**4, 0.78 + 0.27 * downward**4
        likely = 0.72 + 0.28 * downward**2
    else:
        low, high = 0.9 * _vee(_ANGLES) / _ellipse(_ANGLES), 1.08 + 0.2 * downward**2
        likely = np.ones(len(_ANGLES))
    outside = np.maximum(np.maximum(low[:, None] - _SHARES, _SHARES - high[:, None]), 0)
    pull = ((_SHARES - likely[:, None]) / _PULL_SHARE) ** 2
    zone = (outside / _ZONE_SHARE) ** 2
    return np.asarray(zone + pull * np.maximum(downward, 0.1)[:, None], np.float32)


def _beyond_outline(cloth: NDArray[np.bool_], v: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return what of the rays that run down or sideways lies beyond the garment's side."""
    left_it = ~cloth[:, 1:] & cloth[:, :-1]
    beyond = np.cumsum(np.pad(left_it, ((0, 0), (1, 0))), axis=1) > 0
    return beyond & (v > 0.1)


def _edges(
    photo_bgr: NDArray[np.uint8],
    frame: NeckFrame,
    points: NDArray[np.float32],
    cloth: NDArray[np.bool_],
    *,
    collared: bool,
) -> NDArray[np.float32]:
    """Return how clearly the colours change at each place along its ray, 0 to 1."""
    colours = _colours(photo_bgr, frame, points)
    padded = np.pad(colours, ((0, 0), (2, 2), (0, 0)), mode="edge")
    inner = padded[:, :-4] + padded[:, 1:-3]
    outer = padded[:, 2:-2] + padded[:, 3:-1]
    change = np.linalg.norm(outer - inner, axis=2) / 2
    # The inside lies in the shade of the front; a leaf's outer edge shades what is outside.
    change *= np.where(outer[:, :, 0] >= inner[:, :, 0], 1.0, 0.5 if collared else 0.75)
    usual = float(np.percentile(change[cloth], 70)) if cloth.any() else 0.0
    edges = np.where(cloth, change / (change + max(usual, _LEAST_EDGE_LEVELS)), 0)
    entered = cloth & ~np.pad(cloth, ((0, 0), (1, 0)))[:, :-1]
    return np.where(entered, 1.0, edges).astype(np.float32)


def _colours(
    photo_bgr: NDArray[np.uint8], frame: NeckFrame, points: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return YCrCb colours at points, sampled from the photo at about their own spacing."""
    import cv2

    low = np.maximum(0, np.floor(points.min(axis=(0, 1))) - 2).astype(int)
    high = np.maximum(low + 1, np.ceil(points.max(axis=(0, 1))).astype(int) + 3)
    low = np.minimum(low, np.array(photo_bgr.shape[1::-1]) - 1)
    crop = photo_bgr[low[1] : high[1], low[0] : high[0]]
    scale = min(1.0, _HALF_WIDTH_SEEN_PX / float(np.hypot(*frame.across)))
    size = (max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale)))
    small = cv2.GaussianBlur(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), (0, 0), 0.8)
    luma_chroma = cv2.cvtColor(small, cv2.COLOR_BGR2YCrCb).astype(np.float32)
    ratio = np.array([size[0] / crop.shape[1], size[1] / crop.shape[0]], np.float32)
    places = (points - low + 0.5).astype(np.float32) * ratio - 0.5
    return cv2.blur(_remap(luma_chroma, places), (1, 3)).astype(np.float32)


def _disagreement(
    part_shares: NDArray[np.float32],
    shape: tuple[int, ...],
    points: NDArray[np.float32],
    cloth: NDArray[np.bool_],
    at: tuple[NDArray[np.float32], NDArray[np.float32]],
    *,
    collared: bool,
) -> NDArray[np.float32]:
    """Return how much the network speaks against all inside of each place being inside."""
    height, width = part_shares.shape[1:]
    ratio = np.array([width / shape[1], height / shape[0]], np.float32)
    places = ((points + 0.5) * ratio - 0.5).astype(np.float32)
    share = {part: _remap(part_shares[part], places) for part in Part}
    u, v = at
    if collared:
        between = np.clip((0.75 - np.abs(u)) / 0.3, 0, 1)
        behind = 0.2 + between * (0.15 + 0.6 * np.clip(0.3 - 2 * v, 0, 1))
    else:
        behind = 0.5 + 0.45 * np.clip(0.5 - 1.5 * v, 0, 1)
    inside = share[Part.INSIDE_BACK] + share[Part.HOOD] + behind * share[Part.COLLAR]
    front = share[Part.TORSO] + share[Part.SKIRT] + (1 - behind) * share[Part.COLLAR]
    front = front + share[Part.LEFT_SLEEVE] + share[Part.RIGHT_SLEEVE]
    opinion = np.where(cloth, (front - inside) / np.maximum(front + inside, 0.05), 0)
    before = np.pad(opinion, ((0, 0), (1, 0)))[:, :-1]
    return np.asarray(_REGION_COST * np.cumsum(before, axis=1), np.float32)


def _within(points: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.bool_]:
    x, y = points[..., 0], points[..., 1]
    inside: NDArray[np.bool_] = (x >= 0) & (y >= 0) & (x < shape[1]) & (y < shape[0])
    return inside


def _sampled(picture: NDArray[np.uint8], points: NDArray[np.float32]) -> NDArray[np.float32]:
    return _remap(picture, points).astype(np.float32)


def _remap(
    picture: NDArray[np.uint8] | NDArray[np.float32], points: NDArray[np.float32]
) -> NDArray[np.float32]:
    import cv2

    sampled: NDArray[np.float32] = cv2.remap(
        np.ascontiguousarray(picture),
        points[..., 0],
        points[..., 1],
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.float32)
    return sampled
