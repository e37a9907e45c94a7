"""The square of the frame that the parser looks at: tight round the person, and at rest."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage, Body, Points, SoftMask

# How much of the square a person fills when it is laid anew; the head is trained about this.
_FILLED = 0.88
# It stays as long as the person fills at least this much of it ...
_LEAST_FILLED = 0.68
# ... and stands out of it by no more than this share of its side.
_OVERHANG = 0.01
# The mask is read every so many pixels, and specks in it smaller than this share of the person
# do not count.
_COARSE_PX = 96
_SPECK = 0.04
_SEEN = 0.5
_LEAST_SIDE_PX = 24.0
# Below this scale a picture is shrunk by averaging first, or fine patterns would alias.
_AVERAGED_BELOW = 0.5


@dataclass(frozen=True, slots=True)
class Square:
    """A square of the frame.

    Attributes
    ----------
    x0_px, y0_px : float
        Its top left corner: the edge, not the centre, of the first pixel.
    side_px : float
    """

    x0_px: float
    y0_px: float
    side_px: float

    def cut(self, image_bgr: BgrImage, size_px: int) -> BgrImage:
        """Return what it shows, black beyond the frame.

        Parameters
        ----------
        image_bgr : ndarray of shape (H, W, 3), uint8
        size_px : int
            Side of the result.

        Returns
        -------
        ndarray of shape (size_px, size_px, 3), uint8
        """
        import cv2

        scale = size_px / self.side_px
        if scale >= _AVERAGED_BELOW:
            shrunk, source = _Shrunk(0, 0, 1.0, 1.0), image_bgr
        else:
            shrunk, source = self._shrunk(image_bgr, scale)
        # Pixel centres are at integers, edges half a pixel before them.
        matrix = np.array(
            [
                [scale / shrunk.x, 0.0, scale * (shrunk.x0 + 0.5 / shrunk.x - self.x0_px) - 0.5],
                [0.0, scale / shrunk.y, scale * (shrunk.y0 + 0.5 / shrunk.y - self.y0_px) - 0.5],
            ]
        )
        return np.asarray(cv2.warpAffine(source, matrix, (size_px, size_px)), np.uint8)

    def _shrunk(self, image_bgr: BgrImage, scale: float) -> tuple["_Shrunk", BgrImage]:
        """Return what is of the frame under the square, averaged to about the wanted scale."""
        import cv2

        height, width = image_bgr.shape[:2]
        x0, y0 = max(int(self.x0_px), 0), max(int(self.y0_px), 0)
        x1 = max(min(int(self.x0_px + self.side_px) + 1, width), x0 + 1)
        y1 = max(min(int(self.y0_px + self.side_px) + 1, height), y0 + 1)
        part = image_bgr[y0:y1, x0:x1]
        size = (max(1, round((x1 - x0) * scale)), max(1, round((y1 - y0) * scale)))
        small = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
        return _Shrunk(x0, y0, size[0] / (x1 - x0), size[1] / (y1 - y0)), small


class _Shrunk(NamedTuple):
    """Where a smaller picture comes from: its corner in the frame, and its scales."""

    x0: int
    y0: int
    x: float
    y: float


class SteadyCrop:
    """Lays a square round the person and leaves it where it is while it serves.

    A square that followed every frame would shift the network's grid under still edges, which
    then flicker; one that is laid anew only when the person outgrows it (or becomes small in it)
    rests for seconds.
    """

    def __init__(self) -> None:
        self._square: Square | None = None

    def reset(self) -> None:
        """Forget the person: the next square is laid anew."""
        self._square = None

    def around(self, body: Body) -> Square | None:
        """Return the square to look at, or None when nothing of the person is in the frame."""
        box = _visible_box(body)
        if box is None:
            self._square = None
            return None
        if self._square is None or not _serves(self._square, box):
            self._square = _laid_round(box)
        return self._square


def _serves(square: Square, box: NDArray[np.float64]) -> bool:
    low = np.array([square.x0_px, square.y0_px])
    slack = _OVERHANG * square.side_px
    inside = (box[0] >= low - slack).all() and (box[1] <= low + square.side_px + slack).all()
    return bool(inside) and float((box[1] - box[0]).max()) >= _LEAST_FILLED * square.side_px


def _laid_round(box: NDArray[np.float64]) -> Square:
    side_px = max(float((box[1] - box[0]).max()) / _FILLED, _LEAST_SIDE_PX)
    x0, y0 = (box[0] + box[1]) / 2 - side_px / 2
    return Square(float(x0), float(y0), side_px)


def _visible_box(body: Body) -> NDArray[np.float64] | None:
    """Return the corners (low, high) of what the frame shows of the person, as edges in px."""
    height, width = body.mask.shape
    corners = [corner for corner in (_mask_box(body.mask), _pose_box(body)) if corner is not None]
    if not corners:
        return None
    low = np.min([each[0] for each in corners], axis=0)
    high = np.max([each[1] for each in corners], axis=0)
    box = np.clip([low, high], 0.0, [width, height])
    return box if ((box[1] - box[0]) > 1.0).all() else None


def _pose_box(body: Body) -> Points | None:
    """Return the box of the joints that are seen within the frame."""
    height, width = body.mask.shape
    points = body.pose.points_px
    inside = ((points >= 0) & (points <= [width - 1, height - 1])).all(axis=1)
    points = points[inside & (body.pose.visibility > _SEEN)]
    return None if len(points) == 0 else np.array([points.min(0), points.max(0) + 1.0])


def _mask_box(mask: SoftMask) -> Points | None:
    """Return the box of the mask without specks."""
    import cv2

    step = max(max(mask.shape) // _COARSE_PX, 1)
    seen = np.asarray(mask[step // 2 :: step, step // 2 :: step] > _SEEN, np.uint8)
    _, _, parts, _ = cv2.connectedComponentsWithStats(seen)
    parts = parts[1:]  # the first is what is not seen
    if len(parts) == 0:
        return None
    areas = parts[:, cv2.CC_STAT_AREA]
    parts = parts[areas >= _SPECK * areas.max()]
    low = parts[:, [cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP]]
    high = low + parts[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    return np.array([low.min(0) * step, high.max(0) * step], np.float64)
