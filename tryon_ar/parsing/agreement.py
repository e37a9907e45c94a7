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
from tryon_ar.parsing.crop import Square

Floats = NDArray[np.float32]

_GRID_PX = 128
# Share of what the network says, each time it looks, where nothing moved: where it says about the
# same, and where it says quite another thing.
_REST_SAME = 0.18
_REST_OTHER = 0.4
# Difference of luma, in grey levels, below which the motion explains the picture, and by which
# nothing of the past is left.
_EXPLAINED = 6.0
_UNEXPLAINED = 26.0
# Motion, in cells a frame, at which nothing of the past is left; and how much it may differ from
# one cell to the next before it is not believed, wholly and at all.
_FAST_PX = 6.0
_WHOLE, _TORN = 0.35, 0.9
# Share of the grid's cells that showed the person and are not found again at which labels cannot
# be followed; and the share of background below which a cell shows the person.
_LOST = 0.008
_PERSON = 0.6


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

    def carried(self, crop_bgr: BgrImage, square: Square) -> Floats | None:
        """Return the labels shown last where they are now, or None when they cannot be followed.

        Parameters
        ----------
        crop_bgr : ndarray of shape (N, N, 3), uint8
            What the square shows now.
        square : Square

        Returns
        -------
        ndarray of shape (S, S, 8), float32, or None
            None when too much of the picture moved in a way that the motion does not explain:
            the network should look. Nothing changes then.

        Raises
        ------
        ValueError
            When nothing was shown yet.
        """
        luma = _luma(crop_bgr)
        shares, _, lost = self._moved(luma, square)
        if lost > _LOST:
            return None
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
            carried, change, _ = self._moved(luma, square)
            shares = _blended(measured, carried, change)
        self._shown = _Shown(shares, luma, square)
        return shares

    def _moved(self, luma: NDArray[np.uint8], square: Square) -> tuple[Floats, Floats, float]:
        """Return the shares shown last where they are now, and what became of them.

        Beside them how little of each to trust, from 0 on, and the share of cells that showed
        the person and cannot be followed.
        """
        import cv2

        if self._shown is None:
            raise ValueError("nothing was shown yet")
        shown = _seen_in(self._shown, square)
        if self._motion is None:
            self._motion = _new_motion()
        # Where everything came from. What motion tears or stretches did not move so: it stays.
        motion = self._motion.calc(luma, shown.luma, None)
        stretch = cv2.blur(np.hypot(*_slopes(motion)), (5, 5))
        motion *= np.clip((_TORN - stretch) / (_TORN - _WHOLE), 0.0, 1.0)[:, :, None]
        places = _grid() + motion
        before = _gathered(shown.luma, places)
        surprise = cv2.GaussianBlur(cv2.absdiff(luma, before), (0, 0), 1.0).astype(np.float32)
        change = np.maximum((surprise - _EXPLAINED) / (_UNEXPLAINED - _EXPLAINED), 0.0)
        change += stretch / _TORN
        seen = ((places >= 0) & (places <= _GRID_PX - 1)).all(axis=2)
        unfollowed = seen & (change > 1.0)
        change += np.hypot(motion[..., 0], motion[..., 1]) / _FAST_PX
        side = shown.shares.shape[0]
        if side != _GRID_PX:
            scale = side / _GRID_PX
            places = np.asarray(cv2.resize((places + 0.5) * scale - 0.5, (side, side)), np.float32)
            change = np.asarray(cv2.resize(change, (side, side)), np.float32)
        shares = _gathered(shown.shares, places)
        step = max(side // _GRID_PX, 1)
        person = shares[::step, ::step, Label.BACKGROUND] < _PERSON
        lost = unfollowed & person if person.shape == unfollowed.shape else unfollowed
        return shares, change, float(lost.mean())


def _slopes(motion: Floats) -> tuple[Floats, Floats]:
    """Return how much the motion changes from pixel to pixel, along x and along y."""
    along_x = np.zeros(motion.shape[:2], np.float32)
    along_y = np.zeros(motion.shape[:2], np.float32)
    along_x[:, 1:] = np.abs(motion[:, 1:] - motion[:, :-1]).sum(axis=2)
    along_y[1:] = np.abs(motion[1:] - motion[:-1]).sum(axis=2)
    return along_x, along_y


def _blended(measured: Floats, carried: Floats, change: Floats) -> Floats:
    otherness = 0.5 * np.abs(measured - carried).sum(axis=2)
    rest = _REST_SAME + (_REST_OTHER - _REST_SAME) * otherness
    share = np.minimum(rest + change, 1.0)[:, :, None]
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
