"""The garment's outline as points that landmarks can be put on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_LEAST_HOLE_SHARE = 0.0005
_CORNER_TOLERANCE = 0.008


@dataclass(frozen=True, eq=False)
class OutlinePoints:
    """Outline of a matte.

    Attributes
    ----------
    points : ndarray of shape (N, 2), float32
        x, y in pixels of every pixel on the outline, holes included.
    corners : ndarray of shape (M, 2), float32
        Where the outline turns.
    bulges : ndarray of shape (M,), bool
        True where it turns outward (a hem's corner), False inward (an armpit).
    """

    points: NDArray[np.float32]
    corners: NDArray[np.float32]
    bulges: NDArray[np.bool_]

    def nearest(self, point: NDArray[np.float32], reach_px: float) -> NDArray[np.float32] | None:
        """Return the outline's nearest point, or None beyond the reach."""
        return _nearest(self.points, point, reach_px)

    def nearest_corner(
        self, point: NDArray[np.float32], reach_px: float, *, bulging: bool
    ) -> NDArray[np.float32] | None:
        """Return the nearest corner that turns outward (or inward), or None beyond the reach."""
        return _nearest(self.corners[self.bulges == bulging], point, reach_px)


def trace_outline(inside: NDArray[np.bool_]) -> OutlinePoints:
    """Return the outline of a mask (H, W); empty where the mask is.

    Notes
    -----
    Corners are the vertices of the polygon that stays within 0.8 % of the mask's size
    (Douglas & Peucker, 1973).
    """
    import cv2

    contours, _ = cv2.findContours(inside.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    least = _LEAST_HOLE_SHARE * max(1, int(inside.sum()))
    size = float(np.sqrt(max(1, int(inside.sum()))))
    points = [np.zeros((0, 2), np.float32)]
    corners = [np.zeros((0, 2), np.float32)]
    bulges = [np.zeros(0, np.bool_)]
    for contour in contours:
        if abs(cv2.contourArea(contour)) < least:
            continue
        points.append(contour[:, 0].astype(np.float32))
        polygon = cv2.approxPolyDP(contour, _CORNER_TOLERANCE * size, closed=True)
        vertices = polygon[:, 0].astype(np.float32)
        corners.append(vertices)
        bulges.append(_turns_outward(vertices))
    return OutlinePoints(np.concatenate(points), np.concatenate(corners), np.concatenate(bulges))


def _turns_outward(vertices: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Return for every vertex of a contour whether the garment lies in its sharp side.

    OpenCV runs round outer contours and round holes in opposite directions, so that the
    inside is always on the same hand.
    """
    back = vertices - np.roll(vertices, 1, axis=0)
    ahead = np.roll(vertices, -1, axis=0) - vertices
    turn = back[:, 0] * ahead[:, 1] - back[:, 1] * ahead[:, 0]
    return np.asarray(turn < 0, np.bool_)


def _nearest(
    places: NDArray[np.float32], point: NDArray[np.float32], reach_px: float
) -> NDArray[np.float32] | None:
    if not len(places):
        return None
    square = ((places - point) ** 2).sum(1)
    best = int(square.argmin())
    if float(square[best]) > reach_px**2:
        return None
    return np.asarray(places[best], np.float32)
