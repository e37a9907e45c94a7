"""Labels that agree over time: carried along by the picture's motion, and blended.

Let S be the shares shown last, I the crop's luma and W the motion from the frame before to this
one. Where the network did not look, S(t) = W S(t-1). Where it did and said M,

    S(t) = a M + (1 - a) W S(t-1),    a = min(rest + e + |motion| / fast + |slope| / torn, 1),

per pixel, with e from 0 to 1 as the difference between I(t) and W I(t-1) grows from what noise
explains, and the slope of the motion. So an edge in a picture that rests moves by the share
``rest`` only, however the network wavers, and what moves, tears or comes unforeseen is what the
network says. ``rest`` is larger where the network is sure of something else than what is shown,
so that no error stays. Where motion is torn - before a fast hand, the flow stretches what is behind
like rubber - W leaves labels where they were.
"""

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label
from tryon_ar.core.types import BgrImage
from tryon_ar.kernels.carrying import agree_nb, change_nb, gather_planes_nb, stretch_nb
from tryon_ar.parsing.crop import Square

Floats = NDArray[np.float32]

_GRID_PX = 128
# Share of what the network says, each time it looks, where nothing moved: where it says about the
# same, and where it says quite another thing.
_REST_SAME, _REST_OTHER = np.float32(0.18), np.float32(0.4)
# Difference of luma, in grey levels, below which the motion explains the picture, and by which
# nothing of the past is left.
_EXPLAINED, _UNEXPLAINED = np.float32(6.0), np.float32(26.0)
# Motion, in cells a frame, at which nothing of the past is left; and how much it may differ from
# one cell to the next before it is not believed, wholly and at all.
_FAST_PX = np.float32(6.0)
_WHOLE, _TORN = np.float32(0.35), np.float32(0.9)
# Share of the grid's cells that showed the person and were not found again, added up since the
# network looked, at which labels cannot be followed any more. So many cells about the arms,
# which move fastest and lie before the rest, count so much more.
_LOST = 0.05
_ABOUT_ARMS_PX, _ARMS_COUNT = 5, 2.0
# Shares above which a cell shows the person, and arms.
_PERSON, _ARMS = 0.4, 0.3


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was shown last.

    Attributes
    ----------
    shares : ndarray of shape (8, S, S), float32
    luma : ndarray of shape (128, 128), uint8
    square : Square
    lost : float
        Cells that could not be followed since the network looked, against all; those about
        the arms count more.
    """

    shares: Floats
    luma: NDArray[np.uint8]
    square: Square
    lost: float = 0.0


@dataclass(frozen=True, slots=True)
class Followed:
    """A new picture, and where the labels shown last are in it.

    Attributes
    ----------
    luma : ndarray of shape (128, 128), uint8
    square : Square
    shares : ndarray of shape (8, S, S), float32, or None
        Carried along; None when nothing was shown yet.
    change : ndarray of shape (S, S), float32, or None
        How little of them to trust, from 0 on.
    lost : float
        Cells that could not be followed since the network looked, against all, those about
        the arms counting more; 1 without labels.
    """

    luma: NDArray[np.uint8]
    square: Square
    shares: Floats | None = None
    change: Floats | None = None
    lost: float = 1.0

    @property
    def is_lost(self) -> bool:
        """Whether the network should look."""
        return self.lost > _LOST


class Agreement:
    """Remembers the labels shown last, for one person."""

    def __init__(self) -> None:
        self._shown: _Shown | None = None
        self._motion: Any = None  # OpenCV's, made when first needed

    def reset(self) -> None:
        """Forget what was shown."""
        self._shown = None

    def follow(self, crop_bgr: BgrImage, square: Square) -> Followed:
        """Find the labels shown last in a new picture; nothing is shown by that.

        Parameters
        ----------
        crop_bgr : ndarray of shape (N, N, 3), uint8
            What the square shows now.
        square : Square
        """
        luma = _luma(crop_bgr)
        if self._shown is None:
            return Followed(luma, square)
        shown = _seen_in(self._shown, square)
        if self._motion is None:
            self._motion = _new_motion()
        # Where everything came from. What motion tears or stretches did not move so: it stays.
        motion = self._motion.calc(luma, shown.luma, None)
        stretch = _stretch(motion)
        motion *= np.clip((_TORN - stretch) / (_TORN - _WHOLE), 0.0, 1.0)[:, :, None]
        places = _grid() + motion
        change, unfollowed = _change(luma, shown.luma, motion, places, stretch)
        side = shown.shares.shape[1]
        if side != _GRID_PX:
            places = _resized((places + 0.5) * (side / _GRID_PX) - 0.5, side)
            change = _resized(change, side)
        shares = np.empty_like(shown.shares)
        gather_planes_nb(shown.shares, places, shares)
        lost = shown.lost + _lost(shares, unfollowed)
        return Followed(luma, square, shares, change, lost)

    def carried(self, followed: Followed) -> Floats:
        """Show the labels shown last where they are now.

        Returns
        -------
        ndarray of shape (8, S, S), float32

        Raises
        ------
        ValueError
            When nothing was shown yet.
        """
        if followed.shares is None:
            raise ValueError("nothing was shown yet")
        self._shown = _Shown(followed.shares, followed.luma, followed.square, followed.lost)
        return followed.shares

    def settled(self, measured: Floats, followed: Followed) -> Floats:
        """Show what the network says, in agreement with what was shown last.

        Parameters
        ----------
        measured : ndarray of shape (8, S, S), float32
        followed : Followed
            The picture it was said of.

        Returns
        -------
        ndarray of shape (8, S, S), float32
        """
        shares, carried = measured, followed.shares
        if carried is not None and followed.change is not None and carried.shape == measured.shape:
            shares = np.empty_like(measured)
            agree_nb(measured, carried, followed.change, _REST_SAME, _REST_OTHER, shares)
        self._shown = _Shown(shares, followed.luma, followed.square)
        return shares


def _stretch(motion: Floats) -> Floats:
    """Return how much the motion changes from cell to cell."""
    import cv2

    stretch = np.empty(motion.shape[:2], np.float32)
    stretch_nb(motion, stretch)
    return np.asarray(cv2.blur(stretch, (5, 5)), np.float32)


def _change(
    luma: NDArray[np.uint8],
    before: NDArray[np.uint8],
    motion: Floats,
    places: Floats,
    stretch: Floats,
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return how little of the past to trust, and where it was not found again."""
    import cv2

    border = cv2.BORDER_REPLICATE
    expected = cv2.remap(before, places, None, cv2.INTER_LINEAR, borderMode=border)  # type: ignore[call-overload]
    surprise = np.asarray(cv2.GaussianBlur(cv2.absdiff(luma, expected), (0, 0), 1.0), np.uint8)
    change = np.empty(luma.shape, np.float32)
    unfollowed = np.empty(luma.shape, np.uint8)
    limits = (_EXPLAINED, _UNEXPLAINED, _TORN, _FAST_PX)
    change_nb(motion, places, stretch, surprise, *limits, change, unfollowed)
    return change, unfollowed.view(np.bool_)


def _lost(shares: Floats, unfollowed: NDArray[np.bool_]) -> float:
    """Return the share of cells that showed the person and were not found again."""
    import cv2

    person = _resized(shares[Label.BACKGROUND], _GRID_PX) < 1.0 - _PERSON
    arms = np.asarray(_resized(shares[Label.ARMS], _GRID_PX) > _ARMS, np.uint8)
    square = np.ones((2 * _ABOUT_ARMS_PX + 1, 2 * _ABOUT_ARMS_PX + 1), np.uint8)
    about_arms = np.asarray(cv2.dilate(arms, square), np.uint8).view(np.bool_)
    lost = float((person & unfollowed).mean())
    return lost + _ARMS_COUNT * float((about_arms & unfollowed).mean())


def _resized(values: Floats, side: int) -> Floats:
    import cv2

    if values.shape[0] == side:
        return values
    return np.asarray(cv2.resize(values, (side, side)), np.float32)


def _seen_in(shown: _Shown, square: Square) -> _Shown:
    """Return what was shown as another square sees it."""
    if square == shown.square:
        return shown
    planes = [_resampled(plane, shown.square, square) for plane in shown.shares]
    luma = _resampled(shown.luma, shown.square, square)
    return _Shown(np.stack(planes), luma, square, shown.lost)


def _resampled(values: NDArray[Any], before: Square, now: Square) -> NDArray[Any]:
    """Return a square array as another square of the frame sees it."""
    import cv2

    side = values.shape[0]
    scale = now.side_px / before.side_px
    shift = np.array([now.x0_px - before.x0_px, now.y0_px - before.y0_px]) * side / before.side_px
    # From a pixel of the new one to one of the old, pixel centres at integers.
    offset = shift + 0.5 * scale - 0.5
    matrix = np.array([[scale, 0.0, offset[0]], [0.0, scale, offset[1]]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return np.asarray(
        cv2.warpAffine(values, matrix, (side, side), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    )


def _luma(crop_bgr: BgrImage) -> NDArray[np.uint8]:
    import cv2

    grey = cv2.cvtColor(crop_bgr, cv2.COLOR_BGR2GRAY)
    size = (_GRID_PX, _GRID_PX)
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _new_motion() -> Any:  # noqa: ANN401 OpenCV's class is loaded when needed
    """Return dense inverse search [1]_ to half the grid's resolution (0.4 ms).

    References
    ----------
    .. [1] T. Kroeger et al., Fast optical flow using dense inverse search, ECCV 2016.
    """
    import cv2

    motion = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST)
    motion.setFinestScale(1)
    return motion


@functools.cache
def _grid() -> Floats:
    """Return (x, y) of every pixel of the grid."""
    return np.stack(np.meshgrid(np.arange(_GRID_PX), np.arange(_GRID_PX)), -1).astype(np.float32)
