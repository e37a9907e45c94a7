"""A second, closer look at head and shoulders, for photos of whole people.

In a square round a standing person a head is a dozen of the network's cells high: hair is lost
between them. Photos have time for a look at what matters most.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import Pose
from tryon_ar.parsing.crop import Square

_HEAD = slice(0, 11)  # nose, eyes, ears, mouth
_SHOULDERS = [11, 12]
_SEEN = 0.5
# The closer square's side: in distances from the head's middle to that of the shoulders, and in
# shoulder widths, whichever is more; its middle lies this far down from the head.
_SIDE_IN_NECKS, _SIDE_IN_WIDTHS = 3.6, 1.7
_DOWN = 0.25
# A square that is not much smaller shows nothing new.
_MOST_SHARE = 0.6
# Towards its border the closer look knows less than the other of what lies beyond.
_FEATHER = 0.12
_FINER = 2


def head_square(pose: Pose, square: Square) -> Square | None:
    """Return the square round head and shoulders.

    Parameters
    ----------
    pose : Pose
    square : Square
        Round the whole person.

    Returns
    -------
    Square or None
        None when head or shoulders are not seen, or ``square`` is hardly larger.
    """
    if min(pose.visibility[0], *pose.visibility[_SHOULDERS]) < _SEEN:
        return None
    head = pose.points_px[_HEAD].mean(axis=0)
    left, right = pose.points_px[_SHOULDERS]
    down = (left + right) / 2 - head
    side = max(
        _SIDE_IN_NECKS * float(np.hypot(*down)),
        _SIDE_IN_WIDTHS * float(np.hypot(*(left - right))),
    )
    if side > _MOST_SHARE * square.side_px or side < 1.0:
        return None
    x0, y0 = head + _DOWN * down - side / 2
    return Square(float(x0), float(y0), side)


def merged(
    whole: NDArray[np.float32], square: Square, close: NDArray[np.float32], closer: Square
) -> NDArray[np.float32]:
    """Return the shares of a square with those of a closer look laid in.

    Parameters
    ----------
    whole, close : ndarray of shape (T, T, 8), float32
        Shares of the two squares.
    square, closer : Square

    Returns
    -------
    ndarray of shape (2T, 2T, 8), float32
        Over ``square``; they sum to 1 where both do.
    """
    side = whole.shape[0] * _FINER
    fine = cv2.resize(whole, (side, side), interpolation=cv2.INTER_LINEAR)
    # From a cell of the result to one of the closer look, centres at integers.
    scale = (square.side_px / side) / (closer.side_px / close.shape[0])
    to_close = close.shape[0] / closer.side_px
    shift = [
        (here - there) * to_close + 0.5 * scale - 0.5
        for here, there in ((square.x0_px, closer.x0_px), (square.y0_px, closer.y0_px))
    ]
    matrix = np.array([[scale, 0.0, shift[0]], [0.0, scale, shift[1]]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpAffine(close, matrix, (side, side), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    weight = cv2.warpAffine(_feathered(close.shape[0]), matrix, (side, side), flags=flags)
    return np.asarray(fine + weight[..., None] * (laid - fine), np.float32)


def _feathered(side: int) -> NDArray[np.float32]:
    """Return 1 in the middle of a square, falling to 0 at its border."""
    along = np.minimum(np.arange(side) + 0.5, side - 0.5 - np.arange(side)) / (_FEATHER * side)
    ramp = np.clip(along, 0.0, 1.0)
    return np.asarray(np.minimum(ramp[:, None], ramp[None, :]), np.float32)
