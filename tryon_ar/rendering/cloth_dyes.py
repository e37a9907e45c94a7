"""Broad light on worn cloth: its brightness, where it is of the commonest dye.

Gradients alone (:mod:`tryon_ar.rendering.cloth_light`) lose the light wherever it changes as
steeply as a print does, as at the shadow of an arm or between legs. Where cloth is plain its
brightness says more: it is the light, up to one number. Where it is striped or printed that holds
of the ground alone, and not beside the edges of what is on it.
"""

from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.kernels.cloth_dyes import light_of_dye_nb
from tryon_ar.kernels.cloth_light import DARKEST
from tryon_ar.rendering.cloth_light import ClothLight

Field = NDArray[np.float32]
Dyes = NDArray[np.float32]  # (k, 3): log-luminance and chroma of each

_MOST_DYES = 2
# One dye's light and chroma vary by so much, in log-luminance and levels at a luma of a hundred.
_LIGHT, _CHROMA = 0.5, 9.0
_LEAST_CELLS, _LEAST_SHARE = 12, 0.1
_BIN, _PEAK, _TURNS = 0.1, 0.25, 3
# A print's edge makes most of the step between two dyes within three cells; light seldom does, and
# less of the large ones than of the small ones of which shadows are.
_SHARP, _SHARP_IF_SMALL, _SMALL = 0.45, 0.6, 0.8
_DEEPEST = 1.0  # no shade is deeper
# On cloth of one dye steep steps are shadows, and count this much at least.
_ALONE, _LIGHT_ALONE = 0.6, 0.7
_SAMPLES = 900
# Finer than this (shoulder widths) is left to gradients; with less evidence than this around
# (a share of cells) what is expected stands.
_BROAD, _EVIDENCE = 0.06, 0.05
_FOLLOWED = 0.3
# Below this linear light a broad brightness tells little: sheen, dust and a camera's toe make as
# much of it as light does, more than they make of the steps that gradients tell of.
_DARKEST = 3 * DARKEST


class ClothDyes:
    """Learns the dyes of what is worn, and tells light by them."""

    def __init__(self) -> None:
        self._dyes: Dyes | None = None
        self._odd = 0

    def forget(self) -> None:
        """Another person, or another source."""
        self._dyes, self._odd = None, 0

    def look(self, told: ClothLight, worn: NDArray[np.uint8], expected: Field) -> None:
        """Take a frame in: :meth:`light` as for the arguments.

        Notes
        -----
        Nobody changes clothes: another number of dyes is believed when it is found twice.
        """
        found = dyes_of(told, worn, expected)
        if found is None:
            return
        last = self._dyes
        if last is not None and len(last) == len(found):
            found = last + np.float32(_FOLLOWED) * (found - last)
        elif last is not None and self._odd == 0:
            self._odd = 1
            return
        self._dyes, self._odd = found, 0

    def light(
        self, told: ClothLight, worn: NDArray[np.uint8], expected: Field, shoulder_cells: float
    ) -> Field:
        """Return the broad light on worn cloth, and what is expected beside it.

        Parameters
        ----------
        told : ClothLight
        worn : ndarray of shape (h, w), uint8
            1 on worn cloth, well inside its outline; h and w are even.
        expected : ndarray of shape (h, w), float32
            Log-luminance.
        shoulder_cells : float
            Shoulder width in cells.

        Returns
        -------
        ndarray of shape (h, w), float32
            Log-luminance.
        """
        if self._dyes is None:
            return expected
        height, width = worn.shape
        sums = np.empty((height // 2, width // 2, 2), np.float32)
        alone = len(self._dyes) == 1
        light, least = (_LIGHT_ALONE, _ALONE) if alone else (_LIGHT, 0.0)
        reach = light, _CHROMA, _DARKEST, least
        light_of_dye_nb(told.colours, worn, told.trust, expected, self._dyes[0], reach, sums)
        sigma = _BROAD * shoulder_cells / 2
        side = 2 * max(1, round((np.sqrt(6.0 * sigma**2 + 1.0) - 1.0) / 2.0)) + 1
        soft = cv2.blur(cv2.blur(sums, (side, side)), (side, side))
        more = soft[..., 0] / (soft[..., 1] + np.float32(_EVIDENCE))
        enlarged = cv2.resize(more, (width, height), interpolation=cv2.INTER_LINEAR)
        return np.asarray(expected + enlarged, np.float32)


def dyes_of(told: ClothLight, worn: NDArray[np.uint8], expected: Field) -> Dyes | None:
    """Find the dyes of worn cloth.

    Returns
    -------
    ndarray of shape (k, 3), float32, or None
        Log-luminance less the expected light, and chroma; the commoner dye first, one or two.
        None where hardly any cloth is seen.

    Notes
    -----
    The highest peak of log-luminance and the cells of its chroma are the first dye, the highest
    one of the rest another; two of a chroma that pass softly into one another are one in light
    and shade.
    """
    cloth = worn > 0
    count = int(np.count_nonzero(cloth))
    if count < _LEAST_CELLS:
        return None
    cells = told.colours.copy()
    cells[..., 0] -= expected
    rest = cells[cloth][:: max(1, count // _SAMPLES)]
    count = len(rest)
    found: list[Dyes] = []
    for _ in range(_MOST_DYES):
        if len(rest) < max(_LEAST_CELLS, _LEAST_SHARE * count):
            break
        dye, rest = _commonest(rest)
        found.append(dye)
    for one, other in combinations(found, 2):
        if _is_shade(cells, cloth, one, other):
            return found[0][None]
    return np.stack(found)


def _commonest(cells: Dyes) -> tuple[Dyes, Dyes]:
    """Return the commonest dye of cells (n, 3), and the cells that are not of it."""
    light = cells[:, 0]
    low = float(light.min())
    counts = np.bincount(((light - low) / _BIN).astype(np.int64))
    peak = low + (np.convolve(counts, (1, 2, 1), "same").argmax() + 0.5) * _BIN
    own = np.abs(light - peak) < _PEAK
    for _ in range(_TURNS):
        dye = np.asarray(np.median(cells[own], axis=0), np.float32)
        near = _distance(cells, dye) < 1.0
        if not near.any():
            break
        own = near
    return dye, cells[~own]


def _distance(cells: Dyes, dye: Dyes) -> Field:
    """Return how far cells (..., 3) are from a dye; 1 is as far as its own are."""
    off = (cells - dye) / np.array([_LIGHT, _CHROMA, _CHROMA], np.float32)
    return np.asarray((off * off).sum(axis=-1), np.float32)


def _is_shade(cells: Field, cloth: NDArray[np.bool_], one: Dyes, other: Dyes) -> bool:
    """Return whether one dye is the other in another light: neither chroma nor edges differ."""
    apart = abs(float(one[0] - other[0]))
    if apart > _DEEPEST or np.hypot(*(one[1:] - other[1:])) > _CHROMA:
        return False
    first = _distance(cells, one) < _distance(cells, other)
    steps = []
    for light, own, which in (
        (cells[..., 0], cloth, first),
        (cells[..., 0].T, cloth.T, first.T),
    ):
        border = own[:, 1:-2] & own[:, 2:-1] & (which[:, 1:-2] != which[:, 2:-1])
        steps.append(np.abs(light[:, 3:] - light[:, :-3])[border])
    across = np.concatenate(steps)
    if across.size < _LEAST_CELLS // 3:
        return False
    return bool(np.median(across) < apart * (_SHARP_IF_SMALL if apart < _SMALL else _SHARP))
