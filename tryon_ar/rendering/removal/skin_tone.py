"""The tone of a person's own skin, measured on the face."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import BgrImage

# Of one kind of skin; or of all kinds together, where no kind shows so much.
_LEAST_PIXELS, _LEAST_BITS = 60, 12
_BARE = (Label.NECK, Label.ARMS, Label.LEGS)
_SURE = 0.8
# Between these shares of the face's luma there are neither eyes, brows and beard nor highlights.
_DARK, _LIGHT = 0.50, 0.90
_KEPT = 0.7
_MOST_LIGHT = 0.45
_LUMA = np.array([0.114, 0.587, 0.299], np.float32)
GAMMA = 2.2


@dataclass(frozen=True, slots=True)
class SkinTone:
    """How a person's lit skin looks to this camera.

    Attributes
    ----------
    linear_bgr : ndarray of shape (3,), float32
        Median of the face's evenly lit skin, linear light, 0 to 1.
    light : ndarray of shape (2,), float32
        Log-luminance the face gains from its middle to its (right, lower) outline in the picture.
    """

    linear_bgr: NDArray[np.float32]
    light: NDArray[np.float32] = field(default_factory=lambda: np.zeros(2, np.float32))


class SkinToneMeter:
    """Measures the tone and follows it slowly, so that synthesised skin does not flicker."""

    def __init__(self) -> None:
        self._tone: SkinTone | None = None

    def look(self, frame_bgr: BgrImage, labels: Labels) -> SkinTone | None:
        """Return the tone, with what a frame shows of it taken in.

        Parameters
        ----------
        frame_bgr : ndarray of shape (H, W, 3), uint8
        labels : Labels

        Returns
        -------
        SkinTone or None
            None as long as no face, and no other skin, was seen.
        """
        seen = measure_tone_of_skin(frame_bgr, labels)
        if seen is None or self._tone is None:
            self._tone = seen or self._tone
        else:
            last = self._tone
            mixed = _KEPT * last.linear_bgr + (1.0 - _KEPT) * seen.linear_bgr
            light = _KEPT * last.light + (1.0 - _KEPT) * seen.light
            self._tone = SkinTone(mixed.astype(np.float32), light.astype(np.float32))
        return self._tone

    def forget(self) -> None:
        """Forget the person."""
        self._tone = None


def measure_tone_of_skin(frame_bgr: BgrImage, labels: Labels) -> SkinTone | None:
    """Measure the tone of the face, or of other skin where no face is seen.

    Parameters
    ----------
    frame_bgr : ndarray of shape (H, W, 3), uint8
    labels : Labels

    Returns
    -------
    SkinTone or None
        None when too little skin is in the picture.
    """
    for kinds in ((Label.FACE,), _BARE):
        found = _pixels(frame_bgr, labels, kinds)
        if found is not None:
            light = _light(*found) if kinds[0] is Label.FACE else np.zeros(2, np.float32)
            return SkinTone(_median_lit(found[0]), light)
    # Hair may hang over all but bits of a face.
    found = _pixels(frame_bgr, labels, (Label.FACE, *_BARE), _LEAST_BITS)
    return None if found is None else SkinTone(_median_lit(found[0]))


def _pixels(
    frame_bgr: BgrImage, labels: Labels, kinds: tuple[Label, ...], least: int = _LEAST_PIXELS
) -> tuple[NDArray[np.float32], NDArray[np.float32]] | None:
    """Return pixels (N, 3) surely of these labels, at their resolution, and their places (N, 2)."""
    share = labels.shares[list(kinds)].sum(axis=0)
    side = share.shape[0]
    sure = cv2.erode(np.asarray(share > _SURE, np.uint8), np.ones((3, 3), np.uint8))
    rows, columns = np.nonzero(sure)
    if rows.size < least:
        return None
    step = labels.side_px / side
    x = np.rint(labels.x0_px + (columns + 0.5) * step - 0.5).astype(int)
    y = np.rint(labels.y0_px + (rows + 0.5) * step - 0.5).astype(int)
    inside = (x >= 0) & (y >= 0) & (x < frame_bgr.shape[1]) & (y < frame_bgr.shape[0])
    if inside.sum() < least:
        return None
    places = np.stack([x[inside], y[inside]], axis=1).astype(np.float32)
    return np.asarray(frame_bgr[y[inside], x[inside]], np.float32), places


def _light(pixels_bgr: NDArray[np.float32], places: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fit a plane to the face's log-luminance, eyes and brows left out."""
    luma = pixels_bgr @ _LUMA
    bright = luma > 0.55 * np.median(luma)
    centred = places[bright] - places.mean(axis=0)
    spread = np.maximum(centred.std(axis=0) * 1.8, 1.0)
    plane = np.column_stack([centred / spread, np.ones(len(centred))])
    slopes = np.linalg.lstsq(plane, GAMMA * np.log(luma[bright] + 1.0), rcond=None)[0][:2]
    return np.asarray(np.clip(slopes, -_MOST_LIGHT, _MOST_LIGHT), np.float32)


def _median_lit(pixels_bgr: NDArray[np.float32]) -> NDArray[np.float32]:
    luma = pixels_bgr @ _LUMA
    low, high = np.quantile(luma, (_DARK, _LIGHT))
    lit = pixels_bgr[(luma >= low) & (luma <= high)]
    encoded = np.median(lit, axis=0) / 255.0
    return np.asarray(encoded**GAMMA, np.float32)


def whole(labels: Labels, size_px: tuple[int, int]) -> Roi:
    """Return the part of a frame (width, height) that labels cover."""
    x0 = max(0, int(np.floor(labels.x0_px)))
    y0 = max(0, int(np.floor(labels.y0_px)))
    x1 = min(size_px[0], int(np.ceil(labels.x0_px + labels.side_px)))
    y1 = min(size_px[1], int(np.ceil(labels.y0_px + labels.side_px)))
    return Roi(x0, y0, max(x0, x1), max(y0, y1))
