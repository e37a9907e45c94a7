"""Labels that agree over time: carried along by the picture's motion, and blended.

Let S be the shares shown last, I the crop's luma and W the motion from the frame before to this
one. Where the network did not look, S(t) = W S(t-1). Where it did and said M,

    S(t) = a M + (1 - a) W S(t-1),    a = clip(rest + change * e, rest, 1),

per pixel, with e the difference between I(t) and W I(t-1): how badly the motion explains the
picture. So an edge in a picture that rests moves by the share ``rest`` only, however the network
wavers, and what has moved in an unforeseen way is what the network says. ``rest`` is larger where
the network is sure of something else than what is shown, so that no error stays.
"""

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.types import BgrImage
from tryon_ar.parsing.crop import Square

Floats = NDArray[np.float32]

_GRID_PX = 128
# Share of what the network says, each time it looks, where nothing moved: where it says about the
# same, and where it says quite another thing.
_REST_SAME = 0.22
_REST_OTHER = 0.45
# Difference of luma, in grey levels, below which the motion explains the picture, and by which
# nothing of the past is left.
_EXPLAINED = 6.0
_UNEXPLAINED = 26.0


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was shown last.

    Attributes
    ----------
    shares : ndarray of shape (S, S, 8), float32
    luma : ndarray of shape (128, 128), uint8
    square : Square
    """

    shares: Floats
    luma: NDArray[np.uint8]
    square: Square


class Agreement:
    """Remembers the labels shown last, for one person."""

    def __init__(self) -> None:
        self._shown: _Shown | None = None
        self._motion: Any = None  # OpenCV's, made when first needed

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to carry on."""
        return self._shown is None

    def reset(self) -> None:
        """Forget what was shown."""
        self._shown = None

    def carried(self, crop_bgr: BgrImage, square: Square) -> Floats:
        """Return the labels shown last where they are now.

        Parameters
        ----------
        crop_bgr : ndarray of shape (N, N, 3), uint8
            What the square shows now.
        square : Square

        Returns
        -------
        ndarray of shape (S, S, 8), float32

        Raises
        ------
        ValueError
            When nothing was shown yet.
        """
        luma = _luma(crop_bgr)
        shares, _ = self._moved(luma, square)
        self._shown = _Shown(shares, luma, square)
        return shares

    def settled(self, measured: Floats, crop_bgr: BgrImage, square: Square) -> Floats:
        """Return what the network says, in agreement with what was shown last.

        Parameters
        ----------
        measured : ndarray of shape (S, S, 8), float32
        crop_bgr, square
            As in :meth:`carried`.

        Returns
        -------
        ndarray of shape (S, S, 8), float32
        """
        luma = _luma(crop_bgr)
        shares = measured
        if self._shown is not None and self._shown.shares.shape == measured.shape:
            carried, surprise = self._moved(luma, square)
            shares = _blended(measured, carried, surprise)
        self._shown = _Shown(shares, luma, square)
        return shares

    def _moved(self, luma: NDArray[np.uint8], square: Square) -> tuple[Floats, Floats]:
        """Return the shares shown last where they are now, and how surprising each pixel is."""
        import cv2

        if self._shown is None:
            raise ValueError("nothing was shown yet")
        shown = _seen_in(self._shown, square)
        if self._motion is None:
            self._motion = _new_motion()
        places = _grid() + self._motion.calc(luma, shown.luma, None)  # where it all came from
        before = _gathered(shown.luma, places)
        surprise = cv2.GaussianBlur(cv2.absdiff(luma, before), (0, 0), 1.0).astype(np.float32)
        side = shown.shares.shape[0]
        if side != _GRID_PX:
            scale = side / _GRID_PX
            places = np.asarray(cv2.resize((places + 0.5) * scale - 0.5, (side, side)), np.float32)
            surprise = np.asarray(cv2.resize(surprise, (side, side)), np.float32)
        return _gathered(shown.shares, places), surprise


def _blended(measured: Floats, carried: Floats, surprise: Floats) -> Floats:
    otherness = 0.5 * np.abs(measured - carried).sum(axis=2)
    rest = _REST_SAME + (_REST_OTHER - _REST_SAME) * otherness
    change = (surprise - _EXPLAINED) / (_UNEXPLAINED - _EXPLAINED)
    share = np.clip(rest + np.maximum(change, 0.0), 0.0, 1.0)[:, :, None]
    return np.asarray(carried + share * (measured - carried), np.float32)


def _seen_in(shown: _Shown, square: Square) -> _Shown:
    """Return what was shown as another square sees it."""
    if square == shown.square:
        return shown
    return _Shown(
        _resampled(shown.shares, shown.square, square),
        _resampled(shown.luma, shown.square, square),
        square,
    )


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


def _gathered(values: NDArray[Any], places: Floats) -> NDArray[Any]:
    import cv2

    border = cv2.BORDER_REPLICATE
    return np.asarray(
        cv2.remap(values, places, None, cv2.INTER_LINEAR, borderMode=border)  # type: ignore[call-overload]
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
